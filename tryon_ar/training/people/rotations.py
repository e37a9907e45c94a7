"""Rotations of three dimensions."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def turn_about(axis: Sequence[float] | NDArray[np.float64], angle: float) -> NDArray[np.float64]:
    """Return the rotation (3, 3) by an angle (radians) about an axis (Rodrigues' formula).

    ``R = I + sin(a) K + (1 - cos(a)) K^2`` where K x v is the cross product of the axis and v.
    """
    x, y, z = np.asarray(axis, np.float64) / np.linalg.norm(axis)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1.0 - np.cos(angle)) * cross @ cross)


def turn_between(start: NDArray[np.float64], end: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the smallest rotation (3, 3) that takes one direction to another."""
    a = start / np.linalg.norm(start)
    b = end / np.linalg.norm(end)
    axis = np.cross(a, b)
    sine = float(np.linalg.norm(axis))
    cosine = float(a @ b)
    if sine < 1e-9:
        if cosine > 0:
            return np.eye(3)
        return turn_about(np.cross(a, [0.3, 0.7, 0.1]), np.pi)
    return turn_about(axis, float(np.arctan2(sine, cosine)))
