"""Clips as the networks saw them, and where garments are then drawn in them."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from tryon_ar.core.types import Body, Frame, Points, Pose, TrackedFrame
from tryon_ar.evaluation.stillness_input import Grey
from tryon_ar.fitting.fit import GarmentFit
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.garments.garment import Garment
from tryon_ar.tracking.person_tracker import PersonTracker
from tryon_ar.tracking.pose import MediaPipePoseTracker
from tryon_ar.tracking.smoothing import BodySmoother, SmoothingParameters


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A clip as the networks saw it, before any filter of ours.

    Attributes
    ----------
    followed : list of Body or None
        The tracker in video mode, as the mirror runs it.
    searched : list of Pose or None
        The same network on every frame by itself: no filter at all.
    """

    frames: list[Frame]
    followed: list[Body | None]
    searched: list[Pose | None]

    @property
    def step_ms(self) -> float:
        """Time between frames."""
        return float(np.median(np.diff([frame.t_ms for frame in self.frames])))

    def greys(self) -> list[Grey]:
        """Return the pictures in grey."""
        pictures = (cv2.cvtColor(f.image_bgr, cv2.COLOR_BGR2GRAY) for f in self.frames)
        return [np.asarray(picture, np.uint8) for picture in pictures]


class _Recorded:
    """A tracker that says again what was seen, by the frame's index."""

    def __init__(self, bodies: Sequence[Body | None]) -> None:
        self._bodies = bodies

    def track(self, frame: Frame) -> Body | None:
        return self._bodies[frame.index]

    def reset(self) -> None:
        """Nothing is remembered."""

    def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where a garment was drawn in the frames of a clip.

    Attributes
    ----------
    names : list of str
        Its landmarks.
    path_px : ndarray of shape (F, L, 2), float64
        NaN where nobody was dressed.
    unit_px : float
        Shoulder width, median over the clip.
    """

    names: list[str]
    path_px: Points
    unit_px: float

    def of(self, prefixes: Iterable[str]) -> list[int]:
        """Return the numbers of the landmarks whose names begin so."""
        return [i for i, name in enumerate(self.names) if name.startswith(tuple(prefixes))]


def witness(frames: Iterable[Frame], *, searched: bool = True) -> Witnessed:
    """Run the pose network over frames, following and (if wanted) searching each anew."""
    kept = list(frames)
    with MediaPipePoseTracker() as tracker:
        followed = [tracker.track(frame) for frame in kept]
    poses: list[Pose | None] = [None] * len(kept)
    if searched:
        with MediaPipePoseTracker(still=True) as tracker:
            found = [tracker.track(frame) for frame in kept]
        poses = [None if body is None else body.pose for body in found]
    return Witnessed(kept, followed, poses)


def draw(seen: Witnessed, garment: Garment, parameters: SmoothingParameters | None = None) -> Drawn:
    """Fit a garment to every frame of a clip as the mirror does."""
    tracker = PersonTracker(
        _Recorded(seen.followed), BodySmoother(parameters or SmoothingParameters())
    )
    fitter, track_id, fits = GarmentFitter(garment), None, []
    for frame in seen.frames:
        tracked = tracker.process(frame)
        if tracked.track_id != track_id:
            track_id = tracked.track_id
            fitter.reset()
        fits.append(_fit(fitter, tracked))
    return _drawn(fits)


def _fit(fitter: GarmentFitter, tracked: TrackedFrame) -> GarmentFit | None:
    if tracked.body is None:
        return None
    fit = fitter.fit(tracked.body, tracked.frame.t_ms)
    return fit if isinstance(fit, GarmentFit) else None


def _drawn(fits: list[GarmentFit | None]) -> Drawn:
    known = [fit for fit in fits if fit is not None]
    if not known:
        return Drawn([], np.empty((len(fits), 0, 2)), 1.0)
    names = list(known[0].landmarks)
    nowhere = [(np.nan, np.nan)] * len(names)
    rows = [nowhere if fit is None else [fit.landmarks[name] for name in names] for fit in fits]
    unit_px = statistics.median(fit.unit_px for fit in known)
    return Drawn(names, np.array(rows, np.float64), unit_px)
