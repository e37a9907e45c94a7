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


def frame_of(along: NDArray[np.float64], aside: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the right-handed frame (3, 3), in columns: along, what of aside is square to it."""
    first = along / np.linalg.norm(along)
    second = aside - (aside @ first) * first
    second = second / max(float(np.linalg.norm(second)), 1e-12)
    return np.stack([first, second, np.cross(first, second)], axis=1)


def about_axis_of(rotation: NDArray[np.float64], axis: NDArray[np.float64]) -> float:
    """Return the angle (radians) of a rotation's part about an axis (swing and twist).

    With the quaternion ``(w, v)`` of the rotation and the axis a: ``2 atan2(v . a, w)``.
    """
    unit = axis / np.linalg.norm(axis)
    w = 0.5 * float(np.sqrt(max(1.0 + np.trace(rotation), 0.0)))
    skew = np.array(
        [
            rotation[2, 1] - rotation[1, 2],
            rotation[0, 2] - rotation[2, 0],
            rotation[1, 0] - rotation[0, 1],
        ]
    )
    if w < 1e-6:
        return 0.0
    angle = 2.0 * float(np.arctan2(skew @ unit / (4.0 * w), w))
    return float((angle + np.pi) % (2.0 * np.pi) - np.pi)
