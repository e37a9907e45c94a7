"""Start, feed, pause and finish the recording of what is shown."""

import logging
import threading
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tryon_ar.core.errors import DiskFull, TryOnError
from tryon_ar.core.types import DressedFrame
from tryon_ar.recording.options import RecordingOptions
from tryon_ar.runtime.status import Severity, Status, StatusBoard, status_of_error
from tryon_ar.runtime.take import Devices, Listeners, PicturesLost, Take

logger = logging.getLogger(__name__)

DEFAULT_FPS = 30.0
USUAL_RECORDING = RecordingOptions()
SOUND_TOPIC = "sound"
DISK_TOPIC = "disk"
_TOPICS = ("recorder", SOUND_TOPIC, DISK_TOPIC)


@dataclass(frozen=True, slots=True)
class RecordingState:
    """A recording under way.

    Attributes
    ----------
    path : Path
        Where it goes.
    started_ns : int or None
        ``time.monotonic_ns()`` since when it runs; None before its first frame and while
        it is paused.
    recorded_s : float
        Seconds recorded before that.
    paused : bool
        Whether it is paused.
    sound : bool
        Whether the microphone is recorded.
    dropped : int
        Frames that could not be written in time.
    """

    path: Path
    started_ns: int | None = None
    recorded_s: float = 0.0
    paused: bool = False
    sound: bool = False
    dropped: int = 0

    def elapsed_s(self) -> float:
        """Seconds recorded so far, pauses left out."""
        if self.started_ns is None:
            return self.recorded_s
        return self.recorded_s + (time.monotonic_ns() - self.started_ns) / 1e9


class RecordingControl:
    """At most one recording, opened with the size of its first frame.

    Parameters
    ----------
    devices : Devices
        Files and microphones.
    board : StatusBoard
        Told about failures, under the topics ``recorder``, ``sound`` and ``disk``.

    Notes
    -----
    *Thread safety*: any thread may call any method. A frame of another size finishes the
    recording; a failure finishes it and says so at once; neither reaches who offered the
    frame, nor does it wait for the disk: what ends by itself is finished in a thread of its
    own, which :meth:`stop` waits for.
    """

    def __init__(self, devices: Devices, board: StatusBoard) -> None:
        self._devices = devices
        self._board = board
        self._lock = threading.Lock()
        self._take: Take | None = None
        self._started_ns: int | None = None
        self._recorded_s = 0.0
        self._paused = False
        self._dropped = 0
        self._finishing: threading.Thread | None = None

    @property
    def state(self) -> RecordingState | None:
        """The recording under way; None while there is none."""
        take = self._take  # without the lock, which is held while files are opened
        if take is None:
            return None
        return RecordingState(
            take.path,
            self._started_ns,
            self._recorded_s,
            self._paused,
            take.has_sound,
            take.dropped,
        )

    @property
    def dropped(self) -> int:
        """Frames of all recordings that were not written."""
        take = self._take
        return self._dropped + (take.dropped if take is not None else 0)

    def start(self, path: Path, fps: float, options: RecordingOptions = USUAL_RECORDING) -> None:
        """Record from the next frame on, in place of any recording under way.

        With sound, from the first frame after the microphone is open; until then, and where
        it cannot be opened, :attr:`state` tells.
        """
        self.stop()
        for topic in _TOPICS:
            self._board.clear(topic)
        with self._lock:
            self._started_ns, self._recorded_s, self._paused = None, 0.0, False
            rate = fps if fps > 0 else DEFAULT_FPS
            listeners = Listeners(self._complain, partial(self._end, path), self._tell_room)
            self._take = Take(path, rate, options, self._devices, listeners)

    def pause(self) -> bool:
        """Leave out what comes until :meth:`resume`; return whether that changed anything."""
        with self._lock:
            if self._take is None or self._paused:
                return False
            self._paused = True
            if self._started_ns is not None:
                self._recorded_s += (time.monotonic_ns() - self._started_ns) / 1e9
                self._started_ns = None
            self._take.pause()
            return True

    def resume(self) -> bool:
        """Go on where it was paused, without a gap; return whether that changed anything."""
        with self._lock:
            if self._take is None or not self._paused:
                return False
            self._paused = False
            return True

    def offer(self, dressed: DressedFrame) -> None:
        """Record a frame if a recording is under way; its ``t_ms`` strictly increases."""
        with self._lock:
            take = self._take
            if take is None or self._paused or not take.wants(dressed):
                return
            if not self._add(take, dressed):
                self._finish_later(take)

    def stop(self) -> Path | None:
        """Finish the recording; return its path when it was finished whole."""
        with self._lock:
            take, self._take = self._take, None
            finishing = self._finishing
        if finishing is not None:
            finishing.join()
        return self._finished(take) if take is not None else None

    def _end(self, path: Path, error: TryOnError) -> None:
        """Say why a recording cannot go on, and finish it; from threads of its own."""
        logger.warning("recording ended: %s", error)
        self._tell_end(error)
        with self._lock:
            if self._take is not None and self._take.path == path:
                self._finish_later(self._take)

    def _finish_later(self, take: Take) -> None:
        """Finish a recording without waiting for it; the lock is held."""
        self._take = None
        self._finishing = threading.Thread(
            target=self._finished, args=(take,), name="tryon-ar finishing"
        )
        self._finishing.start()

    def _finished(self, take: Take) -> Path | None:
        """Finish a recording; return its path when it was finished whole."""
        try:
            written = take.finish()
        except TryOnError as error:
            logger.warning("recording not finished whole: %s", error)
            self._tell_end(error)
            return None
        finally:
            self._dropped += take.dropped
            self._board.clear(DISK_TOPIC)
        return take.path if written else None

    def _add(self, take: Take, dressed: DressedFrame) -> bool:
        """Queue a frame; False when the recording cannot go on."""
        height, width = dressed.image_bgr.shape[:2]
        if take.has_begun and (width, height) != take.size:
            self._board.post(
                Status(
                    "recorder",
                    "The recording was finished because the picture's size changed.",
                    "Start another one.",
                    Severity.WARNING,
                )
            )
            return False
        left_out_s = take.left_out_s
        take.add(dressed)
        if self._started_ns is None:
            self._started_ns = time.monotonic_ns()
        self._started_ns += round((take.left_out_s - left_out_s) * 1e9)
        return True

    def _tell_end(self, error: TryOnError) -> None:
        """Say why a recording cannot go on; the same again is no news."""
        severity = Severity.WARNING if isinstance(error, DiskFull) else Severity.ERROR
        self._board.post(status_of_error("recorder", error, severity, retry=False))

    def _complain(self, error: TryOnError) -> None:
        """Say what goes wrong while the recording goes on."""
        topic = "recorder" if isinstance(error, PicturesLost) else SOUND_TOPIC
        self._board.post(status_of_error(topic, error, Severity.WARNING, retry=False))

    def _tell_room(self, seconds: float | None) -> None:
        """Say, and keep saying how long, that the disk is nearly full; in its guard's thread."""
        if seconds is None:
            self._board.clear(DISK_TOPIC)
            return
        left = f"{max(10, round(seconds / 10) * 10)}"
        self._board.post(
            Status(
                DISK_TOPIC,
                f"The disk is nearly full: the recording can go on for about {left} seconds.",
                "Free some space; it is ended and saved before the disk is full.",
                Severity.WARNING,
            )
        )
