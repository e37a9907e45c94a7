"""Start, feed and finish the recording of what is shown."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.types import BgrImage
from tryon_ar.recording.naming import discard_reserved
from tryon_ar.recording.recorder import Recorder
from tryon_ar.recording.sink import FrameSink
from tryon_ar.runtime.status import Severity, Status, StatusBoard, status_of_error

logger = logging.getLogger(__name__)

DEFAULT_FPS = 30.0


@dataclass(frozen=True, slots=True)
class RecordingState:
    """A recording under way.

    Attributes
    ----------
    started_ns : int or None
        ``time.monotonic_ns()`` at its first frame; None before that.
    dropped : int
        Frames that could not be written in time.
    """

    path: Path
    started_ns: int | None = None
    dropped: int = 0

    def elapsed_s(self) -> float:
        """Seconds since the first frame."""
        if self.started_ns is None:
            return 0.0
        return (time.monotonic_ns() - self.started_ns) / 1e9


class RecordingControl:
    """At most one recording, opened with the size of its first frame.

    Parameters
    ----------
    open_sink : callable
        Video file at a path, of frames of a size (width, height) at about so many FPS.
    board : StatusBoard
        Told about failures, under the topic ``recorder``.

    Notes
    -----
    *Thread safety*: any thread may call any method. A frame of another size finishes the
    recording; a failure finishes it and says so; neither reaches who offered the frame.
    """

    def __init__(
        self,
        open_sink: Callable[[Path, tuple[int, int], float], FrameSink],
        board: StatusBoard,
    ) -> None:
        self._open_sink = open_sink
        self._board = board
        self._lock = threading.Lock()
        self._state: RecordingState | None = None
        self._fps = DEFAULT_FPS
        self._recorder: Recorder | None = None
        self._size: tuple[int, int] = (0, 0)
        self._first_ms = 0.0
        self._dropped = 0

    @property
    def state(self) -> RecordingState | None:
        """The recording under way; None while there is none."""
        with self._lock:
            state, recorder = self._state, self._recorder
        if state is None or recorder is None:
            return state
        return RecordingState(state.path, state.started_ns, recorder.dropped)

    @property
    def dropped(self) -> int:
        """Frames of all recordings that were not written."""
        with self._lock:
            recorder = self._recorder
        return self._dropped + (recorder.dropped if recorder is not None else 0)

    def start(self, path: Path, fps: float) -> None:
        """Record from the next frame on, in place of any recording under way."""
        self.stop()
        self._board.clear("recorder")
        with self._lock:
            self._fps = fps if fps > 0 else DEFAULT_FPS
            self._state = RecordingState(path)

    def offer(self, image_bgr: BgrImage, t_ms: float) -> None:
        """Record a frame if a recording is under way; ``t_ms`` strictly increases."""
        with self._lock:
            if self._state is None:
                return
            try:
                over = not self._write(image_bgr, t_ms)
            except TryOnError as error:
                logger.warning("recording failed: %s", error)
                self._board.post(status_of_error("recorder", error, retry=False))
                over = True
        if over:
            self.stop()

    def stop(self) -> Path | None:
        """Finish the recording; return its path when it was finished whole."""
        with self._lock:
            state, recorder = self._state, self._recorder
            self._state = self._recorder = None
        if state is None:
            return None
        if recorder is None:
            discard_reserved(state.path)
            return None
        try:
            recorder.close()
        except TryOnError as error:
            self._board.post(status_of_error("recorder", error, retry=False))
            return None
        finally:
            self._dropped += recorder.dropped
        return state.path

    def _write(self, image_bgr: BgrImage, t_ms: float) -> bool:
        """Queue a frame; False when the recording cannot go on."""
        state = self._state
        assert state is not None
        size = (image_bgr.shape[1], image_bgr.shape[0])
        if self._recorder is None:
            self._recorder = Recorder(self._open_sink(state.path, size, self._fps))
            self._size, self._first_ms = size, t_ms
            self._state = RecordingState(state.path, time.monotonic_ns())
        if size != self._size:
            self._board.post(
                Status(
                    "recorder",
                    "The recording was finished because the picture's size changed.",
                    "Start another one.",
                    Severity.WARNING,
                )
            )
            return False
        if self._recorder.error is not None:
            raise self._recorder.error
        self._recorder.offer(image_bgr, t_ms - self._first_ms)
        return True
