"""Weigh worn cloth, lay what is under it and mend the frame, touching only pixels that show it."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

_U8, _F32, _I64 = types.uint8, types.float32, types.int64


@kernel(
    write(_F32, 2),
    write(_U8, 2),
    read(_F32, 2),
    read(_F32, 2),
    *(_F32,) * 5,
    read(_F32, 2),
    _I64,
    _I64,
    returns=types.UniTuple(_I64, 4),
)
def weigh_cloth_nb(
    weight: F32,
    wanted: U8,
    cloth: F32,
    rim: F32,
    scale: float,
    shift_x: float,
    shift_y: float,
    low: float,
    high: float,
    covered: F32,
    left: int,
    top: int,
) -> tuple[int, int, int, int]:
    """Tell of every pixel of a rectangle how far worn cloth in it has to go.

    Parameters
    ----------
    weight : ndarray of shape (h, w), float32
        Zeros; set to 0 to 1, but where the outfit covers everything.
    wanted : ndarray of shape (h, w), uint8
        Zeros; set to 1 where the pixel may change, by cloth or by its rim on skin.
    cloth, rim : ndarray of shape (S, S), float32
        How far there is cloth, or its rim, where labels are.
    scale, shift_x, shift_y : float
        Pixel (x, y) of the rectangle is at (scale x + shift_x, scale y + shift_y) in those two;
        beyond their edges they go on as there.
    low, high : float
        What of ``cloth`` weighs 0 and what weighs 1.
    covered : ndarray of shape (H, W), float32
        Where the outfit is drawn on the frame, 0 to 1.
    left, top : int
        The rectangle's first pixel in the frame.

    Returns
    -------
    (int, int, int, int)
        x0, y0, x1, y1 of what is wanted, half-open in the rectangle; all 0 when nothing is.
    """
    height, width = weight.shape
    side = cloth.shape[0]
    one, zero, last = np.float32(1.0), np.float32(0.0), np.float32(side - 1)
    steepness = one / np.float32(high - low)
    # One more than there are, for what lies on the last.
    cloth_line, rim_line = np.zeros(side + 1, np.float32), np.zeros(side + 1, np.float32)
    x0, y0, x1, y1 = width, height, 0, 0
    for y in range(height):
        at = min(max(np.float32(y) * scale + shift_y, zero), last)
        row = min(int(at), side - 2)
        part = at - np.float32(row)
        first, end = side, -1
        for i in range(side):
            cloth_line[i] = cloth[row, i] + part * (cloth[row + 1, i] - cloth[row, i]) - low
            rim_line[i] = rim[row, i] + part * (rim[row + 1, i] - rim[row, i])
            if max(cloth_line[i], rim_line[i]) > zero:
                first, end = min(first, i), i
        # Only between the labels beside those that show any.
        start = 0 if first == 0 else int((np.float32(first - 1) - shift_x) / scale)
        stop = width if end == side - 1 else int((np.float32(end + 1) - shift_x) / scale) + 1
        for x in range(max(start, 0), min(stop, width) if end >= 0 else 0):
            if covered[top + y, left + x] >= one:
                continue
            at = min(max(np.float32(x) * scale + shift_x, zero), last)
            i = int(at)
            part = at - np.float32(i)
            share = cloth_line[i] + part * (cloth_line[i + 1] - cloth_line[i])
            if share <= zero and rim_line[i] <= zero and rim_line[i + 1] <= zero:
                continue
            weight[y, x] = min(max(share, zero) * steepness, one)
            wanted[y, x] = 1
            x0, x1 = min(x0, x), max(x1, x + 1)
            y0, y1 = min(y0, y), y + 1
    if x1 == 0:
        return 0, 0, 0, 0
    return x0, y0, x1, y1


@kernel(
    write(_F32, 2),
    read(_U8, 2),
    read(_U8, 3),
    read(_U8, 3),
    read(_F32, 2),
    read(_F32, 3),
    *(_F32,) * 7,
)
def weigh_rim_nb(
    weight: F32,
    wanted: U8,
    seen: U8,
    fill: U8,
    beside: F32,
    cloth: F32,
    scale: float,
    shift_x: float,
    shift_y: float,
    low: float,
    high: float,
    least_contrast: float,
    least_cloth: float,
) -> None:
    """Weigh skin that shows cloth's colour, in place.

    A pixel I lies at ``t = (I - F).(C - F) / |C - F|^2`` on the way from what will be there, F,
    to the cloth's colour near by, C.

    Parameters
    ----------
    weight : ndarray of shape (h, w), float32
        Raised to how far t lies between ``low`` and ``high``, times ``beside``.
    wanted : ndarray of shape (h, w), uint8
        0 where nothing changes.
    seen, fill : ndarray of shape (h, w, 3), uint8
        I and F.
    beside : ndarray of shape (S, S), float32
        How far there is skin just beside cloth, 0 to 1.
    cloth : ndarray of shape (n, n, 4), float32
        Cloth's colour near by, C, and how much of it there is, over the same square.
    scale, shift_x, shift_y : float
        As of :func:`weigh_cloth_nb`.
    low, high : float
    least_contrast : float
        Cloth whose colour is nearer to F (grey levels) cannot be told from it.
    least_cloth : float
        Less than so much of it near by does not count.
    """
    side, cells = beside.shape[0], cloth.shape[0]
    one, zero, last = np.float32(1.0), np.float32(0.0), np.float32(side - 1)
    coarse, half = np.float32(cells) / np.float32(side), np.float32(0.5)
    for y in range(wanted.shape[0]):
        at_y = min(max(np.float32(y) * scale + shift_y, zero), last)
        row = min(int(at_y), side - 2)
        v = at_y - np.float32(row)
        cell_y = min(int((at_y + half) * coarse), cells - 1)
        for x in range(wanted.shape[1]):
            if wanted[y, x] == 0 or weight[y, x] >= one:
                continue
            at_x = min(max(np.float32(x) * scale + shift_x, zero), last)
            i = min(int(at_x), side - 2)
            u = at_x - np.float32(i)
            upper = beside[row, i] + u * (beside[row, i + 1] - beside[row, i])
            lower = beside[row + 1, i] + u * (beside[row + 1, i + 1] - beside[row + 1, i])
            near = upper + v * (lower - upper)
            if near <= weight[y, x]:
                continue
            colour = cloth[cell_y, min(int((at_x + half) * coarse), cells - 1)]
            if colour[3] <= least_cloth:
                continue
            along, length = zero, zero
            for c in range(3):
                start = np.float32(fill[y, x, c])
                line = colour[c] - start
                along += (np.float32(seen[y, x, c]) - start) * line
                length += line * line
            if length > least_contrast * least_contrast:
                mixed = min(max((along / length - low) / (high - low), zero), one)
                weight[y, x] = max(weight[y, x], near * mixed)


@kernel(write(_U8, 3), read(_U8, 2), read(_U8, 3), read(_U8, 2), _I64, _I64)
def lay_where_nb(under: U8, wanted: U8, over: U8, alpha: U8, left: int, top: int) -> None:
    """Lay a picture over another where that is wanted, in place.

    Parameters
    ----------
    under : ndarray of shape (H, W, 3), uint8
        Changed.
    wanted : ndarray of shape (H, W), uint8
        0 where nobody looks.
    over : ndarray of shape (h, w, 3), uint8
    alpha : ndarray of shape (h, w), uint8
        How far it covers, 0 to 255.
    left, top : int
        Its first pixel in the other; it ends within.
    """
    for y in range(alpha.shape[0]):
        for x in range(alpha.shape[1]):
            share = int(alpha[y, x])
            if share == 0 or wanted[top + y, left + x] == 0:
                continue
            for c in range(3):
                below = int(under[top + y, left + x, c])
                mixed = share * int(over[y, x, c]) + (255 - share) * below
                under[top + y, left + x, c] = np.uint8((mixed + 127) // 255)


@kernel(
    write(_U8, 3),
    read(_U8, 3),
    read(_U8, 2),
    read(_F32, 2),
    read(_U8, 2),
    read(_F32, 3),
    *(_I64,) * 2,
    _F32,
    read(_F32, 2),
    *(_I64,) * 2,
    returns=types.float64,
)
def mend_nb(
    patch: U8,
    fill: U8,
    wanted: U8,
    weight: F32,
    kept: U8,
    noise: F32,
    noise_x: int,
    noise_y: int,
    level: float,
    covered: F32,
    left: int,
    top: int,
) -> float:
    """Put what lies under worn cloth in its place, with a camera's noise.

    ``I + w (F - I + n)`` with w the weight less what is kept.

    Parameters
    ----------
    patch : ndarray of shape (h, w, 3), uint8
        A rectangle of the frame, I. Changed.
    fill : ndarray of shape (h, w, 3), uint8
        What lies under the cloth, F.
    wanted : ndarray of shape (h, w), uint8
        0 where nothing changes.
    weight : ndarray of shape (h, w), float32
        How far a pixel goes, 0 to 1.
    kept : ndarray of shape (h, w), uint8
        255 where worn cloth stays.
    noise : ndarray of shape (n, n, 3), float32
        Noise n of deviation 1; it is repeated.
    noise_x, noise_y : int
        Where in it the rectangle starts.
    level : float
        Deviation of the noise that is added, grey levels.
    covered : ndarray of shape (H, W), float32
        Where the outfit will be drawn on the frame, 0 to 1.
    left, top : int
        The rectangle's first pixel in the frame.

    Returns
    -------
    float
        How many pixels were made up that the outfit does not cover.
    """
    one, zero = np.float32(1.0), np.float32(0.0)
    half, byte = np.float32(0.5), np.float32(255.0)
    side = noise.shape[0]
    made_up = 0.0
    for y in range(wanted.shape[0]):
        grains = noise[(y + noise_y) % side]
        i = (noise_x - 1) % side
        for x in range(wanted.shape[1]):
            i = i + 1 if i + 1 < side else 0
            if wanted[y, x] == 0:
                continue
            share = weight[y, x] * (one - np.float32(kept[y, x]) / byte)
            if share <= zero:
                continue
            made_up += share * (one - covered[top + y, left + x])
            grain = grains[i]
            for c in range(3):
                seen = np.float32(patch[y, x, c])
                mixed = seen + share * (np.float32(fill[y, x, c]) - seen + level * grain[c])
                patch[y, x, c] = np.uint8(min(max(mixed + half, zero), byte))
    return made_up
