"""Curves of pattern pieces, in centimetres, x to the wearer's left, y down."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Curve = NDArray[np.float64]

STEP_CM = 0.4


def line(start: ArrayLike, end: ArrayLike) -> Curve:
    """Return a straight curve of shape (N, 2), sampled every :data:`STEP_CM`."""
    a, b = np.asarray(start, float), np.asarray(end, float)
    count = max(2, int(np.hypot(*(b - a)) / STEP_CM) + 1)
    return np.asarray(a + (b - a) * np.linspace(0.0, 1.0, count)[:, None], np.float64)


def spline(*points: ArrayLike) -> Curve:
    """Return a centripetal Catmull-Rom curve through the points, shape (N, 2).

    Notes
    -----
    Barry and Goldman's pyramid with knots ``t[i+1] = t[i] + |p[i+1] - p[i]|^0.5``: no cusps
    and no loops, whatever the spacing of the points.
    """
    p = np.array([np.asarray(point, float) for point in points])
    if len(p) < 3:
        return line(p[0], p[-1])
    padded = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    spans = [_catmull_span(padded[i : i + 4]) for i in range(len(p) - 1)]
    return join(*spans)


def symmetric(*points: ArrayLike) -> Curve:
    """Return a curve through the points and on through their mirror images, smooth between.

    The last point lies on the middle (x = 0); the curve ends at the first one's image.
    """
    half = [np.asarray(point, float) for point in points]
    return spline(*half, *[point * np.array([-1.0, 1.0]) for point in half[-2::-1]])


def _catmull_span(p: Curve) -> Curve:
    gaps = np.sqrt(np.maximum(np.hypot(*np.diff(p, axis=0).T), 1e-6))
    t0, t1, t2, t3 = np.concatenate([[0.0], np.cumsum(gaps)])
    count = max(3, int(np.hypot(*(p[2] - p[1])) / STEP_CM) + 2)
    t = np.linspace(t1, t2, count)[:, None]
    a1 = (t1 - t) / (t1 - t0) * p[0] + (t - t0) / (t1 - t0) * p[1]
    a2 = (t2 - t) / (t2 - t1) * p[1] + (t - t1) / (t2 - t1) * p[2]
    a3 = (t3 - t) / (t3 - t2) * p[2] + (t - t2) / (t3 - t2) * p[3]
    b1 = (t2 - t) / (t2 - t0) * a1 + (t - t0) / (t2 - t0) * a2
    b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3
    curve: Curve = (t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2
    return curve


def bezier(start: ArrayLike, pull: ArrayLike, end: ArrayLike) -> Curve:
    """Return a quadratic Bezier curve of shape (N, 2)."""
    a, c, b = (np.asarray(point, float) for point in (start, pull, end))
    count = max(3, int((np.hypot(*(c - a)) + np.hypot(*(b - c))) / STEP_CM) + 1)
    t = np.linspace(0.0, 1.0, count)[:, None]
    curve: Curve = (1 - t) ** 2 * a + 2 * t * (1 - t) * c + t**2 * b
    return curve


def join(*curves: Curve) -> Curve:
    """Return the curves one after the other, without doubled points where they meet."""
    whole = np.concatenate(curves)
    steps = np.hypot(*np.diff(whole, axis=0).T)
    return np.asarray(whole[np.concatenate([[True], steps > 1e-9])], np.float64)


def mirror(curve: Curve) -> Curve:
    """Return the curve on the other side of the body, run the other way."""
    return np.asarray(curve[::-1] * np.array([-1.0, 1.0]), np.float64)


def flip(points: Curve) -> Curve:
    """Return the points on the other side of the body, in the same order."""
    return np.asarray(points * np.array([-1.0, 1.0]), np.float64)


def offset(curve: Curve, distance_cm: float) -> Curve:
    """Return the curve moved sideways, to its right as it runs (y is down)."""
    tangent = np.gradient(curve, axis=0)
    tangent /= np.maximum(np.hypot(tangent[:, 0], tangent[:, 1]), 1e-9)[:, None]
    return curve + distance_cm * np.stack([-tangent[:, 1], tangent[:, 0]], axis=1)


def length(curve: Curve) -> float:
    """Return the length of the curve in centimetres."""
    return float(np.hypot(*np.diff(curve, axis=0).T).sum())


def along(curve: Curve, fraction: float) -> tuple[float, float]:
    """Return the point at this fraction (0 to 1) of the curve's length."""
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    at = fraction * steps[-1]
    return float(np.interp(at, steps, curve[:, 0])), float(np.interp(at, steps, curve[:, 1]))


def portion(curve: Curve, start: float, end: float) -> Curve:
    """Return the part of the curve between two fractions of its length."""
    count = max(3, int(length(curve) * abs(end - start) / STEP_CM) + 1)
    return np.array([along(curve, f) for f in np.linspace(start, end, count)])


def turned(points: Curve, centre: ArrayLike, degrees: float) -> Curve:
    """Return the points turned about a centre; positive is clockwise as seen."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    about = np.asarray(centre, float)
    return np.asarray((points - about) @ np.array([[c, s], [-s, c]]) + about, np.float64)


@dataclass(frozen=True)
class Wobble:
    """A smooth displacement of the plane, so that nothing drawn is straight or symmetric.

    Sums of sine waves of random direction: the same displacement moves outlines, seams,
    cloth and landmarks, so they stay together.

    Attributes
    ----------
    waves : ndarray of shape (K, 5)
        Wave vector (2, radians a cm), phase, displacement (2, cm).
    """

    waves: NDArray[np.float64]

    @classmethod
    def random(cls, rng: np.random.Generator, strength: float = 1.0) -> "Wobble":
        """Return a displacement of about 0.4 cm in the large and 0.07 cm in the small."""
        rows = [cls._wave(rng, period, amount * strength) for period, amount in _WOBBLE_SCALES]
        return cls(np.array(rows))

    @staticmethod
    def _wave(rng: np.random.Generator, period_cm: float, amount_cm: float) -> list[float]:
        angle, phase, turn = rng.uniform(0.0, 2 * np.pi, 3)
        rate = 2 * np.pi / (period_cm * rng.uniform(0.8, 1.25))
        return [
            rate * np.cos(angle),
            rate * np.sin(angle),
            phase,
            amount_cm * np.cos(turn),
            amount_cm * np.sin(turn),
        ]

    def displacement(self, x: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the displacement at the places, shape (..., 2), in cm."""
        total = np.zeros((*np.shape(x), 2))
        for kx, ky, phase, dx, dy in self.waves:
            total += np.sin(kx * x + ky * y + phase)[..., None] * np.array([dx, dy])
        return total

    def __call__(self, points: ArrayLike) -> Curve:
        """Return the points (N, 2) where the displacement puts them."""
        p = np.asarray(points, float)
        return p + self.displacement(p[..., 0], p[..., 1])


_WOBBLE_SCALES = (
    (70.0, 0.35),
    (45.0, 0.3),
    (24.0, 0.16),
    (16.0, 0.1),
    (9.0, 0.06),
    (6.0, 0.045),
    (3.5, 0.022),
)
