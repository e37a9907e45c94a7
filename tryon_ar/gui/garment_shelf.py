"""The shelf: garments to choose from, as thumbnails in groups."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.garments.builtin import GarmentSummary
from tryon_ar.gui import theme
from tryon_ar.gui.outfit import grouped

CARD_SPACING_PX = 10
SHELF_MARGIN_PX = 10
SCROLL_BAR_PX = 12
MAX_COLUMNS = 3
MAX_CARD_GROWTH = 1.45
MIN_CARD_PX = 104
RING_PX = 3
NAME_SCALE = 0.94


class GarmentCard(QAbstractButton):
    """One garment: a rounded thumbnail with its name; a ring and a tick when worn."""

    def __init__(self, summary: GarmentSummary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = summary
        self.setCheckable(True)
        self.setText(summary.name)
        self.setToolTip(summary.name)
        self.setAccessibleName(summary.name)
        self.setAccessibleDescription(summary.category)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._picture = _load_thumbnail(summary)
        self._scaled: QPixmap | None = None

    def set_tile(self, side_px: int) -> None:
        """Make the tile so large; the name may be a little wider."""
        self.setFixedSize(side_px + CARD_SPACING_PX, side_px + self._name_height())

    def _name_height(self) -> int:
        return self.fontMetrics().height() + 8

    def enterEvent(self, event: QEnterEvent) -> None:
        """Lighten under the pointer."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Return to rest."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint tile, ring and name."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inset = CARD_SPACING_PX // 2
        tile = QRect(inset, 0, self.width() - 2 * inset, self.height() - self._name_height())
        tile.adjust(RING_PX, RING_PX, -RING_PX, -RING_PX)
        self._paint_tile(painter, tile)
        self._paint_ring(painter, tile)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * NAME_SCALE)
        painter.setFont(font)
        lit = theme.TEXT if self.underMouse() else theme.MUTED
        painter.setPen(theme.ACCENT if self.isChecked() else lit)
        name_box = QRect(0, tile.bottom() + RING_PX + 3, self.width(), self.fontMetrics().height())
        name = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, name_box.width()
        )
        painter.drawText(name_box, int(Qt.AlignmentFlag.AlignCenter), name)
        painter.end()

    def _paint_tile(self, painter: QPainter, tile: QRect) -> None:
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(tile), theme.RADIUS_PX, theme.RADIUS_PX)
        painter.save()
        painter.setClipPath(outline)
        if self._picture is None:
            painter.fillRect(tile, theme.RAISED)
            side = min(tile.width(), tile.height()) // 2
            box = QRect(0, 0, side, side)
            box.moveCenter(tile.center())
            painter.drawPixmap(box, theme.icon_pixmap("hanger", theme.MUTED.name(), 96))
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
            painter.setPen(QPen(theme.ACCENT, RING_PX))
            painter.drawRoundedRect(ring, radius, radius)
            self._paint_tick(painter, tile)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.TEXT, 2))
            painter.drawRoundedRect(ring.adjusted(-3, -1, 3, 3), radius + 3, radius + 3)

    def _paint_tick(self, painter: QPainter, tile: QRect) -> None:
        centre = QPoint(tile.right() - 15, tile.top() + 15)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.ACCENT)
        painter.drawEllipse(centre, 10, 10)
        pen = QPen(theme.ON_ACCENT, 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(
            [centre + QPoint(-4, 0), centre + QPoint(-1, 3), centre + QPoint(4, -3)]
        )


class GarmentShelf(QFrame):
    """A scrolling grid of cards under group headings.

    Notes
    -----
    *Signals*: ``clicked(str)`` with a garment's id. What is worn is told to the shelf by
    :meth:`show_worn`; it decides nothing itself.
    """

    clicked = Signal(str)

    def __init__(self, summaries: Sequence[GarmentSummary], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shelf")
        self.setAccessibleName(self.tr("Garments"))
        self._groups: list[tuple[QLabel, list[GarmentCard]]] = []
        self._layout = (0, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(SHELF_MARGIN_PX, 4, SHELF_MARGIN_PX, SHELF_MARGIN_PX)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(CARD_SPACING_PX)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._scroll.setWidget(content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)
        self._make_cards(summaries)
        self.fit(0)

    @property
    def cards(self) -> list[GarmentCard]:
        """All cards, in the order of the shelf."""
        return [card for _, cards in self._groups for card in cards]

    def width_for(self, columns: int, card_px: int | None = None) -> int:
        """Return the width that shows so many columns of cards of a width."""
        card = card_px or self._smallest_card_px()
        return columns * (card + CARD_SPACING_PX) + 2 * SHELF_MARGIN_PX + SCROLL_BAR_PX

    def fit(self, room_px: int) -> int:
        """Lay the cards out for the room there is; return the width taken.

        Notes
        -----
        At least one column; as many as fit, up to three, and then larger cards.
        """
        columns = 1
        while columns < MAX_COLUMNS and self.width_for(columns + 1) <= room_px:
            columns += 1
        inside = room_px - self.width_for(columns, card_px=1) + columns
        smallest = self._smallest_card_px()
        card = max(smallest, min(inside // columns, round(smallest * MAX_CARD_GROWTH)))
        if (columns, card) != self._layout:
            self._layout = columns, card
            self._place_cards(columns, card)
        return self.width_for(columns, card)

    def _smallest_card_px(self) -> int:
        return max(MIN_CARD_PX, self.fontMetrics().averageCharWidth() * 14)

    def _place_cards(self, columns: int, card_px: int) -> None:
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        while self._grid.count():
            self._grid.takeAt(0)
        row = 0
        for heading, cards in self._groups:
            self._grid.addWidget(heading, row, 0, 1, columns)
            for position, card in enumerate(cards):
                card.set_tile(card_px)
                where = row + 1 + position // columns
                self._grid.addWidget(card, where, position % columns)
            row += 1 + -(-len(cards) // columns)
        self._grid.setRowStretch(row, 1)
        self._grid.setColumnStretch(columns, 1)

    def show_worn(self, worn: Sequence[str], last: str | None = None) -> None:
        """Mark what is worn and bring the last one put on into view."""
        for card in self.cards:
            card.setChecked(card.summary.id in worn)
            if card.summary.id == last:
                self._scroll.ensureWidgetVisible(card, 0, 40)

    def _make_cards(self, summaries: Sequence[GarmentSummary]) -> None:
        for title, members in grouped(summaries):
            heading = QLabel(title)
            heading.setObjectName("muted")
            heading.setContentsMargins(CARD_SPACING_PX // 2 + 2, 8, 0, 0)
            cards = []
            for summary in members:
                card = GarmentCard(summary)
                card.clicked.connect(lambda _checked, one=summary.id: self.clicked.emit(one))
                cards.append(card)
            self._groups.append((heading, cards))


def _load_thumbnail(summary: GarmentSummary) -> QImage | None:
    if summary.thumbnail is None:
        return None
    picture = QImage(str(summary.thumbnail))
    return None if picture.isNull() else picture
