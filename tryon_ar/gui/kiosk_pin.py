"""The PIN a kiosk asks for before it lets anybody leave it, with digits to press."""

import hmac

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_MOST_DIGITS = 12


class PinPad(QDialog):
    """Asks for a PIN by touch, pointer or keyboard; accepted once it is the right one.

    Parameters
    ----------
    pin : str
        The right one, digits only.
    """

    def __init__(self, pin: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pin = pin
        self._typed = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setCursor(Qt.CursorShape.ArrowCursor)  # the kiosk hides it elsewhere
        self.setWindowTitle(self.tr("PIN"))
        self.said = QLabel(self.tr("PIN to leave the kiosk"))
        self.said.setWordWrap(True)
        self._dots = QLabel()
        self._dots.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._show_typed()
        self.digits = {digit: self._button(digit) for digit in "1234567890"}
        for digit, button in self.digits.items():
            button.clicked.connect(lambda _checked, one=digit: self._type(one))
        self.erase = self._button("⌫")
        self.erase.setAccessibleName(self.tr("Erase"))
        self.erase.clicked.connect(self._erase)
        self.enter = self._button("OK")
        self.enter.setObjectName("primary")
        self.enter.setDefault(True)
        self.enter.clicked.connect(self._check)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits from the keyboard."""
        if event.text() in self.digits and event.text():
            self._type(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self._erase()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._check()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        grid = QGridLayout()
        for place, digit in enumerate("123456789"):
            grid.addWidget(self.digits[digit], place // 3, place % 3)
        grid.addWidget(self.erase, 3, 0)
        grid.addWidget(self.digits["0"], 3, 1)
        grid.addWidget(self.enter, 3, 2)
        layout = QVBoxLayout(self)
        layout.addWidget(self.said)
        layout.addWidget(self._dots)
        layout.addLayout(grid)
        layout.addWidget(self.cancel)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.setMinimumHeight(self.fontMetrics().height() * 5 // 2)
        return button

    def _type(self, digit: str) -> None:
        self._typed = (self._typed + digit)[:_MOST_DIGITS]
        self._show_typed()

    def _erase(self) -> None:
        self._typed = self._typed[:-1]
        self._show_typed()

    def _check(self) -> None:
        typed, self._typed = self._typed, ""
        self._show_typed()
        if hmac.compare_digest(typed, self._pin):
            self.accept()
        else:
            self.said.setText(self.tr("That is not the PIN. Try again."))

    def _show_typed(self) -> None:
        """Show how many digits there are, never which."""
        self._dots.setText("●" * len(self._typed) or "–")
        self._dots.setAccessibleName(self.tr("{n} digits").format(n=len(self._typed)))
