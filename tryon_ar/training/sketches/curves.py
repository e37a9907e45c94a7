"""Curves that outlines are made of; each is an (N, 2) array of x and y in units."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.sketches.sketch import Curve

Point = tuple[float, float] | NDArray[np.float64]

_MIRROR = np.array([-1.0, 1.0])


def bezier(start: Point, control: Point, end: Point, count: int = 12) -> Curve:
    """Return a quadratic Bézier curve: (1−t)² a + 2 t (1−t) c + t² b."""
    t = np.linspace(0.0, 1.0, count)[:, None]
    a, c, b = (np.asarray(point, np.float64) for point in (start, control, end))
    return np.asarray((1 - t) ** 2 * a + 2 * t * (1 - t) * c + t * t * b)


def line(*points: Point, count: int = 6) -> Curve:
    """Return straight lines through points, each with ``count`` samples."""
    corners = [np.asarray(point, np.float64) for point in points]
    t = np.linspace(0.0, 1.0, count)[:, None]
    return np.concatenate([a + t * (b - a) for a, b in pairwise(corners)])


def spline(*points: Point, count: int = 7) -> Curve:
    """Return a Catmull-Rom spline through points, ``count`` samples between two of them."""
    knots = np.array([np.asarray(point, np.float64) for point in points])
    padded = np.concatenate([2 * knots[:1] - knots[1:2], knots, 2 * knots[-1:] - knots[-2:-1]])
    t = np.linspace(0.0, 1.0, count, endpoint=False)[:, None]
    runs = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        runs.append(
            p1
            + 0.5 * t * (p2 - p0)
            + t**2 * (p0 - 2.5 * p1 + 2 * p2 - 0.5 * p3)
            + 0.5 * t**3 * (3 * p1 - p0 - 3 * p2 + p3)
        )
    return np.concatenate([*runs, knots[-1:]])


def join(*curves: Curve) -> Curve:
    """Return curves one after the other."""
    return np.concatenate(curves)


def flip(curve: Curve) -> Curve:
    """Return the curve on the other side of the middle, in the same order."""
    return np.asarray(curve * _MIRROR)


def symmetric(half: Curve) -> Curve:
    """Return a curve from the image's right to its left; ``half`` ends in the middle."""
    return np.concatenate([half, (half * _MIRROR)[::-1][1:]])


def shifted(curve: Curve, x: float = 0.0, y: float = 0.0) -> Curve:
    """Return the curve moved."""
    return np.asarray(curve + np.array([x, y]))


def along(curve: Curve, share: float) -> tuple[float, float]:
    """Return the point at a share (0 to 1) of the curve's length."""
    steps = np.hypot(*np.diff(curve, axis=0).T)
    reached = np.concatenate([[0.0], np.cumsum(steps)])
    at = share * reached[-1]
    x, y = curve[:, 0], curve[:, 1]
    return float(np.interp(at, reached, x)), float(np.interp(at, reached, y))


def beside(curve: Curve, distance: float) -> Curve:
    """Return the curve moved sideways: to the right of its direction as seen in the picture."""
    tangent = np.gradient(curve, axis=0)
    length = np.maximum(np.hypot(tangent[:, 0], tangent[:, 1]), 1e-9)
    normal = np.stack([-tangent[:, 1], tangent[:, 0]], axis=1) / length[:, None]
    return np.asarray(curve + distance * normal)


def strip(curve: Curve, width: float) -> Curve:
    """Return the outline of a band along a curve, half its width to either side."""
    steps = np.hypot(*np.diff(curve, axis=0).T)
    curve = curve[np.concatenate([[True], steps > 1e-9])]
    return np.concatenate([beside(curve, width / 2), beside(curve, -width / 2)[::-1]])


def point(curve: Curve) -> tuple[float, float]:
    """Return one point (an array of two) as a pair of floats."""
    return float(curve[0]), float(curve[1])


def flipped(place: tuple[float, float]) -> tuple[float, float]:
    """Return the place on the other side of the middle."""
    return -place[0], place[1]


def on_side(curve: Curve, sign: float) -> Curve:
    """Return a curve of the wearer's left for a side: as it is for 1, flipped for -1."""
    return curve if sign > 0 else flip(curve)


def place_on_side(place: tuple[float, float], sign: float) -> tuple[float, float]:
    """Return a place of the wearer's left for a side: as it is for 1, flipped for -1."""
    return place if sign > 0 else flipped(place)
