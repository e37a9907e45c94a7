"""Shadows that one piece of cloth throws on what lies below it, found on coarse cells."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]

_F32 = types.float32
_I64 = types.int64


@kernel(read(_F32, 3), _I64, _I64, _I64, write(_F32, 2))
def add_coverage_nb(layer: F32, left: int, top: int, step: int, cells: F32) -> None:
    """Add the mean coverage of a layer to square cells, up to 1.

    Parameters
    ----------
    layer : ndarray of shape (h, w, 4), float32
        Premultiplied BGRA, 0 to 1.
    left, top : int
        Where its first pixel lies from the first cell's first pixel; may be negative. What lies
        beside the cells is left out.
    step : int
        Pixels along a cell's side.
    cells : ndarray of shape (r, c), float32
        Changed.
    """
    rows, columns = cells.shape
    share = np.float32(1.0) / np.float32(step * step)
    start = max(0, -left)
    stop = min(layer.shape[1], columns * step - left)
    for y in range(max(0, -top), min(layer.shape[0], rows * step - top)):
        row = cells[(top + y) // step]
        x = start
        while x < stop:
            cell = (left + x) // step
            end = min(stop, (cell + 1) * step - left)
            total = np.float32(0.0)
            for i in range(x, end):
                total += layer[y, i, 3]
            row[cell] += total * share
            x = end
    for r in range(rows):
        for c in range(columns):
            cells[r, c] = min(cells[r, c], np.float32(1.0))


@kernel(write(_F32, 3), read(_F32, 2), _I64, _I64, _I64)
def darken_by_cells_nb(layer: F32, light: F32, left: int, top: int, step: int) -> None:
    """Multiply the colours of a premultiplied layer by a smooth light, in place.

    Parameters
    ----------
    layer : ndarray of shape (H, W, 4), float32
        Premultiplied BGRA; its alpha stays. Changed.
    light : ndarray of shape (r, c), float32
        Factors of square cells, at most 1; bilinear between their centres, and going on as at
        the rim beyond the outermost of these.
    left, top : int
        Where the first cell's first pixel lies in the layer; may be negative. What lies beside
        the layer is left out.
    step : int
        Pixels along a cell's side.
    """
    rows, columns = light.shape
    half, one, zero = np.float32(0.5), np.float32(1.0), np.float32(0.0)
    share = one / np.float32(step)
    line = np.empty(columns, np.float32)
    for y in range(max(0, top), min(layer.shape[0], top + rows * step)):
        v = min(max((np.float32(y - top) + half) * share - half, zero), np.float32(rows - 1))
        r = int(v)
        v -= np.float32(r)
        below = min(r + 1, rows - 1)
        for c in range(columns):
            line[c] = light[r, c] + v * (light[below, c] - light[r, c])
        # From the middle of each cell to that of the next; before the first as there.
        for c in range(-1, columns):
            before, after = line[max(c, 0)], line[min(c + 1, columns - 1)]
            if before >= one and after >= one:
                continue
            start = left + (2 * c + 1) * step // 2
            for x in range(
                max(0, left, start), min(layer.shape[1], left + columns * step, start + step)
            ):
                u = (np.float32(x - left) + half) * share - half - np.float32(c)
                factor = before + u * (after - before)
                for k in range(3):
                    layer[y, x, k] *= factor
