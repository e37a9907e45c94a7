"""What is told of a wipe that was asked for in the window and refused once that had closed."""

from PySide6.QtWidgets import QApplication, QMessageBox

from tryon_ar.core.errors import TryOnError
from tryon_ar.gui.sentences import said


def tell_of_failed_wipe(error: TryOnError) -> None:
    """Show why not all was deleted, and wait until it was read.

    Notes
    -----
    Whoever asked for it believes that it is gone: no terminal need be in sight.
    """
    if QApplication.instance() is None:  # then no window was open that could have asked for it
        return
    box = QMessageBox(QMessageBox.Icon.Warning, "tryon-ar", said(str(error)))
    box.exec()
    box.deleteLater()
