"""The coarse grid on which light is found: a few cells across for every cell of detail."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, SoftMask

# Shoulders are about so many cells wide.
SHOULDER_CELLS = 44.0
# Numbers of cells change by eights and not to and fro, so that solvers can keep their operators.
_BY, _SPARE = 8, 16


class LightGrid:
    """Squares of ``step`` frame pixels over a region, anchored to the frame's corner.

    Anchoring keeps the same frame pixels in the same cell while the region moves.

    Parameters
    ----------
    roi : Roi
    step : int
    last : (int, int), optional
        Rows and columns of the last grid, kept where they do.

    Attributes
    ----------
    roi : Roi
    step : int
    row, column : int
        Of the first cell, in the frame's cells.
    rows, columns : int
        Multiples of eight; the last ones may lie beyond the region.
    """

    def __init__(self, roi: Roi, step: int, last: tuple[int, ...] | None = None) -> None:
        self.roi, self.step = roi, step
        self.column, self.row = roi.x0 // step, roi.y0 // step
        columns = -(-roi.x1 // step) - self.column
        rows = -(-roi.y1 // step) - self.row
        self.rows, self.columns = (
            kept if 0 <= kept - needed < _SPARE else -(-needed // _BY) * _BY
            for needed, kept in zip((rows, columns), last or (0, 0), strict=True)
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    @property
    def place(self) -> tuple[int, int, int]:
        """Column and row of the region's first pixel within the first cell's, and the step."""
        return (
            self.roi.x0 - self.column * self.step,
            self.roi.y0 - self.row * self.step,
            self.step,
        )

    @property
    def frame_roi(self) -> Roi:
        """What all cells cover, in frame pixels; it may reach beyond the frame."""
        x0, y0 = self.column * self.step, self.row * self.step
        return Roi(x0, y0, x0 + self.columns * self.step, y0 + self.rows * self.step)

    def shrunk(self, plane: NDArray[Any]) -> NDArray[Any]:
        """Average a picture that begins at the grid's corner down to the grid."""
        high, wide = self.rows * self.step, self.columns * self.step
        south, east = max(0, high - plane.shape[0]), max(0, wide - plane.shape[1])
        size = self.columns, self.rows
        part = plane[:high, :wide]
        if south or east:
            grown = cv2.copyMakeBorder(part, 0, south, 0, east, cv2.BORDER_REPLICATE)
            return np.asarray(cv2.resize(grown, size, interpolation=cv2.INTER_AREA))
        return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA))

    def shrunk_frame(self, frame_bgr: BgrImage) -> BgrImage:
        """Average the frame down to the grid."""
        shrunk = self.shrunk(frame_bgr[self.row * self.step :, self.column * self.step :])
        return np.asarray(shrunk, np.uint8)

    def of_region(self, mask: SoftMask | NDArray[np.uint8]) -> NDArray[Any]:
        """Average a mask of the region down to the grid; zero beyond the region."""
        left, top, step = self.place
        south = self.rows * step - top - mask.shape[0]
        east = self.columns * step - left - mask.shape[1]
        whole = cv2.copyMakeBorder(mask, top, south, left, east, cv2.BORDER_CONSTANT, value=0)
        return self.shrunk(np.asarray(whole))

    def sampled(self, plane: NDArray[Any]) -> NDArray[Any]:
        """Return a soft plane of the region at the middles of cells; zero beyond the region."""
        left, top, step = self.place
        row, column = (int(at > step // 2) for at in (top, left))
        picked = plane[
            row * step + step // 2 - top :: step, column * step + step // 2 - left :: step
        ]
        cells = np.zeros(self.shape, plane.dtype)
        cells[row : row + picked.shape[0], column : column + picked.shape[1]] = picked
        return cells

    def enlarged(self, field: NDArray[np.float32]) -> NDArray[np.float32]:
        """Interpolate a field on the grid to the region's pixels."""
        size = self.columns * self.step, self.rows * self.step
        whole = cv2.resize(field, size, interpolation=cv2.INTER_LINEAR)
        left, top, _ = self.place
        part = whole[top : top + self.roi.height, left : left + self.roi.width]
        return np.asarray(part, np.float32)


def step_for(shoulder_px: float) -> int:
    """Return how many pixels wide cells are for a shoulder width in pixels."""
    return max(1, round(shoulder_px / SHOULDER_CELLS))
