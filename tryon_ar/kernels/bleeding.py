"""Continue the colours of cloth beyond the edge of its matte."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

_MOSTLY_CLOTH = 96
_STRAP_REACH_PX = 2
_F32 = types.float32
_U8 = types.uint8


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
    a thin strap, keeps its own colour. O(H W), some 10 ms a megapixel. Releases the GIL.

    References
    ----------
    .. [1] S. J. Gortler et al., The Lumigraph, SIGGRAPH 1996, 10.1145/237170.237200.
    """
    if bgr.shape != (*alpha.shape, 3):
        raise ValueError(f"colours {bgr.shape} and matte {alpha.shape} do not belong together")
    bgr, alpha = np.ascontiguousarray(bgr), np.ascontiguousarray(alpha)
    sure = _trusted_pixels(alpha, trusted, inset_px)
    if not sure.any():
        return bgr.copy()
    cells = [_coarser(alpha.shape)]
    _average_photo_nb(bgr, sure, cells[0])
    while max(cells[-1].shape[:2]) > 1:
        cells.append(_coarser(cells[-1].shape))
        _average_nb(cells[-2], cells[-1])
    for coarse, fine in zip(cells[:0:-1], cells[-2::-1], strict=True):
        _fill_nb(coarse, fine)
    out = np.empty_like(bgr)
    _fill_photo_nb(cells[0], bgr, sure, out)
    return out


def _trusted_pixels(alpha: NDArray[np.uint8], trusted: int, inset_px: int) -> NDArray[np.uint8]:
    """Return 1 where the photo's own colour is kept, 0 elsewhere."""
    sure = 1 - _widened(np.asarray(alpha < trusted, np.uint8), inset_px)
    strap = np.asarray(alpha >= _MOSTLY_CLOTH, np.uint8)
    strap &= 1 - _widened(sure, inset_px + _STRAP_REACH_PX)
    return np.asarray(sure | strap, np.uint8)


def _widened(mask: NDArray[np.uint8], reach: int) -> NDArray[np.uint8]:
    """Grow a mask of 0 and 1 by some pixels to all eight sides."""
    out = np.empty_like(mask)
    _widen_nb(mask, reach, out)
    return out


def _coarser(shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Return cells of two by two: colours, and their weight, 0 to 1."""
    return np.empty(((shape[0] + 1) // 2, (shape[1] + 1) // 2, 4), np.float32)


@kernel(read(_U8, 2), types.int64, write(_U8, 2))
def _widen_nb(mask: NDArray[np.uint8], reach: int, out: NDArray[np.uint8]) -> None:
    """Take the maximum of each square of pixels, first down, then across."""
    height, width = mask.shape
    down = np.zeros(width + 2 * reach, np.uint8)
    for y in range(height):
        middle = down[reach : reach + width]
        middle[:] = 0
        for other in range(max(0, y - reach), min(height, y + reach + 1)):
            row = mask[other]
            for x in range(width):
                middle[x] |= row[x]
        line = out[y]
        line[:] = 0
        for shift in range(2 * reach + 1):
            beside = down[shift : shift + width]
            for x in range(width):
                line[x] |= beside[x]


@kernel(read(_U8, 3), read(_U8, 2), write(_F32, 3))
def _average_photo_nb(
    bgr: NDArray[np.uint8], sure: NDArray[np.uint8], cells: NDArray[np.float32]
) -> None:
    """Average the sure pixels of each two by two."""
    height, width = sure.shape
    for y in range(cells.shape[0]):
        for x in range(cells.shape[1]):
            blue = green = red = count = 0
            for row in range(2 * y, min(2 * y + 2, height)):
                for column in range(2 * x, min(2 * x + 2, width)):
                    if sure[row, column]:
                        blue += bgr[row, column, 0]
                        green += bgr[row, column, 1]
                        red += bgr[row, column, 2]
                        count += 1
            share = np.float32(1.0) / np.float32(max(count, 1))
            cells[y, x, 0] = np.float32(blue) * share
            cells[y, x, 1] = np.float32(green) * share
            cells[y, x, 2] = np.float32(red) * share
            cells[y, x, 3] = np.float32(min(count, 1))


@kernel(read(_F32, 3), write(_F32, 3))
def _average_nb(fine: NDArray[np.float32], cells: NDArray[np.float32]) -> None:
    """Average two by two by their weights."""
    height, width, _ = fine.shape
    for y in range(cells.shape[0]):
        for x in range(cells.shape[1]):
            blue = green = red = total = np.float32(0.0)
            for row in range(2 * y, min(2 * y + 2, height)):
                for column in range(2 * x, min(2 * x + 2, width)):
                    weight = fine[row, column, 3]
                    blue += weight * fine[row, column, 0]
                    green += weight * fine[row, column, 1]
                    red += weight * fine[row, column, 2]
                    total += weight
            share = np.float32(1.0) / max(total, np.float32(1e-12))
            cells[y, x, 0] = blue * share
            cells[y, x, 1] = green * share
            cells[y, x, 2] = red * share
            cells[y, x, 3] = min(total, np.float32(1.0))


@kernel(read(_F32, 3), write(_F32, 3))
def _fill_nb(coarse: NDArray[np.float32], fine: NDArray[np.float32]) -> None:
    """Fill in what weighs less than 1 from cells twice as large, bilinearly."""
    near, far = np.float32(0.75), np.float32(0.25)
    last_row, last_column = coarse.shape[0] - 1, coarse.shape[1] - 1
    for y in range(fine.shape[0]):
        above = coarse[y // 2]
        below = coarse[min(max(y // 2 + 2 * (y % 2) - 1, 0), last_row)]
        for x in range(fine.shape[1]):
            weight = fine[y, x, 3]
            if weight < np.float32(1.0):
                x0 = x // 2
                x1 = min(max(x0 + 2 * (x % 2) - 1, 0), last_column)
                for c in range(3):
                    upper = near * above[x0, c] + far * above[x1, c]
                    lower = near * below[x0, c] + far * below[x1, c]
                    filled = near * upper + far * lower
                    fine[y, x, c] = weight * fine[y, x, c] + (np.float32(1.0) - weight) * filled


@kernel(read(_F32, 3), read(_U8, 3), read(_U8, 2), write(_U8, 3))
def _fill_photo_nb(
    coarse: NDArray[np.float32],
    bgr: NDArray[np.uint8],
    sure: NDArray[np.uint8],
    out: NDArray[np.uint8],
) -> None:
    """Keep sure pixels, fill in the others from cells of two by two, bilinearly."""
    near, far = np.float32(0.75), np.float32(0.25)
    last_row, last_column = coarse.shape[0] - 1, coarse.shape[1] - 1
    for y in range(out.shape[0]):
        above = coarse[y // 2]
        below = coarse[min(max(y // 2 + 2 * (y % 2) - 1, 0), last_row)]
        for x in range(out.shape[1]):
            if sure[y, x]:
                for c in range(3):
                    out[y, x, c] = bgr[y, x, c]
            else:
                x0 = x // 2
                x1 = min(max(x0 + 2 * (x % 2) - 1, 0), last_column)
                for c in range(3):
                    upper = near * above[x0, c] + far * above[x1, c]
                    lower = near * below[x0, c] + far * below[x1, c]
                    out[y, x, c] = np.uint8(near * upper + far * lower + np.float32(0.5))
