"""Static jitter against lag of the landmark smoothing, on real clips.

    python benchmarks/jitter.py ../shared/data/webcam [--clips 4] [--json]

Jitter: RMS distance of shoulders, elbows and hips from their temporal mean, in per cent of
the shoulder width. ``noise`` is one frame of each clip repeated with fresh sensor noise: a
subject that truly holds still. ``quiet`` are the stretches of the clips where the body
moves least; they hold real sway as well, so their residual from a running mean is taken.

Lag: arg max of the cross-correlation of the wrists' paths, interpolated by a parabola,
against the unfiltered path (every frame searched anew as a photo), pooled over the clips.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tryon_ar.core.types import Body, Frame, Pose
from tryon_ar.tracking import anatomy
from tryon_ar.tracking.pose import MediaPipePoseTracker
from tryon_ar.tracking.smoothing import BodySmoother, SmoothingParameters

FPS = 30.0
GARMENT = [
    anatomy.LEFT_SHOULDER,
    anatomy.RIGHT_SHOULDER,
    anatomy.LEFT_ELBOW,
    anatomy.RIGHT_ELBOW,
    anatomy.LEFT_HIP,
    anatomy.RIGHT_HIP,
]
WRISTS = [anatomy.LEFT_WRIST, anatomy.RIGHT_WRIST]
SENSOR_NOISE = 4.0  # grey levels, a webcam indoors
STILL_FRAMES = 60
QUIET_FRAMES = 20
LAGS = 6


@dataclass
class Clip:
    name: str
    searched: list[Pose]  # every frame as a photo: no filter at all
    followed: list[Pose]  # as a video
    noisy: list[Pose]  # one frame with fresh noise, as a video


def frames_of(path: Path) -> Iterator[Frame]:
    import cv2

    video = cv2.VideoCapture(str(path))
    index = 0
    while True:
        more, image = video.read()
        if not more:
            break
        yield Frame(image, index, index * 1000 / FPS, 0)
        index += 1
    video.release()


def noisy_copies(frame: Frame) -> Iterator[Frame]:
    rng = np.random.default_rng(1)
    for index in range(STILL_FRAMES):
        noise = rng.normal(0.0, SENSOR_NOISE, frame.image_bgr.shape)
        image = np.clip(frame.image_bgr + noise, 0, 255).astype(np.uint8)
        yield Frame(image, index, index * 1000 / FPS, 0)


def poses(frames: Iterator[Frame], *, still: bool) -> list[Pose]:
    with MediaPipePoseTracker(still=still) as tracker:
        bodies = [tracker.track(frame) for frame in frames]
    return [body.pose for body in bodies if body is not None]


def measure(path: Path) -> Clip:
    frames = list(frames_of(path))
    return Clip(
        path.stem,
        poses(iter(frames), still=True),
        poses(iter(frames), still=False),
        poses(noisy_copies(frames[len(frames) // 2]), still=False),
    )


def smoothed(poses: list[Pose], parameters: SmoothingParameters) -> list[Pose]:
    smoother = BodySmoother(parameters)
    mask = np.zeros((1, 1), np.float32)
    times = (index * 1000 / FPS for index in range(len(poses)))
    return [smoother.smooth(Body(p, mask), t).pose for p, t in zip(poses, times, strict=True)]


def track(poses: list[Pose], landmarks: list[int]) -> np.ndarray:
    """Positions of landmarks over time in shoulder widths, shape (F, L, 2)."""
    scale = float(np.median([anatomy.body_scale_px(pose) for pose in poses]))
    return np.stack([pose.points_px[landmarks] for pose in poses]) / scale


def jitter_noise(poses: list[Pose]) -> float:
    path = track(poses, GARMENT)[STILL_FRAMES // 3 :]  # after the filters have settled
    return float(np.sqrt(((path - path.mean(axis=0)) ** 2).sum(axis=-1).mean())) * 100


def quiet_start(followed: list[Pose]) -> int:
    """First frame of the stretch where the garment's landmarks move least."""
    path = track(followed, GARMENT)
    spans = range(5, max(len(path) - QUIET_FRAMES, 6))
    return min(spans, key=lambda s: path[s : s + QUIET_FRAMES].std(axis=0).sum())


