"""What a kiosk says over the mirror, in letters to be read from across a shop."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QColor, QFont, QPainter

from tryon_ar.gui import theme
from tryon_ar.gui.mirror_view import MirrorView

_GLASS = 0.8
_TITLE_SHARE = 0.075
_LINE_SHARE = 0.04


class KioskSign:
    """A title and a line at the bottom; an :class:`~tryon_ar.gui.mirror_view.Overlay`.

    Parameters
    ----------
    mirror : MirrorView
        Which it is painted over, and by which screen readers hear it.
    """

    def __init__(self, mirror: MirrorView) -> None:
        self._mirror = mirror
        self.title = ""
        self.line = ""

    def show(self, title: str, line: str, *, aloud: str = "") -> None:
        """Show other words; what is to be heard too is said when it changed."""
        if not self.title:
            self._mirror.add_overlay(self)
        if aloud and (title, line) != (self.title, self.line):
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._mirror, aloud))
        self.title, self.line = title, line
        self._mirror.update()

    def hide(self) -> None:
        """Show nothing."""
        if self.title:
            self.title = self.line = ""
            self._mirror.kept_clear = QRect()
            self._mirror.remove_overlay(self)

    def paint(self, painter: QPainter, picture: QRect) -> None:
        """Paint the words on glass over the bottom of the picture."""
        margin = max(12, picture.height() // 40)
        room = picture.adjusted(2 * margin, 0, -2 * margin, 0)
        title_font = self._font(picture, _TITLE_SHARE, bold=True)
        line_font = self._font(picture, _LINE_SHARE, bold=False)
        title = self._measured(painter, title_font, room, self.title)
        line = self._measured(painter, line_font, room, self.line)
        box = QRect(picture)
        box.setTop(picture.bottom() + 1 - title.height() - line.height() - 3 * margin)
        glass = QColor(theme.colours().canvas)
        glass.setAlphaF(_GLASS)
        painter.fillRect(box.intersected(picture), glass)
        self._mirror.kept_clear = box.intersected(picture)
        title.moveTop(box.top() + margin)
        line.moveTop(title.bottom() + margin // 2)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.setPen(theme.colours().accent)
        painter.setFont(title_font)
        painter.drawText(title, flags, self.title)
        painter.setPen(theme.colours().text)
        painter.setFont(line_font)
        painter.drawText(line, flags, self.line)

    def _font(self, picture: QRect, share: float, *, bold: bool) -> QFont:
        font = QFont(self._mirror.font())
        font.setPixelSize(max(self._mirror.fontMetrics().height(), round(picture.height() * share)))
        font.setBold(bold)
        return font

    def _measured(self, painter: QPainter, font: QFont, room: QRect, text: str) -> QRect:
        """Return a rectangle as wide as the room and as high as the text in it."""
        painter.setFont(font)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        height = painter.fontMetrics().boundingRect(room, flags, text).height() if text else 0
        return QRect(room.left(), room.top(), room.width(), height)
