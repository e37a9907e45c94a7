"""Steady the landmarks and the mask from frame to frame without making them late."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.seen_motion import SeenMotion
from tryon_ar.core.types import Body, Pose, SoftMask
from tryon_ar.tracking.anatomy import LEFT_SHOULDER, RIGHT_SHOULDER, body_scale_px
from tryon_ar.tracking.body_motion import Carried, carried_landmarks
from tryon_ar.tracking.carried_filter import CarriedFilter, CarriedParameters
from tryon_ar.tracking.one_euro import OneEuroFilter
from tryon_ar.tracking.rest import SeenRest

_WORLD_SHOULDERS_M = 0.35  # speed in shoulder widths a second, also for metres
_LONGEST_GAP_S = 1.0
# Visibilities of a guess and of a landmark that is seen; what lies this far outside the picture, in
# shoulder widths, is a guess; and what a guess counts.
_UNSEEN, _SEEN, _FAR_OUTSIDE, _LEAST_CONFIDENCE = 0.3, 0.8, 0.1, 0.1


@dataclass(frozen=True, slots=True)
class SmoothingParameters:
    """How much to smooth; speeds are in shoulder widths a second.

    Attributes
    ----------
    landmarks : CarriedParameters
        The filter of the landmarks in the picture; its One-Euro part also filters those in metres.
    follow_pictures : bool
        Carry landmarks along with the texture of the pictures.
    depth_min_cutoff_hz : float
        The same for the unsteady depth, more strongly.
    visibility_cutoff_hz : float
        Plain low-pass of the visibilities.
    play : float
        Hysteresis of the visibilities, to either side.
    mask_keep : float
        Weight of the mask before, 0 to 1, where it agrees with the new one.

    Notes
    -----
    The measures are those of ``tryon_ar.evaluation.stillness_suite`` on the webcam clips and on
    frames of two of them moved by a known way (30 frames a second; jitter and swim in per cent of
    the shoulder width; the lag is that behind a body that sways, which the networks alone follow
    89 ms late):

    ==========================================  ======  =====  ======
    filter                                      jitter  swim   lag
    ==========================================  ======  =====  ======
    MediaPipe's own (video)                     1.3 %   2.3 %   89 ms
    and One-Euro of 0.5 Hz, beta 6              1.3 %   2.3 %  155 ms
    **and carried by the pictures**             0.4 %   1.4 %    5 ms
    ==========================================  ======  =====  ======

    What is left of jitter is drift: a network's estimate of a resting shoulder goes along with the
    other arm. No low-pass that is quick enough for a moving body takes that out.
    """

    landmarks: CarriedParameters = field(default_factory=CarriedParameters)
    follow_pictures: bool = True
    depth_min_cutoff_hz: float = 0.8
    visibility_cutoff_hz: float = 2.0
    play: float = 0.12
    mask_keep: float = 0.5


@dataclass(slots=True)
class BodySmoother:
    """Smooths the bodies of one person over time.

    Parameters
    ----------
    parameters : SmoothingParameters
    """

    parameters: SmoothingParameters = field(default_factory=SmoothingParameters)
    _points: CarriedFilter = field(init=False, repr=False)
    _rest: SeenRest = field(init=False, repr=False, default_factory=SeenRest)
    _depth: OneEuroFilter = field(init=False, repr=False)
    _world: OneEuroFilter = field(init=False, repr=False)
    _visibility: OneEuroFilter = field(init=False, repr=False)
    _seen: NDArray[np.float64] | None = field(init=False, repr=False, default=None)
    _before: Pose | None = field(init=False, repr=False, default=None)
    _mask: SoftMask | None = field(init=False, repr=False, default=None)
    _last_s: float | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        p = self.parameters
        euro = (p.landmarks.min_cutoff_hz, p.landmarks.beta, p.landmarks.d_cutoff_hz)
        self._points = CarriedFilter(p.landmarks)
        self._world = OneEuroFilter(*euro, vectors=True)
        self._depth = OneEuroFilter(p.depth_min_cutoff_hz, p.landmarks.beta, euro[2])
        self._visibility = OneEuroFilter(p.visibility_cutoff_hz, 0.0)

    def reset(self) -> None:
        """Forget the person: the next body passes as it is."""
        self._points.reset()
        self._rest.reset()
        for each in (self._world, self._depth, self._visibility):
            each.reset()
        self._mask = self._seen = self._before = None
        self._last_s = None

    def smooth(self, body: Body, t_ms: float, motion: SeenMotion | None = None) -> Body:
        """Return the body steadied by those before.

        Parameters
        ----------
        body : Body
            As measured.
        t_ms : float
            When. Where time stands still, jumps back or more than a second ahead,
            smoothing starts afresh.
        motion : SeenMotion, optional
            How the person was seen to move since the last call.
        """
        t_s = t_ms / 1000.0
        if self._last_s is not None and not 0 < t_s - self._last_s <= _LONGEST_GAP_S:
            self.reset()
        since_ms = None if self._last_s is None else 1000.0 * self._last_s
        self._last_s = t_s
        pose = self._smooth_pose(body, t_s, motion)
        mask = blend_masks(self._mask, body.mask, self.parameters.mask_keep)
        self._mask = mask
        if motion is not None and since_ms is not None:
            motion = replace(motion, since_ms=since_ms)
        return Body(pose, mask, motion=motion)

    def _smooth_pose(self, body: Body, t_s: float, motion: SeenMotion | None) -> Pose:
        pose = body.pose
        scale = max(body_scale_px(pose), 1.0)
        visibility = self._visibility.filter(pose.visibility, t_s)
        self._seen = visibility = with_play(self._seen, visibility, self.parameters.play)
        height, width = body.mask.shape
        confidence = confidence_of(pose, visibility, (width, height))
        carried = self._carried(pose, confidence, motion)
        seen = motion if self.parameters.follow_pictures else None
        confidence *= self._rest.left(seen, carried, pose.points_px, t_s, scale)
        self._before = pose
        return Pose(
            points_px=self._points.filter(pose.points_px, t_s, scale, confidence, carried),
            visibility=visibility.copy(),
            depth_px=self._depth.filter(pose.depth_px, t_s, scale),
            world_m=self._world.filter(pose.world_m, t_s, _WORLD_SHOULDERS_M),
        )

    def _carried(
        self, pose: Pose, confidence: NDArray[np.float64], motion: SeenMotion | None
    ) -> Carried | None:
        """Return where the last points go by the pictures, or at least with the shoulders."""
        last, before = self._points.value, self._before
        if last is None or before is None:
            return None
        if motion is not None and self.parameters.follow_pictures:
            return carried_landmarks(motion, last, max(body_scale_px(pose), 1.0))
        shoulders = [LEFT_SHOULDER, RIGHT_SHOULDER]
        moved = (pose.points_px - before.points_px)[shoulders].mean(axis=0)
        return Carried(last + (1.0 - confidence)[:, None] * moved, np.zeros(len(last)))


def confidence_of(
    pose: Pose, visibility: NDArray[np.float64], size_px: tuple[int, int]
) -> NDArray[np.float64]:
    """Return how far landmarks were really seen, not guessed: shape (33,), 0.1 to 1.

    Parameters
    ----------
    pose : Pose
        As measured.
    visibility : ndarray of shape (33,), float64
        Smoothed.
    size_px : (int, int)
        Of the picture; what lies outside it is a guess.
    """
    beyond = np.maximum(-pose.points_px, pose.points_px - np.subtract(size_px, 1)).max(axis=1)
    inside = 1.0 - np.clip(beyond / (_FAR_OUTSIDE * max(body_scale_px(pose), 1.0)), 0.0, 1.0)
    seen = np.clip((visibility - _UNSEEN) / (_SEEN - _UNSEEN), 0.0, 1.0)
    return np.asarray(_LEAST_CONFIDENCE + (1.0 - _LEAST_CONFIDENCE) * seen * inside)


def with_play(
    before: NDArray[np.float64] | None, now: NDArray[np.float64], play: float
) -> NDArray[np.float64]:
    """Return values that only move when pushed: hysteresis for whatever threshold comes after.

    Parameters
    ----------
    before, now : ndarray of one shape, float64
        What was returned last, or None, and what was measured.
    play : float
        How far the measurement may go to either side before the value moves along.
    """
    return now if before is None else np.clip(before, now - play, now + play)


def blend_masks(before: SoftMask | None, now: SoftMask, keep: float) -> SoftMask:
    """Return a mask steadied by the one before, where the two agree.

    Parameters
    ----------
    before, now : ndarray of shape (H, W), float32
        0 to 1; ``before`` may be None or of another shape and then does not count.
    keep : float
        Weight of ``before`` where both are equal, 0 to 1; it falls linearly to nothing
        where they differ by a half, so that moving outlines do not trail.

    Returns
    -------
    ndarray of shape (H, W), float32
        Read-only: ``now + (before - now) keep max(0, 1 - 2 |before - now|)``.
    """
    if before is None or before.shape != now.shape or keep == 0.0:
        return now
    from tryon_ar.kernels.steadying import blend_agreeing_nb

    mask = np.empty(now.shape, np.float32)
    blend_agreeing_nb(np.ascontiguousarray(before), np.ascontiguousarray(now), keep, mask)
    mask.flags.writeable = False
    return mask
