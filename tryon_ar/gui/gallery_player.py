"""Plays a video of the gallery: decoded in a thread, at the video's own pace, without sound."""

import logging
import threading
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from tryon_ar.capture.video_file import VideoFileSource
from tryon_ar.core.errors import TryOnError
from tryon_ar.gui.gallery_loader import LARGE_PX, UNFORESEEN, as_image
from tryon_ar.runtime.mailbox import LatestMailbox
from tryon_ar.runtime.playing_time import Pacer

_log = logging.getLogger(__name__)


class GalleryPlayer(QObject):
    """One playing of one video, from its beginning to its end.

    Notes
    -----
    *Signals*: ``frame_ready`` when :meth:`take` has a picture and had none before,
    ``ended(str)`` once, with a sentence where it could not be played; connect them queued.
    *Lifecycle*: :meth:`stop` ends the thread soon, without a wait; no parent, as the thread
    may outlive whoever listened.
    """

    frame_ready = Signal()
    ended = Signal(str)

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._wake = threading.Event()
        self._going = threading.Event()
        self._going.set()
        self._images: LatestMailbox[QImage] = LatestMailbox()
        self._thread = threading.Thread(target=self._run, name="tryon-ar player")

    @property
    def paused(self) -> bool:
        """Whether it stands still."""
        return not self._going.is_set()

    def start(self) -> None:
        """Play."""
        self._thread.start()

    def set_paused(self, paused: bool) -> None:
        """Stand still, or go on."""
        (self._going.clear if paused else self._going.set)()

    def take(self) -> QImage | None:
        """Return the newest picture that was not taken yet, if any."""
        return self._images.take(0.0)

    def stop(self) -> None:
        """Play no more; nothing is signalled from now on."""
        self._wake.set()
        self._going.set()
        self._images.close()

    def _run(self) -> None:
        problem = ""
        try:
            with VideoFileSource(self._path) as source:
                self._play(source)
        except TryOnError as error:
            problem = str(error)
        except Exception:  # noqa: BLE001 top of the thread: or it would seem to play for ever
            _log.exception("a video of the gallery cannot be played")
            problem = UNFORESEEN
        if not self._wake.is_set():
            self.ended.emit(problem)

    def _play(self, source: VideoFileSource) -> None:
        pacer = Pacer(self._wake)
        while not self._wake.is_set():
            if self.paused:
                self._going.wait()
                pacer = Pacer(self._wake)
            frame = source.read()
            if frame is None:
                return
            image = as_image(frame.image_bgr, LARGE_PX)
            pacer.wait(frame.t_ms)
            if self._images.put(image):
                self.frame_ready.emit()
