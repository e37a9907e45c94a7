"""A garment's card on the shelf."""

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QFont,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QToolButton, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.category_names import category_name
from tryon_ar.gui.closet import ShelfItem
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.sentences import said
from tryon_ar.gui.shelf_dots import DOT_PX, ColourDots

CARD_SPACING_PX = 10
RING_PX = 3
NAME_SCALE = 0.94
BADGE_PX = 13


class GarmentCard(QAbstractButton):
    """One garment: a rounded thumbnail with its name; a ring and a tick when worn.

    Notes
    -----
    *Signals*: ``clicked`` as any button; ``approached(str)`` when pointer or focus comes over
    it, ``hovered(str)`` when only the pointer does, ``held(str)`` when the key to try it on goes
    down, ``left`` when the pointer goes, the focus, or that key comes up; ``menu_asked(str,
    QPoint)`` with the place on the screen. The thumbnail is read when
    it is painted first, so that a shelf of hundreds opens at once.
    """

    approached = Signal(str)
    menu_asked = Signal(str, QPoint)
    hovered = Signal(str)
    held = Signal(str)
    left = Signal()

    def __init__(self, summary: ShelfItem, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = summary
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._more = self._make_more()
        self.colours = ColourDots(self)
        keep_in_language(self, self._name)
        self._picture: QImage | None = None
        self._picture_read = False
        self._scaled: QPixmap | None = None

    def rename(self, summary: ShelfItem) -> bool:
        """Show a garment under another name; return whether only its name is another."""
        if summary == self.summary:
            return True
        if not summary.is_but_for_its_name(self.summary):
            return False
        self.summary = summary
        self._name()
        self.update()
        return True

    def _name(self) -> None:
        name = self.summary.name
        self.setText(name)
        self.setToolTip(self._tip())
        self.setAccessibleName(name)
        self._more.setToolTip(self.tr("Edit, colours, remove …"))
        self._more.setAccessibleName(self.tr("What can be done with {name}").format(name=name))
        self.setAccessibleDescription(self._description())

    def set_tile(self, side_px: int) -> None:
        """Make the tile so large; the name may be a little wider."""
        self.setFixedSize(side_px + CARD_SPACING_PX, side_px + self._name_height())
        size, edge = self._more.sizeHint(), CARD_SPACING_PX // 2 + RING_PX + 3
        right, low = self.width() - edge, self.height() - self._name_height() - RING_PX - 3
        self._more.move(right - size.width(), low - size.height())
        self.colours.fit(right - size.width() - edge)
        self.colours.move(edge, low - DOT_PX)

    def _make_more(self) -> QToolButton:
        """Return the button that opens the menu for those who do not think of a right click."""
        button = QToolButton(self)
        button.setObjectName("on_picture")  # pictures are light or dark, so it has a ground
        button.setIcon(theme.icon("more"))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the menu key does the same
        button.clicked.connect(self._ask_for_menu)
        button.hide()
        return button

    def _ask_for_menu(self) -> None:
        below = self._more.mapToGlobal(self._more.rect().bottomLeft())
        self.menu_asked.emit(self.summary.id, below)

    def _name_height(self) -> int:
        return self.fontMetrics().height() + 8

    def enterEvent(self, event: QEnterEvent) -> None:
        """Lighten under the pointer and offer the menu."""
        super().enterEvent(event)
        self._more.show()
        self.update()
        self.approached.emit(self.summary.id)
        self.hovered.emit(self.summary.id)

    def leaveEvent(self, event: QEvent) -> None:
        """Return to rest."""
        super().leaveEvent(event)
        self.left.emit()
        self._more.hide()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that the keyboard has come here."""
        super().focusInEvent(event)
        self.approached.emit(self.summary.id)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the keyboard has gone."""
        super().focusOutEvent(event)
        self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the key that tries on from the window's shortcuts, to know when it comes up."""
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and _tries_on(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin to try on."""
        if not _tries_on(event):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.held.emit(self.summary.id)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """End trying on."""
        if not _tries_on(event):
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self.left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu, also from the keyboard."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.mapToGlobal(self.rect().center()) if by_key else event.globalPos()
        self.menu_asked.emit(self.summary.id, place)

    def _tip(self) -> str:
        return "\n".join((self.summary.name, *map(said, self.summary.warnings)))

    def _description(self) -> str:
        words = [category_name(self.summary.category)]
        if self.summary.favourite:
            words.append(self.tr("favourite"))
        return ", ".join((*words, *map(said, self.summary.warnings)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint tile, ring, badges and name."""
        if not self._picture_read:
            self._picture_read = True
            self._picture = self._load()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = CARD_SPACING_PX // 2
        tile = QRect(inset, 0, self.width() - 2 * inset, self.height() - self._name_height())
        tile.adjust(RING_PX, RING_PX, -RING_PX, -RING_PX)
        self._paint_tile(painter, tile)
        self._paint_ring(painter, tile)
        self._paint_badges(painter, tile)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * NAME_SCALE)
        painter.setFont(font)
        lit = theme.colours().text if self.underMouse() else theme.colours().muted
        painter.setPen(theme.colours().accent if self.isChecked() else lit)
        name_box = QRect(0, tile.bottom() + RING_PX + 3, self.width(), self.fontMetrics().height())
        name = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, name_box.width()
        )
        painter.drawText(name_box, int(Qt.AlignmentFlag.AlignCenter), name)
        painter.end()

    def _load(self) -> QImage | None:
        return load_thumbnail(self.summary.thumbnail)

    def _paint_tile(self, painter: QPainter, tile: QRect) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(tile), theme.RADIUS_PX, theme.RADIUS_PX)
        painter.save()
        painter.setClipPath(outline)
        if self._picture is None:
            painter.fillRect(tile, theme.colours().raised)
            side = min(tile.width(), tile.height()) // 2
            box = QRect(0, 0, side, side)
            box.moveCenter(tile.center())
            painter.drawPixmap(box, theme.icon_pixmap("hanger", theme.colours().muted.name(), 96))
        else:
            painter.fillRect(tile, QColor(self._picture.pixel(1, 1)))
            picture = self._fitted(tile.size())
            painter.drawPixmap(
                tile.left() + (tile.width() - picture.width()) // 2,
                tile.top() + (tile.height() - picture.height()) // 2,
                picture,
            )
        if not self.isChecked() and not self.underMouse():
            painter.fillRect(tile, QColor(16, 18, 20, 40))
        painter.restore()

    def _fitted(self, size: QSize) -> QPixmap:
        assert self._picture is not None
        if self._scaled is None or not (
            self._scaled.width() == size.width() or self._scaled.height() == size.height()
        ):
            self._scaled = QPixmap.fromImage(
                self._picture.scaled(
                    size,
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        return self._scaled

    def _paint_ring(self, painter: QPainter, tile: QRect) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QRectF(tile).adjusted(-1.5, -1.5, 1.5, 1.5)
        radius = theme.RADIUS_PX + 1.5
        if self.isChecked():
            painter.setPen(QPen(theme.colours().accent, RING_PX))
            painter.drawRoundedRect(ring, radius, radius)
            self._paint_tick(painter, tile)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colours().text, 2))
            painter.drawRoundedRect(ring.adjusted(-3, -1, 3, 3), radius + 3, radius + 3)

    def _paint_tick(self, painter: QPainter, tile: QRect) -> None:
        centre = QPoint(tile.right() - 15, tile.top() + 15)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours().accent)
        painter.drawEllipse(centre, 10, 10)
        pen = QPen(theme.colours().on_accent, 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(
            [centre + QPoint(-4, 0), centre + QPoint(-1, 3), centre + QPoint(4, -3)]
        )

    def _paint_badges(self, painter: QPainter, tile: QRect) -> None:
        """Paint a star for a favourite and a triangle for an uncertain cut, at the left."""
        badges = []
        if self.summary.favourite:
            badges.append(
                theme.icon_pixmap("star_full", theme.colours().warning.name(), 4 * BADGE_PX)
            )
        if self.summary.warnings:
            badges.append(
                theme.icon_pixmap("warning", theme.colours().warning.name(), 4 * BADGE_PX)
            )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(16, 18, 20, 190))
        for number, badge in enumerate(badges):
            box = QRect(tile.left() + 5, tile.top() + 5, BADGE_PX + 8, BADGE_PX + 8)
            box.translate(0, number * (BADGE_PX + 12))
            painter.drawEllipse(box)
            painter.drawPixmap(box.adjusted(4, 4, -4, -4), badge)


def _tries_on(event: QKeyEvent) -> bool:
    plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
    return plain and event.key() == Qt.Key.Key_P  # "try_on" in the table of shortcuts


def load_thumbnail(path: Path | None) -> QImage | None:
    """Return a garment's thumbnail; None where there is none, or none that can be read."""
    if path is None:
        return None
    picture = QImage(str(path))
    return None if picture.isNull() else picture
