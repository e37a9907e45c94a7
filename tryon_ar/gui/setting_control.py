"""One setting as a control: a check, a choice, a number or a line, made from its declaration."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from tryon_ar.core.settings.declared import Declared
from tryon_ar.gui.choice_box import ChoiceBox
from tryon_ar.gui.setting_names import choice_name, text_of, title_of

Value = bool | int | float | str
_Made = tuple[QWidget, Callable[[Value], None]]


class SettingControl(QObject):
    """Shows a setting and tells what the person chooses.

    Attributes
    ----------
    widget : QWidget
        The control itself, to be laid out.

    Notes
    -----
    *Signals*: ``chosen(object)`` with the value; not for what is merely shown.
    """

    chosen = Signal(object)

    def __init__(self, declared: Declared, parent: QObject | None = None) -> None:
        super().__init__(parent)
        makers = {bool: self._check, int: self._whole, float: self._number, str: self._line}
        make = self._choice if declared.choices else makers[declared.kind]
        self.widget, self._show = make(declared)
        self.widget.setAccessibleName(title_of(declared))
        self.widget.setAccessibleDescription(text_of(declared))
        self.widget.setToolTip(text_of(declared))

    def show_value(self, value: Value) -> None:
        """Show a value without telling it as a choice."""
        blocker = QSignalBlocker(self.widget)
        self._show(value)
        blocker.unblock()

    def _check(self, declared: Declared) -> _Made:
        box = QCheckBox(title_of(declared))
        box.toggled.connect(lambda value: self.chosen.emit(value))
        return box, lambda value: box.setChecked(bool(value))

    def _choice(self, declared: Declared) -> _Made:
        box = ChoiceBox()
        for choice in declared.choices:
            box.addItem(choice_name(choice), choice)
        box.activated.connect(lambda _row: self.chosen.emit(box.currentData()))
        return box, lambda value: box.setCurrentIndex(box.findData(value))

    def _whole(self, declared: Declared) -> _Made:
        box = QSpinBox()
        box.setRange(round(declared.least or 0), round(declared.most or 1_000_000))
        box.setSingleStep(10 if box.maximum() - box.minimum() >= 100 else 1)
        box.setKeyboardTracking(False)  # a number half typed is no choice
        box.valueChanged.connect(lambda value: self.chosen.emit(value))
        return box, lambda value: box.setValue(int(value))

    def _number(self, declared: Declared) -> _Made:
        box = QDoubleSpinBox()
        box.setRange(declared.least or 0.0, declared.most or 1e6)
        box.setDecimals(1)
        box.setSingleStep(0.5)
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value: self.chosen.emit(value))
        return box, lambda value: box.setValue(float(value))

    def _line(self, declared: Declared) -> _Made:
        line = QLineEdit()
        if declared.key.endswith("_pin"):
            line.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
            line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        line.editingFinished.connect(lambda: self.chosen.emit(line.text()))
        return line, lambda value: line.setText(str(value))
