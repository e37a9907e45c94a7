"""The PIN a kiosk asks for before it lets anybody leave it, with digits to press."""

import hmac
import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

_MOST_DIGITS = 12
_LONGEST_WAIT_S = 30.0
_TICK_MS = 250


@dataclass(slots=True)
class PinGuard:
    """Makes whoever guesses wait: 1, 2, 4 … 30 s after each wrong PIN in a row.

    Attributes
    ----------
    clock_s : callable
        Monotonic seconds.
    wrong : int
        Wrong ones in a row.
    free_s : float
        From when on another one is looked at.

    Notes
    -----
    Held by the kiosk, not by the pad: closing the pad shortens nothing. Four digits are
    guessed in 3.5 days on average at that pace.
    """

    clock_s: Callable[[], float]
    wrong: int = 0
    free_s: float = -math.inf

    def left_s(self) -> int:
        """Return whole seconds until another one is looked at."""
        return math.ceil(max(0.0, self.free_s - self.clock_s()))

    def check(self, typed: str, pin: str) -> bool:
        """Return whether a PIN is the right one; none is before the time."""
        if self.left_s():
            return False
        if hmac.compare_digest(typed.encode(), pin.encode()):
            self.wrong = 0
            return True
        self.wrong += 1
        exponent = min(self.wrong - 1, 10)
        self.free_s = self.clock_s() + min(2.0**exponent, _LONGEST_WAIT_S)
        return False


class PinPad(QDialog):
    """Asks for a PIN by touch, pointer or keyboard; accepted once it is the right one.

    Parameters
    ----------
    pin : str
        The right one, digits only.
    guard : PinGuard
        Outlives the pad.
    """

    def __init__(self, pin: str, guard: PinGuard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pin = pin
        self._guard = guard
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK_MS)
        self._ticking.timeout.connect(self._show_wait)
        self._typed = ""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setCursor(Qt.CursorShape.ArrowCursor)  # the kiosk hides it elsewhere
        self.setWindowTitle(self.tr("PIN"))
        self.said = QLabel(self.tr("PIN to leave the kiosk"))
        self.said.setWordWrap(True)
        # For the longest that is said: nothing moves below a finger.
        self.said.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self._dots = QLabel()
        self._dots.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._show_typed()
        self.digits = {digit: self._button(digit) for digit in "1234567890"}
        for digit, button in self.digits.items():
            button.clicked.connect(lambda _checked, one=digit: self._type(one))
        self.erase = self._button("⌫")
        self.erase.setAccessibleName(self.tr("Erase"))
        self.erase.clicked.connect(self._erase)
        self.enter = self._button(self.tr("OK"))
        self.enter.setObjectName("primary")
        self.enter.setDefault(True)
        self.enter.clicked.connect(self._check)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self._arrange()
        self._wait()

    def done(self, result: int) -> None:
        """Close, and count no more."""
        self._ticking.stop()
        super().done(result)

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
        keypad = QWidget()
        keypad.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        keypad.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # digits stand alike everywhere
        grid = QGridLayout(keypad)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, digit in enumerate("123456789"):
            grid.addWidget(self.digits[digit], place // 3, place % 3)
        grid.addWidget(self.erase, 3, 0)
        grid.addWidget(self.digits["0"], 3, 1)
        grid.addWidget(self.enter, 3, 2)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetMinimumSize)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        layout.addWidget(self.said)
        layout.addWidget(self._dots)
        layout.addWidget(keypad)
        layout.addWidget(self.cancel)

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        letter = self.fontMetrics().height()
        button.setMinimumSize(letter * 4, letter * 3)  # for fingers
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
        if self._guard.check(typed, self._pin):
            self.accept()
        else:
            self._wait()

    def _wait(self) -> None:
        """Say for how long no other PIN is looked at, while that is so."""
        if self._guard.left_s():
            self._ticking.start()
            self._show_wait()

    def _show_wait(self) -> None:
        left = self._guard.left_s()
        self.enter.setEnabled(not left)
        if left:
            text = self.tr("That is not the PIN. Wait {seconds} s before the next one.")
            self.said.setText(text.format(seconds=left))
        else:
            self._ticking.stop()
            self.said.setText(self.tr("That was not the PIN. Try again."))

    def _show_typed(self) -> None:
        """Show how many digits there are, never which."""
        self._dots.setText("●" * len(self._typed) or "–")
        self._dots.setAccessibleName(self.tr("{n} digits").format(n=len(self._typed)))
