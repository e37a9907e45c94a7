"""The split mirror's divider and the names of its two looks, over the picture."""

from PySide6.QtCore import QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSlider, QToolButton, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.compare_chips import MARGIN_PX, Chip, ChipButton
from tryon_ar.gui.language import keep_in_language

_GRIP_PX = 17.0
_TOUCH_PX = 48
_STEPS = 100
_EDGE = 0.04


class Divider(QSlider):
    """A grip on the line between two looks: a slider to keyboards and screen readers.

    Notes
    -----
    *Signals*: ``moved(float)`` with its place in the view, 0 (left edge) to 1. Dragged by
    mouse or finger; arrow keys, Page Up and Down, Home and End move it while it has focus.
    """

    moved = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, _STEPS)
        self.setSingleStep(2)
        self.setPageStep(15)
        self.setValue(_STEPS // 2)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # a place, not a reading order
        self._share = 0.5
        self._picture = QRect(0, 0, 1, 1)
        self.valueChanged.connect(self._take_value)
        keep_in_language(self, self._name)

    def _name(self) -> None:
        self.setAccessibleName(self.tr("Divider between the two looks"))
        self.setToolTip(self.tr("Drag it, or move it with the arrow keys"))

    @property
    def share(self) -> float:
        """Where it is, 0 to 1 of the picture's width."""
        return self._share

    def put(self, picture: QRect) -> None:
        """Lie over a picture of the view."""
        self._picture = picture
        x = picture.left() + round(self._share * picture.width())
        self.setGeometry(x - _TOUCH_PX // 2, picture.top(), _TOUCH_PX, picture.height())
        self.raise_()

    def move_to(self, share: float) -> None:
        """Go to a place, kept within reach of the picture's edges."""
        share = min(max(share, _EDGE), 1.0 - _EDGE)
        if share == self._share:
            return
        self._share = share
        blocked = self.blockSignals(True)
        self.setValue(round(share * _STEPS))
        self.blockSignals(blocked)
        self.put(self._picture)
        self.moved.emit(share)

    def event(self, event: QEvent) -> bool:
        """Keep the arrow keys, which change garments elsewhere."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
            if event.key() in keys:
                event.accept()
                return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grip; the line is part of the picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme.colours()
        centre = QPointF(self.width() / 2, self.height() * 0.5)
        painter.setPen(QPen(now.accent if self.hasFocus() else now.line, 3))
        ground = QColor(now.canvas)
        ground.setAlphaF(0.9)
        painter.setBrush(ground)
        painter.drawEllipse(centre, _GRIP_PX, _GRIP_PX)
        pen = QPen(now.text, 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for side in (-1, 1):
            tip = centre + QPointF(side * 10, 0)
            back = QPointF(-side * 5, 5)
            painter.drawPolyline([tip + back, tip, tip + QPointF(-side * 5, -5)])
        painter.end()

    def _drag(self, event: QMouseEvent) -> None:
        x = self.mapToParent(event.position()).x() - self._picture.left()
        self.move_to(x / max(self._picture.width(), 1))

    def _take_value(self, value: int) -> None:
        self.move_to(value / _STEPS)


class SplitControls:
    """Divider, the name of what is worn at the left, a button with the other look at the right.

    Parameters
    ----------
    parent : QWidget
        The mirror.

    Attributes
    ----------
    menu : QMenu
        Of the right look; filled by whoever owns it when it opens.
    """

    def __init__(self, parent: QWidget) -> None:
        self.divider = Divider(parent)
        self.worn = Chip(parent)
        self.other = ChipButton(parent)
        self.other.setIcon(theme.icon("chevron"))
        self.other.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.menu = QMenu(self.other)
        self.other.setMenu(self.menu)
        self.other.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._names = ("", "")
        self.set_visible(False)

    def set_visible(self, visible: bool) -> None:
        """Show or hide all of it."""
        for one in (self.divider, self.worn, self.other):
            one.setVisible(visible)

    def name(self, worn: str, other: str) -> None:
        """Say what the two looks are."""
        self._names = worn, other

    def put(self, picture: QRect) -> None:
        """Lie over the picture; each name in its own half."""
        self.divider.put(picture)
        x = picture.left() + round(self.divider.share * picture.width())
        least = min(6 * MARGIN_PX + 40, picture.width() // 2)
        left_px = max(x - picture.left(), least)
        right_px = max(picture.right() + 1 - x, least)
        bottom = Qt.AlignmentFlag.AlignBottom
        self.worn.say(self._names[0], left_px)
        self.worn.put(picture, bottom | Qt.AlignmentFlag.AlignLeft)
        self.other.say(self._names[1], right_px - self.other.iconSize().width())
        self.other.put(picture, bottom | Qt.AlignmentFlag.AlignRight)
