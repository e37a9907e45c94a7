"""Record in a thread of its own without ever holding up the mirror."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from tryon_ar.core.errors import OutputUnwritable, RecordingError
from tryon_ar.core.types import BgrImage
from tryon_ar.recording.sink import FrameSink
from tryon_ar.recording.sound import Samples

_log = logging.getLogger(__name__)
_MOST_WAITING = 2000  # blocks of sound take little room, and a gap is heard


@dataclass(frozen=True, slots=True)
class RecorderStats:
    """How a recording goes.

    Attributes
    ----------
    written : int
        Frames written.
    dropped : int
        Frames offered while recording that were not written.
    seconds : float
        Time from the first written frame to the last.
    bytes_written : int
        Size of the output so far.
    """

    written: int
    dropped: int
    seconds: float
    bytes_written: int


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A picture, or a block of sound, and its time."""

    data: BgrImage | Samples
    t_ms: float
    is_sound: bool = False


class Recorder:
    """A thread that writes offered frames, and sound with them, to a sink.

    Parameters
    ----------
    sink : FrameSink
        Owned from now on: written and closed by the recorder's thread only.
    capacity : int
        Frames that may wait. When as many wait, the newest is dropped and counted: time
        stamps keep the rest in place.
    max_wait_ms : float
        Time from the oldest waiting frame to the newest that may wait; later ones are dropped.
        It bounds what a crash loses when the machine is too busy to keep up.
    write_sound : callable, optional
        The sink's own way of taking sound: samples and the time of the first, ms.
    on_error : callable, optional
        Called once with the error, from the recorder's thread, when the sink fails.

    Notes
    -----
    Lifecycle: recording from construction until ``stop`` or an error. Thread safety: every
    method may be called from any thread.
    """

    def __init__(
        self,
        sink: FrameSink,
        *,
        capacity: int = 24,
        max_wait_ms: float = 300.0,
        write_sound: Callable[[Samples, float], None] | None = None,
        on_error: Callable[[RecordingError], None] | None = None,
    ) -> None:
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, not {capacity}")
        self._sink = sink
        self._capacity = capacity
        self._max_wait_ms = max_wait_ms
        self._write_sound = write_sound
        self._on_error = on_error
        self._changed = threading.Condition()
        self._waiting: deque[_Waiting] = deque()
        self._shape: tuple[int, ...] | None = None
        self._newest_ms = float("-inf")
        self._stopping = False
        self._error: RecordingError | None = None
        self._ended = False
        self._accepted = 0
        self._refused = 0
        self._written = 0
        self._first_ms = 0.0
        self._last_ms = 0.0
        self._busy_since_s: float | None = None
        self._thread = threading.Thread(target=self._run, name="tryon-ar recorder", daemon=True)
        self._thread.start()

    @property
    def error(self) -> RecordingError | None:
        """Why the recording ended by itself; None while it goes well."""
        with self._changed:
            return self._error

    @property
    def stats(self) -> RecorderStats:
        """How it goes."""
        with self._changed:
            lost = self._accepted - self._written if self._ended else 0
            return RecorderStats(
                written=self._written,
                dropped=self._refused + lost,
                seconds=(self._last_ms - self._first_ms) / 1000,
                bytes_written=self._sink.bytes_written,
            )

    @property
    def dropped(self) -> int:
        """Frames offered while recording that were not written."""
        return self.stats.dropped

    @property
    def stalled_s(self) -> float:
        """For how many seconds what is being written now has been; 0 while nothing is."""
        since_s = self._busy_since_s
        return time.monotonic() - since_s if since_s is not None else 0.0

    def offer(self, image_bgr: BgrImage, t_ms: float) -> bool:
        """Take a frame to be written soon; never waits.

        Parameters
        ----------
        image_bgr : ndarray of shape (H, W, 3), uint8
            Must not change any more; made read-only.
        t_ms : float
            From the capture clock.

        Returns
        -------
        bool
            False when it will not be written: too many wait, the frame has another size
            than the first or is not later than the one before (these are counted as
            dropped), or recording has ended.
        """
        image_bgr.flags.writeable = False
        with self._changed:
            if self._stopping or self._error is not None:
                return False
            if self._shape is None:
                self._shape = image_bgr.shape
            fits = image_bgr.shape == self._shape and t_ms > self._newest_ms
            if not fits or self._is_full(t_ms):
                self._refused += 1
                return False
            self._accepted += 1
            self._newest_ms = t_ms
            self._waiting.append(_Waiting(image_bgr, t_ms))
            self._changed.notify()
            return True

    def offer_sound(self, samples: Samples, t_ms: float) -> bool:
        """Take sound to be written soon; never waits.

        Parameters
        ----------
        samples : ndarray of shape (N, channels), float32
            Must not change any more.
        t_ms : float
            When the first of them was heard, on the frames' clock; increasing.

        Returns
        -------
        bool
            False when it will not be written: recording has ended or too much waits.
        """
        if self._write_sound is None:
            raise ValueError("this recorder takes no sound")
        with self._changed:
            if self._stopping or self._error is not None or len(self._waiting) >= _MOST_WAITING:
                return False
            self._waiting.append(_Waiting(samples, t_ms, is_sound=True))
            self._changed.notify()
            return True

    def stop(self, timeout: float = 5.0) -> RecorderStats:
        """Write what waits, close the sink and return how it went.

        Parameters
        ----------
        timeout : float
            Seconds to wait. Frames still waiting then are dropped, and ``error`` says so if
            the sink does not even close within another second.
        """
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._thread.join(timeout)
        if self._thread.is_alive():
            with self._changed:
                self._waiting.clear()
            self._thread.join(1.0)
        if self._thread.is_alive():
            self._set_error(
                OutputUnwritable(
                    "The recording could not be finished in time: the disk is too slow.",
                    "The file is playable up to its last second.",
                )
            )
        return self.stats

    def close(self) -> None:
        """Stop, and raise the error the recording ended with, if any."""
        self.stop()
        error = self.error
        if error is not None:
            raise error

    def _is_full(self, t_ms: float) -> bool:
        times_ms = [one.t_ms for one in self._waiting if not one.is_sound]
        if not times_ms:
            return False
        return len(times_ms) >= self._capacity or t_ms - times_ms[0] > self._max_wait_ms

    def _run(self) -> None:
        try:
            self._write_all()
        except RecordingError as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001 - top of the thread: becomes a value
            _log.exception("recording failed")
            self._fail(OutputUnwritable(f"The recording stopped by a fault: {error}."))
        else:
            self._end()

    def _write_all(self) -> None:
        try:
            while (item := self._next()) is not None:
                self._busy_since_s = time.monotonic()
                if item.is_sound:
                    assert self._write_sound is not None
                    self._write_sound(cast("Samples", item.data), item.t_ms)
                    continue
                self._sink.write(cast("BgrImage", item.data), item.t_ms)
                with self._changed:
                    if self._written == 0:
                        self._first_ms = item.t_ms
                    self._last_ms = item.t_ms
                    self._written += 1
        finally:
            self._sink.close()

    def _next(self) -> _Waiting | None:
        self._busy_since_s = None
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping)
            return self._waiting.popleft() if self._waiting else None

    def _fail(self, error: RecordingError) -> None:
        self._set_error(error)
        self._end()
        if self._on_error is not None:
            self._on_error(error)

    def _end(self) -> None:
        with self._changed:
            self._waiting.clear()
            self._ended = True

    def _set_error(self, error: RecordingError) -> None:
        with self._changed:
            if self._error is None:
                self._error = error
