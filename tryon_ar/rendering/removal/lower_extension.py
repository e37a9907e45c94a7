"""Trousers or a skirt continued upwards, under a top that is shorter than the worn one."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage

_LEAST_COLUMNS = 6
_LEAST_ROWS = 4
# The border between cloth and cloth is blurred: colours are taken from below it.
_BELOW_BORDER_PX = 4
_SMOOTHING = 0.06


def extend_lower(
    patch_bgr: BgrImage, lower: NDArray[np.float32]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]] | None:
    """Mirror the lower garment about its upper edge.

    Parameters
    ----------
    patch_bgr : ndarray of shape (h, w, 3), uint8
        A rectangle of the frame.
    lower : ndarray of shape (h, w), float32
        Probability of lower clothes, 0 to 1, over it.

    Returns
    -------
    (ndarray of shape (h, w, 3), uint8; ndarray of shape (h, w), bool) or None
        The garment continued above its edge, and the columns and rows above the edge that may be
        so filled. None when too little of a lower garment is seen.
    """
    solid = lower > 0.5
    depth = solid.sum(axis=0)
    columns = np.flatnonzero(depth >= _LEAST_ROWS)
    if columns.size < _LEAST_COLUMNS:
        return None
    tops = _smooth_tops(solid, columns)
    height, width = lower.shape
    rows = np.arange(height, dtype=np.float32)[:, None]
    top = tops[None, :] + _BELOW_BORDER_PX
    nearest = _nearest_columns(columns, width)
    room = np.maximum(depth[nearest].astype(np.float32) - _BELOW_BORDER_PX - 1, 1.0)
    # There and back again within the cloth that is seen.
    there = np.abs(top - rows)
    there = np.abs((there + room) % (2 * room) - room)
    source_y = np.where(rows < top, top + there, rows).astype(np.float32)
    source_x = np.broadcast_to(nearest.astype(np.float32), source_y.shape)
    extended = cv2.remap(patch_bgr, np.ascontiguousarray(source_x), source_y, cv2.INTER_LINEAR)
    above = np.asarray(rows < top, np.bool_) & np.ones((1, width), np.bool_)
    return np.asarray(extended, np.uint8), above


def _smooth_tops(solid: NDArray[np.bool_], columns: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return the upper edge's row in every column, smoothed and continued to the sides."""
    first = np.argmax(solid[:, columns], axis=0).astype(np.float32)
    tops = np.interp(np.arange(solid.shape[1]), columns, first).astype(np.float32)
    span = 2 * max(1, round(_SMOOTHING * columns.size)) + 1
    return np.asarray(cv2.blur(tops[None, :], (span, 1))[0], np.float32)


def _nearest_columns(columns: NDArray[np.intp], width: int) -> NDArray[np.intp]:
    """Return, for every column, the nearest that shows the garment."""
    wanted = np.arange(width)
    after = np.clip(np.searchsorted(columns, wanted), 0, columns.size - 1)
    before = np.clip(after - 1, 0, columns.size - 1)
    nearer = np.abs(columns[before] - wanted) < np.abs(columns[after] - wanted)
    return np.where(nearer, columns[before], columns[after])
