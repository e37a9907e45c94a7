"""Rectangles of a frame, and the part of one that a garment part may cover."""

import numpy as np
from numba import types
from numpy.typing import ArrayLike, NDArray

from tryon_ar.kernels._jit import kernel, read, write

# Half-open x0, y0, x1, y1 in frame pixels; may reach outside the frame.
Roi = tuple[int, int, int, int]

_F64 = types.float64


def clip_roi(roi: Roi, frame_size: tuple[int, int]) -> Roi | None:
    """Return what of a region lies in a frame of some width and height, None for nothing."""
    x0, y0 = max(roi[0], 0), max(roi[1], 0)
    x1, y1 = min(roi[2], frame_size[0]), min(roi[3], frame_size[1])
    return (x0, y0, x1, y1) if x1 > x0 and y1 > y0 else None


def roi_around(points_px: ArrayLike, margin_px: float, frame_size: tuple[int, int]) -> Roi | None:
    """Return the smallest region in a frame that holds some points and a margin.

    Parameters
    ----------
    points_px : array_like of shape (N, 2)
        (x, y) in frame pixels, finite; N >= 1.
    margin_px : float
        Added on every side.
    frame_size : (int, int)
        Width and height.

    Returns
    -------
    (int, int, int, int) or None
        Half-open x0, y0, x1, y1; None when none of it lies in the frame.
    """
    points = np.asarray(points_px, dtype=np.float64)
    x0, y0 = np.floor(points.min(axis=0) - margin_px)
    x1, y1 = np.ceil(points.max(axis=0) + margin_px) + 1
    return clip_roi((int(x0), int(y0), int(x1), int(y1)), frame_size)


def hull_spans(points_px: ArrayLike, margin_px: float, roi: Roi) -> NDArray[np.int32]:
    """Return, row by row, the columns of a region inside the widened hull of some points.

    Outside the hull of its control points a spline extrapolates and paints tails; a
    convex shape meets a row in one piece, so that two numbers a row are enough to stop it.

    Parameters
    ----------
    points_px : array_like of shape (N, 2)
        (x, y) in frame pixels, finite; N >= 1.
    margin_px : float
        >= 0; the hull is widened by this much, round at the corners.
    roi : (int, int, int, int)
        Region x0, y0, x1, y1, half-open.

    Returns
    -------
    ndarray of shape (H, 2), int32
        Half-open columns counted from the region's left edge; equal where a row is empty.
    """
    points = np.ascontiguousarray(points_px, dtype=np.float64)
    x0, y0, x1, y1 = roi
    corners = np.empty((2 * len(points), 2))
    count = _hull_nb(points[np.lexsort(points.T[::-1])], corners)
    spans = np.empty((y1 - y0, 2), np.int32)
    _spans_nb(corners[:count], margin_px, x0, x1, y0, spans)
    return spans


@kernel(read(_F64, 2), write(_F64, 2), returns=types.int64)
def _hull_nb(ordered: NDArray[np.float64], corners: NDArray[np.float64]) -> int:
    """Write the corners of the hull in order and return how many they are.

    A. M. Andrew's monotone chain (1979) over points ordered by x, then y; the first and
    the last point come twice.
    """
    count = ordered.shape[0]
    size = 0
    for turn in range(2):
        floor = size + 1
        for k in range(count):
            i = k if turn == 0 else count - 1 - k
            while size > floor:
                ax, ay = corners[size - 2, 0], corners[size - 2, 1]
                bx, by = corners[size - 1, 0], corners[size - 1, 1]
                if (bx - ax) * (ordered[i, 1] - ay) > (by - ay) * (ordered[i, 0] - ax):
                    break
                size -= 1
            corners[size] = ordered[i]
            size += 1
    return size


@kernel(read(_F64, 2), *(_F64,) * 4, write(types.int32, 2))
def _spans_nb(
    corners: NDArray[np.float64],
    margin: float,
    x0: float,
    x1: float,
    y0: float,
    spans: NDArray[np.int32],
) -> None:
    """Find the columns, row by row, of a convex polygon widened by a disc.

    Its rim is made of arcs round the corners and of the edges moved outwards.
    """
    count = corners.shape[0]
    for row in range(spans.shape[0]):
        y = y0 + row
        left, right = np.inf, -np.inf
        for k in range(count):
            ax, ay = corners[k, 0], corners[k, 1]
            reach = margin**2 - (y - ay) ** 2
            if reach >= 0.0:
                left = min(left, ax - np.sqrt(reach))
                right = max(right, ax + np.sqrt(reach))
            bx, by = corners[(k + 1) % count, 0], corners[(k + 1) % count, 1]
            out = margin / max(np.sqrt((bx - ax) ** 2 + (by - ay) ** 2), 1e-300)
            # Of a level edge nothing is needed: its ends have their arcs.
            share = (y - ay - out * (ax - bx)) / (by - ay)
            if by != ay and 0.0 <= share <= 1.0:
                x = ax + out * (by - ay) + share * (bx - ax)
                left, right = min(left, x), max(right, x)
        spans[row] = 0
        if left <= right:
            spans[row, 0] = min(max(np.ceil(left) - x0, 0.0), x1 - x0)
            spans[row, 1] = min(max(np.floor(right) + 1.0 - x0, spans[row, 0]), x1 - x0)
