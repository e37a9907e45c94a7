"""A window with a file's picture to drag out of it, as a file browser has.

``python -m tests.support.drag_source FILE LEFT TOP`` shows it until it is killed, and says where
its middle is as soon as it can be seen.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

SIDE_PX = 120


class DragSource(QLabel):
    """Gives the file to whatever it is dragged over."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.name)
        self._path = path
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        self.setFixedSize(SIDE_PX, SIDE_PX)

    def tell(self) -> None:
        """Say where the middle is."""
        middle = self.mapToGlobal(self.rect().center())
        sys.stdout.write(f"{middle.x()} {middle.y()}\n")
        sys.stdout.flush()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(self._path))])
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)


if __name__ == "__main__":
    application = QApplication(["files"])
    source = DragSource(Path(sys.argv[1]))
    source.move(int(sys.argv[2]), int(sys.argv[3]))
    source.show()
    QTimer.singleShot(300, source, source.tell)
    sys.exit(application.exec())
