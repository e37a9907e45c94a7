"""A check box with a tick of our own."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from tryon_ar.gui import theme


class CheckBox(QCheckBox):
    """A check box that shows its state by a tick as well: a style sheet has colours alone."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box, then the tick."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ink = theme.colours().on_accent.name()
        painter.drawPixmap(box, theme.icon_pixmap("check", ink))
        painter.end()
