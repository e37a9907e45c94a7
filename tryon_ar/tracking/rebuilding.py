"""When a tracker that failed is started afresh: soon, but not for ever."""

import time
from collections.abc import Callable

# Waited before the first, second ... start in a row; after the last there is none.
_WAITS_S = (0.0, 0.5, 2.0, 8.0, 30.0)
# Where every frame counts so many of them are waited out.
_WAITED_OUT = 3
# A tracker that works for so long is well again.
_WELL_S = 120.0


class Rebuilding:
    """Says when to try again.

    Parameters
    ----------
    clock_s : callable
        Seconds that never go back.
    wait_s : callable, optional
        Waits for so many seconds: no frame is to be lost. Without it frames go by meanwhile.

    Notes
    -----
    The first start is made at once: a single failure costs one frame, or none. Failures that
    follow each other are waited for longer every time, and given up after five, or three.
    """

    def __init__(
        self,
        clock_s: Callable[[], float] = time.monotonic,
        wait_s: Callable[[float], None] | None = None,
    ) -> None:
        self._clock_s = clock_s
        self._wait_s = wait_s
        self._waits_s = _WAITS_S if wait_s is None else _WAITS_S[:_WAITED_OUT]
        self._failures = 0
        self._failed_s = 0.0
        self._due_s = 0.0

    def failed(self) -> bool:
        """Note a failure; return whether there will be another start."""
        now_s = self._clock_s()
        if self._failures and now_s - self._failed_s > _WELL_S:
            self._failures = 0
        if self._failures == len(self._waits_s):
            return False
        self._due_s = now_s + self._waits_s[self._failures]
        self._failures += 1
        self._failed_s = now_s
        return True

    @property
    def loses_frames(self) -> bool:
        """Whether frames go by while a start is waited for."""
        return self._wait_s is None

    @property
    def is_due(self) -> bool:
        """Whether to try now: nothing failed, or the wait is over."""
        left_s = self._due_s - self._clock_s()
        if left_s > 0 and self._wait_s is not None:
            self._wait_s(left_s)
            return True
        return left_s <= 0
