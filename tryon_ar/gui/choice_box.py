"""A list to choose from, with our own arrow."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from tryon_ar.gui import theme

_RIGHT_PX = 8


class ChoiceBox(QComboBox):
    """A combo box whose arrow has the colour of our letters: a style sheet cannot tint it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, then the arrow."""
        super().paintEvent(event)
        colour = theme.colours().text if self.isEnabled() else theme.colours().muted
        side = round(self.fontMetrics().height() * 0.85)
        box = QRect(0, 0, side, side)
        box.moveCenter(self.rect().center())
        if self.isLeftToRight():
            box.moveRight(self.rect().right() - _RIGHT_PX)
        else:
            box.moveLeft(_RIGHT_PX)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(box, theme.icon_pixmap("chevron", colour.name()))
        painter.end()
