"""Half-open rectangles of a picture."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Points


@dataclass(frozen=True, slots=True)
class Roi:
    """Columns ``x0`` to ``x1`` and rows ``y0`` to ``y1``, the ends excluded."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def width(self) -> int:
        """Columns."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """Rows."""
        return self.y1 - self.y0

    @property
    def slices(self) -> tuple[slice, slice]:
        """Index of the rectangle in an array of rows and columns."""
        return slice(self.y0, self.y1), slice(self.x0, self.x1)

    def within(self, outer: "Roi") -> tuple[slice, slice]:
        """Return the index of this rectangle in an array that covers ``outer``."""
        rows = slice(self.y0 - outer.y0, self.y1 - outer.y0)
        return rows, slice(self.x0 - outer.x0, self.x1 - outer.x0)

    def union(self, other: "Roi") -> "Roi":
        """Return the smallest rectangle that holds both."""
        return Roi(
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )


def roi_around(points: Points, margin_px: float, size_px: tuple[int, int]) -> Roi | None:
    """Return the rectangle around points, clipped to a picture.

    Parameters
    ----------
    points : ndarray of shape (N, 2)
        (x, y), pixels.
    margin_px : float
        Added on all sides.
    size_px : (int, int)
        Width and height of the picture.

    Returns
    -------
    Roi or None
        None when nothing of it lies inside the picture.
    """
    low = np.floor(points.min(axis=0) - margin_px).astype(int)
    high = np.ceil(points.max(axis=0) + margin_px).astype(int) + 1
    x0, y0 = (max(0, int(value)) for value in low)
    x1, y1 = min(size_px[0], int(high[0])), min(size_px[1], int(high[1]))
    return Roi(x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None
