"""A number to type, or to step with a button at each side, large enough for a finger."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QToolButton, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.language import keep_in_language


class NumberField(QWidget):
    """A spin box between buttons for less and more.

    Parameters
    ----------
    box : QAbstractSpinBox
        The number; its own arrows, which a style sheet cannot tint, are hidden.

    Notes
    -----
    The buttons take no focus: the arrow keys do the same where the number is.
    """

    def __init__(self, box: QAbstractSpinBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = box
        box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        box.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.less = self._button("minus", -1)
        self.more = self._button("plus", 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.less)
        row.addWidget(box, 1)
        row.addWidget(self.more)
        self.setFocusProxy(box)
        keep_in_language(self, self._name)

    def _button(self, icon_name: str, steps: int) -> QToolButton:
        button = QToolButton()
        button.setObjectName("step")
        button.setIcon(theme.icon(icon_name))
        theme.fit_icon(button)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setAutoRepeat(True)
        button.clicked.connect(lambda: self._box.stepBy(steps))
        return button

    def _name(self) -> None:
        for button, text in ((self.less, self.tr("Less")), (self.more, self.tr("More"))):
            button.setAccessibleName(text)
            button.setToolTip(text)
