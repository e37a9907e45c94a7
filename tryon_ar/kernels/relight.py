"""Change the light of a premultiplied layer in one pass."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]


@kernel(
    write(types.float32, 3), read(types.float32, 2), read(types.float32, 1), read(types.float32, 1)
)
def shade_layer_nb(layer: F32, log_light: F32, gain: F32, offset: F32) -> None:
    """Multiply linear light by exp(shading), then apply an affine tone, in place.

    With encoded value v and coverage a, straight colour being v / a::

        v <- clip(gain_c v exp(s / 2.2) + offset_c a, 0, a)

    because for a pure power (v^2.2 e^s)^(1/2.2) = v e^(s/2.2): no table and no power.

    Parameters
    ----------
    layer : ndarray of shape (h, w, 4), float32
        Premultiplied BGRA, 0 to 1. Changed.
    log_light : ndarray of shape (h, w), float32
        s, change of log-luminance; |s| <= 1.1, for a series of fourth order stands for exp
        (relative error under 3e-4).
    gain, offset : ndarray of shape (3,), float32
        Per channel, BGR; 1 and 0 leave the tone alone.
    """
    power = np.float32(1.0 / 2.2)
    one, zero = np.float32(1.0), np.float32(0.0)
    c2, c3, c4 = np.float32(1 / 2), np.float32(1 / 6), np.float32(1 / 24)
    gb, gg, gr = gain[0], gain[1], gain[2]
    ob, og, orr = offset[0], offset[1], offset[2]
    for y in range(layer.shape[0]):
        row = layer[y]
        light = log_light[y]
        for x in range(light.size):
            t = light[x] * power
            k = one + t * (one + t * (c2 + t * (c3 + t * c4)))
            a = row[x, 3]
            row[x, 0] = min(max(gb * k * row[x, 0] + ob * a, zero), a)
            row[x, 1] = min(max(gg * k * row[x, 1] + og * a, zero), a)
            row[x, 2] = min(max(gr * k * row[x, 2] + orr * a, zero), a)


@kernel(
    write(types.float32, 3),
    read(types.float32, 2),
    types.UniTuple(types.int64, 3),
    read(types.float32, 2),
    read(types.float32, 2),
    types.UniTuple(types.int64, 2),
    types.float32,
)
def light_layer_nb(
    layer: F32,
    log_light: F32,
    place: tuple[int, int, int],
    tone: F32,
    grain: F32,
    corner: tuple[int, int],
    level: float,
) -> None:
    """As :func:`shade_layer_nb`, with light on a coarser grid and the camera's noise, in place.

    ::

        v <- clip(gain_c v exp(s / 2.2) + (offset_c + level n) a, 0, a)

    Parameters
    ----------
    layer : ndarray of shape (h, w, 4), float32
        Premultiplied BGRA, 0 to 1. Changed where it covers anything.
    log_light : ndarray of shape (r, c), float32
        s of cells of ``step`` pixels, interpolated between their middles; |s| <= 1.1.
    place : (int, int, int)
        Column and row of the layer's first pixel, counted from the first cell's corner, and
        ``step``.
    tone : ndarray of shape (2, 3), float32
        Gain and offset of each channel, BGR.
    grain : ndarray of shape (n, n), float32
        n of deviation 1, repeated; n is a power of two.
    corner : (int, int)
        Column and row of the grain at the layer's first pixel.
    level : float
        How strong it is, on a scale of 0 to 1.
    """
    left, top, step = place
    rows, columns = log_light.shape
    power, half = np.float32(1.0 / 2.2), np.float32(0.5)
    one, zero = np.float32(1.0), np.float32(0.0)
    c2, c3, c4 = np.float32(1 / 2), np.float32(1 / 6), np.float32(1 / 24)
    gb, gg, gr = tone[0, 0], tone[0, 1], tone[0, 2]
    ob, og, orr = tone[1, 0], tone[1, 1], tone[1, 2]
    width, mask = layer.shape[1], grain.shape[0] - 1
    share = one / np.float32(step)
    cells = np.empty(width, np.int64)
    between, factor, added = np.empty((3, width), np.float32)
    for x in range(width):
        at = min(max((np.float32(left + x) + half) * share - half, zero), np.float32(columns - 1))
        cells[x] = min(int(at), max(columns - 2, 0))
        between[x] = at - np.float32(cells[x])
    line = np.empty(columns + 1, np.float32)
    for y in range(layer.shape[0]):
        at = min(max((np.float32(top + y) + half) * share - half, zero), np.float32(rows - 1))
        upper = min(int(at), max(rows - 2, 0))
        down = at - np.float32(upper)
        first, second = log_light[upper], log_light[min(upper + 1, rows - 1)]
        for c in range(columns):
            line[c] = power * (first[c] + down * (second[c] - first[c]))
        line[columns] = line[columns - 1]
        row, noise = layer[y], grain[(corner[1] + y) & mask]
        begin, end = 0, width
        while begin < end and row[begin, 3] <= zero:
            begin += 1
        while end > begin and row[end - 1, 3] <= zero:
            end -= 1
        for x in range(begin, end):
            c = cells[x]
            factor[x] = line[c] + between[x] * (line[c + 1] - line[c])
            added[x] = level * noise[(corner[0] + x) & mask]
        for x in range(begin, end):
            t = factor[x]
            factor[x] = one + t * (one + t * (c2 + t * (c3 + t * c4)))
        for x in range(begin, end):
            a, k, n = row[x, 3], factor[x], added[x]
            row[x, 0] = min(max(gb * k * row[x, 0] + (ob + n) * a, zero), a)
            row[x, 1] = min(max(gg * k * row[x, 1] + (og + n) * a, zero), a)
            row[x, 2] = min(max(gr * k * row[x, 2] + (orr + n) * a, zero), a)
