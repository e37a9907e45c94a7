"""How wide the trunk is at a height, from the person mask and without the arms."""

import itertools
import math
import statistics

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.core.types import Body, Points
from tryon_ar.fitting.body_frame import BodyFrame, Joint
from tryon_ar.fitting.vectors import distance, unit
from tryon_ar.kernels.rays import ray_lengths_nb

# An arm nearer to the spine than this is before the belly and says nothing.
_BESIDE = 0.45
_ARM_HALF = 0.11  # of the unit: thinner than an arm, so that the trunk is not eaten
# Elbows and hands reach so far beyond their joints, sleeves included.
_BEYOND_JOINT = 0.20
# Pixels that are a bare arm's by so much end the trunk; looked at every so many shoulder widths.
_IS_ARM, _ARM_STEP = 0.5, 0.02
_RAY_OFFSETS = np.array([-0.06, -0.03, 0.0, 0.03, 0.06])


def half_width_px(
    body: Body, frame: BodyFrame, centre: Points, side: int, longest_px: float
) -> float | None:
    """Measure the distance from a point on the spine to the trunk's outline.

    Parameters
    ----------
    body : Body
    frame : BodyFrame
    centre : ndarray of shape (2,)
        On the spine, frame pixels.
    side : {-1, 1}
        -1 towards the wearer's right, 1 towards the left.
    longest_px : float
        Where the search ends.

    Returns
    -------
    float or None
        Median of five rays across the torso; None when the point lies outside the frame or
        the person.

    Notes
    -----
    A ray ends where the person ends or where it meets an arm that hangs beside the trunk: one
    that the labels see bare, or the pose under its sleeve.
    """
    starts = centre - _RAY_OFFSETS[:, None] * (frame.up * frame.unit_px)
    found = _rays(body.mask, starts, frame.across * side, longest_px)
    if not found:
        return None
    direction = frame.across * side
    bare_px = _bare_arm_px(body, centre, direction, longest_px, frame.unit_px)
    return min(statistics.median(found), arm_inner_px(body, frame, centre, side), bare_px)


def reach_px(body: Body, start: Points, direction: Points, longest_px: float) -> float:
    """Return how far the person reaches from a point in a direction.

    Parameters
    ----------
    body : Body
    start : ndarray of shape (2,)
        Frame pixels.
    direction : ndarray of shape (2,)
        Unit vector.
    longest_px : float
        A person who reaches further is something else behind or before: 0 then.

    Returns
    -------
    float
        Pixels, 0 when the point is outside the frame or the person.
    """
    # One more, or who ends there and who goes on could not be told apart.
    found = _rays(body.mask, start[None], direction, longest_px + 2.0)
    return found[0] if found and found[0] <= longest_px else 0.0


def _rays(
    mask: NDArray[np.float32], starts: Points, direction: Points, longest_px: float
) -> list[float]:
    """Return how far the mask reaches from points that lie in it."""
    lengths = np.empty(len(starts))
    plane = np.ascontiguousarray(mask, np.float32)
    first = np.ascontiguousarray(starts, np.float64)
    ray_lengths_nb(plane, first, float(direction[0]), float(direction[1]), longest_px, lengths)
    return [length for length in lengths.tolist() if not math.isnan(length)]


def arm_inner_px(body: Body, frame: BodyFrame, centre: Points, side: int) -> float:
    """Return how far the inner edge of an arm beside the trunk is from the spine.

    Parameters
    ----------
    body : Body
    frame : BodyFrame
    centre : ndarray of shape (2,)
        On the spine, frame pixels.
    side : {-1, 1}
        -1 towards the wearer's right, 1 towards the left.

    Returns
    -------
    float
        Pixels; infinity where no arm passes at this height, or it lies before the belly.
    """
    points = body.pose.points_px
    chain = (
        (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST, Joint.LEFT_INDEX)
        if side > 0
        else (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST, Joint.RIGHT_INDEX)
    )
    nearest = math.inf
    beyond_px = _BEYOND_JOINT * frame.unit_px
    for a, b in itertools.pairwise(chain):
        end = points[b] + unit(points[b] - points[a]) * beyond_px
        crossing = _crossing(points[a], end, frame, centre)
        if crossing is None:
            continue
        lateral_px = float((crossing - centre) @ frame.across) * side
        inner_px = lateral_px - _ARM_HALF * frame.unit_px
        if lateral_px > _BESIDE * frame.unit_px:
            nearest = min(nearest, inner_px)
    return nearest


def _bare_arm_px(
    body: Body, start: Points, direction: Points, longest_px: float, unit_px: float
) -> float:
    """Return how far from the spine the labels first see a bare arm beside it; or infinity."""
    labels = body.labels
    if labels is None:
        return math.inf
    steps = np.arange((_BESIDE - _ARM_HALF) * unit_px, longest_px, max(_ARM_STEP * unit_px, 1.0))
    plane = labels.shares[Label.ARMS]
    scale = plane.shape[0] / labels.side_px
    columns = ((start[0] + direction[0] * steps + 0.5 - labels.x0_px) * scale).astype(np.int64)
    rows = ((start[1] + direction[1] * steps + 0.5 - labels.y0_px) * scale).astype(np.int64)
    last = plane.shape[0] - 1
    bare = plane[np.clip(rows, 0, last), np.clip(columns, 0, last)] > _IS_ARM
    # Where it begins with skin, that is a hand before the belly.
    return float(steps[int(np.argmax(bare))]) if bare.any() and not bare[0] else math.inf


def _crossing(a: Points, b: Points, frame: BodyFrame, centre: Points) -> Points | None:
    """Return where a bone crosses the height of ``centre`` on the torso's axis."""
    height_a, height_b = (float((p - centre) @ frame.up) for p in (a, b))
    if height_a * height_b > 0 or distance(a, b) < 1e-6 or not unit(b - a).any():
        return None
    fraction = height_a / (height_a - height_b) if height_a != height_b else 0.0
    return a + (b - a) * fraction
