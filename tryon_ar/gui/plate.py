"""The rounded plate that messages over the mirror stand on."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from tryon_ar.gui import theme

_INSET_PX, _WIDTH_PX, _END_PX = 5, 3, 10


def paint_plate(widget: QWidget, fill: QColor, stripe: QColor | None) -> None:
    """Paint a plate as large as a widget, with a stripe at the side where reading begins."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plate = QRectF(widget.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(theme.colours().line, 1))
    painter.setBrush(fill)
    painter.drawRoundedRect(plate, theme.RADIUS_PX, theme.RADIUS_PX)
    if stripe is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(stripe)
        right = widget.width() - _INSET_PX - _WIDTH_PX
        left = _INSET_PX if widget.isLeftToRight() else right
        bar = QRectF(left, _END_PX, _WIDTH_PX, widget.height() - 2 * _END_PX)
        painter.drawRoundedRect(bar, _WIDTH_PX / 2, _WIDTH_PX / 2)
    painter.end()
