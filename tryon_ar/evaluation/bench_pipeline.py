"""What the whole pipeline costs, in units of MediaPipe's own time on the same frames."""

import statistics
import time

from tryon_ar.capture.opening import open_source
from tryon_ar.core.types import Body, DressedFrame, Frame, GarmentState
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.pipeline.dresser import Dresser
from tryon_ar.pipeline.observer import Observer
from tryon_ar.tracking.person_tracker import PersonTracker
from tryon_ar.tracking.pose import MediaPipePoseTracker, PoseTracker

_WARM_UP_FRAMES = 10


class StopwatchTracker:
    """A pose tracker that keeps how long each frame took it.

    Parameters
    ----------
    inner : PoseTracker
    """

    def __init__(self, inner: PoseTracker) -> None:
        self._inner = inner
        self.times_ms: list[float] = []

    def track(self, frame: Frame) -> Body | None:
        """Track a frame with the inner tracker."""
        started = time.perf_counter()
        body = self._inner.track(frame)
        self.times_ms.append((time.perf_counter() - started) * 1000.0)
        return body

    def reset(self) -> None:
        """Reset the inner tracker."""
        self._inner.reset()

    def close(self) -> None:
        """Close the inner tracker."""
        self._inner.close()


def bench_pipeline(
    source: str = "demo", garment: str = "longsleeve-green", frames: int = 90
) -> dict[str, float | str]:
    """Dress frames one after the other and compare with the tracker's own time on them.

    Parameters
    ----------
    source : str
        Specification of a source of at least ``frames`` frames.
    garment : str
        Id of a built-in garment.
    frames : int
        How many are timed, after ten that are not.

    Returns
    -------
    dict of str to float or str
        Medians: ``total_ms`` a frame from tracking to the finished picture,
        ``mediapipe_ms`` of it in MediaPipe (with the colour conversion it needs), each
        stage, and ``overhead_ratio`` = total / MediaPipe, the median over frames. As the
        parsing network does not run on every frame, means too: ``parse_mean_ms`` and
        ``mean_overhead_ratio`` = sum of totals / sum of MediaPipe.
    """
    stopwatch = StopwatchTracker(MediaPipePoseTracker())
    tracker = Observer(PersonTracker(stopwatch), provider="cpu")
    dresser = Dresser([load_builtin(garment)], provider="cpu")
    totals: list[float] = []
    results: list[DressedFrame] = []
    try:
        with open_source(source) as opened:
            for _ in range(frames + _WARM_UP_FRAMES):
                frame = opened.read()
                if frame is None:
                    break
                started = time.perf_counter()
                dressed = dresser.process(tracker.process(frame))
                totals.append((time.perf_counter() - started) * 1000.0)
                results.append(dressed)
    finally:
        tracker.close()
        dresser.close()
    return _figures(source, garment, totals, stopwatch.times_ms, results)


def _figures(
    source: str,
    garment: str,
    totals: list[float],
    tracked: list[float],
    results: list[DressedFrame],
) -> dict[str, float | str]:
    kept = [
        index
        for index in range(_WARM_UP_FRAMES, len(totals))
        if results[index].tracked.state is GarmentState.DRESSED
    ]

    def median(values: list[float]) -> float:
        return round(statistics.median(values), 3) if values else 0.0

    found: dict[str, float | str] = {
        "source": source,
        "garment": garment,
        "frames": len(kept),
        "total_ms": median([totals[index] for index in kept]),
        "mediapipe_ms": median([tracked[index] for index in kept]),
    }
    for stage in ("fit", "warp", "blend"):
        found[f"{stage}_ms"] = median([results[index].latency_ms[stage] for index in kept])
    found["overhead_ratio"] = median([totals[index] / tracked[index] for index in kept])
    if kept:
        parsed = [results[index].latency_ms["parse"] for index in kept]
        found["parse_mean_ms"] = round(statistics.fmean(parsed), 3)
        spent = sum(totals[index] for index in kept)
        found["mean_overhead_ratio"] = round(spent / sum(tracked[index] for index in kept), 3)
    return found
