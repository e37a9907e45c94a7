"""Where bar, messages, mirror, shelf and figures lie."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QCursor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from tryon_ar.gui.garment_shelf import GarmentShelf
from tryon_ar.gui.messages import MessageBar
from tryon_ar.gui.mirror_view import MirrorView
from tryon_ar.gui.notices import NoticeBar
from tryon_ar.gui.top_bar import TopBar

if TYPE_CHECKING:
    from tryon_ar.gui.hud import Hud

IDLE_MS = 2500
HUD_MARGIN_PX = 14
NOTICE_MARGIN_PX = 14
NOTICE_WIDTH_PX = 620
_NOTICE_LETTERS = 34


class StageArea(QWidget):
    """Lays its children out by hand, because in full screen they float over the mirror.

    Notes
    -----
    In a window the shelf takes as many columns as the picture's aspect leaves free, at
    least one. Floating, bar and shelf go away when the pointer rests and come back when it
    moves.
    """

    def __init__(
        self,
        bar: TopBar,
        messages: MessageBar,
        mirror: MirrorView,
        shelf: GarmentShelf,
        notices: NoticeBar,
    ) -> None:
        super().__init__()
        self.hud: Hud | None = None
        self._bar = bar
        self._messages = messages
        self._mirror = mirror
        self._shelf = shelf
        self._notices = notices
        self._picture_size = (4, 3)
        self._floating = False
        self._covered_px = 0
        self._kiosk = False
        self._pointer = QCursor.pos()
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._hide_controls)
        for child in (mirror, messages, shelf, bar, notices):
            child.setParent(self)
        notices.changed.connect(self.arrange)
        QWidget.setTabOrder(bar, shelf)

    def set_picture_size(self, size: tuple[int, int]) -> None:
        """Tell the picture's width and height, for the shelf's room."""
        if size != self._picture_size and min(size) > 0:
            self._picture_size = size
            self.arrange()

    def set_covered(self, width_px: int) -> None:
        """Tell how much lies under another window at the right; the picture moves out of it."""
        if width_px != self._covered_px:
            self._covered_px = width_px
            self.arrange()

    def set_floating(self, floating: bool) -> None:
        """Let bar and shelf float over the mirror, or give them room of their own."""
        if floating == self._floating:
            return
        self._floating = floating
        application = QApplication.instance()
        if application is not None:
            if floating:
                application.installEventFilter(self)
            else:
                application.removeEventFilter(self)
        for child in (self._bar, self._shelf):
            child.setProperty("floating", floating)
            child.style().unpolish(child)
            child.style().polish(child)
        self._show_controls()
        self.arrange()

    def set_kiosk(self) -> None:
        """Show the mirror alone, without pointer and controls, for good."""
        self._kiosk = True
        self.set_floating(True)

    def toggle_hud(self) -> bool:
        """Show or hide the figures; return whether they show now."""
        if self.hud is None:
            from tryon_ar.gui.hud import Hud

            self.hud = Hud(self)
        self.hud.setVisible(self.hud.isHidden())
        self.arrange()
        return not self.hud.isHidden()

    def stop(self) -> None:
        """Stop timers and listening."""
        self._idle.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def arrange(self) -> None:
        """Give every child its place."""
        width, height = self.width(), self.height()
        bar_height = self._bar.sizeHint().height()
        self._bar.setGeometry(0, 0, width, bar_height)
        below = QRect(0, bar_height, width, height - bar_height)
        shelf_width = self._shelf_width(below)  # the same with a message and without
        if not self._messages.isHidden():
            message_height = self._messages.heightForWidth(width)
            self._messages.setGeometry(0, bar_height, width, message_height)
            self._messages.raise_()
            below.setTop(below.top() + message_height)
        # In little room a message lies over the shelf's head for a while, and squeezes nothing.
        shelf_top = min(
            below.top(), max(height - 2 * self._shelf.header.sizeHint().height(), bar_height)
        )
        self._shelf.setGeometry(width - shelf_width, shelf_top, shelf_width, height - shelf_top)
        room = below.adjusted(0, 0, -shelf_width, 0)
        uncovered = QRect(0, 0, width - self._covered_px, height)
        room = room.intersected(uncovered)
        self._mirror.setGeometry(uncovered if self._floating else room)
        if self.hud is not None:
            self._place_hud(self.hud, room)
        if not self._notices.isHidden():
            self._place_notices(room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self.arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring floating controls back when the pointer moves or the keyboard walks."""
        if event.type() == QEvent.Type.MouseMove:
            # Hiding a widget under the pointer makes Qt invent a move: compare places.
            place = QCursor.pos()
            if place != self._pointer:
                self._pointer = place
                self._show_controls()
        elif isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._show_controls()
        return False

    def _shelf_width(self, room: QRect) -> int:
        if self._shelf.is_empty:
            return 0
        picture_width = room.height() * self._picture_size[0] / self._picture_size[1]
        free = room.width() - picture_width
        return self._shelf.fit(round(free))

    def _place_hud(self, hud: "Hud", room: QRect) -> None:
        size = hud.preferred_size().boundedTo(
            room.size() - QSize(2 * HUD_MARGIN_PX, 2 * HUD_MARGIN_PX)
        )
        bottom = room.bottom() - HUD_MARGIN_PX
        corner = QPoint(room.left() + HUD_MARGIN_PX, bottom - size.height())
        hud.setGeometry(QRect(corner, size))
        hud.raise_()

    def _place_notices(self, room: QRect) -> None:
        """Lay the notices over the mirror's bottom: nothing moves, and the face stays in view."""
        if room.width() < _NOTICE_LETTERS * self.fontMetrics().averageCharWidth():
            room = QRect(0, room.top(), self.width(), room.height())  # over the shelf as well
        width = min(room.width() - 2 * NOTICE_MARGIN_PX, NOTICE_WIDTH_PX)
        left = room.left() + (room.width() - width) // 2
        height = self._notices.heightForWidth(width)
        top = room.bottom() + 1 - NOTICE_MARGIN_PX - height
        self._notices.setGeometry(left, max(top, room.top()), width, height)
        self._notices.raise_()

    def _show_controls(self) -> None:
        if self._kiosk:
            self._hide_controls()
            return
        for child in (self._bar, self._shelf):
            child.show()
            child.raise_()
        self.unsetCursor()
        if self._floating:
            self._idle.start()
        else:
            self._idle.stop()

    def _hide_controls(self) -> None:
        if self._floating:
            self._bar.hide()
            self._shelf.hide()
            self.setCursor(Qt.CursorShape.BlankCursor)
