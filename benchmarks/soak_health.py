"""How a process is over hours: memory, handles, threads and the like; and what became of it."""

import ctypes
import gc
import math
import os
import sys
import tempfile
import threading
from array import array
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

_BIN_MS, _BINS = 0.5, 4000
# What may not grow, by the names of `Health`.
LEVELS = ("handles", "threads", "children", "timers", "windows", "temporary")
_FEWEST_OF_A_SOURCE = 3
_KINDS = {"socket:": "sockets", "pipe:": "pipes", "anon_inode:": "events", "/dev/": "devices"}


@dataclass(frozen=True, slots=True)
class Health:
    """The state of this process at one moment.

    Attributes
    ----------
    at_s : float
        Since the start.
    frames : int
        Dressed so far.
    rss_mb, own_mb : float
        Memory held; and that without the pages of files, which the system takes away and
        brings back as it likes.
    in_use_mb : float
        Given out by glibc's ``malloc`` and not freed (``mallinfo2``); 0 where there is no glibc.
        Told, not judged: what lies between is what wanders.
    handles, threads, children : int
        Open files of all kinds, threads of any library, processes started and not waited for.
    timers, windows : int
        Qt's timers that tick, and its windows, hidden ones too; 0 without a window.
    temporary : int
        Files in the folder for temporary ones.
    kept : int
        Objects that Python's garbage collection does not look at.
    load : float
        How many wanted a processor of the machine in the last minute.
    source : str
        What is played.
    by_kind : dict of str to int
        Handles that are sockets, pipes, events, devices or files.
    """

    at_s: float
    frames: int
    rss_mb: float
    own_mb: float
    handles: int
    threads: int
    children: int = 0
    timers: int = 0
    windows: int = 0
    temporary: int = 0
    kept: int = 0
    in_use_mb: float = 0.0
    load: float = 0.0
    source: str = ""
    by_kind: dict[str, int] = field(default_factory=dict)


def health(at_s: float, frames: int, source: str = "") -> Health:
    """Return how this process is now (Linux)."""
    _, pages, of_files, *_ = Path("/proc/self/statm").read_text().split()
    page_mb = os.sysconf("SC_PAGE_SIZE") / 2**20
    kinds = _handles()
    timers, windows = _of_qt()
    return Health(
        at_s=round(at_s, 3),
        frames=frames,
        rss_mb=round(int(pages) * page_mb, 3),
        own_mb=round((int(pages) - int(of_files)) * page_mb, 3),
        handles=sum(kinds.values()),
        threads=len(os.listdir("/proc/self/task")),
        children=_children(),
        timers=timers,
        windows=windows,
        temporary=sum(len(names) for _, _, names in os.walk(tempfile.gettempdir())),
        kept=gc.get_freeze_count(),
        in_use_mb=_in_use_mb(),
        load=os.getloadavg()[0],
        source=source,
        by_kind=kinds,
    )


