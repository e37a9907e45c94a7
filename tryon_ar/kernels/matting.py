"""Apply a mixture of two colours, found at half the resolution, to a picture at the whole one."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

# Skin that is less than this of the hand's colour is dropped, and this steeply.
_LEAST, _DROP = np.float32(0.17), np.float32(5.0)


@kernel(
    read(types.float32, 3),
    read(types.uint8, 3),
    read(types.uint8, 3),
    types.int64,
    types.int64,
    types.float32,
    types.float32,
    write(types.uint8, 2),
    write(types.uint8, 2),
)
def matte_apply_nb(
    line: F32,
    bounds: U8,
    bgr: U8,
    x0: int,
    y0: int,
    steepness: float,
    weight: float,
    found: U8,
    bare: U8,
) -> None:
    """Raise a mask to the mixture's share within its bounds.

    Parameters
    ----------
    line : ndarray of shape (h', w', 5), float32
        h' >= (h + 1) / 2, w' >= (w + 1) / 2; between its pixels interpolated bilinearly. Three
        weights and an offset of the share, alpha = w . (B, G, R) + c, and how well the colours
        are told apart, 0 to 1.
    bounds : ndarray of shape (h', w', 3), uint8
        Least, likely and most share, 0 to 255.
    bgr : ndarray of shape (H, W, 3), uint8
    x0, y0 : int
        Where the mask begins in ``bgr``.
    steepness, weight : float
        The answer is steepness (alpha - .5 + weight (likely - .5)) + .5, within the bounds;
        likely where the colours are not told apart.
    found : ndarray of shape (h, w), uint8
        Raised.
    bare : ndarray of shape (h, w), uint8
        Lowered where alpha is below a third and the colours are told apart.
    """
    rows, columns = line.shape[:2]
    row = np.empty((columns, 8), np.float32)
    near, far = np.float32(0.75), np.float32(0.25)
    unit, half = np.float32(1.0 / 255.0), np.float32(0.5)
    for y in range(found.shape[0]):
        one = y >> 1
        other = min(one + 1, rows - 1) if y & 1 else max(one - 1, 0)
        for x in range(columns):
            for k in range(5):
                row[x, k] = near * line[one, x, k] + far * line[other, x, k]
            for k in range(3):
                row[x, 5 + k] = (near * bounds[one, x, k] + far * bounds[other, x, k]) * unit
        for x in range(found.shape[1]):
            here = x >> 1
            beside = min(here + 1, columns - 1) if x & 1 else max(here - 1, 0)
            a, b = row[here], row[beside]
            most = near * a[7] + far * b[7]
            if most <= np.float32(0.0) and bare[y, x] == 0:
                continue
            pixel = bgr[y0 + y, x0 + x]
            alpha = near * a[3] + far * b[3] - half
            for k in range(3):
                alpha += (near * a[k] + far * b[k]) * np.float32(pixel[k])
            likely = near * a[6] + far * b[6]
            told = near * a[4] + far * b[4]
            share = steepness * (alpha + weight * (likely - half)) + half
            share = min(max(share, np.float32(0.0)), np.float32(1.0))
            share = told * share + (np.float32(1.0) - told) * likely
            least = near * a[5] + far * b[5]
            share = min(max(share, least), most) * np.float32(255.0) + half
            if share > found[y, x]:
                found[y, x] = np.uint8(share)
            kept = np.float32(255.0) * (np.float32(1.0) - told * (-_LEAST - alpha) * _DROP)
            if kept < bare[y, x]:
                bare[y, x] = np.uint8(max(kept, share, np.float32(0.0)))
