"""Labels whose plain words wrap, and take no more than they need."""

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class WrappedContent(QWidget):
    """What scrolls; as high as its wrapped words need."""

    def heightForWidth(self, width: int) -> int:
        """Return the height at which everything shows."""
        layout = self.layout()
        return self.height() if layout is None else layout.totalHeightForWidth(width)


def wrapped(name: str = "") -> QLabel:
    """Return an empty label that wraps its plain words; ``name`` is the style's."""
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label


def breakable(folder: Path) -> str:
    """Return a path that may be broken after its separators, and within long names."""
    return re.sub(r"([^\w\s]|_|[^\W_]{14})(?=.)", "\\1\u200b", str(folder))
