"""What the live mirror measures of itself."""

import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from tryon_ar.core.types import DressedFrame, Frame


class DropCause(StrEnum):
    """Why a frame was not shown or recorded."""

    REPLACED = "replaced"
    SKIPPED = "skipped"
    RECORDER = "recorder"


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Milliseconds of one stage over the last seconds."""

    p50_ms: float
    p95_ms: float
    p99_ms: float
    last_ms: float


@dataclass(frozen=True, slots=True)
class MetricsSnapshot:
    """The state of the metrics at one moment.

    Attributes
    ----------
    stages : dict of str to StageTimes
        By stage (``capture``, ``track``, ..., ``total``), those seen lately.
    unique_fps : float
        Different pictures shown a second.
    capture_fps : float
        Frames captured a second.
    age_ms : StageTimes or None
        From capture to paint; None when nothing was shown lately.
    drops : dict of DropCause to int
        Since the start, by cause, every cause present.
    shown : int
        Different pictures shown since the start.
    dressed_fps : float
        Different dressed pictures shown a second, from the first of them to the last: the
        whole run, not the last seconds.
    provider : str
        What the inference engine really runs on.
    quality : str
        What the last dressed frame was drawn with; empty before the first.
    """

    stages: Mapping[str, StageTimes]
    unique_fps: float
    capture_fps: float
    age_ms: StageTimes | None
    drops: Mapping[DropCause, int]
    shown: int
    dressed_fps: float
    provider: str
    quality: str = ""


@dataclass(slots=True)
class _Series:
    """Values of the last seconds with their times."""

    window_s: float
    samples: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=2000))

    def add(self, now_s: float, value: float) -> None:
        self.samples.append((now_s, value))

    def trim(self, now_s: float) -> None:
        while self.samples and self.samples[0][0] < now_s - self.window_s:
            self.samples.popleft()

    def times(self, now_s: float) -> StageTimes | None:
        self.trim(now_s)
        if not self.samples:
            return None
        p50, p95, p99 = np.percentile([value for _, value in self.samples], (50, 95, 99))
        return StageTimes(float(p50), float(p95), float(p99), self.samples[-1][1])

    def rate_hz(self, now_s: float) -> float:
        """Events a second between the first and the last of the window, 0 once they stop."""
        self.trim(now_s)
        if len(self.samples) < 2:
            return 0.0
        first_s, last_s = self.samples[0][0], self.samples[-1][0]
        intervals = len(self.samples) - 1
        # When the next event is overdue the rate falls instead of staying at its last value.
        span_s = max(last_s - first_s, (now_s - first_s) * intervals / (intervals + 1))
        return intervals / span_s if span_s > 0 else 0.0


class Metrics:
    """Counts and times of the running mirror.

    Parameters
    ----------
    window_s : float
        Length of the rolling window in seconds.
    clock_ns : callable
        Monotonic nanoseconds, the clock of ``Frame.captured_ns``; another one in tests.

    Notes
    -----
    Lifecycle: none. Thread safety: every method; workers write, the display takes a
    ``snapshot`` four times a second.
    """

    def __init__(
        self, window_s: float = 3.0, clock_ns: Callable[[], int] = time.monotonic_ns
    ) -> None:
        if window_s <= 0:
            raise ValueError(f"window_s must be above 0, not {window_s}")
        self._window_s = window_s
        self._clock_ns = clock_ns
        self._lock = threading.Lock()
        self._stages: dict[str, _Series] = {}
        self._captured = _Series(window_s)
        self._painted = _Series(window_s)
        self._last_index: int | None = None
        self._shown = 0
        self._dressed_times_ns: list[int] = []  # first and last
        self._dressed_count = 0
        self._drops: Counter[DropCause] = Counter()
        self._watched: list[tuple[DropCause, Callable[[], int]]] = []
        self._provider = ""
        self._quality = ""

    def captured(self, frame: Frame) -> None:
        """Note a frame of the source."""
        with self._lock:
            self._captured.add(self._now_s(), frame.capture_ms)

    def stage(self, name: str, milliseconds: float) -> None:
        """Note how long one stage took for one frame."""
        with self._lock:
            self._note_stages({name: milliseconds})

    def dressed(self, dressed: DressedFrame) -> None:
        """Note the stages of a frame that was rendered."""
        with self._lock:
            self._note_stages(dressed.latency_ms)
            if dressed.coverage is not None:
                self._quality = dressed.quality

    def painted(self, dressed: DressedFrame, now_ns: int) -> None:
        """Note a picture put on the screen.

        Parameters
        ----------
        dressed : DressedFrame
            Painting the same frame again (an exposed window) is not a new picture.
        now_ns : int
            When, on the clock of ``Frame.captured_ns``.
        """
        frame = dressed.tracked.frame
        with self._lock:
            if frame.index == self._last_index:
                return
            self._last_index = frame.index
            self._shown += 1
            self._painted.add(self._now_s(), (now_ns - frame.captured_ns) / 1e6)
            if dressed.coverage is not None:
                self._dressed_count += 1
                self._dressed_times_ns[1:] = [now_ns]

    def dropped(self, cause: DropCause, count: int = 1) -> None:
        """Add ``count`` frames to those lost by ``cause``."""
        with self._lock:
            self._drops[cause] += count

    def watch(self, cause: DropCause, total: Callable[[], int]) -> None:
        """Also count what something counts for itself (a mailbox, a recorder).

        Parameters
        ----------
        total : callable
            Read at every snapshot, without the lock held, from the snapshot's thread.
        """
        with self._lock:
            self._watched.append((cause, total))

    def set_provider(self, provider: str) -> None:
        """Note what the inference engine really runs on."""
        with self._lock:
            self._provider = provider

    def snapshot(self) -> MetricsSnapshot:
        """Return the present state; it does not change any more."""
        with self._lock:
            watched = list(self._watched)
        extra: Counter[DropCause] = Counter()
        for cause, total in watched:
            extra[cause] += total()
        with self._lock:
            now_s = self._now_s()
            times = {name: series.times(now_s) for name, series in self._stages.items()}
            return MetricsSnapshot(
                stages={name: stage for name, stage in times.items() if stage is not None},
                unique_fps=self._painted.rate_hz(now_s),
                capture_fps=self._captured.rate_hz(now_s),
                age_ms=self._painted.times(now_s),
                drops={cause: self._drops[cause] + extra[cause] for cause in DropCause},
                shown=self._shown,
                dressed_fps=self._dressed_fps(),
                provider=self._provider,
                quality=self._quality,
            )

    def _dressed_fps(self) -> float:
        if len(self._dressed_times_ns) < 2:
            return 0.0
        first_ns, last_ns = self._dressed_times_ns
        return (self._dressed_count - 1) * 1e9 / max(last_ns - first_ns, 1)

    def _now_s(self) -> float:
        return self._clock_ns() / 1e9

    def _note_stages(self, latency_ms: Mapping[str, float]) -> None:
        now_s = self._now_s()
        for name, milliseconds in latency_ms.items():
            self._stages.setdefault(name, _Series(self._window_s)).add(now_s, milliseconds)
