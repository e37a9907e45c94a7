"""How far from an arm's bones its bare skin may be.

Parsing takes prints, straps and beige cloth for bare arms now and then, wherever they are. What is
far from both arms, by the pose and by landmarks of hands, is none, unless it has the colour that
was learnt of the person's skin and the clothes have not: poses are late for what moves fast.
"""

from collections.abc import Sequence

import cv2
import numpy as np

from tryon_ar.core.types import Hand, Pose
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.kernels.hand_colours import LEVELS_A_UNIT, NEUTRAL
from tryon_ar.rendering import shapes
from tryon_ar.rendering.arms import Arm
from tryon_ar.rendering.hand_colours import HandColours
from tryon_ar.rendering.hand_shapes import fill_around, hand_length_px
from tryon_ar.rendering.label_view import LabelView
from tryon_ar.rendering.planes import Plane, above, inverse, product, union, without

# Arms are so much wider than their bare half-widths at most: poses err, and sleeves are none.
_GROWTH = 2.5
# Hands reach so far beyond their landmarks, in palm lengths, and beyond the pose's knuckles, in
# shoulder widths: a hand may point at the camera.
_HAND_MARGIN, _POSE_HAND_MARGIN = 0.8, 0.42
_FINGER_REACH = 0.95
# Wide as the border between the two is, in shoulder widths.
_SOFTNESS = 0.08
# An arm is anywhere below the first visibility, and where the pose has it from the second on.
_VISIBLE = (0.35, 0.65)
# Likeness from which on the colour is skin's rather than cloth's, and from which on surely; over so
# many of the view's pixels. It is asked for where so much would be dropped.
_SKIN = (NEUTRAL + LEVELS_A_UNIT, NEUTRAL + 2 * LEVELS_A_UNIT)
_MEDIAN, _DROPPED = 5, 60
# Shares up to this are none.
_NOTHING = 8
_JOINTS = (
    (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
)


def within_reach(
    view: LabelView,
    bare: Plane,
    arms: Sequence[Arm],
    hands: Sequence[Hand],
    pose: Pose,
    colours: HandColours | None,
) -> Plane:
    """Return what of bare skin may belong to an arm.

    Parameters
    ----------
    view : LabelView
    bare : ndarray of shape (h, w), uint8
        Shares of bare arms, 0 to 255, a plane of the view.
    arms : sequence of Arm
        The left and the right one, in the view's own pixels.
    hands : sequence of Hand
        As found, in the same pixels.
    pose : Pose
        Its visibilities count: all there is while an arm's joints are unseen.
    colours : HandColours or None
        What was learnt of the person's skin and clothes.
    """
    doubt = 1.0 - min(_visible(pose, joints) for joints in _JOINTS)
    if doubt >= 1.0 or cv2.countNonZero(above(bare, _NOTHING)) == 0:
        return bare
    near = _near(view, arms, hands)
    if doubt > 0.0:
        near = inverse(np.asarray(cv2.convertScaleAbs(inverse(near), alpha=1.0 - doubt), np.uint8))
    kept = product(bare, near)
    x, y, width, height = cv2.boundingRect(above(without(bare, kept), _DROPPED))
    box = slice(y, y + height), slice(x, x + width)
    likeness = None if colours is None or width == 0 else colours.likeness(view.bgr[box])
    if likeness is None:
        return kept
    near[box] = union(near[box], _skin(likeness))
    return product(bare, near)


def _near(view: LabelView, arms: Sequence[Arm], hands: Sequence[Hand]) -> Plane:
    """Return where arms and hands reach, soft at its border."""
    near, unit_px = shapes.empty(view.grid), arms[0].unit_px
    for arm in arms:
        arm.fill_upper(near, view.grid, growth=_GROWTH)
        arm.fill_forearm(near, view.grid, _GROWTH)
        wrist, index, pinky, _ = arm.hand
        tips = [knuckle + (knuckle - wrist) * _FINGER_REACH for knuckle in (index, pinky)]
        points = np.vstack([arm.hand, tips])
        fill_around(near, view.grid, points, _POSE_HAND_MARGIN * unit_px)
    for hand in hands:
        margin = _HAND_MARGIN * hand_length_px(hand, unit_px)
        fill_around(near, view.grid, hand.points_px, margin)
    side = 2 * round(_SOFTNESS * unit_px / 2) + 1
    return np.asarray(cv2.blur(near, (side, side)), np.uint8)


def _skin(likeness: Plane) -> Plane:
    """Return how surely colours are skin's, 0 to 255."""
    low, high = _SKIN
    calm = np.asarray(cv2.medianBlur(likeness, _MEDIAN), np.uint8)
    above_low = without(calm, np.full_like(calm, low))
    return np.asarray(cv2.convertScaleAbs(above_low, alpha=255.0 / (high - low)), np.uint8)


def _visible(pose: Pose, joints: Sequence[Joint]) -> float:
    """Return how surely the pose has an arm, 0 to 1."""
    low, high = _VISIBLE
    least = min(float(pose.visibility[joint]) for joint in joints)
    return min(max((least - low) / (high - low), 0.0), 1.0)
