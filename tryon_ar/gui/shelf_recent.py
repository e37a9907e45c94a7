"""What was worn last: a row of small pictures above the shelf, kept for the next time."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.paths import garment_library_folder
from tryon_ar.gui import theme
from tryon_ar.gui.closet import ShelfItem, are_but_for_names
from tryon_ar.gui.garment_card import load_thumbnail
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.shelf_files import KeptList, ListKeeper

MOST_RECENT = 6
RECENT_NAME = "recent.json"
# What is stepped past with the arrow keys was not worn.
_WORN_MS = 800
_MOST_SIDE_PX = 64
_LEAST_SIDE_PX = 40
_GAP_PX = 4


class RecentWorn(QObject):
    """The garments worn last, in this run and those before it.

    Parameters
    ----------
    failed : callable
        Takes an error of keeping them, in another thread.
    parent : QObject
    keep : bool
        Whether they are read from a file and written to it.

    Notes
    -----
    *Signals*: ``changed`` when :attr:`ids` did. GUI thread only; the file is read and written
    in others. *Lifecycle*: :meth:`begin` once, :meth:`close` before the window goes.
    """

    changed = Signal()

    def __init__(
        self, failed: Callable[[TryOnError], None], parent: QObject, *, keep: bool = True
    ) -> None:
        super().__init__(parent)
        self.ids: list[str] = []
        kept = KeptList(garment_library_folder() / RECENT_NAME)
        self._keeper = ListKeeper(kept, lambda: [*self.ids], failed, self, keep=keep)
        self._keeper.loaded.connect(self._take)
        self._worn: tuple[str, ...] = ()
        self._next: tuple[str, ...] = ()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_WORN_MS)
        self._settling.timeout.connect(self._settle)

    def begin(self, worn: tuple[str, ...]) -> None:
        """Read what was worn in earlier runs; what is worn at first was not chosen now."""
        self._worn = self._next = worn
        self._keeper.load()

    def note(self, worn: tuple[str, ...]) -> None:
        """Take what is worn now; it counts once it stays on for a moment."""
        self._next = worn
        self._settling.start()

    def forget(self, worn: tuple[str, ...]) -> None:
        """Remember nothing but what is worn now."""
        self._settling.stop()
        self._worn = self._next = worn
        self.ids = []
        self.changed.emit()

    def close(self) -> None:
        """Take what was put on just now."""
        if self._settling.isActive():
            self._settle()

    def _settle(self) -> None:
        self._settling.stop()
        new = [one for one in self._next if one not in self._worn]
        self._worn = self._next
        if new:
            self.ids = list(dict.fromkeys((*new, *self.ids)))[:MOST_RECENT]
            self.changed.emit()
            self._keeper.keep()

    def _take(self, kept: list[object]) -> None:
        earlier = [one for one in kept if isinstance(one, str)]
        self.ids = list(dict.fromkeys((*self.ids, *earlier)))[:MOST_RECENT]
        self.changed.emit()


class RecentButton(QAbstractButton):
    """A garment as a small picture; a ring and a tick when worn."""

    def __init__(self, item: ShelfItem, parent: QWidget) -> None:
        super().__init__(parent)
        self.rename(item)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._picture: QImage | None = None
        self._read = False

    def rename(self, item: ShelfItem) -> None:
        """Show the same garment under a name."""
        self.item = item
        self.setToolTip(item.name)
        self.setAccessibleName(item.name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, and what marks it."""
        if not self._read:
            self._read, self._picture = True, load_thumbnail(self.item.thumbnail)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tile = QRectF(self.rect()).adjusted(3, 3, -3, -3)
        outline = QPainterPath()
        outline.addRoundedRect(tile, theme.RADIUS_PX / 2, theme.RADIUS_PX / 2)
        painter.save()
        painter.setClipPath(outline)
        self._paint_picture(painter, tile)
        painter.restore()
        now = theme.colours()
        marked = self.isChecked() or self.underMouse()
        ink = now.text if self.hasFocus() else now.accent if marked else now.line
        painter.setPen(QPen(ink, 2 if marked or self.hasFocus() else 1))
        painter.drawPath(outline)
        if self.isChecked():
            self._paint_tick(painter, tile)
        painter.end()

    def _paint_picture(self, painter: QPainter, tile: QRectF) -> None:
        if self._picture is None:
            painter.fillRect(tile, theme.colours().raised)
            name = theme.colours().muted.name()
            painter.drawPixmap(
                tile.adjusted(5, 5, -5, -5).toRect(), theme.icon_pixmap("hanger", name, 96)
            )
            return
        painter.fillRect(tile, self._picture.pixelColor(1, 1))
        size = self._picture.size().scaled(tile.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(tile.center())
        painter.drawImage(place, self._picture)

    def _paint_tick(self, painter: QPainter, tile: QRectF) -> None:
        spot = QRectF(tile.right() - 12, tile.top(), 12, 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours().accent)
        painter.drawEllipse(spot)
        painter.setPen(QPen(theme.colours().on_accent, 1.5))
        centre = spot.center().toPoint()
        painter.drawLine(centre.x() - 3, centre.y(), centre.x() - 1, centre.y() + 2)
        painter.drawLine(centre.x() - 1, centre.y() + 2, centre.x() + 3, centre.y() - 2)


class RecentStrip(QWidget):
    """The garments worn last, in one row.

    Notes
    -----
    *Signals*: ``clicked(str)`` with a garment's id.
    """

    clicked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.buttons: list[RecentButton] = []
        self.choosing = False  # while a click is carried out, which must not scroll away
        self._side_px, self._count = _MOST_SIDE_PX, MOST_RECENT
        self._heading = QLabel()
        self._heading.setObjectName("muted")
        self._heading.setContentsMargins(3, 0, 0, 0)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_GAP_PX, 4, 0, 0)
        layout.setSpacing(_GAP_PX)
        layout.addWidget(self._heading)
        layout.addLayout(self._row)
        self.hide()
        keep_in_language(self, self._name)

    def _name(self) -> None:
        self._heading.setText(self.tr("Worn last"))
        self.setAccessibleName(self._heading.text())

    def show_items(self, items: Sequence[ShelfItem], worn: Sequence[str]) -> None:
        """Show these garments, the newest first."""
        if are_but_for_names([one.item for one in self.buttons], items):
            for button, item in zip(self.buttons, items, strict=True):
                button.rename(item)
        else:
            for button in self.buttons:
                button.hide()
                self._row.removeWidget(button)
                button.deleteLater()
            self.buttons = [RecentButton(one, self) for one in items]
            for place, button in enumerate(self.buttons):
                button.clicked.connect(partial(self._clicked, button.item.id))
                self._row.insertWidget(place, button)
            self._size_buttons()
        self.show_worn(worn)

    def show_worn(self, worn: Sequence[str]) -> None:
        """Mark what is worn."""
        for button in self.buttons:
            button.setChecked(button.item.id in worn)

    def fit(self, width_px: int) -> None:
        """Show as many as can be seen well side by side, all there can be where they can."""
        room = width_px - _GAP_PX
        self._count = max(min(room // _LEAST_SIDE_PX, MOST_RECENT), 1)
        self._side_px = min(_MOST_SIDE_PX, room // self._count)
        self._size_buttons()

    def _size_buttons(self) -> None:
        for place, button in enumerate(self.buttons):
            button.setFixedSize(self._side_px, self._side_px)
            button.setVisible(place < self._count)

    def _clicked(self, garment_id: str) -> None:
        self.choosing = True
        self.clicked.emit(garment_id)
        self.choosing = False
