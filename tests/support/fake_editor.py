"""An editor without anything in it, that only has the signals."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class FakeEditor(QWidget):
    changed = Signal(object)
    saved = Signal(object)
    cancelled = Signal()

    problem = ""
    discarded = False
    leaving = None

    def keep_open(self, text: str) -> None:
        self.problem = text

    def leave(self, then) -> None:
        self.leaving = then

    def discard(self) -> None:
        self.discarded = True
        self.close()
