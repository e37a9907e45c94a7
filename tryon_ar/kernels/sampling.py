"""Read a picture between its pixels, inside other kernels."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

U8 = NDArray[np.uint8]


@njit(inline="always")
def between_bytes(
    picture: U8,
    row: int,
    below: int,
    col: int,
    beside: int,
    plane: int,
    u: np.float32,
    v: np.float32,
) -> np.float32:
    """Return a plane's value between four pixels, bilinearly.

    Parameters
    ----------
    picture : ndarray of shape (H, W, C), uint8
    row, below, col, beside : int
        The rows and columns between which it lies.
    plane : int
    u, v : float32
        How far from ``col`` to ``beside`` and from ``row`` to ``below``, 0 to 1.
    """
    upper = np.float32(picture[row, col, plane])
    upper += u * (np.float32(picture[row, beside, plane]) - upper)
    lower = np.float32(picture[below, col, plane])
    lower += u * (np.float32(picture[below, beside, plane]) - lower)
    return upper + v * (lower - upper)
