"""Covers for faces from which they cannot be had back: few mean colours, coarsely rounded, blurred.

A blur alone can be undone where its kernel is known, and pixels alone where their grid moves over
a face from frame to frame. Here a head becomes some five by five means on a grid that goes with
it, of 16 levels each, and those are blended into one another.
"""

from collections.abc import Sequence

import numpy as np

from tryon_ar.core.types import BgrImage
from tryon_ar.tracking.head_finder import Oval

_CELLS = 5  # across a head
_CELLS_OF_PICTURE = 8  # across its shorter side, where all of it is hidden
_LEVEL = 16
_RIM = 1.12  # beyond the oval the cover fades into the picture; within it nothing shows
_FILL_BGR = (34, 30, 28)
_LEAST_LEFT = 0.12  # a photo of which less would be left is filled instead


def hide_ovals(image_bgr: BgrImage, ovals: Sequence[Oval]) -> BgrImage:
    """Return a copy in which nothing inside the ovals can be made out.

    Parameters
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        Not changed.
    ovals : sequence of Oval
        In its pixels; they may overlap and lie outside.
    """
    result = np.array(image_bgr, np.uint8, order="C")
    for oval in ovals:
        _hide(result, oval)
    return result


def hide_all(image_bgr: BgrImage) -> BgrImage:
    """Return the picture as a few blurred means, however near a face may be."""
    import cv2

    height, width = image_bgr.shape[:2]
    cell = max(1.0, min(height, width) / _CELLS_OF_PICTURE)
    size = max(1, round(width / cell)), max(1, round(height / cell))
    means = _rounded(np.asarray(cv2.resize(image_bgr, size, interpolation=cv2.INTER_AREA)))
    return np.asarray(cv2.resize(means, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def cut_above(image_bgr: BgrImage, row: int, *, fixed: bool) -> BgrImage:
    """Return the picture from a row on down; of a fixed size what is above is filled.

    Notes
    -----
    Where hardly anything would be left, all that is above is filled instead.
    """
    height = image_bgr.shape[0]
    row = min(max(row, 0), height)
    if not fixed and (height - row) >= _LEAST_LEFT * height:
        return np.ascontiguousarray(image_bgr[row:])
    result = np.array(image_bgr, np.uint8, order="C")
    result[:row] = _FILL_BGR
    return result


def _hide(image_bgr: BgrImage, oval: Oval) -> None:
    """Cover an oval of a picture in place."""
    import cv2

    height, width = image_bgr.shape[:2]
    reach_x, reach_y = oval.half_width_px * _RIM + 2, oval.half_height_px * _RIM + 2
    left, right = max(0, int(oval.x_px - reach_x)), min(width, int(oval.x_px + reach_x) + 2)
    top, bottom = max(0, int(oval.y_px - reach_y)), min(height, int(oval.y_px + reach_y) + 2)
    if left >= right or top >= bottom:
        return
    room = image_bgr[top:bottom, left:right]
    size = room.shape[1], room.shape[0]
    cell = max(1.0, 2 * min(oval.half_width_px, oval.half_height_px) / _CELLS)
    few = max(1, round(size[0] / cell)), max(1, round(size[1] / cell))
    means = _rounded(np.asarray(cv2.resize(room, few, interpolation=cv2.INTER_AREA)))
    cover = np.asarray(cv2.resize(means, size, interpolation=cv2.INTER_CUBIC))
    x = (np.arange(left, right) - oval.x_px) / max(oval.half_width_px, 1.0)
    y = (np.arange(top, bottom) - oval.y_px) / max(oval.half_height_px, 1.0)
    away = np.sqrt(x[None, :] ** 2 + y[:, None] ** 2)
    share = np.clip((_RIM - away) / (_RIM - 1.0), 0.0, 1.0).astype(np.float32)[..., None]
    room[...] = np.rint(cover * share + room * (1.0 - share)).astype(np.uint8)


def _rounded(means: BgrImage) -> BgrImage:
    return np.asarray(means // _LEVEL * _LEVEL + _LEVEL // 2, np.uint8)
