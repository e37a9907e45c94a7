"""Where the pose has hands: near the trunk or not, how far they moved, where to look for them."""

import numpy as np

from tryon_ar.core.types import Points, Pose
from tryon_ar.tracking.anatomy import LEFT_SHOULDER, RIGHT_SHOULDER, TORSO, body_scale_px
from tryon_ar.tracking.hand_network import HandRegion, region_by_pose

# The pose's own points of a hand: wrist, little finger, index finger; left first.
_POSE_HANDS = ((15, 17, 19), (16, 18, 20))
_ELBOWS = (13, 14)
# The same points among the 21 of a hand.
_ROOTS = [0, 17, 5]
# In shoulder widths: a hand counts from so far above and below the trunk, from so far beside the
# chest.
_NEAR_ABOVE = 0.35
_NEAR_BESIDE = 0.20
# Likewise: a hand is held up from so far below the shoulders, from so far beside their middle.
_RAISED_BELOW = 0.60
_RAISED_BESIDE = 0.55


def hands_near_trunk(
    pose: Pose, size_px: tuple[int, int], least_visibility: float
) -> tuple[bool, bool]:
    """Return whether the left and the right hand may lie over the trunk, or soon will.

    Parameters
    ----------
    pose : Pose
    size_px : (int, int)
        Width and height of the frame.
    least_visibility : float
        Of a wrist, 0 to 1.

    Notes
    -----
    Near is within .35 shoulder widths above or below shoulders and hips and .2 beside the
    chest, but not beside the belly: there arms hang, and need no looking at.
    """
    scale = body_scale_px(pose)
    corners = pose.points_px[list(TORSO)]
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    above, beside = _NEAR_ABOVE * scale, _NEAR_BESIDE * scale
    found = []
    for joints in _POSE_HANDS:
        x, y = pose.points_px[list(joints)].T
        reach = np.where(y < (y0 + y1) / 2, beside, 0.0)
        near = (x > x0 - reach) & (x < x1 + reach) & (y > y0 - above) & (y < y1 + above)
        seen = near & (x >= 0) & (x < size_px[0]) & (y >= 0) & (y < size_px[1])
        found.append(bool(seen.any()) and pose.visibility[joints[0]] >= least_visibility)
    return bool(found[0]), bool(found[1])


def raised_hands(
    pose: Pose, size_px: tuple[int, int], least_visibility: float
) -> tuple[bool, bool]:
    """Return whether the left and the right hand are held up beside the body, as who points does.

    Parameters
    ----------
    pose : Pose
    size_px : (int, int)
        Width and height of the frame.
    least_visibility : float
        Of a wrist, 0 to 1.
    """
    scale = body_scale_px(pose)
    middle, line = pose.points_px[[LEFT_SHOULDER, RIGHT_SHOULDER]].mean(axis=0)
    found = []
    for (wrist, *_), elbow in zip(_POSE_HANDS, _ELBOWS, strict=True):
        x, y = pose.points_px[wrist]
        up = y < pose.points_px[elbow, 1] and y < line + _RAISED_BELOW * scale
        beside = abs(x - middle) > _RAISED_BESIDE * scale
        seen = 0 <= x < size_px[0] and 0 <= y < size_px[1]
        found.append(bool(up and beside and seen) and pose.visibility[wrist] >= least_visibility)
    return bool(found[0]), bool(found[1])


def pose_region(pose: Pose, index: int, *, by_forearm: bool) -> HandRegion:
    """Return where the pose has a hand, which points as its knuckles lie, or as the forearm."""
    wrist, *knuckles = pose.points_px[list(_POSE_HANDS[index])]
    middle = np.mean(knuckles, axis=0)
    along = wrist - pose.points_px[_ELBOWS[index]] if by_forearm else middle - wrist
    return region_by_pose(wrist, middle, along, body_scale_px(pose))


def distance_px(points_px: Points, pose: Pose, index: int) -> float:
    """Return how far 21 points are from the left (0) or right (1) hand of a pose."""
    apart = points_px[_ROOTS] - pose.points_px[list(_POSE_HANDS[index])]
    return float(np.hypot(*apart.T).mean())


def hand_centre(pose: Pose, *, left: bool) -> Points:
    """Return the middle of wrist and knuckles."""
    centre: Points = pose.points_px[list(_POSE_HANDS[0 if left else 1])].mean(axis=0)
    return centre


def moved_by(before: Pose, now: Pose, *, left: bool) -> float:
    """Return how far wrist and knuckles have moved, in shoulder widths, the farthest of them."""
    joints = list(_POSE_HANDS[0 if left else 1])
    shifts = np.hypot(*(now.points_px[joints] - before.points_px[joints]).T)
    return float(shifts.max()) / max(body_scale_px(now), 1.0)
