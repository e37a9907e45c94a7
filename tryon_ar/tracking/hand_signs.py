"""What arms and hands say in one frame: how high and how far out, and whether a palm is open."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Body, Hand, Points, Pose
from tryon_ar.tracking.anatomy import (
    LEFT_ELBOW,
    LEFT_SHOULDER,
    NOSE,
    RIGHT_ELBOW,
    RIGHT_SHOULDER,
    body_scale_px,
)
from tryon_ar.tracking.hand_places import hand_centre

# Wrist, then of each finger root, middle joint and tip, among the 21 points of a hand.
_WRIST = 0
_FINGERS = ((5, 6, 8), (9, 10, 12), (13, 14, 16), (17, 18, 20))
_INDEX_ROOT, _MIDDLE_ROOT, _MIDDLE_TIP, _LITTLE_ROOT = 5, 9, 12, 17
# A stretched finger ends so many times farther from the wrist than its middle joint lies.
_STRETCHED = 1.18
# A palm that faces the camera is so wide against its length; it points up within this angle.
_FACING = 0.30
_UP_COSINE = 0.72
# Hands seen with less confidence are remembered ones: they tell nothing of fingers.
_SEEN = 0.5
# Somebody who turns so far that shoulders look narrower points at nothing on the screen.
_FRONTAL = 0.6
_LEAST_VISIBILITY = 0.5


@dataclass(frozen=True, slots=True)
class ArmReading:
    """Where one hand is, in the wearer's own measure.

    Attributes
    ----------
    out : float
        Of wrist and knuckles, from the middle of the shoulders towards the hand's own side, in
        shoulder widths: .5 is the shoulder's own place, about 1.7 the longest reach.
    down : float
        Below the line of the shoulders, in shoulder widths; negative above.
    over_elbow : float
        How far the wrist is above the elbow, in shoulder widths.
    from_nose : float
        Distance from the nose, in shoulder widths.
    room : float
        ``out`` at the picture's edge.
    is_seen : bool
        Whether the hand is in the picture and not hidden.
    open_palm : bool or None
        Whether the open palm is shown with fingers up; None where nobody looked.
    """

    out: float
    down: float
    over_elbow: float
    from_nose: float
    room: float
    is_seen: bool
    open_palm: bool | None


@dataclass(frozen=True, slots=True)
class ArmsReading:
    """Both arms of the wearer.

    Attributes
    ----------
    unit_px : float
        Shoulder width as seen from the front.
    middle_px : (float, float)
        Middle of the shoulders in the frame.
    is_frontal : bool
        Whether the wearer faces the camera.
    """

    left: ArmReading
    right: ArmReading
    unit_px: float
    middle_px: tuple[float, float]
    is_frontal: bool


def read_arms(body: Body, size_px: tuple[int, int]) -> ArmsReading:
    """Return where the hands of a body are.

    Parameters
    ----------
    body : Body
        Its ``hands`` may be missing: then nothing is known of palms.
    size_px : (int, int)
        Width and height of the frame.
    """
    pose = body.pose
    unit = max(body_scale_px(pose), 1.0)
    shoulders = pose.points_px[[LEFT_SHOULDER, RIGHT_SHOULDER]]
    middle = shoulders.mean(axis=0)
    apart = float(np.hypot(*(shoulders[0] - shoulders[1])))
    found = {hand.is_left: hand for hand in body.hands if hand.confidence >= _SEEN}
    arms = [
        _read_arm(pose, found.get(is_left), size_px, middle, unit, is_left=is_left)
        for is_left in (True, False)
    ]
    return ArmsReading(
        arms[0], arms[1], unit, (float(middle[0]), float(middle[1])), apart > _FRONTAL * unit
    )


def is_open_palm(hand: Hand) -> bool:
    """Return whether a hand shows its open palm to the camera, fingers up and stretched.

    Notes
    -----
    The roots of index and little finger, seen from the wrist, turn one way where the palm faces
    the camera and the other way where its back does.
    """
    points = hand.points_px
    wrist = points[_WRIST]
    length = float(np.hypot(*(points[_MIDDLE_ROOT] - wrist)))
    finger = points[_MIDDLE_TIP] - points[_MIDDLE_ROOT]
    if length < 1e-6 or not _points_up(points[_MIDDLE_ROOT] - wrist) or not _points_up(finger):
        return False
    index, little = points[_INDEX_ROOT] - wrist, points[_LITTLE_ROOT] - wrist
    turn = float(index[0] * little[1] - index[1] * little[0]) / length**2
    if (turn if hand.is_left else -turn) < _FACING:
        return False
    return all(_is_stretched(points, finger) for finger in _FINGERS)


def _points_up(along: Points) -> bool:
    return float(-along[1]) > _UP_COSINE * float(np.hypot(*along))


def _is_stretched(points: Points, finger: tuple[int, int, int]) -> bool:
    wrist = points[_WRIST]
    root, middle, tip = points[list(finger)]
    reach = float(np.hypot(*(tip - wrist)))
    return bool(
        reach > _STRETCHED * float(np.hypot(*(middle - wrist)))
        and reach > float(np.hypot(*(root - wrist))) * _STRETCHED
    )


def _read_arm(
    pose: Pose,
    hand: Hand | None,
    size_px: tuple[int, int],
    middle: Points,
    unit: float,
    *,
    is_left: bool,
) -> ArmReading:
    """Return one arm's reading; the wearer's left is towards the frame's right."""
    side = 1.0 if is_left else -1.0
    wrist_at = 15 if is_left else 16
    centre = hand_centre(pose, left=is_left)
    wrist = pose.points_px[wrist_at]
    elbow = pose.points_px[LEFT_ELBOW if is_left else RIGHT_ELBOW]
    width, height = size_px
    inside = 0 <= wrist[0] < width and 0 <= wrist[1] < height
    edge = float(width - middle[0] if is_left else middle[0])
    return ArmReading(
        out=side * float(centre[0] - middle[0]) / unit,
        down=float(centre[1] - middle[1]) / unit,
        over_elbow=float(elbow[1] - wrist[1]) / unit,
        from_nose=float(np.hypot(*(centre - pose.points_px[NOSE]))) / unit,
        room=edge / unit,
        is_seen=bool(inside and pose.visibility[wrist_at] >= _LEAST_VISIBILITY),
        open_palm=None if hand is None else is_open_palm(hand),
    )
