"""What of the person lies in front of the garment, from the pose and the person mask.

The human-parsing network will take this over; until then arms are tapered capsules along
the bones, hands the hull of their landmarks, and the head an ellipse through ears and chin.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Body, Points, Pose
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fit import Layer
from tryon_ar.rendering import shapes
from tryon_ar.rendering.skin import SkinColour, keep_skin, measure_skin

# Half-widths of bare limbs, in shoulder widths.
_UPPER_ARM_HALF = 0.135
_ELBOW_HALF = 0.125
_WRIST_HALF = 0.085
# Bare arms are searched for a little wider and cut out by their colour.
_BARE_GROWTH = 1.25
# An arm is bare when this much of its middle looks like skin.
_BARE_SHARE = 0.7
# Fractions of the upper arm: without sleeves, an arm comes out of its armhole from the first
# and is wholly out at the second.
_ARMHOLE = (0.08, 0.42)
_HAND_MARGIN = 0.055
_WIDE_HAND_MARGIN = 0.13
_PALM_HALF = 0.045
_THROAT_HALF = 0.19
# Knuckle landmarks end where fingers begin.
_FINGER_REACH = 0.95
# An arm further behind the shoulders than this hides nothing.
_BEHIND = 0.25
_SEEN = 0.35
_EDGE_SIGMA_PX = 1.1

_ARMS = (
    (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
)
_HANDS = (
    (Joint.LEFT_WRIST, Joint.LEFT_INDEX, Joint.LEFT_PINKY, Joint.LEFT_THUMB),
    (Joint.RIGHT_WRIST, Joint.RIGHT_INDEX, Joint.RIGHT_PINKY, Joint.RIGHT_THUMB),
)


@dataclass(frozen=True, slots=True)
class Occluders:
    """Soft masks of what may hide a garment, 0 to 255, over one ROI."""

    person: NDArray[np.uint8]
    head: NDArray[np.uint8]
    throat: NDArray[np.uint8]
    hands: NDArray[np.uint8]
    upper_arms: NDArray[np.uint8]
    forearms: NDArray[np.uint8]

    def before(self, layer: Layer, *, long_sleeves: bool) -> NDArray[np.uint8]:
        """Return what lies in front of a layer.

        Parameters
        ----------
        layer : Layer
        long_sleeves : bool
            The garment's own sleeves stand for the arms, so only hands hide it.
        """
        if layer is Layer.BEHIND:
            return self.person
        front = np.maximum(self.head, self.hands)
        if layer is Layer.HOOD:
            front = np.maximum(front, self.throat)
        if not long_sleeves:
            front = np.maximum(front, self.forearms)
            if layer is not Layer.SLEEVE:
                front = np.maximum(front, self.upper_arms)
        return front

    @property
    def bare(self) -> NDArray[np.uint8]:
        """What of the person is not worn cloth, as far as the pose can tell."""
        arms = np.maximum(self.upper_arms, self.forearms)
        return np.maximum(np.maximum(self.head, self.hands), arms)


def find_occluders(
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
    person = _person(body, roi)
    canvases = [shapes.empty(roi) for _ in range(5)]
    head, throat, hands, upper_arms, forearms = canvases
    palms = shapes.empty(roi)
    skin = measure_skin(frame_bgr, body.pose)
    _draw_head(head, throat, body.pose, unit_px, roi)
    for joints, hand, bare in zip(_ARMS, _HANDS, bare_from, strict=True):
        if _is_in_front(body.pose, joints, unit_px):
            shoulder, elbow, wrist = (body.pose.points_px[index] for index in joints)
            start = shoulder + (elbow - shoulder) * (bare if bare > 0 else _ARMHOLE[1])
            points = (start, elbow, wrist)
            if bare <= 0:
                _draw_armhole(upper_arms, shoulder, elbow, unit_px, roi)
            _draw_arm((upper_arms, forearms), points, unit_px, roi, frame_bgr, skin)
            _draw_palm(palms, body.pose, hand, unit_px, roi)
            wide = skin is not None and not _beside_thighs(body.pose, hand)
            _draw_hand(hands, body.pose, hand, unit_px, roi, wide=wide)
    if skin is not None:
        keep_skin(hands, palms, frame_bgr, roi, skin)
    for canvas in canvases:
        shapes.soften(canvas, _EDGE_SIGMA_PX)
        np.minimum(canvas, person, out=canvas)
    return Occluders(person, *canvases)


def _person(body: Body, roi: Roi) -> NDArray[np.uint8]:
    """Return the person mask with its slope steepened to a pixel-soft edge."""
    mask = body.mask[roi.slices]
    steep = (mask - 0.5) * (255.0 * 2.0) + 127.5
    return np.asarray(np.clip(steep, 0, 255), dtype=np.uint8)


def _is_in_front(pose: Pose, joints: tuple[Joint, Joint, Joint], unit_px: float) -> bool:
    shoulder, elbow, wrist = joints
    if min(pose.visibility[elbow], pose.visibility[wrist]) < _SEEN:
        return False
    shoulders = (pose.depth_px[Joint.LEFT_SHOULDER] + pose.depth_px[Joint.RIGHT_SHOULDER]) / 2
    nearest = min(pose.depth_px[elbow], pose.depth_px[wrist])
    return bool(nearest < shoulders + _BEHIND * unit_px and pose.visibility[shoulder] > _SEEN)


def _beside_thighs(pose: Pose, hand: tuple[Joint, Joint, Joint, Joint]) -> bool:
    """Whether a hand hangs below the hips, where bare thighs are as like skin as it is."""
    points = pose.points_px
    hips = (points[Joint.LEFT_HIP] + points[Joint.RIGHT_HIP]) / 2
    down = hips - (points[Joint.LEFT_SHOULDER] + points[Joint.RIGHT_SHOULDER]) / 2
    _, index, pinky, _ = hand
    return bool(((points[index] + points[pinky]) / 2 - hips) @ down > 0)


def _draw_arm(
    canvases: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    points: tuple[Points, Points, Points],
    unit_px: float,
    roi: Roi,
    frame_bgr: BgrImage,
    skin: SkinColour | None,
) -> None:
    """Draw the upper arm and the forearm, each as capsule or, where bare, as its skin."""
    start, elbow, wrist = points
    radii = _UPPER_ARM_HALF * unit_px, _ELBOW_HALF * unit_px, _WRIST_HALF * unit_px
    bones = ((start, elbow, radii[:2]), (elbow, wrist, radii[1:]))
    for canvas, (one, other, (wide, narrow)) in zip(canvases, bones, strict=True):
        limb, core = shapes.empty(roi), shapes.empty(roi)
        flat = {"round_start": one is not start}
        shapes.fill_capsule(core, roi, one, other, wide / 2, narrow / 2, **flat)
        grown = wide * _BARE_GROWTH, narrow * _BARE_GROWTH
        shapes.fill_capsule(limb, roi, one, other, *grown, **flat)
        bare = skin is not None and keep_skin(
            limb, core, frame_bgr, roi, skin, least_share=_BARE_SHARE
        )
        if not bare:
            limb[:] = 0
            shapes.fill_capsule(limb, roi, one, other, wide, narrow, **flat)
        cv2.max(canvas, limb, canvas)


def _draw_armhole(
    canvas: NDArray[np.uint8], shoulder: Points, elbow: Points, unit_px: float, roi: Roi
) -> None:
    """Draw the arm as it comes out of an armhole: slanting, from the shoulder down."""
    bone = elbow - shoulder
    top, full = (shoulder + bone * share for share in (_ARMHOLE[0], _ARMHOLE[1]))
    shapes.fill_capsule(
        canvas, roi, top, full, 0.0, _UPPER_ARM_HALF * unit_px, round_start=False, round_end=False
    )


def _draw_hand(
    canvas: NDArray[np.uint8],
    pose: Pose,
    joints: tuple[Joint, Joint, Joint, Joint],
    unit_px: float,
    roi: Roi,
    *,
    wide: bool,
) -> None:
    """Draw where a hand may be; ``wide`` leaves the rest to the colour of skin."""
    wrist, index, pinky, thumb = (pose.points_px[joint] for joint in joints)
    palm = (index + pinky) / 2
    start = wrist + (palm - wrist) * 0.35
    tips = [knuckle + (knuckle - wrist) * _FINGER_REACH for knuckle in (index, pinky)]
    around = _ring((_WIDE_HAND_MARGIN if wide else _HAND_MARGIN) * unit_px)
    hull = [around + point for point in (index, pinky, thumb, *tips)]
    hull.append(_ring(_HAND_MARGIN * unit_px) + start)  # no wider: the forearm is skin as well
    shapes.fill_hull(canvas, roi, np.concatenate(hull))


def _draw_palm(
    canvas: NDArray[np.uint8],
    pose: Pose,
    joints: tuple[Joint, Joint, Joint, Joint],
    unit_px: float,
    roi: Roi,
) -> None:
    """Draw what is hand for certain."""
    wrist, index, pinky, _ = (pose.points_px[joint] for joint in joints)
    palm = (index + pinky) / 2
    radius = _PALM_HALF * unit_px
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
