"""What is told of a wipe that was asked for in the window and refused once that had closed."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from tryon_ar.core.errors import TryOnError
from tryon_ar.gui import theme
from tryon_ar.gui.application import listen_to_signals
from tryon_ar.gui.sentences import said


def tell_of_failed_wipe(error: TryOnError) -> None:
    """Show why not all was deleted, and wait until it was read.

    Notes
    -----
    Whoever asked for it believes that it is gone: no terminal need be in sight.
    """
    if QApplication.instance() is None:  # then no window was open that could have asked for it
        return
    box = failed_wipe_box(error)
    deafen = listen_to_signals(box)
    try:
        box.exec()
    finally:
        deafen()
        box.deleteLater()


def failed_wipe_box(error: TryOnError) -> QMessageBox:
    """Return what says it: as it is, and so that the name of a file can be copied."""
    box = QMessageBox(QMessageBox.Icon.Warning, "tryon-ar", said(str(error)))
    box.setTextFormat(Qt.TextFormat.PlainText)  # a file may have any name
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    box.setWindowIcon(QIcon(theme.icon_pixmap("app", theme.colours().accent.name(), 128)))
    return box
