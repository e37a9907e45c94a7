"""Trousers or a skirt continued upwards, under a top that is shorter than the worn one."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage

_SOLID = 0.5
_SURE = 0.85
_LEAST_COLUMNS = 6
_LEAST_ROWS = 4
_LEAST_PIXELS = 30
# The border between cloth and cloth is blurred: colours are taken from below it.
_BELOW_BORDER = 0.04
_SMOOTHING = 0.06
# Cloth that is seen so far down is mirrored; of less, only the colour is continued.
_MIRRORED = 0.30
# How wide the garment is, is looked at so far below its edge.
_WIDTH_DEPTH = 0.15
_KEPT = 0.85
# Cloth gets darker towards its sides, as what is round does.
_SIDES, _SIDE_WIDTH = 0.35, 0.16


@dataclass(frozen=True, slots=True)
class LowerAbove:
    """A lower garment continued upwards over a rectangle.

    Attributes
    ----------
    picture_bgr : ndarray of shape (h, w, 3), uint8
    edge : ndarray of shape (w,), float32
        Row of the real garment's upper edge in every column; what is above may be filled.
    columns : (int, int)
        From where to where (half-open) it is seen to reach just below its edge.
    """

    picture_bgr: NDArray[np.uint8]
    edge: NDArray[np.float32]
    columns: tuple[int, int]


class LowerExtension:
    """Continues lower clothes upwards and remembers their colour."""

    def __init__(self) -> None:
        self._colour: NDArray[np.float32] | None = None

    def extend(
        self, patch_bgr: BgrImage, lower: NDArray[np.float32], unit_px: float
    ) -> LowerAbove | None:
        """Continue what is seen of the lower garment.

        Parameters
        ----------
        patch_bgr : ndarray of shape (h, w, 3), uint8
            A rectangle of the frame.
        lower : ndarray of shape (h, w), float32
            Probability of lower clothes, 0 to 1, over it.
        unit_px : float
            Shoulder width.

        Returns
        -------
        LowerAbove or None
            None as long as too little of a lower garment was seen to tell its colour.

        Notes
        -----
        Mirrored about its edge where enough is seen; else its colour, shaded like a round trunk.
        """
        self._learn(patch_bgr, lower)
        if self._colour is None:
            return None
        solid = lower > _SOLID
        columns = np.flatnonzero(solid.sum(axis=0) >= _LEAST_ROWS)
        height, width = lower.shape
        if columns.size < _LEAST_COLUMNS:
            plain = np.broadcast_to(self._colour, (height, width, 3))
            edge = np.full(width, height, np.float32)
            return LowerAbove(np.asarray(plain + 0.5, np.uint8), edge, (0, 0))
        edge = _smooth_edge(solid, columns)
        start, stop = _reach(solid, edge, columns, _WIDTH_DEPTH * unit_px)
        depth = float(np.median(solid[:, columns].sum(axis=0)))
        below = edge + max(2.0, _BELOW_BORDER * unit_px)
        if depth >= _MIRRORED * unit_px:
            picture = _mirrored(patch_bgr, solid, below, columns)
        else:
            picture = _plain(self._colour, (height, width), (start, stop), unit_px)
        return LowerAbove(picture, below, (start, stop))

    def forget(self) -> None:
        """Forget the garment."""
        self._colour = None

    def _learn(self, patch_bgr: BgrImage, lower: NDArray[np.float32]) -> None:
        """Take in the colour of what is surely lower clothes."""
        sure = cv2.erode(np.asarray(lower > _SURE, np.uint8), np.ones((3, 3), np.uint8))
        if cv2.countNonZero(sure) < _LEAST_PIXELS:
            return
        seen = np.median(patch_bgr[sure > 0][::4], axis=0).astype(np.float32)
        last = self._colour
        self._colour = seen if last is None else _KEPT * last + (1.0 - _KEPT) * seen


def _smooth_edge(solid: NDArray[np.bool_], columns: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return the upper edge's row in every column, smoothed and continued to the sides."""
    first = np.argmax(solid[:, columns], axis=0).astype(np.float32)
    tops = np.interp(np.arange(solid.shape[1]), columns, first).astype(np.float32)
    span = 2 * max(1, round(_SMOOTHING * columns.size)) + 1
    return np.asarray(cv2.blur(tops[None, :], (span, 1))[0], np.float32)


def _reach(
    solid: NDArray[np.bool_], edge: NDArray[np.float32], columns: NDArray[np.intp], depth_px: float
) -> tuple[int, int]:
    """Return from where to where the garment reaches just below its edge."""
    top = int(np.median(edge[columns]))
    band = solid[top : top + max(2, round(depth_px))]
    found = np.flatnonzero(band.any(axis=0))
    if found.size < _LEAST_COLUMNS:
        found = columns
    return int(found[0]), int(found[-1]) + 1


def _mirrored(
    patch_bgr: BgrImage,
    solid: NDArray[np.bool_],
    below: NDArray[np.float32],
    columns: NDArray[np.intp],
) -> NDArray[np.uint8]:
    height, width = solid.shape
    rows = np.arange(height, dtype=np.float32)[:, None]
    nearest = _nearest_columns(columns, width)
    last = height - 1 - np.argmax(solid[::-1, nearest], axis=0).astype(np.float32)
    room = np.maximum(last - below - 2.0, 1.0)
    # There and back again within the cloth that is seen.
    there = np.abs(below - rows)
    there = np.abs((there + room) % (2 * room) - room)
    source_y = np.where(rows < below, below + there, rows).astype(np.float32)
    source_x = np.ascontiguousarray(np.broadcast_to(nearest.astype(np.float32), source_y.shape))
    mirrored = cv2.remap(patch_bgr, source_x, source_y, cv2.INTER_LINEAR)
    return np.asarray(mirrored, np.uint8)


def _plain(
    colour: NDArray[np.float32], size: tuple[int, int], reach: tuple[int, int], unit_px: float
) -> NDArray[np.uint8]:
    """Return one colour, darker towards both sides."""
    x = np.arange(size[1], dtype=np.float32)
    inside = np.minimum(x - reach[0], reach[1] - 1 - x) / (_SIDE_WIDTH * unit_px)
    shade = np.exp(-_SIDES * np.clip(1.0 - inside, 0.0, 1.0) ** 2)
    row = np.clip(colour * shade[:, None], 0, 255)
    return np.array(np.broadcast_to(row[None] + 0.5, (*size, 3)), np.uint8)


def _nearest_columns(columns: NDArray[np.intp], width: int) -> NDArray[np.intp]:
    """Return, for every column, the nearest that shows the garment."""
    wanted = np.arange(width)
    after = np.clip(np.searchsorted(columns, wanted), 0, columns.size - 1)
    before = np.clip(after - 1, 0, columns.size - 1)
    nearer = np.abs(columns[before] - wanted) < np.abs(columns[after] - wanted)
    return np.where(nearer, columns[before], columns[after])
