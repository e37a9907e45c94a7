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
        Written: 0 to 1; 0 where the outfit covers everything.
    wanted : ndarray of shape (h, w), uint8
        Written: 1 where the pixel may change, by cloth or by its rim on skin.
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
    one, zero = np.float32(1.0), np.float32(0.0)
    steepness = one / np.float32(high - low)
    cloth_line, rim_line = np.empty(side + 1, np.float32), np.empty(side + 1, np.float32)
    x0, y0, x1, y1 = width, height, 0, 0
    for y in range(height):
        at_y = min(max(np.float32(y) * scale + shift_y, zero), np.float32(side - 1))
        row = min(int(at_y), side - 2)
        part = at_y - np.float32(row)
        most = zero
        for i in range(side):
            cloth_line[i] = cloth[row, i] + part * (cloth[row + 1, i] - cloth[row, i])
            rim_line[i] = rim[row, i] + part * (rim[row + 1, i] - rim[row, i])
            most = max(most, max(cloth_line[i] - low, rim_line[i]))
        cloth_line[side], rim_line[side] = cloth_line[side - 1], rim_line[side - 1]
        for x in range(width):
            weight[y, x] = zero
            wanted[y, x] = 0
        if most <= zero:
            continue
        for x in range(width):
            if covered[top + y, left + x] >= one:
                continue
            at = min(max(np.float32(x) * scale + shift_x, zero), np.float32(side - 1))
            i = int(at)
            part = at - np.float32(i)
            share = cloth_line[i] + part * (cloth_line[i + 1] - cloth_line[i])
            share = min((share - low) * steepness, one)
            if share <= zero and rim_line[i] <= zero and rim_line[i + 1] <= zero:
                continue
            weight[y, x] = max(share, zero)
            wanted[y, x] = 1
            x0, x1 = min(x0, x), max(x1, x + 1)
            y0, y1 = min(y0, y), y + 1
    if x1 == 0:
        return 0, 0, 0, 0
    return x0, y0, x1, y1


@kernel(write(_U8, 3), read(_U8, 2), read(_U8, 3), read(_U8, 2))
def lay_where_nb(under: U8, wanted: U8, over: U8, alpha: U8) -> None:
    """Lay a picture over another where that is wanted, in place.

    Parameters
    ----------
    under : ndarray of shape (h, w, 3), uint8
        Changed.
    wanted : ndarray of shape (h, w), uint8
        0 where nobody looks.
    over : ndarray of shape (h, w, 3), uint8
    alpha : ndarray of shape (h, w), uint8
        How far it covers, 0 to 255.
    """
    for y in range(alpha.shape[0]):
        for x in range(alpha.shape[1]):
            share = int(alpha[y, x])
            if share == 0 or wanted[y, x] == 0:
                continue
            for c in range(3):
                mixed = share * int(over[y, x, c]) + (255 - share) * int(under[y, x, c])
                under[y, x, c] = np.uint8((mixed + 127) // 255)


@kernel(
    write(_U8, 3),
    read(_U8, 3),
    read(_U8, 2),
    read(_F32, 2),
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
    rim: F32,
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

    ``I + w (F - I + n)`` with w the larger of weight and rim, less what is kept.

    Parameters
    ----------
    patch : ndarray of shape (h, w, 3), uint8
        A rectangle of the frame, I. Changed.
    fill : ndarray of shape (h, w, 3), uint8
        What lies under the cloth, F.
    wanted : ndarray of shape (h, w), uint8
        0 where nothing changes.
    weight, rim : ndarray of shape (h, w), float32
        How far a pixel goes as cloth, and as its rim on skin, 0 to 1.
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
        for x in range(wanted.shape[1]):
            if wanted[y, x] == 0:
                continue
            share = max(weight[y, x], rim[y, x]) * (one - np.float32(kept[y, x]) / byte)
            if share <= zero:
                continue
            made_up += share * (one - covered[top + y, left + x])
            grain = grains[(x + noise_x) % side]
            for c in range(3):
                seen = np.float32(patch[y, x, c])
                mixed = seen + share * (np.float32(fill[y, x, c]) - seen + level * grain[c])
                patch[y, x, c] = np.uint8(min(max(mixed + half, zero), byte))
    return made_up
