"""When frames are due, and where they stand in a session."""

import threading
import time
from dataclasses import replace

from tryon_ar.core.types import Frame

MAX_LATENESS_S = 0.25


class Timeline:
    """One strictly increasing count and clock over sources that each start at zero.

    Parameters
    ----------
    now_ns : int
        ``time.monotonic_ns()`` at the session's start.
    """

    def __init__(self, now_ns: int) -> None:
        self._start_ns = now_ns
        self._index = -1
        self._last_ms = -1.0
        self._offset_ms = 0.0

    def begin(self, now_ns: int, interval_ms: float | None = None) -> None:
        """Note that the next frame is the first of a source opened now.

        Parameters
        ----------
        interval_ms : float, optional
            Of recorded sources: their time goes on so long after the last frame, as if the
            clip had no end. Without it time goes on with the clock, as live sources' does.
        """
        if interval_ms is not None:
            self._offset_ms = self._last_ms + interval_ms
        else:
            self._offset_ms = max((now_ns - self._start_ns) / 1e6, self._last_ms + 1.0)

    def place(self, frame: Frame, now_ns: int) -> Frame:
        """Return the frame with its place in the session, captured now."""
        self._index += 1
        self._last_ms = max(self._offset_ms + frame.t_ms, self._last_ms + 0.001)
        return replace(frame, index=self._index, t_ms=self._last_ms, captured_ns=now_ns)


class Pacer:
    """Waits until frames of a recorded source are due.

    Parameters
    ----------
    wake : threading.Event
        Ends a wait early.
    """

    def __init__(self, wake: threading.Event) -> None:
        self._wake = wake
        self._origin_s: float | None = None

    def wait(self, t_ms: float) -> None:
        """Return when the frame of that source time is due (at once when it is late)."""
        now_s = time.monotonic()
        if self._origin_s is None:
            self._origin_s = now_s - t_ms / 1000.0
        ahead_s = self._origin_s + t_ms / 1000.0 - now_s
        if ahead_s > 0:
            self._wake.wait(ahead_s)
        elif ahead_s < -MAX_LATENESS_S:
            self._origin_s = now_s - t_ms / 1000.0
