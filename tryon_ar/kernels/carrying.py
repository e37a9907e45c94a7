"""Carry planes along a motion, and let what is measured agree with what was carried."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]


@kernel(read(types.float32, 3), write(types.float32, 2))
def stretch_nb(motion: F32, out: F32) -> None:
    """Measure how much a motion differs from that of the neighbours above and to the left.

    Parameters
    ----------
    motion : ndarray of shape (H, W, 2), float32
        In cells, x before y.
    out : ndarray of shape (H, W), float32
        Filled with the length of (|d motion / dx|, |d motion / dy|), each the sum over x and y,
        in cells per cell; past the border nothing differs.
    """
    for row in range(motion.shape[0]):
        for col in range(motion.shape[1]):
            x, y = motion[row, col, 0], motion[row, col, 1]
            left, above = max(col - 1, 0), max(row - 1, 0)
            along_x = abs(x - motion[row, left, 0]) + abs(y - motion[row, left, 1])
            along_y = abs(x - motion[above, col, 0]) + abs(y - motion[above, col, 1])
            out[row, col] = np.sqrt(along_x * along_x + along_y * along_y)


@kernel(
    read(types.float32, 3),
    read(types.float32, 3),
    read(types.float32, 2),
    read(types.uint8, 2),
    types.float32,
    types.float32,
    types.float32,
    types.float32,
    write(types.float32, 2),
    write(types.uint8, 2),
)
def change_nb(
    motion: F32,
    places: F32,
    stretch: F32,
    surprise: U8,
    explained: np.float32,
    unexplained: np.float32,
    torn: np.float32,
    fast: np.float32,
    change: F32,
    unfollowed: U8,
) -> None:
    """Say how little of the past to trust where a motion led.

    ``max((surprise - explained) / (unexplained - explained), 0) + stretch / torn``, and
    ``|motion| / fast`` beside it.

    Parameters
    ----------
    motion, places : ndarray of shape (H, W, 2), float32
        In cells, x before y: the motion, and where it says that everything was.
    stretch : ndarray of shape (H, W), float32
    surprise : ndarray of shape (H, W), uint8
        Grey levels that the motion does not explain.
    explained, unexplained, torn, fast : float
    change : ndarray of shape (H, W), float32
        Filled, from 0 on.
    unfollowed : ndarray of shape (H, W), uint8
        Filled with 1 where, without the motion's own part, it is above 1 for what was in the
        picture before.
    """
    height, width = stretch.shape
    for row in range(height):
        for col in range(width):
            above = np.float32(surprise[row, col]) - explained
            value = max(above / (unexplained - explained), np.float32(0.0))
            value += stretch[row, col] / torn
            x, y = places[row, col, 0], places[row, col, 1]
            seen = 0 <= x <= width - 1 and 0 <= y <= height - 1
            unfollowed[row, col] = seen and value > 1.0
            x, y = motion[row, col, 0], motion[row, col, 1]
            change[row, col] = value + np.sqrt(x * x + y * y) / fast


@kernel(read(types.float32, 3), read(types.float32, 3), write(types.float32, 3))
def gather_planes_nb(planes: F32, places: F32, out: F32) -> None:
    """Read planes at places, bilinearly; beyond the border they go on as at it.

    Parameters
    ----------
    planes : ndarray of shape (C, S, S), float32
    places : ndarray of shape (H, W, 2), float32
        Column before row, centres at integers.
    out : ndarray of shape (C, H, W), float32
        Filled.
    """
    last_row, last_col = planes.shape[1] - 1, planes.shape[2] - 1
    width = places.shape[1]
    # A row at a time, planes outside columns: then memory is walked along, not across.
    corners = np.empty((4, width), np.uint32)
    right, low = np.empty(width, np.float32), np.empty(width, np.float32)
    for row in range(places.shape[0]):
        for col in range(width):
            x = min(max(places[row, col, 0], np.float32(0.0)), np.float32(last_col))
            y = min(max(places[row, col, 1], np.float32(0.0)), np.float32(last_row))
            x0, y0 = np.int32(x), np.int32(y)
            x1, y1 = min(x0 + 1, last_col), min(y0 + 1, last_row)
            right[col], low[col] = x - np.float32(x0), y - np.float32(y0)
            corners[0, col], corners[1, col] = y0 * (last_col + 1) + x0, y0 * (last_col + 1) + x1
            corners[2, col], corners[3, col] = y1 * (last_col + 1) + x0, y1 * (last_col + 1) + x1
        for plane in range(planes.shape[0]):
            values = planes[plane].reshape(-1)
            for col in range(width):
                top, top_right = values[corners[0, col]], values[corners[1, col]]
                bottom, bottom_right = values[corners[2, col]], values[corners[3, col]]
                top += right[col] * (top_right - top)
                bottom += right[col] * (bottom_right - bottom)
                out[plane, row, col] = top + low[col] * (bottom - top)


@kernel(
    read(types.float32, 3),
    read(types.float32, 3),
    read(types.float32, 2),
    types.float32,
    types.float32,
    write(types.float32, 3),
)
def agree_nb(
    measured: F32, carried: F32, change: F32, same: np.float32, other: np.float32, out: F32
) -> None:
    """Blend what is measured into what was carried, more where they differ or things changed.

    ``carried + a (measured - carried)`` with ``a = min(same + (other - same) d + change, 1)``
    and ``d`` half the sum over the planes of ``|measured - carried|``.

    Parameters
    ----------
    measured, carried : ndarray of shape (C, S, S), float32
        Shares that sum to 1 over the planes.
    change : ndarray of shape (S, S), float32
    same, other : float
        Weight of what is measured where nothing changed and both say the same, and where they
        say wholly different things.
    out : ndarray of shape (C, S, S), float32
        Filled.
    """
    count, height, width = measured.shape
    weight = np.empty(width, np.float32)
    for row in range(height):
        weight[:] = np.float32(0.0)
        for plane in range(count):
            for col in range(width):
                weight[col] += abs(measured[plane, row, col] - carried[plane, row, col])
        for col in range(width):
            share = same + (other - same) * np.float32(0.5) * weight[col] + change[row, col]
            weight[col] = min(share, np.float32(1.0))
        for plane in range(count):
            for col in range(width):
                before = carried[plane, row, col]
                out[plane, row, col] = before + weight[col] * (measured[plane, row, col] - before)
