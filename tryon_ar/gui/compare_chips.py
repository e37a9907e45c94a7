"""Words and buttons that lie on the mirror's picture, on a ground that keeps them readable."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QStyle, QToolButton, QWidget

MARGIN_PX = 14


class Chip(QLabel):
    """A few words on the picture."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say(self, text: str, room_px: int, brief: str = "") -> None:
        """Show a text, or a brief one, shortened to the room there is; the text is its name."""
        self.setAccessibleName(text)
        self.setText(_shortened(self, text, room_px, brief))

    def put(self, area: QRect, corner: Qt.AlignmentFlag) -> None:
        """Lie at an edge or corner of an area."""
        _put(self, area, corner)


class ChipButton(QToolButton):
    """A button on the picture."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, text: str, room_px: int, brief: str = "") -> None:
        """Show a text, or a brief one, shortened to the room there is; the text is its name."""
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.setText(_shortened(self, text, room_px, brief))

    def put(self, area: QRect, corner: Qt.AlignmentFlag) -> None:
        """Lie at an edge or corner of an area."""
        _put(self, area, corner)


def _shortened(widget: QWidget, text: str, room_px: int, brief: str) -> str:
    letter, letters = widget.fontMetrics(), max(room_px - 5 * MARGIN_PX, 20)
    fitting = brief if brief and letter.horizontalAdvance(text) > letters else text
    return letter.elidedText(fitting, Qt.TextElideMode.ElideRight, letters)


def _put(widget: QWidget, area: QRect, corner: Qt.AlignmentFlag) -> None:
    inside = area.adjusted(MARGIN_PX, MARGIN_PX, -MARGIN_PX, -MARGIN_PX)
    size = widget.sizeHint().boundedTo(inside.size().expandedTo(QSize(1, 1)))
    straight = Qt.LayoutDirection.LeftToRight  # sides of the picture, whatever the language
    widget.setGeometry(QStyle.alignedRect(straight, corner, size, inside))
    widget.raise_()
