"""Where targets lie over the mirror, and how a hand's reach is laid over them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Points, Pose
from tryon_ar.tracking.anatomy import body_scale_px
from tryon_ar.tracking.hand_signs import ArmsReading

# Shares of the view's height, and of its width where that is narrow.
_RADIUS, _RADIUS_OF_WIDTH = 0.098, 0.11
_MARGIN = 0.35
_MIDDLE, _APART = 0.42, 3.1
# Of the hand's reach (shoulder widths): out to here the pointer is where the hand is; from
# there it goes on to the targets' column, which it reaches at the second figure, or a hand before
# the picture's edge, but not nearer than the next. These two lie so far apart at least, and the
# pointer's way between them takes this share of all its way or more.
_NEAR, _FAR, _HAND = 0.80, 1.35, 0.22
_LEAST_FAR, _BETWEEN, _START = 0.70, 0.35, 0.7
# Height of the hand, from above the shoulders to below them, that spans the targets.
_TOP, _BOTTOM = -0.50, 0.25
# Of the face: points of the pose, and how far around them hair and chin reach.
_FACE_POINTS = 11
_FACE_ROUND = 0.45


@dataclass(frozen=True, slots=True)
class Target:
    """Something round that can be pressed.

    Attributes
    ----------
    name : str
        For who acts on it.
    x, y : float
        Its middle in the view, 0 to 1 from left and top.
    radius : float
        In heights of the view.
    repeats : bool
        Whether staying on it presses it again.
    """

    name: str
    x: float
    y: float
    radius: float
    repeats: bool = False

    def distance(self, point: tuple[float, float], aspect: float) -> float:
        """Return how far a point of the view is from the middle, in heights of the view."""
        return math.hypot((point[0] - self.x) * aspect, point[1] - self.y)

    def overlaps(self, box: tuple[float, float, float, float], aspect: float) -> bool:
        """Return whether it lies over a box (x0, y0, x1, y1) of the view, 0 to 1."""
        x = min(max(self.x, box[0]), box[2])
        y = min(max(self.y, box[1]), box[3])
        return self.distance((x, y), aspect) < self.radius


def place_targets(
    left: Sequence[tuple[str, bool]],
    right: Sequence[tuple[str, bool]],
    aspect: float,
    face: tuple[float, float, float, float] | None = None,
) -> tuple[Target, ...]:
    """Return targets in a column at either side of the view, from top to bottom.

    Parameters
    ----------
    left, right : sequence of (str, bool)
        Names, and whether each repeats.
    aspect : float
        Width over height of the view.
    face : (x0, y0, x1, y1), optional
        In the view, 0 to 1; a column that would lie over it moves below it.
    """
    radius = min(_RADIUS, _RADIUS_OF_WIDTH * aspect)
    beside = radius * (1 + _MARGIN) / aspect
    placed: list[Target] = []
    for names, x in ((left, beside), (right, 1.0 - beside)):
        first = _first_y(len(names), radius)
        if face is not None and face[0] < x + radius / aspect and face[2] > x - radius / aspect:
            first = max(first, face[3] + radius * (1 + _MARGIN))
        placed.extend(
            Target(name, x, first + index * _APART * radius, radius, repeats)
            for index, (name, repeats) in enumerate(names)
        )
    return tuple(one for one in placed if one.y + radius <= 1.0)


def face_in_view(
    pose: Pose, size_px: tuple[int, int], *, mirrored: bool
) -> tuple[float, float, float, float]:
    """Return the box of the face with hair and chin, in the view, 0 to 1."""
    points = pose.points_px[:_FACE_POINTS]
    around = _FACE_ROUND * body_scale_px(pose)
    (x0, y0), (x1, y1) = points.min(axis=0) - around, points.max(axis=0) + around
    width, height = size_px
    low, high = float(x0) / width, float(x1) / width
    if mirrored:
        low, high = 1.0 - high, 1.0 - low
    return low, float(y0) / height, high, float(y1) / height


def pointed_at(
    place: Points,
    arms: ArmsReading,
    size_px: tuple[int, int],
    *,
    is_left: bool,
    mirrored: bool,
) -> tuple[float, float]:
    """Return where a raised hand points, in the view, 0 to 1.

    Parameters
    ----------
    place : ndarray of shape (2,)
        The hand's ``out`` and ``down``, smoothed.
    arms : ArmsReading
        Of which only the wearer's place and size count.
    size_px : (int, int)
        Of the frame.
    is_left : bool
        Whether it is the wearer's left hand.
    mirrored : bool
        Whether the view is.

    Notes
    -----
    A hand cannot reach the sides of a picture in which its owner is small, and leaves the picture
    where the owner is near. So its reach is laid over the view: beside the shoulder the pointer
    is on the hand, at an arm's comfortable reach (or a hand's width before the picture's edge)
    it is on the targets' column, and a height of .75 shoulder widths spans the column.
    """
    width, height = size_px
    aspect = width / height
    out, down = float(place[0]), float(place[1])
    # All in distances from the wearer's middle to the hand's own side, in widths of the view.
    unit = arms.unit_px / width
    middle = arms.middle_px[0] / width
    edge = 1.0 - middle if is_left else middle
    radius = min(_RADIUS, _RADIUS_OF_WIDTH * aspect)
    column = edge - radius * (1 + _MARGIN) / aspect
    far = max(min(_FAR, edge / unit - _HAND), _LEAST_FAR)
    near = min(_NEAR, far - _BETWEEN)
    start = min(near * unit, _START * column)
    reached = float(np.interp(out, (-near, near, far), (-start, start, column)))
    reached += max(out - far, 0.0) * unit
    x = middle + (reached if is_left else -reached)
    first = _first_y(2, radius)
    last = first + _APART * radius
    y = first + (down - _TOP) / (_BOTTOM - _TOP) * (last - first)
    x = 1.0 - x if mirrored else x
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)


def _first_y(count: int, radius: float) -> float:
    return _MIDDLE - (count - 1) / 2 * _APART * radius
