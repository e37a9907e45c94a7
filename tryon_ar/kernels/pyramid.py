"""Textures of a garment part at several sizes, ready to be gathered from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

# Each level is this much smaller than the one before: half an octave, so that texels
# drawn are never more than a fifth larger or smaller than pixels.
LEVEL_RATIO = 2.0**-0.5
_SMALLEST_SCALE = 1 / 16
_SMALLEST_SIDE = 4
# Transparent texels around each level.
_RIM = 1
_LANCZOS_LOBES = 3
_F32 = types.float32
# How far, in levels, a scale must pass the border between two before the level changes.
_HYSTERESIS = 0.15


@dataclass(frozen=True, eq=False)
class TextureLevel:
    """A premultiplied texture and where it lies in its photo.

    Attributes
    ----------
    pixels : ndarray of shape (H, W, 4), float32
        Premultiplied BGRA, 0 to 1, sRGB-encoded; read-only. The outermost texels are
        transparent.
    transform : ndarray of shape (2, 2), float32
        Rows x, y; texel coordinate = ``transform[i, 1] + transform[i, 0] * photo pixel``.
    """

    pixels: NDArray[np.float32]
    transform: NDArray[np.float32]


class Levels(Sequence[TextureLevel]):
    """The levels of a texture, each filtered when it is first asked for.

    Parameters
    ----------
    bgr : ndarray of shape (H, W, 3), uint8
        The photo's colours; C-contiguous.
    alpha : ndarray of shape (h, w), uint8
        Matte of the texture, not 0 somewhere in each outermost row and column.
    corner : (int, int)
        Where in the photo the matte's first pixel lies, (x, y).
    sizes : sequence of (int, int)
        Height and width of each level.

    Notes
    -----
    A garment is drawn at one or two of its levels, most often small ones, so what the
    others would cost is never spent. One thread at a time.
    """

    def __init__(
        self,
        bgr: NDArray[np.uint8],
        alpha: NDArray[np.uint8],
        corner: tuple[int, int],
        sizes: Sequence[tuple[int, int]],
    ) -> None:
        self._bgr = bgr
        self._alpha = alpha
        self._corner = corner
        self._sizes = sizes
        self._made: dict[int, TextureLevel] = {}

    def __len__(self) -> int:
        return len(self._sizes)

    @overload
    def __getitem__(self, index: int) -> TextureLevel: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[TextureLevel]: ...

    def __getitem__(self, index: int | slice) -> TextureLevel | Sequence[TextureLevel]:
        if isinstance(index, slice):
            return [self[k] for k in range(len(self))[index]]
        k = range(len(self))[index]
        if k not in self._made:
            self._made[k] = _filtered(self._bgr, self._alpha, self._corner, self._sizes[k])
        return self._made[k]


@dataclass(frozen=True, eq=False)
class TexturePyramid:
    """A texture prefiltered at sizes half an octave apart, largest first.

    Attributes
    ----------
    levels : sequence of TextureLevel
        Level k is smaller than the photo by ``first_scale * LEVEL_RATIO ** k``.
    photo_size : (int, int)
        Width and height of the photo the texture is from.
    first_scale : float
        1 unless the photo is larger than is ever drawn.
    """

    levels: Sequence[TextureLevel]
    photo_size: tuple[int, int]
    first_scale: float = 1.0

    def level_index(self, scale: float, previous: int | None = None) -> int:
        """Return the level to draw with at some scale.

        Parameters
        ----------
        scale : float
            Photo pixels per frame pixel (:meth:`tryon_ar.kernels.flow.FlowGrid.scale`).
        previous : int, optional
            The level of the frame before: it is kept near the border between two, so
            that sharpness does not flicker while a person sways.

        Returns
        -------
        int
            Index into ``levels``.
        """
        exact = -math.log(max(scale * self.first_scale, 1e-6)) / math.log(LEVEL_RATIO)
        keep = previous is not None and abs(exact - previous) < 0.5 + _HYSTERESIS
        wanted = previous if keep and previous is not None else round(exact)
        return min(max(wanted, 0), len(self.levels) - 1)

    def level(self, scale: float) -> TextureLevel:
        """Return the level whose texels are nearest in size to pixels at some scale."""
        return self.levels[self.level_index(scale)]


def build_pyramid(
    bgr: NDArray[np.uint8],
    alpha: NDArray[np.uint8],
    *,
    corner: tuple[int, int] = (0, 0),
    largest_side_px: int = 1440,
) -> TexturePyramid:
    """Make a texture that can be drawn at falling sizes.

    Parameters
    ----------
    bgr : ndarray of shape (H, W, 3), uint8
        Colours of the photo, also sensible a little outside the matte
        (:func:`tryon_ar.kernels.bleeding.bleed_colours`). Kept, not copied: not to be
        changed any more.
    alpha : ndarray of shape (h, w), uint8
        Matte, 0 to 255, of the photo or of a part of it.
    corner : (int, int)
        Where in the photo the matte's first pixel lies, (x, y).
    largest_side_px : int
        The first level is no larger. Sixteen bytes a texel add up, and a garment is not
        drawn larger than a frame.

    Returns
    -------
    TexturePyramid
        Cropped to where the matte is not 0; one transparent texel if it is 0 throughout.

    Raises
    ------
    ValueError
        When the matte reaches outside the colours.

    Notes
    -----
    Each level is filtered from the full size with a Lanczos kernel three new pixels wide to
    either side [1]_, when it is first drawn with: some 10 ms a megapixel of the photo.
    Colours and matte are filtered apart and multiplied afterwards: because the colours go
    on beyond the matte, its edge makes no ringing in them.

    References
    ----------
    .. [1] K. Turkowski, Filters for Common Resampling Tasks, Graphics Gems, 1990.
    """
    height, width = bgr.shape[:2]
    fits = corner[0] + alpha.shape[1] <= width and corner[1] + alpha.shape[0] <= height
    if bgr.shape[2:] != (3,) or min(corner) < 0 or not fits:
        raise ValueError(f"colours {bgr.shape} and matte {alpha.shape} do not belong together")
    x0, y0, x1, y1 = _bounds(alpha)
    cropped = np.ascontiguousarray(alpha[y0:y1, x0:x1])
    first_scale = min(1.0, largest_side_px / max(cropped.shape))
    sizes = _level_sizes(cropped.shape, first_scale)
    placed = (corner[0] + x0, corner[1] + y0)
    levels = Levels(np.ascontiguousarray(bgr), cropped, placed, sizes)
    return TexturePyramid(levels, (width, height), first_scale)


def _level_sizes(shape: tuple[int, ...], first_scale: float) -> list[tuple[int, int]]:
    sizes = [_scaled_size(shape, first_scale)]
    while True:
        scale = LEVEL_RATIO ** len(sizes)
        size = _scaled_size(shape, first_scale * scale)
        if scale < _SMALLEST_SCALE or min(size) < _SMALLEST_SIDE:
            return sizes
        sizes.append(size)


def _scaled_size(shape: tuple[int, ...], scale: float) -> tuple[int, int]:
    return max(1, round(shape[0] * scale)), max(1, round(shape[1] * scale))


def _bounds(alpha: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if not len(rows):
        return 0, 0, 1, 1
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _filtered(
    bgr: NDArray[np.uint8],
    alpha: NDArray[np.uint8],
    corner: tuple[int, int],
    size: tuple[int, int],
) -> TextureLevel:
    """Filter a texture to a size, with a transparent rim, and note where it lies."""
    height, width = size
    pixels = np.zeros((height + 2 * _RIM, width + 2 * _RIM, 4), np.float32)
    vertical, horizontal = _lanczos(alpha.shape[0], height), _lanczos(alpha.shape[1], width)
    _filter_nb(bgr, alpha, *corner, *vertical, *horizontal, pixels)
    scale = np.array([width / alpha.shape[1], height / alpha.shape[0]])
    # Pixel centres are at integers: the edge of the first pixel is at -1/2.
    shift = (0.5 - np.array(corner)) * scale - 0.5 + _RIM
    transform = np.column_stack([scale, shift]).astype(np.float32)
    pixels.flags.writeable = transform.flags.writeable = False
    return TextureLevel(pixels, transform)


def _lanczos(old: int, new: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return, for each new row, the old rows it is made of and their weights, (new, taps).

    Rows beyond the picture are those at its edge.
    """
    if new == old:
        return np.arange(new, dtype=np.int32)[:, None], np.ones((new, 1), np.float32)
    ratio = old / new
    reach = int(np.ceil(_LANCZOS_LOBES * ratio))
    centres = (np.arange(new) + 0.5) * ratio - 0.5
    rows = np.floor(centres)[:, None] + np.arange(1 - reach, reach + 1)[None]
    x = (rows - centres[:, None]) / ratio
    window = np.where(np.abs(x) < _LANCZOS_LOBES, np.sinc(x / _LANCZOS_LOBES), 0.0)
    weights = np.sinc(x) * window
    weights /= weights.sum(axis=1, keepdims=True)
    return np.clip(rows, 0, old - 1).astype(np.int32), weights.astype(np.float32)


