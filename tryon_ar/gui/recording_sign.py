"""The sign that something is recorded or shown elsewhere; no page can lie over it."""

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QSizePolicy, QWidget

from tryon_ar.gui import theme

_PAD_PX = (14, 7)
_GLASS = 0.88
_RADIUS_PX = 16
_WRAP = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
_RAISED = (QEvent.Type.ChildAdded, QEvent.Type.ZOrderChange, QEvent.Type.LayoutRequest)


class RecordingSign(QWidget):
    """A ringed dot with words; clicks go through it to what lies below.

    Attributes
    ----------
    text : str
        What it says.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.setObjectName("recording_sign")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, text: str) -> None:
        """Say other words."""
        if text != self.text:
            self.text = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of dot and words in one line."""
        return self._size_within(10_000)

    def minimumSizeHint(self) -> QSize:
        """Return a size that words broken into lines still fit."""
        return QSize(self.fontMetrics().averageCharWidth() * 12, self.fontMetrics().height() * 2)

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words broken at a width."""
        return self._size_within(width).height()

    def put(self, room: QRect) -> None:
        """Lie in the middle of a rectangle's top, inside it."""
        size = self._size_within(room.width())
        left = room.left() + (room.width() - size.width()) // 2
        self.setGeometry(QRect(max(left, room.left()), room.top(), size.width(), size.height()))
        self.raise_()

    @property
    def dot(self) -> QPointF:
        """The middle of the dot, in the sign's own pixels."""
        box = self._box()
        return QPointF(box.left() + _PAD_PX[0] + self._dot_px() / 2, box.height() / 2 + 0.5)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint glass, the dot in its ring, and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._bold())
        box, dot = self._box(), self._dot_px()
        glass = QColor(theme.colours().canvas)
        glass.setAlphaF(_GLASS)
        painter.setPen(QPen(theme.colours().record, 1.5))
        painter.setBrush(glass)
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), _RADIUS_PX, _RADIUS_PX)
        painter.setPen(QPen(theme.colours().text, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(self.dot, dot / 2, dot / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours().record)
        painter.drawEllipse(self.dot, dot / 2 - 2.5, dot / 2 - 2.5)
        painter.setPen(theme.colours().text)
        painter.drawText(self._text_box(box), _WRAP, self.text)
        painter.end()

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def _dot_px(self) -> int:
        return round(self.fontMetrics().height() * 0.8)

    def _box(self) -> QRect:
        """Return where the sign is painted: in a dialog its own room is wider than the words."""
        size = self._size_within(self.width())
        return QRect((self.width() - size.width()) // 2, 0, size.width(), self.height())

    def _text_box(self, box: QRect) -> QRect:
        return box.adjusted(round(1.6 * _PAD_PX[0]) + self._dot_px(), 0, -_PAD_PX[0], 0)

    def _size_within(self, width: int) -> QSize:
        from PySide6.QtGui import QFontMetrics

        beside = round(2.6 * _PAD_PX[0]) + self._dot_px()
        room = QRect(0, 0, max(width - beside, 40), 10_000)
        words = QFontMetrics(self._bold()).boundingRect(room, _WRAP, self.text).size()
        return QSize(min(words.width() + beside + 2, width), words.height() + 2 * _PAD_PX[1])


class RecordingSigns(QObject):
    """A sign over the window, and one at the top of every other one that is open.

    Parameters
    ----------
    window : QMainWindow
        Its title says it too, so that the task bar does while it is minimised.
    title : str
        Of the window without a sign.
    """

    def __init__(self, window: QMainWindow, title: str) -> None:
        super().__init__(window)
        self._window = window
        self._title = title
        self.sign = RecordingSign(window)
        self.sign.hide()
        self._in_others: dict[QWidget, RecordingSign] = {}
        window.installEventFilter(self)

    def show(self, text: str, room: QRect) -> None:
        """Say words everywhere, in the window at the top of a rectangle; none take signs down."""
        title = f"● {text} – {self._title}" if text else self._title
        if self._window.windowTitle() != title:
            self._window.setWindowTitle(title)
        self.sign.say(text)
        self.sign.setVisible(bool(text))
        if text:
            self.sign.put(room)
        self._show_in_others(text)

    def stop(self) -> None:
        """Take all down and watch no more."""
        self._window.removeEventFilter(self)
        self.show("", QRect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay above whatever is put into the window."""
        if event.type() in _RAISED and self.sign.isVisible():
            self.sign.raise_()
        return False

    def _show_in_others(self, text: str) -> None:
        for closed in [one for one in self._in_others if not one.isVisible() or not text]:
            sign = self._in_others.pop(closed)
            sign.hide()
            sign.setParent(None)  # the layout lets go of it; PySide cannot set none in its place
            sign.deleteLater()
        if not text:
            return
        for other in QApplication.topLevelWidgets():
            if other.isVisible() and _may_cover(other):
                self._show_in(other, text)

    def _show_in(self, other: QWidget, text: str) -> None:
        layout = other.layout()
        if other not in self._in_others and layout is not None and layout.menuBar() is None:
            self._in_others[other] = sign = RecordingSign(other)
            other.destroyed.connect(lambda _gone: self._in_others.pop(other, None))
            sign.say(text)
            layout.setMenuBar(sign)
            sign.show()
        if other in self._in_others:
            self._in_others[other].say(text)


def _may_cover(window: QWidget) -> bool:
    """Whether a window may lie over all of the mirror: a dialog, or one like the editor."""
    if isinstance(window, QMainWindow):
        return False
    return isinstance(window, QDialog) or window.windowType() == Qt.WindowType.Window


def clock(seconds: float) -> str:
    """Return a time as people read it: ``0:07``, ``1:02:03``."""
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"
