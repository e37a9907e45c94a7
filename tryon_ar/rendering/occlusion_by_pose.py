"""What of the person lies in front of a garment where nobody parsed the frame.

Arms are tapered capsules along the bones, hands the hull of their landmarks, and the head an
ellipse through ears and chin; where the face's colour differs from the cloth's, hands and bare
arms are cut out by it.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Body, Points, Pose
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering import shapes
from tryon_ar.rendering.arms import ARMHOLE, Arm, arms_of
from tryon_ar.rendering.occluders import Occluders, person_mask
from tryon_ar.rendering.skin import SkinColour, keep_skin, measure_skin

# Bare arms are searched for a little wider and cut out by their colour.
_BARE_GROWTH = 1.25
# An arm is bare when this much of its middle looks like skin.
_BARE_SHARE = 0.7
_CORE = 0.5
_HAND_MARGIN = 0.055
_WIDE_HAND_MARGIN = 0.13
_PALM_HALF = 0.045
_THROAT_HALF = 0.19
# Knuckle landmarks end where fingers begin.
_FINGER_REACH = 0.95
_EDGE_SIGMA_PX = 1.1


def occluders_by_pose(
    frame_bgr: BgrImage, body: Body, unit_px: float, roi: Roi, *, bare_from: tuple[float, float]
) -> Occluders:
    """Draw head, throat, hands and arms of a person over a rectangle.

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
        Tells hands from cloth by the colour of the face, where the two differ.
    body : Body
    unit_px : float
        Shoulder width.
    roi : Roi
    bare_from : (float, float)
        Fractions of the left and the right upper arm from which it may lie bare before the
        trunk; 0 where there is no sleeve: then it comes out of an armhole.

    Returns
    -------
    Occluders
        Limited to the person mask, with edges about one pixel soft.
    """
    person = person_mask(body, roi)
    canvases = [shapes.empty(roi) for _ in range(5)]
    head, throat, hands, upper_arms, forearms = canvases
    palms = shapes.empty(roi)
    skin = measure_skin(frame_bgr, body.pose)
    _draw_head(head, throat, body.pose, unit_px, roi)
    for arm, bare in zip(arms_of(body.pose, unit_px), bare_from, strict=True):
        if arm.in_front:
            _draw_arm((upper_arms, forearms), arm, bare, roi, frame_bgr, skin)
            _draw_palm(palms, arm, roi)
            wide = skin is not None and not _beside_thighs(body.pose, arm)
            _draw_hand(hands, arm, roi, wide=wide)
    if skin is not None:
        keep_skin(hands, palms, frame_bgr, roi, skin)
    for canvas in canvases:
        shapes.soften(canvas, _EDGE_SIGMA_PX)
        np.minimum(canvas, person, out=canvas)
    return Occluders(person, head, throat, hands, upper_arms, forearms)


def _beside_thighs(pose: Pose, arm: Arm) -> bool:
    """Whether a hand hangs below the hips, where bare thighs are as like skin as it is."""
    points = pose.points_px
    hips = (points[Joint.LEFT_HIP] + points[Joint.RIGHT_HIP]) / 2
    down = hips - (points[Joint.LEFT_SHOULDER] + points[Joint.RIGHT_SHOULDER]) / 2
    _, index, pinky, _ = arm.hand
    return bool(((index + pinky) / 2 - hips) @ down > 0)


def _draw_arm(
    canvases: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    arm: Arm,
    bare_from: float,
    roi: Roi,
    frame_bgr: BgrImage,
    skin: SkinColour | None,
) -> None:
    """Draw the upper arm and the forearm, each as capsule or, where bare, as its skin."""
    upper, forearm = canvases
    if bare_from <= 0:
        arm.fill_armhole(upper, roi)
    start = bare_from if bare_from > 0 else ARMHOLE[1]

    def fill_upper(canvas: NDArray[np.uint8], growth: float) -> None:
        arm.fill_upper(canvas, roi, start, growth, round_start=False)

    def fill_forearm(canvas: NDArray[np.uint8], growth: float) -> None:
        arm.fill_forearm(canvas, roi, growth)

    for canvas, fill in ((upper, fill_upper), (forearm, fill_forearm)):
        limb, core = shapes.empty(roi), shapes.empty(roi)
        fill(core, _CORE)
        fill(limb, _BARE_GROWTH)
        bare = skin is not None and keep_skin(
            limb, core, frame_bgr, roi, skin, least_share=_BARE_SHARE
        )
        if not bare:
            limb[:] = 0
            fill(limb, 1.0)
        cv2.max(canvas, limb, canvas)


def _draw_hand(canvas: NDArray[np.uint8], arm: Arm, roi: Roi, *, wide: bool) -> None:
    """Draw where a hand may be; ``wide`` leaves the rest to the colour of skin."""
    wrist, index, pinky, thumb = arm.hand
    palm = (index + pinky) / 2
    start = wrist + (palm - wrist) * 0.35
    tips = [knuckle + (knuckle - wrist) * _FINGER_REACH for knuckle in (index, pinky)]
    around = _ring((_WIDE_HAND_MARGIN if wide else _HAND_MARGIN) * arm.unit_px)
    hull = [around + point for point in (index, pinky, thumb, *tips)]
    # No wider about the wrist: the forearm is skin as well.
    hull.append(_ring(_HAND_MARGIN * arm.unit_px) + start)
    shapes.fill_hull(canvas, roi, np.concatenate(hull))


def _draw_palm(canvas: NDArray[np.uint8], arm: Arm, roi: Roi) -> None:
    """Draw what is hand for certain."""
    wrist, index, pinky, _ = arm.hand
    palm = (index + pinky) / 2
    radius = _PALM_HALF * arm.unit_px
    shapes.fill_capsule(canvas, roi, wrist + (palm - wrist) * 0.4, palm, radius, radius)


def _ring(radius_px: float, count: int = 8) -> Points:
    angles = np.arange(count) * (2 * math.pi / count)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1) * radius_px


def _draw_head(
    head: NDArray[np.uint8],
    throat: NDArray[np.uint8],
    pose: Pose,
    unit_px: float,
    roi: Roi,
) -> None:
    points = pose.points_px
    eyes = (points[Joint.LEFT_EYE] + points[Joint.RIGHT_EYE]) / 2
    mouth = (points[Joint.MOUTH_LEFT] + points[Joint.MOUTH_RIGHT]) / 2
    down = mouth - eyes
    chin = mouth + down * 0.80
    crown = eyes - down * 1.7
    ears = points[Joint.LEFT_EAR] - points[Joint.RIGHT_EAR]
    half_width = max(float(np.hypot(*ears)) * 0.54, float(np.hypot(*down)) * 1.0)
    half_height = float(np.hypot(*(chin - crown))) / 2
    angle = math.degrees(math.atan2(down[1], down[0]))
    centre = (chin + crown) / 2
    shapes.fill_ellipse(head, roi, centre, (half_height, half_width), angle)
    shoulders = (points[Joint.LEFT_SHOULDER] + points[Joint.RIGHT_SHOULDER]) / 2
    radius = _THROAT_HALF * unit_px
    shapes.fill_capsule(throat, roi, mouth, shoulders, radius, radius)