@kernel(
    read(types.uint8, 3),
    read(types.uint8, 2),
    types.int64,
    types.int64,
    read(types.int32, 2),
    read(_F32, 2),
    read(types.int32, 2),
    read(_F32, 2),
    write(_F32, 3),
)
def _filter_nb(
    bgr: NDArray[np.uint8],
    alpha: NDArray[np.uint8],
    left: int,
    top: int,
    rows: NDArray[np.int32],
    row_weights: NDArray[np.float32],
    columns: NDArray[np.int32],
    column_weights: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    """Filter down, then across, and premultiply, one row of ``out`` after another.

    The row in between stays in the first-level cache.
    """
    width = alpha.shape[1]
    colours = np.empty(3 * width, np.float32)
    matte = np.empty(width, np.float32)
    unit = np.float32(1.0 / 255.0)
    for y in range(rows.shape[0]):
        colours[:] = 0.0
        matte[:] = 0.0
        for tap in range(rows.shape[1]):
            weight = row_weights[y, tap] * unit
            row = bgr[top + rows[y, tap]].reshape(-1)[3 * left : 3 * (left + width)]
            for i in range(colours.size):
                colours[i] += weight * np.float32(row[i])
            line = alpha[rows[y, tap]]
            for i in range(matte.size):
                matte[i] += weight * np.float32(line[i])
        for x in range(columns.shape[0]):
            blue = green = red = cover = np.float32(0.0)
            for tap in range(columns.shape[1]):
                i = columns[x, tap]
                weight = column_weights[x, tap]
                blue += weight * colours[3 * i]
                green += weight * colours[3 * i + 1]
                red += weight * colours[3 * i + 2]
                cover += weight * matte[i]
            cover = min(max(cover, np.float32(0.0)), np.float32(1.0))
            texel = out[y + 1, x + 1]
            texel[0] = min(max(blue, np.float32(0.0)), np.float32(1.0)) * cover
            texel[1] = min(max(green, np.float32(0.0)), np.float32(1.0)) * cover
            texel[2] = min(max(red, np.float32(0.0)), np.float32(1.0)) * cover
            texel[3] = cover
