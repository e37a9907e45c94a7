"""What the performance page shows: a minute of stage times, memory, and all of it as text."""

from collections import deque
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from tryon_ar.gui.colours import DARK
from tryon_ar.gui.sentences import said
from tryon_ar.runtime.metrics import DropCause, MetricsSnapshot, StageTimes

HISTORY_S = 60.0
# One frame of a 30 FPS camera: what the sum of all stages must stay under.
BUDGET_MS = 1000.0 / 30.0
STAGES = tuple(DARK.stages)
_MIB = 1024 * 1024


@dataclass(slots=True)
class History:
    """Medians of every stage over the last minute.

    Attributes
    ----------
    samples : deque of (float, tuple of float)
        When, seconds of the caller's clock, and milliseconds of :data:`STAGES` in their order.
    """

    samples: deque[tuple[float, tuple[float, ...]]] = field(default_factory=deque)

    def add(self, now_s: float, metrics: MetricsSnapshot) -> None:
        """Add what holds now, and forget what is older than a minute."""
        stages = metrics.stages
        medians = tuple(stages[name].p50_ms if name in stages else 0.0 for name in STAGES)
        self.samples.append((now_s, medians))
        while self.samples[0][0] < now_s - HISTORY_S:
            self.samples.popleft()

    def last_s(self) -> float:
        """Return when the last sample was added; minus infinity before the first."""
        return self.samples[-1][0] if self.samples else float("-inf")


def figures_of(
    metrics: MetricsSnapshot, resident: int | None, *, brief: bool = False
) -> dict[str, str]:
    """Return the figures beside the stages as people read them, by name.

    Parameters
    ----------
    metrics : MetricsSnapshot
    resident : int or None
        Bytes of memory held; None where that is not known.
    brief : bool
        Whether they are to fit over the mirror.
    """
    age = metrics.age_ms
    percentiles = _briefly if brief else _percentiles
    none = QCoreApplication.translate("figures", "none")
    causes = _causes()
    drops = ", ".join(f"{count} {causes[one]}" for one, count in metrics.drops.items() if count)
    return {
        "shown": f"{metrics.unique_fps:.1f} FPS",
        "camera": f"{metrics.capture_fps:.1f} FPS",
        "age": "–" if age is None else percentiles(age),
        "drops": drops or none,
        "memory": "–" if resident is None else f"{resident / _MIB:.0f} MiB",
        "quality": said(metrics.quality) or "–",
        "runs on": metrics.provider or "–",
    }


def as_text(metrics: MetricsSnapshot, resident: int | None) -> str:
    """Return everything as lines of text, to paste into a report."""
    figures = figures_of(metrics, resident)
    stages = {
        name_of(name): _percentiles(times)
        for name, times in metrics.stages.items()
        if name in STAGES or name == "total"
    }
    lines = {name_of(name): text for name, text in figures.items()} | stages
    return "\n".join(f"{name}: {text}" for name, text in lines.items())


def name_of(figure: str) -> str:
    """Return what people call a figure or a stage."""
    translate = QCoreApplication.translate
    names = {
        "shown": translate("figures", "shown"),
        "camera": translate("figures", "camera"),
        "age": translate("figures", "age"),
        "drops": translate("figures", "drops"),
        "memory": translate("figures", "memory"),
        "quality": translate("figures", "quality"),
        "runs on": translate("figures", "runs on"),
        "capture": translate("figures", "capture"),
        "track": translate("figures", "track"),
        "parse": translate("figures", "parse"),
        "fit": translate("figures", "fit"),
        "warp": translate("figures", "warp"),
        "blend": translate("figures", "blend"),
        "total": translate("figures", "total"),
    }
    return names.get(figure, figure)


def _causes() -> dict[DropCause, str]:
    """Return what people call the causes why frames are left out."""
    translate = QCoreApplication.translate
    return {
        DropCause.REPLACED: translate("figures", "replaced"),
        DropCause.SKIPPED: translate("figures", "skipped"),
        DropCause.RECORDER: translate("figures", "not recorded"),
    }


def _percentiles(times: StageTimes) -> str:
    return f"p50 {times.p50_ms:.1f}, p95 {times.p95_ms:.1f}, p99 {times.p99_ms:.1f} ms"


def _briefly(times: StageTimes) -> str:
    return f"{times.p50_ms:.0f} ms, p95 {times.p95_ms:.0f} ms"
