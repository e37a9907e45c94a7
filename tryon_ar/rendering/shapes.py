"""Draw small convex shapes with sub-pixel edges."""

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Points

_SHIFT = 4
_SCALE = 1 << _SHIFT
# OpenCV draws smooth lines so much wider than asked for.
_ANTIALIASING_PX = 2
# Corners of a disc's outline; it is nowhere more than a hundredth of the radius inside.
_RING = np.stack([f(np.arange(24) * (np.pi / 12)) for f in (np.cos, np.sin)], axis=1)


def empty(roi: Roi) -> NDArray[np.uint8]:
    """Return an empty canvas of the size of a rectangle."""
    return np.zeros((roi.height, roi.width), np.uint8)


def _fixed(points: Points, roi: Roi) -> NDArray[np.int32]:
    """Return frame points in a canvas, in sixteenths of pixels."""
    local = points - (roi.x0, roi.y0) if roi.x0 or roi.y0 else points
    fixed: NDArray[np.int32] = np.rint(local * _SCALE).astype(np.int32)
    return fixed


def fill_hull(canvas: NDArray[np.uint8], roi: Roi, points: Points, level: int = 255) -> None:
    """Fill the convex hull of frame points in a canvas that covers ``roi``."""
    cv2.fillConvexPoly(canvas, cv2.convexHull(_fixed(points, roi)), level, cv2.LINE_AA, _SHIFT)


def fill_disc(canvas: NDArray[np.uint8], roi: Roi, centre: Points, radius_px: float) -> None:
    """Fill a disc."""
    x, y = np.rint((centre - (roi.x0, roi.y0)) * _SCALE).astype(int)
    radius = round(radius_px * _SCALE)
    cv2.circle(canvas, (int(x), int(y)), radius, 255, -1, cv2.LINE_AA, _SHIFT)


def fill_capsule(
    canvas: NDArray[np.uint8],
    roi: Roi,
    start: Points,
    end: Points,
    start_radius_px: float,
    end_radius_px: float,
    *,
    round_start: bool = True,
    round_end: bool = True,
) -> None:
    """Fill a tapered capsule: the discs that are asked for and what lies between them."""
    along = end - start
    length = math.hypot(along[0], along[1])
    across = np.array([-along[1], along[0]]) / max(length, 1e-6)
    ends = (start, start_radius_px, round_start), (end, end_radius_px, round_end)
    points = [
        middle + radius * (_RING if is_round else np.array([across, -across]))
        for middle, radius, is_round in ends
        if is_round or length > 1e-6
    ]
    if points:
        fill_hull(canvas, roi, np.concatenate(points))


def fill_chain(
    canvas: NDArray[np.uint8], roi: Roi, centres: Points, radii_px: NDArray[np.float64]
) -> None:
    """Fill tapered capsules from each disc to the next; centres (n, 2), radii (n,)."""
    rings = centres[:, None] - (roi.x0, roi.y0) + radii_px[:, None, None] * _RING
    local = np.rint(rings * _SCALE).astype(np.int32)
    for number in range(len(local) - 1):
        hull = cv2.convexHull(local[number : number + 2].reshape(-1, 2))
        cv2.fillConvexPoly(canvas, hull, 255, cv2.LINE_AA, _SHIFT)


def fill_outline(canvas: NDArray[np.uint8], roi: Roi, points: Points) -> None:
    """Fill a polygon, convex or not."""
    cv2.fillPoly(canvas, [_fixed(points, roi)], 255, cv2.LINE_AA, _SHIFT)


def fill_stroke(
    canvas: NDArray[np.uint8], roi: Roi, points: Points, width_px: float, level: int = 255
) -> None:
    """Draw a line through points, round at its ends; its width is whole pixels."""
    fill_strokes(canvas, roi, points[None], [width_px], level)


def fill_strokes(
    canvas: NDArray[np.uint8],
    roi: Roi,
    lines: Points,
    widths_px: Sequence[float],
    level: int = 255,
) -> None:
    """Draw lines through n points each, (lines, n, 2), of one width each."""
    for line, width_px in zip(_fixed(lines, roi), widths_px, strict=True):
        thickness = max(1, round(width_px - _ANTIALIASING_PX))
        cv2.polylines(canvas, [line], False, level, thickness, cv2.LINE_AA, _SHIFT)


def fill_ellipse(
    canvas: NDArray[np.uint8],
    roi: Roi,
    centre: Points,
    half_axes_px: tuple[float, float],
    angle_deg: float,
) -> None:
    """Fill an ellipse whose first half-axis lies at an angle (clockwise in the picture)."""
    x, y = np.rint((centre - (roi.x0, roi.y0)) * _SCALE).astype(int)
    axes = (round(half_axes_px[0] * _SCALE), round(half_axes_px[1] * _SCALE))
    cv2.ellipse(canvas, (int(x), int(y)), axes, angle_deg, 0, 360, 255, -1, cv2.LINE_AA, _SHIFT)


def drawn_box(canvas: NDArray[np.uint8], margin_px: int = 0) -> tuple[slice, slice] | None:
    """Return the rows and columns of a canvas that hold anything, or None."""
    x, y, width, height = cv2.boundingRect(canvas)
    if width == 0:
        return None
    rows = slice(max(0, y - margin_px), y + height + margin_px)
    return rows, slice(max(0, x - margin_px), x + width + margin_px)


def soften(canvas: NDArray[np.uint8], sigma_px: float) -> None:
    """Blur a canvas in place, so that its edges are as soft as a camera's."""
    box = drawn_box(canvas, margin_px=round(3 * sigma_px) + 1)
    if box is not None:
        canvas[box] = cv2.GaussianBlur(canvas[box], (0, 0), sigma_px)
