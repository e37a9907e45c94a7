"""The sheet that says where to drop a picture, shown while one is dragged over the window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.incoming import Incoming, is_address_only, looks_welcome, read_incoming

_MARGIN_PX = 22
_ICON_PX = 72


class DropTarget(QWidget):
    """Covers its parent with a dashed frame while something welcome is dragged over a window.

    Parameters
    ----------
    window : QWidget
        Made to accept drops.
    taken : callable
        Takes what was found in something dropped.
    parent : QWidget
        What is covered.
    """

    def __init__(self, window: QWidget, taken: Callable[[Incoming], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._taken = taken
        window.setAcceptDrops(True)
        window.installEventFilter(self)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._say(address=False)
        self.hide()

    def _say(self, *, address: bool) -> None:
        """Say what is taken here, or why an address is not."""
        self._lines = (
            (
                self.tr("Save the picture first"),
                self.tr("This is only its address, and nothing is fetched from the network."),
            )
            if address
            else (
                self.tr("Drop to try it on"),
                self.tr("Photos of garments (JPEG, PNG, WebP), or a pack of garments (.zip)"),
            )
        )
        self.setAccessibleName(". ".join(self._lines))

    def cover(self) -> None:
        """Show over all of the parent."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Watch what is dragged over the window."""
        if isinstance(event, QDragEnterEvent):
            if looks_welcome(event.mimeData()):
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self._say(address=is_address_only(event.mimeData()))
                self.cover()
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hide()
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.hide()
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._taken(read_incoming(event.mimeData()))
            return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the sheet, its frame, an icon and two lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = QColor(theme.colours().canvas)
        sheet.setAlphaF(0.86)
        painter.fillRect(self.rect(), sheet)
        frame = QRectF(self.rect()).adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        pen = QPen(theme.colours().accent, 3, Qt.PenStyle.DashLine)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(frame, theme.RADIUS_PX * 1.5, theme.RADIUS_PX * 1.5)
        centre = self.rect().center()
        icon = theme.icon_pixmap("drop", theme.colours().accent.name(), 2 * _ICON_PX)
        box = QRect(0, 0, _ICON_PX, _ICON_PX)
        box.moveCenter(centre)
        box.translate(0, -_ICON_PX // 2)
        painter.drawPixmap(box, icon)
        self._line(painter, box.bottom() + 14, self._lines[0], 1.6, theme.colours().text)
        self._line(
            painter,
            box.bottom() + 14 + round(self.fontMetrics().height() * 2.1),
            self._lines[1],
            1.0,
            theme.colours().muted,
        )
        painter.end()

    def _line(self, painter: QPainter, top: int, text: str, scale: float, colour: QColor) -> None:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * scale)
        painter.setFont(font)
        painter.setPen(colour)
        line = QRect(_MARGIN_PX * 2, top, self.width() - 4 * _MARGIN_PX, self.height() - top)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(line, int(flags), text)
