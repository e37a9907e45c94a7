"""Rectangles of a frame, and the part of one that a garment part may cover."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Half-open x0, y0, x1, y1 in frame pixels; may reach outside the frame.
Roi = tuple[int, int, int, int]

# Corners of the polygon that stands for the disc points are widened by. It is drawn
# round the disc, so that no point within the margin is lost.
_DISC_CORNERS = 16


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
        >= 0; the hull is widened by this much (by up to 2 % more at the corners).
    roi : (int, int, int, int)
        Region x0, y0, x1, y1, half-open.

    Returns
    -------
    ndarray of shape (H, 2), int32
        Half-open columns counted from the region's left edge; equal where a row is empty.
    """
    x0, y0, x1, y1 = roi
    turn = 2 * np.pi * np.arange(_DISC_CORNERS) / _DISC_CORNERS
    radius = margin_px / np.cos(np.pi / _DISC_CORNERS)
    disc = radius * np.column_stack([np.cos(turn), np.sin(turn)])
    points = np.asarray(points_px, dtype=np.float64)
    corners = _convex_hull((points[:, None] + disc[None]).reshape(-1, 2))
    rows = np.arange(y0, y1)
    left, right = np.full(len(rows), np.inf), np.full(len(rows), -np.inf)
    for (ax, ay), (bx, by) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        crossed = (rows >= min(ay, by)) & (rows <= max(ay, by))
        # A level edge needs nothing of its own: its ends belong to its neighbours too.
        share = (rows[crossed] - ay) / (by - ay if by != ay else 1.0)
        x = ax + share * (bx - ax)
        left[crossed] = np.minimum(left[crossed], x)
        right[crossed] = np.maximum(right[crossed], x)
    spans = np.zeros((len(rows), 2), np.int32)
    met = np.isfinite(left)
    spans[met, 0] = np.clip(np.ceil(left[met]) - x0, 0, x1 - x0)
    spans[met, 1] = np.clip(np.floor(right[met]) + 1 - x0, spans[met, 0], x1 - x0)
    return spans


def _convex_hull(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the corners of the hull in order (A. M. Andrew's monotone chain, 1979)."""
    ordered = points[np.lexsort((points[:, 1], points[:, 0]))].tolist()
    lower, upper = _chain(ordered), _chain(ordered[::-1])
    return np.array(lower[:-1] + upper[:-1] or ordered[:1])


def _chain(ordered: list[list[float]]) -> list[list[float]]:
    chain: list[list[float]] = []
    for x, y in ordered:
        while len(chain) >= 2:
            (ax, ay), (bx, by) = chain[-2:]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            chain.pop()
        chain.append([x, y])
    return chain