def jitter_quiet(poses: list[Pose], start: int) -> float:
    path = track(poses, GARMENT)[start : start + QUIET_FRAMES]
    width = 7
    kernel = np.ones(width) / width
    mean = np.apply_along_axis(lambda x: np.convolve(x, kernel, "valid"), 0, path)
    residual = path[width // 2 : width // 2 + len(mean)] - mean
    return float(np.sqrt((residual**2).sum(axis=-1).mean())) * 100


def correlations(true: list[Pose], drawn: list[Pose]) -> np.ndarray:
    """Cross-correlation of the wrists' paths at lags -LAGS..LAGS frames, not normalised."""
    count = min(len(true), len(drawn))
    a, b = track(true[:count], WRISTS), track(drawn[:count], WRISTS)
    seen = np.array([pose.visibility[WRISTS] for pose in true[:count]]).min(axis=0) > 0.5
    a, b = (a - a.mean(axis=0))[:, seen], (b - b.mean(axis=0))[:, seen]
    core = slice(LAGS, count - LAGS)
    shifts = range(-LAGS, LAGS + 1)
    return np.array([(a[core] * b[core.start + s : core.stop + s]).sum() for s in shifts])


def lag_ms(total: np.ndarray) -> float:
    peak = int(np.clip(total.argmax(), 1, len(total) - 2))
    before, here, after = total[peak - 1 : peak + 2]
    offset = (before - after) / (2 * (before - 2 * here + after))
    return (peak - LAGS + offset) * 1000 / FPS


def row(clips: list[Clip], change: Callable[[list[Pose]], list[Pose]]) -> dict[str, float]:
    return {
        "noise_pct": float(np.mean([jitter_noise(change(clip.noisy)) for clip in clips])),
        "quiet_pct": float(
            np.mean(
                [jitter_quiet(change(clip.followed), quiet_start(clip.followed)) for clip in clips]
            )
        ),
        "lag_ms": lag_ms(
            np.sum([correlations(clip.searched, change(clip.followed)) for clip in clips], axis=0)
        ),
    }


def table(clips: list[Clip]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {"filter": "none (video mode)", **row(clips, lambda poses: poses)}
    ]
    for d_cutoff in (1.0, 3.0):
        for min_cutoff in (0.5, 1.0, 1.5, 2.5):
            for beta in (3.0, 6.0, 12.0, 24.0):
                parameters = SmoothingParameters(min_cutoff, beta, d_cutoff)
                name = f"One-Euro {min_cutoff:g} Hz, beta {beta:g}, d {d_cutoff:g} Hz"
                change = lambda poses, p=parameters: smoothed(poses, p)  # noqa: E731
                rows.append({"filter": name, **row(clips, change)})
    parameters = SmoothingParameters()
    name = (
        f"chosen: {parameters.min_cutoff_hz:g} Hz, beta {parameters.beta:g},"
        f" d {parameters.d_cutoff_hz:g} Hz"
    )
    rows.append({"filter": name, **row(clips, lambda poses: smoothed(poses, parameters))})
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path, help="a folder of clips at 30 frames a second")
    parser.add_argument("--clips", type=int, default=99, help="use the first so many")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    paths = sorted(arguments.folder.glob("*.mkv"))[: arguments.clips]
    if not paths:
        print(f"There are no .mkv clips in {arguments.folder}.", file=sys.stderr)
        return 3
    rows = table([measure(path) for path in paths])
    if arguments.json:
        print(json.dumps({"clips": [path.stem for path in paths], "rows": rows}, indent=1))
        return 0
    print(f"{'filter':38} noise %U  quiet %U  lag ms")
    for each in rows:
        print(
            f"{each['filter']:38} {each['noise_pct']:8.3f}"
            f"  {each['quiet_pct']:8.3f}  {each['lag_ms']:6.1f}"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
