"""What of the gallery lies outside it: words on where files go, the system's file manager."""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel


def empty_words() -> QLabel:
    """Return a page of words that can be copied."""
    words = QLabel()
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setWordWrap(True)
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    words.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return words


def shown_in_folder(path: Path) -> bool:
    """Open the system's file manager at a file, or at its folder where it cannot select one."""
    if sys.platform == "win32":
        return _started("explorer", [f"/select,{path}"])
    if sys.platform == "darwin":
        return _started("open", ["-R", str(path)])
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def _started(program: str, arguments: list[str]) -> bool:
    started = QProcess.startDetached(program, arguments)
    return bool(started[0] if isinstance(started, tuple) else started)
