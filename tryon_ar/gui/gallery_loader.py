"""Reads the gallery's files off the GUI thread: small pictures of all, large ones of a few."""

import logging
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from tryon_ar.capture.video_file import VideoFileSource
from tryon_ar.core.errors import TryOnError
from tryon_ar.core.images import read_picture
from tryon_ar.core.types import BgrImage
from tryon_ar.recording.kept_files import KeptFile

_log = logging.getLogger(__name__)

UNFORESEEN = "Something went wrong. Details are in the log."
THUMBNAIL_PX = (320, 240)
LARGE_PX = (2560, 1600)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A picture that was read.

    Attributes
    ----------
    path : Path
    image : QImage or None
        None when the file cannot be shown.
    seconds : float
        Of videos; 0 for pictures and where it is not known.
    problem : str
        Why there is no image, in a sentence.
    """

    path: Path
    image: QImage | None
    seconds: float = 0.0
    problem: str = ""


class GalleryLoader(QObject):
    """A thread that reads files, what is to be seen large before what is to be seen small.

    Notes
    -----
    *Signals*: ``thumbnail(Loaded)``, ``large(Loaded)`` and ``whole(Loaded)``; connect them queued.
    *Lifecycle*: :meth:`stop` ends the thread soon and without a wait; it has no parent, so
    that the thread may outlive whoever listened.
    """

    thumbnail = Signal(object)
    large = Signal(object)
    whole = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()
        self._small: deque[KeptFile] = deque()
        self._large: list[KeptFile] = []
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="tryon-ar gallery")

    def want_thumbnails(self, files: list[KeptFile]) -> None:
        """Read these small, in this order, instead of those still waiting."""
        with self._changed:
            self._small = deque(files)
            self._wake()

    def want_large(self, files: list[KeptFile]) -> None:
        """Read these large, at once, instead of those still waiting."""
        with self._changed:
            self._large = list(files)
            self._wake()

    def read_whole(self, file: KeptFile) -> None:
        """Read a picture with all its pixels, in the caller's thread, and signal ``whole``."""
        loaded = load(file, None)
        if not self._is_stopped():
            self.whole.emit(loaded)

    def stop(self) -> None:
        """Read nothing more."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def _wake(self) -> None:
        if self._thread.ident is None and not self._stopped:
            self._thread.start()
        self._changed.notify()

    def _run(self) -> None:
        while (job := self._next()) is not None:
            file, is_large = job
            loaded = load(file, LARGE_PX if is_large else THUMBNAIL_PX)
            if not self._is_stopped():
                (self.large if is_large else self.thumbnail).emit(loaded)

    def _next(self) -> tuple[KeptFile, bool] | None:
        """Wait for what to read next, and whether it is to be large; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._large or self._small)
            if self._stopped:
                return None
            return (self._large.pop(0), True) if self._large else (self._small.popleft(), False)

    def _is_stopped(self) -> bool:
        with self._changed:
            return self._stopped


def load(file: KeptFile, most_px: tuple[int, int] | None) -> Loaded:
    """Read a picture, or a video's first one, no larger than so many pixels; any thread."""
    try:
        if file.is_video:
            with VideoFileSource(file.path) as source:
                frame, info = source.read(), source.info
            if frame is None:
                return Loaded(file.path, None)
            seconds = (info.frame_count or 0) / info.nominal_fps if info.nominal_fps else 0.0
            return Loaded(file.path, as_image(frame.image_bgr, most_px), seconds)
        return Loaded(file.path, as_image(read_picture(file.path), most_px))
    except TryOnError as error:
        return Loaded(file.path, None, problem=str(error))
    except OSError as error:
        return Loaded(file.path, None, problem=error.strerror or type(error).__name__)
    except Exception:  # noqa: BLE001 top of a file's reading: the others are shown
        _log.exception("a file of the gallery cannot be read")
        return Loaded(file.path, None, problem=UNFORESEEN)


def as_image(picture_bgr: BgrImage, most_px: tuple[int, int] | None = None) -> QImage:
    """Return a picture as Qt's, scaled down where it is larger than ``most_px``; any thread."""
    height, width = picture_bgr.shape[:2]
    scale = 1.0 if most_px is None else min(most_px[0] / width, most_px[1] / height, 1.0)
    if scale < 1.0:
        size = max(1, round(width * scale)), max(1, round(height * scale))
        small = cv2.resize(picture_bgr, size, interpolation=cv2.INTER_AREA)
        picture_bgr, (width, height) = np.asarray(small, np.uint8), size
    pixels = np.ascontiguousarray(cv2.cvtColor(picture_bgr, cv2.COLOR_BGR2BGRA))
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
