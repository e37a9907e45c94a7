"""Dialogs in which a person names what is to be played."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

translate = QCoreApplication.translate


def ask_file(parent: QWidget) -> str:
    """Let the person choose a video or picture; empty when none was chosen."""
    path, _ = QFileDialog.getOpenFileName(
        parent,
        translate("sources", "Open video or picture"),
        "",
        translate(
            "sources",
            "Videos and pictures (*.mp4 *.mkv *.mov *.avi *.webm *.jpg *.jpeg *.png *.webp)",
        ),
    )
    return path


def ask_address(parent: QWidget) -> str:
    """Let the person type a stream's address; empty when none was given."""
    address, accepted = QInputDialog.getText(
        parent,
        translate("sources", "Stream address"),
        translate("sources", "Address of a network camera, such as http://192.168.1.20:8080/video"),
    )
    return address.strip() if accepted else ""
