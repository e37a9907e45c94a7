"""Steady a plane by the one before it, in one pass."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]


@kernel(read(types.float32, 2), read(types.float32, 2), types.float32, write(types.float32, 2))
def blend_agreeing_nb(before: F32, now: F32, keep: float, out: F32) -> None:
    """Mix two planes the more the nearer they are: ``n + (b - n) k max(0, 1 - 2 |b - n|)``.

    Parameters
    ----------
    before, now : ndarray of shape (h, w), float32
    keep : float
        Weight k of the first where both are equal, 0 to 1.
    out : ndarray of shape (h, w), float32
        Written.
    """
    zero, one, two = np.float32(0.0), np.float32(1.0), np.float32(2.0)
    for y in range(now.shape[0]):
        for x in range(now.shape[1]):
            away = before[y, x] - now[y, x]
            out[y, x] = now[y, x] + away * keep * max(one - two * abs(away), zero)
