"""Invert the operator of the coarsest level of a Poisson problem."""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

# Singular operators are inverted with this share of their diagonal added.
_MORE = 1e-6


def dense_inverse(diagonal: F32, couplings: F32) -> F32:
    """Invert one level's operator; rows and columns of unused unknowns are zero.

    Parameters
    ----------
    diagonal : ndarray of shape (h + 3, w + 3), float32
    couplings : ndarray of shape (4, h + 3, w + 3), float32

    Returns
    -------
    ndarray of shape (h w, h w), float32
        Singular operators (a piece with nothing fixed and no screening) are inverted with
        a millionth of their diagonal added.
    """
    height, width = diagonal.shape[0] - 3, diagonal.shape[1] - 3
    inverse = np.empty((height * width, height * width), np.float32)
    invert_level_nb(diagonal, couplings, inverse)
    return inverse


@njit(nogil=True, error_model="numpy")
def _eliminate_nb(rows: F64) -> None:
    """Turn (A | B) into (I | A^-1 B) for a positive definite A: no pivot is small."""
    for p in range(rows.shape[0]):
        rows[p] /= rows[p, p]
        for q in range(rows.shape[0]):
            share = rows[q, p]
            if q != p and share != 0.0:
                for i in range(rows.shape[1]):
                    rows[q, i] -= share * rows[p, i]


@kernel(read(types.float32, 2), read(types.float32, 3), write(types.float32, 2))
def invert_level_nb(diagonal: F32, couplings: F32, out: F32) -> None:
    """Do what :func:`dense_inverse` does, into ``out``."""
    height, width = diagonal.shape[0] - 3, diagonal.shape[1] - 3
    size = height * width
    rows = np.zeros((size, 2 * size), np.float64)
    for y in range(height):
        for x in range(width):
            p, own = y * width + x, np.float64(diagonal[y + 1, x + 1])
            rows[p, p] = own * (1.0 + _MORE) if own > 0.0 else 1.0
            rows[p, size + p] = 1.0 if own > 0.0 else 0.0
            for k in range(4):
                to_y, to_x = y + (k > 0), x + (0 if k == 1 else (-1 if k == 3 else 1))
                if to_y < height and 0 <= to_x < width:
                    q = to_y * width + to_x
                    rows[p, q] = rows[q, p] = -np.float64(couplings[k, y + 1, x + 1])
    _eliminate_nb(rows)
    for p in range(size):
        for q in range(size):
            out[p, q] = np.float32(rows[p, size + q])
