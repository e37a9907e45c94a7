"""Which way a person's surface faces, guessed from nothing but its outline."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

_PLANE, _OUT = read(types.float32, 2), write(types.float32, 2)
# Of successive over-relaxation on the few dozen cells that a person is wide.
_OVER = np.float32(1.75)


@kernel(read(types.uint8, 2), types.int64, _OUT)
def inflate_nb(inside: U8, sweeps: int, height: F32) -> None:
    """Inflate a shape: sweep towards the solution of Laplace(h) = -1 with h = 0 off the shape.

    Beyond the picture the shape goes on as at its rim.

    Parameters
    ----------
    inside : ndarray of shape (r, c), uint8
        1 on the shape.
    sweeps : int
    height : ndarray of shape (r, c), float32
        A guess, as a rule the last frame's. Changed.

    Notes
    -----
    Across a strip of half width a this is (a^2 - x^2) / 2: sqrt(2 h) is a half circle.
    """
    rows, columns = inside.shape
    quarter, one, zero = np.float32(0.25), np.float32(1.0), np.float32(0.0)
    for y in range(rows):
        for x in range(columns):
            if inside[y, x] == 0:
                height[y, x] = zero
    for _ in range(sweeps):
        for y in range(rows):
            above, below = height[max(y - 1, 0)], height[min(y + 1, rows - 1)]
            for x in range(columns):
                if inside[y, x] == 1:
                    beside = height[y, max(x - 1, 0)] + height[y, min(x + 1, columns - 1)]
                    goal = quarter * (above[x] + below[x] + beside + one)
                    height[y, x] += _OVER * (goal - height[y, x])


@kernel(_PLANE, write(types.float32, 3))
def facing_nb(height: F32, facing: F32) -> None:
    """Return the unit normals of an inflated shape.

    Parameters
    ----------
    height : ndarray of shape (r, c), float32
        From :func:`inflate_nb`.
    facing : ndarray of shape (3, r, c), float32
        Written: how far each cell faces right, down and the viewer; (0, 0, 1) off the shape.

    Notes
    -----
    The surface sqrt(2 h) has the normal (-grad h, sqrt(2 h)) / sqrt(2 h + |grad h|^2).
    """
    rows, columns = height.shape
    half, two, zero, one = np.float32(0.5), np.float32(2.0), np.float32(0.0), np.float32(1.0)
    for y in range(rows):
        for x in range(columns):
            at = height[y, x]
            if at <= zero:
                facing[0, y, x], facing[1, y, x], facing[2, y, x] = zero, zero, one
                continue
            gx = half * (height[y, min(x + 1, columns - 1)] - height[y, max(x - 1, 0)])
            gy = half * (height[min(y + 1, rows - 1), x] - height[max(y - 1, 0), x])
            scale = one / np.sqrt(two * at + gx * gx + gy * gy)
            facing[0, y, x] = -gx * scale
            facing[1, y, x] = -gy * scale
            facing[2, y, x] = np.sqrt(two * at) * scale
