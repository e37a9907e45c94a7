"""Where sleeves end and the trunk begins."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Points
from tryon_ar.garments.garment import Garment, Part

# A parts map may miss a seam by this much of the seam's length and is set right; what is
# further away (a sleeve folded over the chest) is left as it is.
_REACH = 0.35
_SLEEVES = (("right", Part.RIGHT_SLEEVE), ("left", Part.LEFT_SLEEVE))


def with_straight_seams(garment: Garment) -> Garment:
    """Return a garment whose sleeves are cut from its trunk along its shoulder seams.

    Parameters
    ----------
    garment : Garment

    Returns
    -------
    Garment
        With other parts near the straight lines from shoulder to armpit: sleeve outside,
        torso inside. The garment itself when it has no sleeves or lacks these landmarks.

    Notes
    -----
    Sleeve and trunk are warped by two splines that agree along this very line, since its
    points are control points of both. A piece cut anywhere else shows a gap or a fin there.
    """
    parts = garment.parts.copy()
    for side, sleeve in _SLEEVES:
        ends = [garment.landmarks.get(f"{name}_{side}") for name in ("shoulder", "armpit", "neck")]
        if None not in ends:
            shoulder, armpit, neck = (np.array(end, float) for end in ends)
            _cut(parts, sleeve, shoulder, armpit, neck)
    return garment if np.array_equal(parts, garment.parts) else replace(garment, parts=parts)


def _cut(
    parts: NDArray[np.uint8], sleeve: Part, shoulder: Points, armpit: Points, neck: Points
) -> None:
    """Set right the parts beside one seam, in place."""
    length = float(np.hypot(*(armpit - shoulder)))
    if length < 1.0:
        return
    axis = (armpit - shoulder) / length
    outward = np.array([axis[1], -axis[0]])
    if float(outward @ (shoulder - neck)) < 0:
        outward = -outward
    box = _around(shoulder, armpit, _REACH * length, parts.shape)
    columns, rows = np.arange(box.x0, box.x1), np.arange(box.y0, box.y1)[:, None]
    beside = (columns - shoulder[0]) * outward[0] + (rows - shoulder[1]) * outward[1]
    along = (columns - shoulder[0]) * axis[0] + (rows - shoulder[1]) * axis[1]
    near = (along < length) & (np.abs(beside) < _REACH * length)
    here = parts[box.slices]
    here[near & (beside < 0) & (here == sleeve)] = Part.TORSO
    here[near & (beside >= 0) & (here == Part.TORSO)] = sleeve


def _around(one: Points, other: Points, margin: float, shape: tuple[int, ...]) -> Roi:
    """Return the rectangle around two points, within the photo; it may be empty."""
    low, high = np.minimum(one, other) - margin, np.maximum(one, other) + margin
    x0, x1 = (int(np.clip(v, 0, shape[1])) for v in (low[0], high[0] + 1))
    y0, y1 = (int(np.clip(v, 0, shape[0])) for v in (low[1], high[1] + 1))
    return Roi(x0, y0, x1, y1)
