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
# Time that goes back so far, and by more pictures than are ever out of order, is another clip's,
# joined to the one before.
_JOINED_MS, _JOINED_PICTURES = 500.0, 16
_USUAL_FPS = 30.0
# How long closing waits for whoever reads: a disk may not answer for longer than anybody waits.
_CLOSE_LIMIT_S = 0.2


class PulledSource(OpenedByWith):
    """A source that does its work when it is read and never waits.

    Implementers write ``_acquire``, ``_next_picture`` and ``_release``, which are called
    under one lock, and ``_release`` exactly once for every ``_acquire`` that returned: by who
    closes, or by who is still opening or reading then, as soon as that is over.

    Notes
    -----
    Lifecycle: ``open``, any number of ``read``, ``close``; then again from the start.
    Thread safety: every method may be called from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed = threading.Event()
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
        if info is None or self._closed.is_set():
            raise closed()
        return info

    def open(self) -> None:
        """Open the source from its start; one that is open starts afresh.

        Raises
        ------
        CaptureError
            When no frames can be had from it, or it is closed meanwhile.
        """
        with self._lock:
            self._let_go()
            self._closed.clear()
            self._info = self._acquire()
            self._index = 0
            self._last_ms = -np.inf
            self._leapt_ms = 0.0
            self._ended = False
            self._check_open()

    def read(self) -> Frame | None:
        """Return the next frame, or None when the source has ended.

        Raises
        ------
        CaptureError
            When the source is closed, also while reading.
        """
        with self._lock:
            self._check_open()
            if self._ended:
                return None
            started_ns = time.monotonic_ns()
            taken = self._next_picture()
            self._check_open()
            if taken is None:
                self._ended = True
                return None
            return self._stamp(*taken, started_ns)

    def close(self) -> None:
        """Release everything; harmless when closed already.

        Notes
        -----
        Waits a fifth of a second at most for who is opening or reading: they release it.
        """
        self._closed.set()
        if self._lock.acquire(timeout=_CLOSE_LIMIT_S):
            try:
                self._let_go()
            finally:
                self._lock.release()

    def _check_open(self) -> None:
        """Raise the error of a closed source; what was closed meanwhile is released first."""
        if self._closed.is_set():
            self._let_go()
        if self._info is None:
            raise closed()

    def _let_go(self) -> None:
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
        step_ms, usual_ms = t_ms - self._last_ms, self._usual_step_ms()
        if -max(_JOINED_MS, _JOINED_PICTURES * usual_ms) <= step_ms <= _MOST_STEP_MS:
            return max(t_ms, self._last_ms + _LEAST_STEP_MS)
        believed_ms = _MOST_STEP_MS if step_ms > 0 else usual_ms
        self._leapt_ms += step_ms - believed_ms
        return self._last_ms + believed_ms

    def _usual_step_ms(self) -> float:
        rate_hz = 0.0 if self._info is None else self._info.nominal_fps
        return min(max(1000.0 / (rate_hz or _USUAL_FPS), _LEAST_STEP_MS), _MOST_STEP_MS)
