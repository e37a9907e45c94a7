"""The outline of a lower garment where a worn top hides it, and where the top is not one."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Pose
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import BodyFrame, Joint
from tryon_ar.kernels.lower import own_cloth_nb
from tryon_ar.rendering import shapes
from tryon_ar.rendering.removal.coarse_view import DARKEST, CoarseView, grown

# Waists are narrower than hips; further down a garment hangs straight.
_WAIST_TO_HIP = 0.90
_DOWN = 1.4
_THIGH_HALF = (0.29, 0.24)
_SEEN = 0.3
# The person's own outline is followed so far outside the measured one (shoulder widths).
_BEYOND = 0.01
_BESIDE = 0.035
# Cloth is the lower garment's where its tone is so much nearer to that than to the top's
# (differences of log light), and both differ.
_NEAR, _NEARER = 0.55, (0.10, 0.35)
_LEAST_CONTRAST = 0.35
# Hues that differ tell: shadows are dark cloth.
_LEAST_HUE_CONTRAST, _FARTHER = 0.25, 1.5
_TONE_SIGMA = 0.05
_DARK = 4 * DARKEST
# A worn dress reaches down to here below the hips (shoulder widths), where no lower garment is.
_SKIRTED = ((0.45, 0.65, 0.85), (-0.18, 0.0, 0.18))
# Lower clothes are surely there where they are seen over so much of the picture's width (shoulder
# widths).
_LOWER_SEEN = 0.6


def outline(
    view: CoarseView,
    axes: BodyFrame,
    pose: Pose,
    halves: tuple[float, float],
    own: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return how far each small pixel lies within the lower garment's outline, 0 to 1.

    Parameters
    ----------
    view : CoarseView
    axes : BodyFrame
    pose : Pose
    halves : (float, float)
        How far the garment reaches to the picture's left and right, shoulder widths.
    own : ndarray of shape (h, w), float32
        What is the garment, whatever its label (:func:`own_cloth`).

    Notes
    -----
    The person's own outline, but nowhere wider than hips and thighs as measured or by the pose,
    nor narrower than the garment is seen to be.
    """
    hull = _hull(view, axes, pose, halves)
    beside = grown(np.asarray(np.maximum(view.lower, own) > 0.5, np.float32), _BESIDE * view.unit)
    body = cv2.GaussianBlur(np.maximum(hull, beside), (0, 0), 0.7)
    return np.asarray(np.minimum(body, view.person), np.float32)


def own_cloth(
    view: CoarseView,
    near: tuple[NDArray[np.float32], NDArray[np.float32]],
    remembered: NDArray[np.float32],
    top: NDArray[np.float32],
    trust: float,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the lower garment's tone, and how far what passes for the top is really it, 0 to 1.

    Parameters
    ----------
    view : CoarseView
    near : (ndarray of shape (h, w, 3), ndarray of shape (h, w)), float32
        Mean logarithm of light of the lower garment near by, times how much of it there is,
        and that.
    remembered, top : ndarray of shape (3,), float32
        The lower garment's tone, and the worn top's, as logarithms of light.
    trust : float
        Weight of the remembered tone against what is near.
    """
    sigma = max(0.6, _TONE_SIGMA * view.unit)
    soft = np.asarray(cv2.GaussianBlur(view.light, (0, 0), sigma), np.float32)
    own, tone = np.empty(near[1].shape, np.float32), np.empty(view.light.shape, np.float32)
    # Noise in the dark is no difference.
    bounds = float(np.log(_DARK)), _NEAR, *_NEARER, _LEAST_CONTRAST, _LEAST_HUE_CONTRAST, _FARTHER
    own_cloth_nb(near[0], soft, near[1], remembered, top, *bounds, trust, own, tone)
    # Of a seam's mixture nothing is kept: what is narrow goes.
    wide = cv2.erode(own, np.ones((3, 3), np.uint8))
    return tone, np.asarray(cv2.GaussianBlur(wide, (0, 0), 0.8), np.float32)


def is_skirted(view: CoarseView, axes: BodyFrame) -> float | None:
    """Return how far the worn top reaches down like a dress, 0 to 1; None where it is not seen.

    Below a dress no lower clothes are seen, however low it reaches or the hips seem to lie.
    """
    if int((view.lower > 0.5).any(axis=0).sum()) > _LOWER_SEEN * view.unit:
        return 0.0
    downs, asides = (np.array(each) for each in _SKIRTED)
    steps = axes.across * asides[None, :, None] - axes.up * downs[:, None, None]
    points = view.place((axes.hip_mid + steps * axes.unit_px).reshape(-1, 2))
    columns, rows = np.rint(points).astype(int).T
    width, height = view.size
    inside = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    if np.count_nonzero(inside) < asides.size:
        return None
    return float((view.upper[rows[inside], columns[inside]] > 0.5).mean())


def _hull(
    view: CoarseView, axes: BodyFrame, pose: Pose, halves: tuple[float, float]
) -> NDArray[np.float32]:
    width, height = view.size
    area = Roi(0, 0, width, height)
    canvas = shapes.empty(area)
    # To the picture's left and right, whichever way the person faces.
    right = np.array([-axes.up[1], axes.up[0]])
    left_half, right_half = (half + _BEYOND for half in halves)
    rows = ((anatomy.WAIST_RISE * 1.3, _WAIST_TO_HIP), (0.0, 1.0), (-_DOWN, 1.0))
    corners = []
    for rise, share in rows:
        middle = axes.hip_mid + axes.up * rise * axes.unit_px
        corners.append(middle - right * left_half * share * axes.unit_px)
        corners.append(middle + right * right_half * share * axes.unit_px)
    shapes.fill_hull(canvas, area, np.array([view.place(each) for each in corners]))
    for hip, knee in ((Joint.LEFT_HIP, Joint.LEFT_KNEE), (Joint.RIGHT_HIP, Joint.RIGHT_KNEE)):
        if min(pose.visibility[hip], pose.visibility[knee]) >= _SEEN:
            start, end = (view.place(pose.points_px[joint]) for joint in (hip, knee))
            wide, narrow = (half * view.unit for half in _THIGH_HALF)
            shapes.fill_capsule(canvas, area, start, end, wide, narrow)
    return np.asarray(canvas, np.float32) * np.float32(1 / 255)
