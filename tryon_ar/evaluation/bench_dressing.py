"""What fitting, warping, lighting and blending a garment cost at the sizes people film at."""

import statistics
import time
from collections.abc import Sequence

import cv2
import numpy as np

from tryon_ar.capture.demo import DemoSource
from tryon_ar.core.types import DressedFrame, TrackedFrame
from tryon_ar.evaluation.bench_pipeline import StopwatchTracker
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.pipeline.dresser import Dresser
from tryon_ar.pipeline.observer import Observer
from tryon_ar.tracking.person_tracker import PersonTracker
from tryon_ar.tracking.pose import MediaPipePoseTracker

SIZES = ((640, 480), (1280, 720))
#: What is promised together: where the garment goes, drawing it, its light and laying it over.
DRESSING = ("fit", "garment", "light", "contact shadow", "composite")
_WARM_UP_FRAMES = 12


def bench_dressing(
    size_px: tuple[int, int], garment: str = "longsleeve-green", frames: int = 60
) -> dict[str, float | str]:
    """Dress the demo, one frame after the other on one core, and time each part of it.

    Parameters
    ----------
    size_px : (int, int)
        Width and height of the frames.
    garment : str
        Id of a built-in garment.
    frames : int
        How many are timed, after twelve that are not.

    Returns
    -------
    dict of str to float or str
        Medians over the frames, milliseconds of one core. ``dressing_ms`` is the sum of ``fit_ms``,
        ``garment_ms`` (the warp of all pieces and what hides them), ``light_ms``,
        ``contact_shadow_ms`` and ``composite_ms``. Beside it ``occlusion_ms`` (head, hands and
        arms in front), ``evidence_ms`` (what is learnt of the person and the room) and
        ``undress_ms`` (taking the worn clothes off). From the same run ``remap_ms``, a bare
        ``cv2.remap`` of as many pixels as the frame has (bilinear, four channels, float32),
        ``mediapipe_ms`` (by the clock, as it has threads of its own), and both as ratios.

    Notes
    -----
    OpenCV keeps to one thread meanwhile, and so does everything else: what is counted is the
    thread's own processor time, which other programs hardly change. What is compared is timed in
    turn, frame by frame.
    """
    tracked, mediapipe_ms = _observed(size_px, frames + _WARM_UP_FRAMES)
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        dressed, remap_ms = _dress(tracked, garment, size_px)
    finally:
        cv2.setNumThreads(threads)
    return _figures(dressed, remap_ms, mediapipe_ms, garment)


def _observed(size_px: tuple[int, int], frames: int) -> tuple[list[TrackedFrame], list[float]]:
    stopwatch = StopwatchTracker(MediaPipePoseTracker())
    observer = Observer(PersonTracker(stopwatch), provider="cpu")
    tracked = []
    try:
        with DemoSource(size_px=size_px, frame_count=frames) as source:
            while (frame := source.read()) is not None:
                tracked.append(observer.process(frame))
    finally:
        observer.close()
    return tracked, stopwatch.times_ms[_WARM_UP_FRAMES:]


def _dress(
    tracked: Sequence[TrackedFrame], garment: str, size_px: tuple[int, int]
) -> tuple[list[DressedFrame], list[float]]:
    width, height = size_px
    texture = np.random.default_rng(3).random((height, width, 4), np.float32)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    maps = np.stack([x + 5 * np.sin(y / 40), y + 5 * np.cos(x / 50)], axis=-1)
    drawn = np.empty_like(texture)
    dresser = Dresser([load_builtin(garment)], provider="cpu", clock_s=time.thread_time)
    results: list[DressedFrame] = []
    remap_ms: list[float] = []
    try:
        for frame in tracked:
            results.append(dresser.process(frame))
            started = time.thread_time()
            cv2.remap(texture, maps, None, cv2.INTER_LINEAR, drawn)  # type: ignore[call-overload]
            remap_ms.append((time.thread_time() - started) * 1000.0)
    finally:
        dresser.close()
    return results[_WARM_UP_FRAMES:], remap_ms[_WARM_UP_FRAMES:]


def _figures(
    dressed: Sequence[DressedFrame],
    remap_ms: list[float],
    mediapipe_ms: list[float],
    garment: str,
) -> dict[str, float | str]:
    rows = [
        {"fit": one.latency_ms["fit"], **one.parts_ms}
        for one in dressed
        if one.coverage is not None
    ]
    spent = [sum(row[part] for part in DRESSING) for row in rows]
    found: dict[str, float | str] = {"garment": garment, "frames": len(rows)}
    if not rows:
        return found
    found["dressing_ms"] = _median(spent)
    for part in (*DRESSING, *(part for part in rows[0] if part not in DRESSING)):
        found[f"{part.replace(' ', '_')}_ms"] = _median([row[part] for row in rows])
    for name, peer in (("remap", remap_ms), ("mediapipe", mediapipe_ms)):
        found[f"{name}_ms"] = _median(peer)
        found[f"dressing_times_{name}"] = round(
            statistics.median(spent) / statistics.median(peer), 3
        )
    return found


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 3)
