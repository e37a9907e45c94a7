"""Tells poses in which limbs go through the body."""

import numpy as np
from scipy.spatial import cKDTree

from tryon_ar.training.people.body import BodyPart, Figure

# Every so many vertices of arms and trunk are looked at.
_EVERY = 4
_DEEP_M = 0.02
_NEAR_M = 0.09
_MOST_DEEP = 0.04


def tangled(figure: Figure) -> bool:
    """Tell whether a forearm or hand is inside the trunk, the head, a leg or the other arm."""
    parts = figure.parts
    left = figure.rest[:, 0] > 0
    solid = np.isin(parts, (BodyPart.HEAD, BodyPart.NECK, BodyPart.TORSO, BodyPart.THIGH))
    limb = np.isin(parts, (BodyPart.FOREARM, BodyPart.HAND))
    whole_arm = limb | (parts == BodyPart.UPPER_ARM)
    for side in (left, ~left):
        moving = np.flatnonzero(limb & side)[::_EVERY]
        still = np.flatnonzero(solid | (whole_arm & ~side))
        if _deep_share(figure, moving, still) > _MOST_DEEP:
            return True
    return False


def _deep_share(
    figure: Figure, moving: np.ndarray[tuple[int], np.dtype[np.intp]],
    still: np.ndarray[tuple[int], np.dtype[np.intp]],
) -> float:  # fmt: skip
    points = figure.vertices[moving]
    far, nearest = cKDTree(figure.vertices[still]).query(points, distance_upper_bound=_NEAR_M)
    found = np.isfinite(np.asarray(far))
    met = still[np.asarray(nearest)[found]]
    depth = -((points[found] - figure.vertices[met]) * figure.normals[met]).sum(axis=1)
    return float((depth > _DEEP_M).sum() / len(moving))
