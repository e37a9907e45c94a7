"""Textures of a garment part at several sizes, ready to be gathered from."""

import math
from dataclasses import dataclass

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
_MOSTLY_CLOTH = 96
_STRAP_REACH_PX = 2
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


@dataclass(frozen=True, eq=False)
class TexturePyramid:
    """A texture prefiltered at sizes half an octave apart, largest first.

    Attributes
    ----------
    levels : tuple of TextureLevel
        Level k is smaller than the photo by ``first_scale * LEVEL_RATIO ** k``.
    photo_size : (int, int)
        Width and height of the photo the texture is from.
    first_scale : float
        1 unless the photo is larger than is ever drawn.
    """

    levels: tuple[TextureLevel, ...]
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
    bgr: NDArray[np.uint8], alpha: NDArray[np.uint8], *, largest_side_px: int = 1440
) -> TexturePyramid:
    """Premultiply a picture and prefilter it at falling sizes.

    Parameters
    ----------
    bgr : ndarray of shape (H, W, 3), uint8
        Colours, also sensible a little outside the matte (:func:`bleed_colours`).
    alpha : ndarray of shape (H, W), uint8
        Matte, 0 to 255.
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
        When shapes disagree.

    Notes
    -----
    Each level is filtered from the one an octave above it (the first from the full size)
    with a Lanczos kernel three new pixels wide to either side [1]_. Colours and matte are
    filtered apart and multiplied afterwards: because the colours go on beyond the matte,
    its edge makes no ringing in them. Once per garment, some 70 ms a megapixel.

    References
    ----------
    .. [1] K. Turkowski, Filters for Common Resampling Tasks, Graphics Gems, 1990.
    """
    if bgr.shape != (*alpha.shape, 3):
        raise ValueError(f"colours {bgr.shape} and matte {alpha.shape} do not belong together")
    x0, y0, x1, y1 = _bounds(alpha)
    straight = np.empty((y1 - y0, x1 - x0, 4), np.float32)
    straight[..., :3] = bgr[y0:y1, x0:x1]
    straight[..., 3] = alpha[y0:y1, x0:x1]
    first = straight / np.float32(255.0)
    first_scale = min(1.0, largest_side_px / max(first.shape))
    levels = [first]
    if first_scale < 1.0:
        levels = [_shrink(first, *_scaled_size(straight.shape, first_scale))]
    while True:
        scale = LEVEL_RATIO ** len(levels)
        size = _scaled_size(straight.shape, first_scale * scale)
        if scale < _SMALLEST_SCALE or min(size) < _SMALLEST_SIDE:
            break
        levels.append(_shrink(levels[max(len(levels) - 2, 0)], *size))
    framed = tuple(_framed(level, straight.shape, (x0, y0)) for level in levels)
    return TexturePyramid(framed, (alpha.shape[1], alpha.shape[0]), first_scale)


def _scaled_size(shape: tuple[int, ...], scale: float) -> tuple[int, int]:
    return max(1, round(shape[0] * scale)), max(1, round(shape[1] * scale))


