"""Files dragged over a window and dropped on it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_PLACE = QPoint(50, 50)


def files(*paths: Path) -> QMimeData:
    """Return what a file browser gives with files."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drag(window: QWidget, mime: QMimeData) -> QDragEnterEvent:
    """Drag something over a window; return the event, accepted or not."""
    event = QDragEnterEvent(
        _PLACE,
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, event)
    return event


def drop(window: QWidget, mime: QMimeData) -> None:
    """Drag something over a window, which Qt wants first, and drop it."""
    drag(window, mime)
    event = QDropEvent(
        QPointF(_PLACE),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, event)
