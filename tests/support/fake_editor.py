"""An editor without anything in it, that only has the signals."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class FakeEditor(QWidget):
    changed = Signal(object)
    saved = Signal(object)
    cancelled = Signal()