def _bounds(alpha: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    if not len(rows):
        return 0, 0, 1, 1
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _framed(
    pixels: NDArray[np.float32], full_shape: tuple[int, ...], corner: tuple[int, int]
) -> TextureLevel:
    """Premultiply a level, put a transparent rim round it, note where it lies in the photo."""
    height, width, _ = pixels.shape
    rimmed = np.zeros((height + 2 * _RIM, width + 2 * _RIM, 4), np.float32)
    rimmed[_RIM:-_RIM, _RIM:-_RIM] = pixels
    rimmed[..., :3] *= rimmed[..., 3:]
    scale = np.array([width / full_shape[1], height / full_shape[0]])
    # Pixel centres are at integers: the edge of the first pixel is at -1/2.
    shift = (0.5 - np.array(corner)) * scale - 0.5 + _RIM
    transform = np.column_stack([scale, shift]).astype(np.float32)
    rimmed.flags.writeable = transform.flags.writeable = False
    return TextureLevel(rimmed, transform)


def _shrink(pixels: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    rows, columns, channels = pixels.shape
    narrow = np.empty((height, columns * channels), np.float32)
    _filter_rows_nb(pixels.reshape(rows, -1), *_lanczos(rows, height), narrow)
    upright = narrow.reshape(height, columns, channels)
    turned = np.ascontiguousarray(upright.transpose(1, 0, 2)).reshape(columns, -1)
    small = np.empty((width, height * channels), np.float32)
    _filter_rows_nb(turned, *_lanczos(columns, width), small)
    result = small.reshape(width, height, channels).transpose(1, 0, 2)
    return np.ascontiguousarray(np.clip(result, 0.0, 1.0))


def _lanczos(old: int, new: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return, for each new row, the old rows it is made of and their weights, (new, taps).

    Rows beyond the picture are those at its edge.
    """
    ratio = old / new
    reach = int(np.ceil(_LANCZOS_LOBES * ratio))
    centres = (np.arange(new) + 0.5) * ratio - 0.5
    rows = np.floor(centres)[:, None] + np.arange(1 - reach, reach + 1)[None]
    x = (rows - centres[:, None]) / ratio
    window = np.where(np.abs(x) < _LANCZOS_LOBES, np.sinc(x / _LANCZOS_LOBES), 0.0)
    weights = np.sinc(x) * window
    weights /= weights.sum(axis=1, keepdims=True)
    return np.clip(rows, 0, old - 1).astype(np.int32), weights.astype(np.float32)


@kernel(read(_F32, 2), read(types.int32, 2), read(_F32, 2), write(_F32, 2))
def _filter_rows_nb(
    source: NDArray[np.float32],
    rows: NDArray[np.int32],
    weights: NDArray[np.float32],
    out: NDArray[np.float32],
) -> None:
    """Make each row of ``out`` the weighted sum of some rows of ``source``."""
    for y in range(out.shape[0]):
        for x in range(out.shape[1]):
            out[y, x] = 0.0
        for tap in range(rows.shape[1]):
            row = source[rows[y, tap]]
            weight = weights[y, tap]
            for x in range(out.shape[1]):
                out[y, x] += weight * row[x]


def bleed_colours(
    bgr: NDArray[np.uint8], alpha: NDArray[np.uint8], *, trusted: int = 250, inset_px: int = 1
) -> NDArray[np.uint8]:
    """Replace colours in and beyond a matte's soft edge by those of the cloth inside.

    Parameters
    ----------
    bgr : ndarray of shape (H, W, 3), uint8
        Photo; near the edge its pixels are mixed with the background.
    alpha : ndarray of shape (H, W), uint8
        Matte, 0 to 255.
    trusted : int
        Colours are kept where the matte is at least this in the whole neighbourhood.
    inset_px : int
        Reach of that neighbourhood: how far inside the edge the background's colour still
        shows, from the lens, and from JPEG's halved colour planes.

    Returns
    -------
    ndarray of shape (H, W, 3), uint8
        The photo where trusted, its smooth continuation elsewhere.

    Raises
    ------
    ValueError
        When shapes disagree.

    Notes
    -----
    Push-pull [1]_: average trusted colours into ever coarser cells, then fill each empty
    cell from the coarser ones. What is mostly cloth but has no trusted pixel near, such as
    a thin strap, keeps its own colour. O(H W).

    References
    ----------
    .. [1] S. J. Gortler et al., The Lumigraph, SIGGRAPH 1996, 10.1145/237170.237200.
    """
    if bgr.shape != (*alpha.shape, 3):
        raise ValueError(f"colours {bgr.shape} and matte {alpha.shape} do not belong together")
    sure = ~_widened(alpha < trusted, inset_px)
    sure |= (alpha >= _MOSTLY_CLOTH) & ~_widened(sure, inset_px + _STRAP_REACH_PX)
    if not sure.any():
        return bgr.copy()
    filled = _push_pull(bgr.astype(np.float32), sure.astype(np.float32))
    out = np.clip(np.rint(filled), 0, 255).astype(np.uint8)
    out[sure] = bgr[sure]
    return out


def _widened(mask: NDArray[np.bool_], reach: int) -> NDArray[np.bool_]:
    """Grow a mask by some pixels to all eight sides."""
    for _ in range(reach):
        padded = np.pad(mask, 1)
        across = padded[:, :-2] | padded[:, 1:-1] | padded[:, 2:]
        mask = across[:-2] | across[1:-1] | across[2:]
    return mask


def _push_pull(colour: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fill in colours where their weight is below 1 from coarser averages."""
    height, width = weight.shape
    if max(height, width) == 1:
        return colour
    padding = ((0, height % 2), (0, width % 2))
    weights = np.pad(weight, padding)
    total = _summed_by_fours(weights)
    summed = _summed_by_fours(np.pad(colour * weight[..., None], (*padding, (0, 0))))
    mean = np.asarray(summed / np.maximum(total, 1e-12)[..., None], np.float32)
    coarse = _push_pull(mean, np.minimum(total, np.float32(1.0)))
    return colour * weight[..., None] + _double(coarse, height, width) * (1 - weight[..., None])


def _summed_by_fours(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the sums of blocks of two by two; ten times as fast as a reduction over axes."""
    pairs = values[0::2] + values[1::2]
    return np.asarray(pairs[:, 0::2] + pairs[:, 1::2], np.float32)


def _double(coarse: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """Enlarge twice, bilinearly, to a height and width."""
    padded = np.pad(coarse, ((1, 1), (1, 1), (0, 0)), mode="edge")
    rows = np.empty((2 * coarse.shape[0], *padded.shape[1:]), np.float32)
    rows[0::2] = 0.75 * padded[1:-1] + 0.25 * padded[:-2]
    rows[1::2] = 0.75 * padded[1:-1] + 0.25 * padded[2:]
    out = np.empty((len(rows), 2 * coarse.shape[1], 3), np.float32)
    out[:, 0::2] = 0.75 * rows[:, 1:-1] + 0.25 * rows[:, :-2]
    out[:, 1::2] = 0.75 * rows[:, 1:-1] + 0.25 * rows[:, 2:]
    return out[:height, :width]
