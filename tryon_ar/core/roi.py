"""Half-open rectangles of a picture."""

from typing import NamedTuple


class Roi(NamedTuple):
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

    def grown(self, margin_px: int, limits: "Roi") -> "Roi":
        """Return the rectangle with so many more pixels to each side, cut off at ``limits``."""
        return Roi(
            max(limits.x0, self.x0 - margin_px),
            max(limits.y0, self.y0 - margin_px),
            min(limits.x1, self.x1 + margin_px),
            min(limits.y1, self.y1 + margin_px),
        )

    def within(self, outer: "Roi") -> tuple[slice, slice]:
        """Return the index of this rectangle in an array that covers ``outer``."""
        rows = slice(self.y0 - outer.y0, self.y1 - outer.y0)
        return rows, slice(self.x0 - outer.x0, self.x1 - outer.x0)
