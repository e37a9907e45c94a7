"""A picture of the gallery, as large as fits; it can be dragged out."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QRect, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from tryon_ar.gui import theme

_DRAGGED_PX = QSize(160, 120)


def files_as_data(paths: Sequence[Path]) -> QMimeData:
    """Return files as what is copied or dragged to other programs: their addresses."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def fitted(image: QSize, room: QRect) -> QRect:
    """Return where a picture lies in a room: whole, in its own aspect, centred."""
    size = image.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    left = room.left() + (room.width() - size.width()) // 2
    top = room.top() + (room.height() - size.height()) // 2
    return QRect(QPoint(left, top), size)


class Scaled:
    """A picture and its last scaled copy: painting again at a size is cheap."""

    def __init__(self, image: QImage) -> None:
        self.image = image
        self._copy = image

    def paint(self, painter: QPainter, target: QRect, ratio: float) -> None:
        """Paint it, where a pixel of the target is so many of the screen's."""
        size = target.size() * ratio
        if self._copy.size() != size:
            smooth = Qt.TransformationMode.SmoothTransformation
            self._copy = self.image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
        painter.drawImage(target, self._copy)


class GalleryPicture(QWidget):
    """Shows one picture, or the frame of a video.

    Notes
    -----
    *Signals*: ``pressed`` when it was clicked, not dragged.
    """

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scaled: Scaled | None = None
        self._path: Path | None = None
        self._text = ""
        self._held: QPoint | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(80, 60)

    @property
    def image(self) -> QImage | None:
        """What shows."""
        return None if self._scaled is None else self._scaled.image

    def show_image(self, image: QImage | None, path: Path, text: str = "") -> None:
        """Show a picture of a file, or words while there is none."""
        self._scaled = None if image is None else Scaled(image)
        self._path, self._text = path, text
        self.setAccessibleDescription(text)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, or the words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colours().canvas)
        if self._scaled is not None:
            target = fitted(self._scaled.image.size(), self.rect())
            self._scaled.paint(painter, target, self.devicePixelRatioF())
        elif self._text:
            painter.setPen(theme.colours().text)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), int(flags), self._text)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the file out once the pointer went far enough."""
        if self._held is None or self._path is None:
            return
        way = (event.position().toPoint() - self._held).manhattanLength()
        if way >= QApplication.startDragDistance():
            self._held = None
            self.drag(self._path).exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: a click."""
        if self._held is not None:
            self._held = None
            self.pressed.emit()

    def drag(self, path: Path) -> QDrag:
        """Return what takes a file to another program."""
        drag = QDrag(self)
        drag.setMimeData(files_as_data([path]))
        if self.image is not None:
            keep = Qt.AspectRatioMode.KeepAspectRatio
            drag.setPixmap(QPixmap.fromImage(self.image.scaled(_DRAGGED_PX, keep)))
        return drag
