"""Boxes of a layer, and the finer grid on which outlines are filled.

Each pixel of a layer is :data:`FINE` by :data:`FINE` fine pixels, which count how much of it
an outline covers.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from tryon_ar.training.product_photos.noise import Field

FINE = 3
SHIFT = 4
"""Bits of OpenCV's fixed-point coordinates behind the point."""

Box = tuple[slice, slice]
"""Rows and columns of a layer."""


def fixed(points: ArrayLike) -> NDArray[np.int32]:
    """Return points in OpenCV's fixed-point coordinates."""
    return np.asarray(np.round(np.asarray(points) * 2**SHIFT), np.int32)


def box_of(points: NDArray[np.float64], reach: float, shape: tuple[int, ...]) -> Box | None:
    """Return the box about points, clipped to the layer; None if nothing is left.

    Parameters
    ----------
    points : ndarray of shape (N, 2)
        x and y, pixels.
    reach : float
        How far it extends beyond them, pixels.
    shape : (int, int)
        Rows and columns of the layer.
    """
    low = np.maximum(np.floor(points.min(axis=0) - reach).astype(int), 0)
    high = np.minimum(np.ceil(points.max(axis=0) + reach).astype(int) + 1, (shape[1], shape[0]))
    if (high <= low).any():
        return None
    return slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))


def box_around(
    centre: Sequence[float] | NDArray[np.float64], reach: float, shape: tuple[int, ...]
) -> Box:
    """Return the square about a point, clipped to the layer, never empty."""
    low = np.clip(np.floor(np.asarray(centre) - reach), 0, (shape[1] - 1, shape[0] - 1))
    high = np.clip(np.ceil(np.asarray(centre) + reach) + 1, 1, (shape[1], shape[0]))
    return slice(int(low[1]), int(high[1])), slice(int(low[0]), int(high[0]))


def widened(box: Box, pad: int, size_px: int) -> Box:
    """Return the box with a margin, clipped to a square layer."""
    rows, columns = (slice(max(0, part.start - pad), min(size_px, part.stop + pad)) for part in box)
    return rows, columns


def corner_of(box: Box) -> NDArray[np.int64]:
    """Return x and y of a box's first pixel."""
    return np.array([box[1].start, box[0].start])


def shape_of(box: Box) -> tuple[int, int]:
    """Return how many rows and columns a box has."""
    return box[0].stop - box[0].start, box[1].stop - box[1].start


def finer(box: Box) -> Box:
    """Return the same box of the fine grid."""
    rows, columns = (slice(part.start * FINE, part.stop * FINE) for part in box)
    return rows, columns


def filled(outline: NDArray[np.float64], box: Box) -> NDArray[np.uint8]:
    """Fill an outline, pixels of the layer, on the fine grid of a box: 255 inside, else 0."""
    rows, columns = shape_of(box)
    mask = np.zeros((rows * FINE, columns * FINE), np.uint8)
    # Pixel x of the layer covers FINE fine pixels whose middle one is FINE x + (FINE - 1) / 2.
    fine = (outline - corner_of(box)) * FINE + (FINE - 1) / 2
    cv2.fillPoly(mask, [fixed(fine)], 255, cv2.LINE_8, SHIFT)
    return mask


def shrunk(mask: NDArray[np.uint8]) -> Field:
    """Return how much of each pixel of the layer a fine mask covers, 0 to 1."""
    size = (mask.shape[1] // FINE, mask.shape[0] // FINE)
    small = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small.astype(np.float32) / 255)


def middles(parts: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the fine grid's values in the middle of each pixel of the layer."""
    return parts[FINE // 2 :: FINE, FINE // 2 :: FINE]