class _Given(ctypes.Structure):
    """``struct mallinfo2`` of glibc 2.33, see ``mallinfo(3)``."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd"),
            *("usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"),
        )
    )


def _in_use_mb() -> float:
    ask = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if ask is None:
        return 0.0
    ask.restype = _Given
    given = ask()
    return round((given.uordblks + given.hblkhd) / 2**20, 2)


def _handles() -> dict[str, int]:
    kinds: Counter[str] = Counter()
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):  # the listing's own is closed by now
            target = os.readlink(f"/proc/self/fd/{name}")
            kinds[next((_KINDS[one] for one in _KINDS if target.startswith(one)), "files")] += 1
    return dict(kinds)


def _children() -> int:
    found = 0
    for task in os.listdir("/proc/self/task"):
        with suppress(OSError):  # ended meanwhile
            found += len(Path(f"/proc/self/task/{task}/children").read_text().split())
    return found


def _of_qt() -> tuple[int, int]:
    """Return how many timers tick and how many windows there are; asked in the GUI thread."""
    if "PySide6.QtWidgets" not in sys.modules:
        return 0, 0
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        return 0, 0
    windows = application.topLevelWidgets()
    owners = (application, *(one for one in windows if one.parent() is None))
    timers = {timer for owner in owners for timer in owner.findChildren(QTimer)}
    return sum(timer.isActive() for timer in timers), len(windows)


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

    @property
    def count(self) -> int:
        """How many were counted."""
        return sum(self._counts)

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
    slope_mb_h, own_slope_mb_h : float
        Of the least-squares line through the memory held, by time; without pages of files.
    growth_mb, own_growth_mb : float
        The median of the last tenth of the samples less that of the first; likewise.
    in_use_slope_mb_h : float
        Likewise, of what ``malloc`` has given out: told, not judged. Where it is flat and the
        memory held is not, holes between blocks wander and nothing is kept.
    own_rest_mb : (int, int)
        As the levels, of the memory without pages of files: steadier in a short run.
    frames_a_second : (float, float)
        Dressed in the first and in the last tenth.
    levels : dict of str to (int, int)
        Of what may not grow: where it rests in the first and in the last third of the samples
        of a source, which is what a tenth of them do not exceed: recordings and pages pass by
        above it. Of the source of which it grew the most: a file holds more than a pattern.
    most : dict of str to int
    """

    hours: float
    slope_mb_h: float
    growth_mb: float
    own_slope_mb_h: float
    own_growth_mb: float
    in_use_slope_mb_h: float
    own_rest_mb: tuple[int, int]
    frames_a_second: tuple[float, float]
    levels: dict[str, tuple[int, int]]
    most: dict[str, int]

    @property
    def grown(self) -> list[str]:
        """What there is more of than there was."""
        return [name for name, (first, last) in self.levels.items() if last > first]


def warm_from_s(samples: Sequence[Health], warm_up_s: float) -> float:
    """Return when the warming is over: so long after the first frame, which may be late."""
    return warm_up_s + next((one.at_s for one in samples if one.frames), math.inf)


def growth(samples: Sequence[Health], warm_up_s: float) -> Growth | None:
    """Return what became of a process; None where fewer than ten samples follow the warming."""
    from_s = warm_from_s(samples, warm_up_s)
    warm = [one for one in samples if one.at_s >= from_s]
    if len(warm) < 10:
        return None
    hours = np.array([one.at_s for one in warm]) / 3600.0
    tenth = max(len(warm) // 10, 3)

    def risen(name: str) -> tuple[float, float]:
        held = np.array([getattr(one, name) for one in warm])
        slope = np.polyfit(hours - hours.mean(), held, 1)[0]
        return float(slope), float(np.median(held[-tenth:]) - np.median(held[:tenth]))

    (slope, grown), (own_slope, own_grown) = risen("rss_mb"), risen("own_mb")
    return Growth(
        hours=float(hours[-1] - hours[0]),
        slope_mb_h=slope,
        growth_mb=grown,
        own_slope_mb_h=own_slope,
        own_growth_mb=own_grown,
        in_use_slope_mb_h=risen("in_use_mb")[0],
        own_rest_mb=_levels(warm, "own_mb"),
        frames_a_second=(_rate_hz(warm[:tenth]), _rate_hz(warm[-tenth:])),
        levels={name: _levels(warm, name) for name in LEVELS},
        most={name: max(getattr(one, name) for one in warm) for name in LEVELS},
    )


def _levels(samples: Sequence[Health], name: str) -> tuple[int, int]:
    found = []
    for source in {one.source for one in samples}:
        values = [getattr(one, name) for one in samples if one.source == source]
        third = len(values) // 3
        if third >= _FEWEST_OF_A_SOURCE:
            thirds = values[:third], values[-third:]
            found.append(tuple(int(np.quantile(one, 0.1, method="lower")) for one in thirds))
    first, last = max(found, key=lambda levels: levels[1] - levels[0], default=(0, 0))
    return first, last


def _rate_hz(samples: Sequence[Health]) -> float:
    first, last = samples[0], samples[-1]
    return round((last.frames - first.frames) / max(last.at_s - first.at_s, 1e-6), 2)
