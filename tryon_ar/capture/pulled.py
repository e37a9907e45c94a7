"""What sources that are read as fast as asked for have in common."""

import threading
import time
from abc import abstractmethod

import numpy as np

from tryon_ar.capture.source import OpenedByWith, SourceInfo, closed
from tryon_ar.core.types import BgrImage, Frame

# Recordings are timed in whole milliseconds: two frames never share one.
_LEAST_STEP_MS = 1.0
# No picture stands longer than this: broken files leap centuries ahead.
_MOST_STEP_MS = 600_000.0


class PulledSource(OpenedByWith):
    """A source that does its work when it is read and never waits.

    Implementers write ``_acquire``, ``_next_picture`` and ``_release``, which are called
    under one lock, and ``_release`` exactly once for every ``_acquire`` that returned.

    Notes
    -----
    Lifecycle: ``open``, any number of ``read``, ``close``; then again from the start.
    Thread safety: every method may be called from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._info: SourceInfo | None = None
        self._index = 0
        self._last_ms = 0.0
        self._leapt_ms = 0.0
        self._ended = False

    @abstractmethod
    def _acquire(self) -> SourceInfo:
        """Open the file or make the first picture; leave nothing open when raising."""

    @abstractmethod
    def _next_picture(self) -> tuple[BgrImage, float] | None:
        """Return the next picture, (H, W, 3) uint8 BGR, and its time in ms, or None at the end."""

    @abstractmethod
    def _release(self) -> None:
        """Let go of what ``_acquire`` took."""

    @property
    def info(self) -> SourceInfo:
        """What is known of the source.

        Raises
        ------
        CaptureError
            When it is closed.
        """
        info = self._info
        if info is None:
            raise closed()
        return info

    def open(self) -> None:
        """Open the source from its start; one that is open starts afresh.

        Raises
        ------
        CaptureError
            When no frames can be had from it.
        """
        with self._lock:
            self._close()
            self._info = self._acquire()
            self._index = 0
            self._last_ms = -np.inf
            self._leapt_ms = 0.0
            self._ended = False

    def read(self) -> Frame | None:
        """Return the next frame, or None when the source has ended.

        Raises
        ------
        CaptureError
            When the source is closed.
        """
        with self._lock:
            if self._info is None:
                raise closed()
            if self._ended:
                return None
            started_ns = time.monotonic_ns()
            taken = self._next_picture()
            if taken is None:
                self._ended = True
                return None
            return self._stamp(*taken, started_ns)

    def close(self) -> None:
        """Release everything; harmless when closed already."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._info is not None:
            self._info = None
            self._release()

    def _stamp(self, image_bgr: BgrImage, t_ms: float, started_ns: int) -> Frame:
        t_ms = self._believable_ms(t_ms) if self._index else 0.0
        now_ns = time.monotonic_ns()
        frame = Frame(
            image_bgr=np.ascontiguousarray(image_bgr),
            index=self._index,
            t_ms=t_ms,
            captured_ns=now_ns,
            capture_ms=(now_ns - started_ns) / 1e6,
        )
        self._index += 1
        self._last_ms = t_ms
        return frame

    def _believable_ms(self, t_ms: float) -> float:
        """Return the time of a picture where broken files repeat, reverse or leap."""
        t_ms -= self._leapt_ms
        leap_ms = t_ms - self._last_ms - _MOST_STEP_MS
        if leap_ms > 0:
            self._leapt_ms += leap_ms
            return self._last_ms + _MOST_STEP_MS
        return max(t_ms, self._last_ms + _LEAST_STEP_MS)
