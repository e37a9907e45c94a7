"""Guided filter of two guides, luma and red difference, fitted at half the resolution.

He, Sun and Tang, "Guided Image Filtering" (2013): in every window a share p is fitted by
a Y + b R + c. He and Sun, "Fast Guided Filter" (2015): (a, b, c) are found at a lower
resolution and applied at the whole one.
"""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

#: Y = .299 R + .587 G + .114 B, and R - Y on a scale where it varies about as much.
_LUMA = (np.float32(0.114), np.float32(0.587), np.float32(0.299))
_RED_GAIN = np.float32(1.426)


@kernel(read(types.uint8, 3), read(types.uint8, 2), write(types.float32, 3))
def guided_moments_nb(bgr: U8, share: U8, moments: F32) -> None:
    """Write Y, R, p and their products, whose window means the fit needs.

    Parameters
    ----------
    bgr : ndarray of shape (h, w, 3), uint8
    share : ndarray of shape (h, w), uint8
        p, 0 to 255.
    moments : ndarray of shape (h, w, 8), float32
        Written: Y, R, p, YY, YR, RR, Yp, Rp.
    """
    blue, green, red = _LUMA
    for y in range(share.shape[0]):
        for x in range(share.shape[1]):
            r = np.float32(bgr[y, x, 2])
            luma = blue * bgr[y, x, 0] + green * bgr[y, x, 1] + red * r
            tint = _RED_GAIN * (r - luma)
            p = np.float32(share[y, x])
            out = moments[y, x]
            out[0], out[1], out[2] = luma, tint, p
            out[3], out[4], out[5] = luma * luma, luma * tint, tint * tint
            out[6], out[7] = luma * p, tint * p


@kernel(read(types.float32, 3), types.float32, write(types.float32, 3))
def guided_fit_nb(means: F32, noise: float, fitted: F32) -> None:
    """Solve for (a, b, c) in every window.

    Parameters
    ----------
    means : ndarray of shape (h, w, 8), float32
        Window means of the moments.
    noise : float
        Variance below which a window counts as even, grey levels squared.
    fitted : ndarray of shape (h, w, 3), float32
        Written.
    """
    for y in range(means.shape[0]):
        for x in range(means.shape[1]):
            m = means[y, x]
            luma, tint, p = m[0], m[1], m[2]
            var_luma = m[3] - luma * luma + noise
            mixed = m[4] - luma * tint
            var_tint = m[5] - tint * tint + noise
            with_luma, with_tint = m[6] - luma * p, m[7] - tint * p
            scale = np.float32(1.0) / (var_luma * var_tint - mixed * mixed)
            a = (var_tint * with_luma - mixed * with_tint) * scale
            b = (var_luma * with_tint - mixed * with_luma) * scale
            fitted[y, x, 0], fitted[y, x, 1] = a, b
            fitted[y, x, 2] = p - a * luma - b * tint


@kernel(
    read(types.float32, 3),
    read(types.uint8, 3),
    types.int64,
    types.int64,
    types.float32,
    types.float32,
    write(types.uint8, 2),
)
def guided_apply_nb(
    fitted: F32, bgr: U8, x0: int, y0: int, middle: float, steepness: float, found: U8
) -> None:
    """Apply coefficients of half the resolution to a rectangle of a picture.

    Parameters
    ----------
    fitted : ndarray of shape (h', w', 3), float32
        h' >= (h + 1) / 2, w' >= (w + 1) / 2; between its pixels interpolated bilinearly.
    bgr : ndarray of shape (H, W, 3), uint8
    x0, y0 : int
        Where the rectangle begins in ``bgr``.
    middle, steepness : float
        The answer q is drawn as clip(steepness (q - middle) + 127.5).
    found : ndarray of shape (h, w), uint8
        Written.
    """
    blue, green, red = _LUMA
    rows, columns = fitted.shape[:2]
    line = np.empty((columns, 3), np.float32)
    near, far = np.float32(0.75), np.float32(0.25)
    for y in range(found.shape[0]):
        one = y >> 1
        other = min(one + 1, rows - 1) if y & 1 else max(one - 1, 0)
        for x in range(columns):
            for k in range(3):
                line[x, k] = near * fitted[one, x, k] + far * fitted[other, x, k]
        for x in range(found.shape[1]):
            here = x >> 1
            beside = min(here + 1, columns - 1) if x & 1 else max(here - 1, 0)
            pixel = bgr[y0 + y, x0 + x]
            r = np.float32(pixel[2])
            luma = blue * pixel[0] + green * pixel[1] + red * r
            tint = _RED_GAIN * (r - luma)
            a = near * line[here, 0] + far * line[beside, 0]
            b = near * line[here, 1] + far * line[beside, 1]
            c = near * line[here, 2] + far * line[beside, 2]
            q = steepness * (a * luma + b * tint + c - middle) + np.float32(127.5)
            found[y, x] = np.uint8(min(max(q, np.float32(0.0)), np.float32(255.0)))
