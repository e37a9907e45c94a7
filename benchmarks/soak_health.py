"""How a process is over hours: memory, handles, threads; and what is asked of it."""

import math
import os
import threading
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_BIN_MS, _BINS = 0.5, 4000
MOST_SLOPE_MB_H, MOST_GROWTH_MB = 5.0, 30.0
MOST_DROPPED, MOST_TAIL = 0.005, 1.5


@dataclass(frozen=True, slots=True)
class Health:
    """The state of this process at one moment.

    Attributes
    ----------
    at_s : float
        Since the start.
    frames : int
        Dressed so far.
    rss_mb : float
        Memory held, shared pages too.
    handles, threads : int
        Open files, and threads of any library.
    """

    at_s: float
    frames: int
    rss_mb: float
    handles: int
    threads: int


def health(at_s: float, frames: int) -> Health:
    """Return how this process is now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return Health(
        at_s,
        frames,
        pages * os.sysconf("SC_PAGE_SIZE") / 2**20,
        len(os.listdir("/proc/self/fd")) - 1,  # the listing's own
        len(os.listdir("/proc/self/task")),
    )


class Times:
    """Milliseconds by the hundred thousand in little room: a histogram of half milliseconds.

    *Thread safety*: :meth:`add` from any thread.
    """

    def __init__(self) -> None:
        self._counts = array("L", [0] * _BINS)
        self._lock = threading.Lock()

    def add(self, ms: float) -> None:
        """Count one; what is negative counts as none, what is beyond 2 s as 2 s."""
        with self._lock:
            self._counts[min(max(int(ms / _BIN_MS), 0), _BINS - 1)] += 1

    def quantile_ms(self, share: float) -> float:
        """Return what a share of the times does not exceed; NaN where there are none."""
        counts = np.cumsum(self._counts)
        if not counts[-1]:
            return math.nan
        return float((np.searchsorted(counts, share * counts[-1]) + 1) * _BIN_MS)


@dataclass(frozen=True, slots=True)
class Growth:
    """What became of a process after it had warmed up.

    Attributes
    ----------
    hours : float
        Looked at, the warming left out.
    slope_mb_h : float
        Of the least-squares line through the memory held, by time.
    growth_mb : float
        The median of the last tenth of the samples less that of the first.
    handles, threads : (int, int)
        Medians of the first and last tenth.
    most_handles, most_threads : int
    """

    hours: float
    slope_mb_h: float
    growth_mb: float
    handles: tuple[int, int]
    threads: tuple[int, int]
    most_handles: int
    most_threads: int

    @property
    def flat(self) -> bool:
        """Whether as many handles and threads are left as there were."""
        return self.handles[1] <= self.handles[0] and self.threads[1] <= self.threads[0]


def growth(samples: Sequence[Health], warm_up_s: float) -> Growth:
    """Return what became of a process from its samples.

    Raises
    ------
    ValueError
        When fewer than ten samples come after the warming.
    """
    warm = [one for one in samples if one.at_s >= warm_up_s]
    if len(warm) < 10:
        raise ValueError("too short: fewer than ten samples after the warming")
    hours = np.array([one.at_s for one in warm]) / 3600.0
    held = np.array([one.rss_mb for one in warm])
    tenth = max(len(warm) // 10, 3)
    first, last = warm[:tenth], warm[-tenth:]
    return Growth(
        hours=float(hours[-1] - hours[0]),
        slope_mb_h=float(np.polyfit(hours - hours.mean(), held, 1)[0]),
        growth_mb=float(np.median(held[-tenth:]) - np.median(held[:tenth])),
        handles=(_median(first, "handles"), _median(last, "handles")),
        threads=(_median(first, "threads"), _median(last, "threads")),
        most_handles=max(one.handles for one in warm),
        most_threads=max(one.threads for one in warm),
    )


def _median(samples: Sequence[Health], name: str) -> int:
    return int(np.median([getattr(one, name) for one in samples]))
