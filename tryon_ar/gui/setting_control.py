"""One setting as a control: a check, a choice, a number or a line, made from its declaration."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QSpinBox, QWidget

from tryon_ar.core.settings.declared import Declared
from tryon_ar.gui.check_box import CheckBox
from tryon_ar.gui.choice_box import ChoiceBox
from tryon_ar.gui.number_field import NumberField
from tryon_ar.gui.setting_names import choice_name, least_name, text_of, title_of, unit_of

Value = bool | int | float | str
Offer = tuple[str, Value]
_Made = tuple[QWidget, Callable[[Value], None]]


class SettingControl(QObject):
    """Shows a setting and tells what the person chooses.

    Parameters
    ----------
    declared : Declared
        The setting.
    offers : sequence of (str, value), optional
        What there is to choose from now, by name; only for a setting that is a text.

    Attributes
    ----------
    widget : QWidget
        The control that has the value and the focus.
    placed : QWidget
        What to lay out: the control itself, or what it lies in.

    Notes
    -----
    *Signals*: ``chosen(object)`` with the value; not for what is merely shown.
    """

    chosen = Signal(object)

    def __init__(
        self, declared: Declared, offers: Sequence[Offer] = (), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._offers = list(offers) or [(choice_name(one), one) for one in declared.choices]
        makers = {bool: self._check, int: self._whole, float: self._number, str: self._line}
        make = self._choice if self._offers else makers[declared.kind]
        self.widget, self._show = make(declared)
        self.placed = self.widget
        if isinstance(self.widget, QSpinBox | QDoubleSpinBox):
            self.placed = NumberField(self.widget)
        self.widget.setAccessibleName(title_of(declared))
        self.widget.setAccessibleDescription(text_of(declared))
        self.widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.widget.installEventFilter(self)

    def show_value(self, value: Value) -> None:
        """Show a value without telling it as a choice."""
        blocker = QSignalBlocker(self.widget)
        self._show(value)
        blocker.unblock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the wheel to the page: what is scrolled past must not change."""
        if event.type() == QEvent.Type.Wheel and not self.widget.hasFocus():
            event.ignore()
            return True
        return False

    def _check(self, _declared: Declared) -> _Made:
        box = CheckBox()  # its title stands where those of the others do
        box.toggled.connect(lambda value: self.chosen.emit(value))
        return box, lambda value: box.setChecked(bool(value))

    def _choice(self, declared: Declared) -> _Made:
        box = ChoiceBox()
        box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        longest = max(len(name) for name, _ in self._offers)
        box.setMinimumContentsLength(min(max(longest, 8), 22))
        for name, value in self._offers:
            box.addItem(name, value)
        box.activated.connect(lambda _row: self.chosen.emit(box.currentData()))

        def show(value: Value) -> None:
            if box.findData(value) < 0:  # a camera that is not plugged in now
                box.addItem(str(value), value)
            box.setCurrentIndex(box.findData(value))

        return box, show

    def _whole(self, declared: Declared) -> _Made:
        box = QSpinBox()
        box.setRange(round(declared.least or 0), round(declared.most or 1_000_000))
        span = box.maximum() - box.minimum()
        box.setSingleStep(100 if span >= 1000 else 10 if span >= 100 else 1)
        _dress(box, declared)
        box.valueChanged.connect(lambda value: self.chosen.emit(value))
        return box, lambda value: box.setValue(int(value))

    def _number(self, declared: Declared) -> _Made:
        box = QDoubleSpinBox()
        box.setRange(declared.least or 0.0, declared.most or 1e6)
        box.setDecimals(1)
        box.setSingleStep(0.5)
        _dress(box, declared)
        box.valueChanged.connect(lambda value: self.chosen.emit(value))
        return box, lambda value: box.setValue(float(value))

    def _line(self, declared: Declared) -> _Made:
        line = QLineEdit()
        if declared.key.endswith("_pin"):
            line.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit)
            line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        line.editingFinished.connect(lambda: self.chosen.emit(line.text()))
        return line, lambda value: line.setText(str(value))


def _dress(box: QSpinBox | QDoubleSpinBox, declared: Declared) -> None:
    """Give a number its unit, and its least value a word where it means something else."""
    box.setSuffix(unit_of(declared))
    box.setSpecialValueText(least_name(declared))
    box.setKeyboardTracking(False)  # a number half typed is no choice
