"""Steady the landmarks and the mask from frame to frame without making them late."""

from dataclasses import dataclass, field

import numpy as np

from tryon_ar.core.types import Body, Pose, SoftMask
from tryon_ar.tracking.anatomy import body_scale_px
from tryon_ar.tracking.one_euro import OneEuroFilter

_WORLD_SHOULDERS_M = 0.35  # speed in shoulder widths a second, also for metres
_LONGEST_GAP_S = 1.0


@dataclass(frozen=True, slots=True)
class SmoothingParameters:
    """How much to smooth; speeds are in shoulder widths a second.

    Attributes
    ----------
    min_cutoff_hz, beta, d_cutoff_hz : float
        One-Euro filter of the landmarks in the picture and in metres.
    depth_min_cutoff_hz : float
        The same for the unsteady depth, more strongly.
    visibility_cutoff_hz : float
        Plain low-pass of the visibilities.
    mask_keep : float
        Weight of the mask before, 0 to 1, where it agrees with the new one.

    Notes
    -----
    Chosen by ``benchmarks/jitter.py`` on eleven webcam clips (640x480 at 30 frames a
    second; jitter of shoulders, elbows and hips under sensor noise in per cent of the
    shoulder width, lag of the wrists behind unfiltered landmarks):

    ==========================  =======  =======
    filter                      jitter   lag
    ==========================  =======  =======
    MediaPipe's own (video)     0.29 %   23 ms
    and 1.5 Hz, beta 6          0.22 %   33 ms
    and 0.5 Hz, beta 24         0.23 %   27 ms
    **and 0.5 Hz, beta 6**      0.20 %   33 ms
    and 0.5 Hz, beta 3          0.19 %   39 ms
    ==========================  =======  =======
    """

    min_cutoff_hz: float = 0.5
    beta: float = 6.0
    d_cutoff_hz: float = 1.0
    depth_min_cutoff_hz: float = 0.8
    visibility_cutoff_hz: float = 2.0
    mask_keep: float = 0.5


@dataclass(slots=True)
class BodySmoother:
    """Smooths the bodies of one person over time.

    Parameters
    ----------
    parameters : SmoothingParameters
    """

    parameters: SmoothingParameters = field(default_factory=SmoothingParameters)
    _points: OneEuroFilter = field(init=False, repr=False)
    _depth: OneEuroFilter = field(init=False, repr=False)
    _world: OneEuroFilter = field(init=False, repr=False)
    _visibility: OneEuroFilter = field(init=False, repr=False)
    _mask: SoftMask | None = field(init=False, repr=False, default=None)
    _last_s: float | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        p = self.parameters
        euro = (p.min_cutoff_hz, p.beta, p.d_cutoff_hz)
        self._points = OneEuroFilter(*euro, vectors=True)
        self._world = OneEuroFilter(*euro, vectors=True)
        self._depth = OneEuroFilter(p.depth_min_cutoff_hz, p.beta, p.d_cutoff_hz)
        self._visibility = OneEuroFilter(p.visibility_cutoff_hz, 0.0)

    def reset(self) -> None:
        """Forget the person: the next body passes as it is."""
        for each in (self._points, self._world, self._depth, self._visibility):
            each.reset()
        self._mask = None
        self._last_s = None

    def smooth(self, body: Body, t_ms: float) -> Body:
        """Return the body steadied by those before.

        Parameters
        ----------
        body : Body
            As measured.
        t_ms : float
            When. Where time stands still, jumps back or more than a second ahead,
            smoothing starts afresh.
        """
        t_s = t_ms / 1000.0
        if self._last_s is not None and not 0 < t_s - self._last_s <= _LONGEST_GAP_S:
            self.reset()
        self._last_s = t_s
        pose = self._smooth_pose(body.pose, t_s)
        mask = blend_masks(self._mask, body.mask, self.parameters.mask_keep)
        self._mask = mask
        return Body(pose, mask)

    def _smooth_pose(self, pose: Pose, t_s: float) -> Pose:
        scale = max(body_scale_px(pose), 1.0)
        return Pose(
            points_px=self._points.filter(pose.points_px, t_s, scale),
            visibility=self._visibility.filter(pose.visibility, t_s),
            depth_px=self._depth.filter(pose.depth_px, t_s, scale),
            world_m=self._world.filter(pose.world_m, t_s, _WORLD_SHOULDERS_M),
        )


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
