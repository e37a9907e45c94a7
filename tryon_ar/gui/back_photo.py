"""The tile that holds the photo of a garment's back: choose a file, or drop one."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.images import PICTURE_SUFFIXES, open_picture
from tryon_ar.gui.background import run_in_background

LONGEST_PX = 1600
THUMBNAIL = QSize(84, 104)


class _Relay(QObject):
    """Brings a decoded photo, or why there is none, to the GUI thread."""

    decoded = Signal(object)
    refused = Signal(str)


class BackPhoto(QWidget):
    """A thumbnail that is a button.

    Notes
    -----
    *Signals*: ``chosen(object)`` with the photo (H, W, 3) uint8 BGR, or None when it was
    removed; ``refused(str)`` with a sentence when a file is no usable picture.

    Files are decoded in a process of their own, waited for in a thread.
    """

    chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._relay = _Relay()
        self._relay.decoded.connect(self._take)
        self._relay.refused.connect(self._refuse)
        self._shown: NDArray[np.uint8] | None = None
        self.tile = QPushButton()
        self.tile.setObjectName("tile")
        self.tile.setIconSize(THUMBNAIL)
        self.tile.setAccessibleName(self.tr("Photo of the back"))
        self.tile.clicked.connect(self.ask_file)
        self.choose = QPushButton(self.tr("Choose…"))
        self.choose.setAccessibleName(self.tr("Choose a photo of the back"))
        self.choose.clicked.connect(self.ask_file)
        self.remove = QPushButton(self.tr("Remove"))
        self.remove.setAccessibleName(self.tr("Remove the photo of the back"))
        self.remove.clicked.connect(lambda: self.chosen.emit(None))
        self.setAcceptDrops(True)
        self._arrange()
        self.show_photo(None)

    def show_photo(self, photo_bgr: NDArray[np.uint8] | None) -> None:
        """Show a photo, or that there is none."""
        if photo_bgr is not None and photo_bgr is self._shown:
            return
        self._shown = photo_bgr
        self.tile.setIcon(QIcon() if photo_bgr is None else QIcon(_pixmap(photo_bgr)))
        self.tile.setText(self.tr("Drop\nit here") if photo_bgr is None else "")
        self.tile.setProperty("filled", photo_bgr is not None)
        self.tile.style().unpolish(self.tile)
        self.tile.style().polish(self.tile)
        self.tile.setFixedSize(self.tile.sizeHint().expandedTo(THUMBNAIL + QSize(20, 20)))
        self.remove.setEnabled(photo_bgr is not None)

    def ask_file(self) -> None:
        """Let the person choose a file."""
        patterns = " ".join(f"*{suffix}" for suffix in sorted(PICTURE_SUFFIXES))
        dialog = QFileDialog(self, self.tr("Photo of the back"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Pictures ({patterns})").format(patterns=patterns))
        dialog.fileSelected.connect(lambda name: self.read(Path(name)))
        dialog.open()

    def read(self, path: Path) -> None:
        """Decode a file; the answer comes as a signal."""
        self.tile.setEnabled(False)
        relay = self._relay
        run_in_background("back photo", lambda: _decode(path, relay))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file of this computer."""
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.read(path)

    def _take(self, photo_bgr: NDArray[np.uint8]) -> None:
        self.tile.setEnabled(True)
        self.chosen.emit(photo_bgr)

    def _refuse(self, text: str) -> None:
        self.tile.setEnabled(True)
        self.refused.emit(text)

    def _arrange(self) -> None:
        title = QLabel(self.tr("Back"))
        title.setObjectName("heading")
        note = QLabel(self.tr("Shown when you turn around."))
        note.setObjectName("muted")
        note.setWordWrap(True)
        beside = QVBoxLayout()
        beside.addWidget(title)
        beside.addWidget(note)
        beside.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.choose)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        beside.addLayout(buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.tile)
        layout.addLayout(beside, 1)


def _decode(path: Path, relay: _Relay) -> None:
    try:
        picture = open_picture(path, longest_px=LONGEST_PX)
    except TryOnError as error:
        relay.refused.emit(str(error))
    else:
        relay.decoded.emit(picture.bgr)


def _dropped_file(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    return Path(urls[0].toLocalFile())


def _pixmap(photo_bgr: NDArray[np.uint8]) -> QPixmap:
    pixels = np.ascontiguousarray(photo_bgr)
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_BGR888)
    scaled = image.scaled(
        THUMBNAIL * 2,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    return QPixmap.fromImage(scaled)
