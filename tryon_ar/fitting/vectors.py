"""Plane vectors as NumPy arrays of shape (2,)."""

import numpy as np

from tryon_ar.core.types import Points


def unit(vector: Points) -> Points:
    """Return the vector at length one; the zero vector stays zero."""
    length = float(np.hypot(vector[0], vector[1]))
    return vector / length if length > 1e-9 else np.zeros(2)


def distance(a: Points, b: Points) -> float:
    """Return the distance between two points."""
    return float(np.hypot(a[0] - b[0], a[1] - b[1]))


def between(a: Points, b: Points, fractions: tuple[float, ...]) -> list[Points]:
    """Return the points at the given fractions of the way from ``a`` to ``b``."""
    return [a + (b - a) * fraction for fraction in fractions]
