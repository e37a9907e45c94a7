"""Time the parts of one piece of work."""

import time
from collections.abc import Callable


class Stopwatch:
    """Tells apart how long parts of a piece of work took, from its construction on.

    Parameters
    ----------
    clock : callable
        Seconds; another one in tests.

    Attributes
    ----------
    laps_ms : dict of str to float
        By part.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._last = clock()
        self.laps_ms: dict[str, float] = {}

    def lap(self, part: str) -> None:
        """Add the time since the last lap to a part."""
        now = self._clock()
        self.laps_ms[part] = self.laps_ms.get(part, 0.0) + (now - self._last) * 1000.0
        self._last = now
