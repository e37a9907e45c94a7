"""How a hood lies: down behind the neck, a soft roll on the shoulders' inner ends."""

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.fitting.landmarks import SIDES, Landmarks
from tryon_ar.fitting.wearer import SIGN
from tryon_ar.garments.garment import Garment, Part

# The middle of a hood's height, where its sides are looked for.
_MIDDLE = 0.5
# Lying down, its top is this far above the neck points, and its sides this far up and out from
# them, in shoulder widths.
_HEIGHT = 0.11
_SIDES = (0.06, 0.06)
# It lies behind the neck, which is so wide to each side and goes down to this far below the neck
# points; what else is seen of it lies within so much of them (shoulder widths).
_NECK_HALF, _NECK_DOWN = 0.13, 0.2
_SEEN_WITHIN = 1.2


def hood_marks(garment: Garment, marks: Landmarks) -> Landmarks:
    """Return the top and the sides of a hood.

    Parameters
    ----------
    garment : Garment
    marks : dict of str to ndarray of shape (2,)
        Its landmarks.

    Returns
    -------
    dict of str to ndarray of shape (2,)
        ``hood_top``, ``hood_right`` and ``hood_left``, photo pixels; none without a hood or a neck.
    """
    hood = garment.parts == Part.HOOD
    rows = np.flatnonzero(hood.any(axis=1))
    if not len(rows) or not {"neck_left", "neck_right"} <= marks.keys():
        return {}
    neck = (marks["neck_left"] + marks["neck_right"]) / 2
    top = np.array([neck[0], float(rows[0])])
    row = round(float(neck[1] + (top[1] - neck[1]) * _MIDDLE))
    found = {"hood_top": top}
    columns = np.flatnonzero(hood[row]) if 0 <= row < len(hood) else rows[:0]
    if len(columns) and columns[0] < neck[0] < columns[-1]:
        found["hood_right"] = np.array([float(columns[0]), float(row)])
        found["hood_left"] = np.array([float(columns[-1]), float(row)])
    return found


def lay_hood(
    marks: Landmarks, targets: Landmarks, frame: BodyFrame
) -> tuple[list[Points], list[Points]]:
    """Return the points that lay a hood down behind the neck.

    Parameters
    ----------
    marks : dict of str to ndarray of shape (2,)
        Photo landmarks with those of :func:`hood_marks`.
    targets : dict of str to ndarray of shape (2,)
        Where neck points lie in the frame.
    frame : BodyFrame

    Returns
    -------
    photo, target : list of ndarray of shape (2,)
        Matching points.
    """
    neck_mid = (targets["neck_right"] + targets["neck_left"]) / 2
    photo = [marks["hood_top"]]
    target = [neck_mid + frame.up * _HEIGHT * frame.unit_px]
    up, out = _SIDES
    for side in SIDES:
        if f"hood_{side}" in marks:
            aside = frame.up * up + frame.across * (SIGN[side] * out)
            photo.append(marks[f"hood_{side}"])
            target.append(targets[f"neck_{side}"] + aside * frame.unit_px)
    return photo, target


def beside_neck(targets: Landmarks, frame: BodyFrame) -> Points:
    """Return the polygon within which a hood is seen from before: all around but for the neck.

    Parameters
    ----------
    targets : dict of str to ndarray of shape (2,)
        Where neck points lie in the frame.
    frame : BodyFrame

    Returns
    -------
    ndarray of shape (8, 2), float64
        Frame pixels.
    """
    neck_mid = (targets["neck_right"] + targets["neck_left"]) / 2
    across = np.array([-frame.up[1], frame.up[0]])
    far, half = _SEEN_WITHIN, _NECK_HALF
    corners = [(-far, -far), (-far, far), (-half, far), (-half, -_NECK_DOWN)]
    corners += [(-x, y) for x, y in reversed(corners)]
    places = [across * x + frame.up * y for x, y in corners]
    return np.asarray(neck_mid + np.array(places) * frame.unit_px, np.float64)
