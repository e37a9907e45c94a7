"""Find and draw the lower garment that a worn top hides."""

import math

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

_F32, _U8, _I64 = types.float32, types.uint8, types.int64
_LUMA_B, _LUMA_G, _LUMA_R = np.float32(0.0722), np.float32(0.7152), np.float32(0.2126)
_PLANE, _IMAGE = read(_F32, 2), read(_F32, 3)
_PLANE_OUT, _IMAGE_OUT = write(_F32, 2), write(_F32, 3)


@njit(inline="always")
def _ramp(value: np.float32, ends: tuple[float, float]) -> np.float32:
    """Return 0 below the first end, 1 above the second, in between in proportion."""
    share = (value - ends[0]) / (ends[1] - ends[0])
    return np.float32(min(max(share, np.float32(0.0)), np.float32(1.0)))


@kernel(
    write(_U8, 2),
    _PLANE,
    _PLANE,
    *(_I64,) * 2,
    *(_F32,) * 4,
    returns=types.UniTuple(_I64, 4),
)
def cut_below_nb(
    skin: U8,
    weight: F32,
    covered: F32,
    left: int,
    top: int,
    x_px: float,
    y_px: float,
    slope: float,
    least: float,
) -> tuple[int, int, int, int]:
    """Clear a shape below a line, in place; find where worn cloth shows there.

    Parameters
    ----------
    skin : ndarray of shape (h, w), uint8
        Over a rectangle of the frame. Changed.
    weight : ndarray of shape (h, w), float32
        How far a pixel is cloth that has to go, 0 to 1.
    covered : ndarray of shape (H, W), float32
        Where the outfit is drawn on the frame, 0 to 1.
    left, top : int
        The rectangle's first pixel in the frame.
    x_px, y_px, slope : float
        Below is where ``y - y_px > -slope (x - x_px)``, in the rectangle's pixels.
    least : float
        Less than so much of a pixel is not seen.

    Returns
    -------
    (int, int, int, int)
        x0, y0, x1, y1 of what shows there, half-open in the rectangle; all 0 when nothing does.
    """
    height, width = skin.shape
    one = np.float32(1.0)
    x0, y0, x1, y1 = width, height, 0, 0
    for y in range(height):
        for x in range(width):
            if np.float32(y) - y_px <= -slope * (np.float32(x) - x_px):
                continue
            skin[y, x] = 0
            if weight[y, x] * (one - covered[top + y, left + x]) > least:
                x0, x1 = min(x0, x), max(x1, x + 1)
                y0, y1 = min(y0, y), y + 1
    if x1 == 0:
        return 0, 0, 0, 0
    return x0, y0, x1, y1


@kernel(
    _IMAGE,
    *(_PLANE,) * 2,
    *(types.UniTuple(_F32, 2),) * 2,
    read(_F32, 1),
    _F32,
    types.UniTuple(_F32, 2),
    _PLANE_OUT,
    returns=types.float64,
)
def surely_lower_nb(
    light: F32,
    lower: F32,
    person: F32,
    sure: tuple[float, float],
    body: tuple[float, float],
    hue: F32,
    most: float,
    mixed: tuple[float, float],
    out: F32,
) -> float:
    """Tell where there is surely the lower garment, by labels and, if it differs, by hue.

    Parameters
    ----------
    light : ndarray of shape (h, w, 3), float32
        Logarithm of light, BGR.
    lower, person : ndarray of shape (h, w), float32
        Probability of lower clothes, and of the person.
    sure, body : (float, float)
        Ramps of these two.
    hue : ndarray of shape (3,), float32
        Of the garment worn above: its logarithm of light without its luma.
    most : float
        How far hues lie from that at most; 0 if hues do not tell.
    mixed : (float, float)
        Ramp of the share of that way.
    out : ndarray of shape (h, w), float32
        Written, 0 to 1.

    Returns
    -------
    float
        Sum of what was written.
    """
    total = 0.0
    third = np.float32(1.0 / 3.0)
    for y in range(lower.shape[0]):
        for x in range(lower.shape[1]):
            share = _ramp(lower[y, x], sure) * _ramp(person[y, x], body)
            if most > np.float32(0.0) and share > np.float32(0.0):
                blue, green, red = light[y, x, 0], light[y, x, 1], light[y, x, 2]
                luma = _LUMA_B * blue + _LUMA_G * green + _LUMA_R * red
                away = abs(blue - luma - hue[0]) + abs(green - luma - hue[1])
                away += abs(red - luma - hue[2])
                share *= _ramp(third * away / most, mixed)
            out[y, x] = share
            total += share
    return total


@kernel(
    _IMAGE, _IMAGE, _PLANE, read(_F32, 1), read(_F32, 1), *(_F32,) * 8, _PLANE_OUT, _IMAGE_OUT,
)  # fmt: skip
def own_cloth_nb(
    light: F32,
    soft: F32,
    near: F32,
    remembered: F32,
    top: F32,
    floor: float,
    nearest: float,
    low: float,
    high: float,
    contrast: float,
    hue_contrast: float,
    farther: float,
    trust: float,
    own: F32,
    tone: F32,
) -> None:
    """Tell a garment's tone, and what has it rather than the tone of another one.

    Parameters
    ----------
    light : ndarray of shape (h, w, 3), float32
        Mean logarithm of light of the garment near by, times how much of it there is.
    soft : ndarray of shape (h, w, 3), float32
        Logarithm of light of what is seen.
    near : ndarray of shape (h, w), float32
        How much of the garment is near by.
    remembered, top : ndarray of shape (3,), float32
        Its remembered tone, and the other garment's.
    floor : float
        Differences of logarithms below this are noise.
    nearest : float
        What differs more from the tone is not the garment.
    low, high : float
        How much nearer it has to be to this tone than to the other, to count and to count wholly.
    contrast, hue_contrast, farther : float
        Tones have to differ by the first; if their hues do by the second, the other's hue has to
        be so many times farther away.
    trust : float
        Weight of the remembered tone.
    own : ndarray of shape (h, w), float32
        Written, 0 to 1.
    tone : ndarray of shape (h, w, 3), float32
        Written: the garment's, from what is near and what is remembered.
    """
    one, zero, third = np.float32(1.0), np.float32(0.0), np.float32(1.0 / 3.0)
    seen, lower = np.empty(3, np.float32), np.empty(3, np.float32)
    worn = np.empty(3, np.float32)
    for y in range(near.shape[0]):
        for x in range(near.shape[1]):
            share = one / (near[y, x] + trust)
            grey_s, grey_l, grey_w = zero, zero, zero
            for c in range(3):
                away = light[y, x, c] - near[y, x] * remembered[c]
                tone[y, x, c] = remembered[c] + away * share
                seen[c] = max(soft[y, x, c], floor)
                lower[c] = max(tone[y, x, c], floor)
                worn[c] = max(top[c], floor)
                grey_s += third * seen[c]
                grey_l += third * lower[c]
                grey_w += third * worn[c]
            to_lower, to_worn, apart = zero, zero, zero
            hue_lower, hue_worn, hue_apart = zero, zero, zero
            for c in range(3):
                to_lower += third * abs(seen[c] - lower[c])
                to_worn += third * abs(seen[c] - worn[c])
                apart += third * abs(lower[c] - worn[c])
                hue_s, hue_l, hue_w = seen[c] - grey_s, lower[c] - grey_l, worn[c] - grey_w
                hue_lower += third * abs(hue_s - hue_l)
                hue_worn += third * abs(hue_s - hue_w)
                hue_apart += third * abs(hue_l - hue_w)
            alike = hue_worn > farther * hue_lower or hue_apart <= hue_contrast
            fits = to_lower < nearest and apart > contrast and alike
            nearer = (to_worn - to_lower - low) / (high - low)
            own[y, x] = min(max(nearer, zero), one) if fits else zero


@kernel(
    write(_U8, 3),
    *(write(_U8, 2),) * 2,
    read(_U8, 2),
    *(_I64,) * 2,
    _IMAGE,
    *(_PLANE,) * 2,
    *(_F32,) * 4,
    _F32,
    _IMAGE,
    types.UniTuple(_F32, 6),
    types.UniTuple(_F32, 4),
)
def draw_lower_nb(
    picture: U8,
    shape: U8,
    kept: U8,
    wanted: U8,
    left: int,
    top: int,
    levels: F32,
    solid: F32,
    own: F32,
    scale_x: float,
    scale_y: float,
    shift_x: float,
    shift_y: float,
    edge: float,
    gain: F32,
    turn: tuple[float, float, float, float, float, float],
    line: tuple[float, float, float, float],
) -> None:
    """Draw a garment from a small picture of it and a tile of its texture.

    Parameters
    ----------
    picture : ndarray of shape (h, w, 3), uint8
        Written where the garment is.
    shape, kept : ndarray of shape (h, w), uint8
        Zeros; set to where it is, and to where what is there stays, 0 to 255.
    wanted : ndarray of shape (H, W), uint8
        0 where nobody looks.
    left, top : int
        The picture's first pixel in that.
    levels : ndarray of shape (r, c, 3), float32
        The small picture's grey levels, BGR.
    solid, own : ndarray of shape (r, c), float32
        The garment's outline, which is drawn steeper, and where what is there stays, 0 to 1.
    scale_x, scale_y, shift_x, shift_y : float
        Pixel (x, y) is at (scale_x x + shift_x, scale_y y + shift_y) in the small picture.
    edge : float
        Steepness of the outline.
    gain : ndarray of shape (n, n, 3), float32
        What is multiplied with the levels; the tile is repeated.
    turn : (float, float, float, float, float, float)
        Pixel (x, y) is at (a x + b y + c, d x + e y + f) in the tile.
    line : (float, float, float, float)
        x, y, slope: nothing is drawn above the line through (x, y); over how many pixels it
        begins.
    """
    one, zero = np.float32(1.0), np.float32(0.0)
    half, byte = np.float32(0.5), np.float32(255.0)
    rows, columns, side = levels.shape[0], levels.shape[1], gain.shape[0]
    # One more than there are, for what lies on the last.
    line_of = np.empty((columns + 1, 5), np.float32)
    a, b, c0, d, e, f0 = turn
    x_px, y_px, slope, ramp = line
    for y in range(picture.shape[0]):
        at = min(max(np.float32(y) * scale_y + shift_y, zero), np.float32(rows - 1))
        row = int(at)
        below, v = min(row + 1, rows - 1), at - np.float32(row)
        for i in range(columns):
            for c in range(3):
                line_of[i, c] = levels[row, i, c] + v * (levels[below, i, c] - levels[row, i, c])
            line_of[i, 3] = solid[row, i] + v * (solid[below, i] - solid[row, i])
            line_of[i, 4] = own[row, i] + v * (own[below, i] - own[row, i])
        line_of[columns] = line_of[columns - 1]
        for x in range(picture.shape[1]):
            if wanted[top + y, left + x] == 0:
                continue
            depth = np.float32(y) - y_px + slope * (np.float32(x) - x_px)
            share = min(max(depth / ramp + half, zero), one)
            if share <= zero:
                continue
            at = min(max(np.float32(x) * scale_x + shift_x, zero), np.float32(columns - 1))
            i = int(at)
            u, one_side, other = at - np.float32(i), line_of[i], line_of[i + 1]
            stays = one_side[4] + u * (other[4] - one_side[4])
            kept[y, x] = np.uint8(byte * share * stays + half)
            inside = one_side[3] + u * (other[3] - one_side[3])
            inside = share * min(max((inside - half) * edge + half, zero), one)
            shape[y, x] = np.uint8(byte * inside + half)
            if inside <= zero:
                continue
            tile_x = a * np.float32(x) + b * np.float32(y) + c0
            tile_y = d * np.float32(x) + e * np.float32(y) + f0
            left_x, high_y = math.floor(tile_x), math.floor(tile_y)
            p, q = tile_x - np.float32(left_x), tile_y - np.float32(high_y)
            j, k = int(left_x) % side, int(high_y) % side
            next_j, next_k = (j + 1) % side, (k + 1) % side
            for c in range(3):
                level = one_side[c] + u * (other[c] - one_side[c])
                upper = gain[k, j, c] + p * (gain[k, next_j, c] - gain[k, j, c])
                lower = gain[next_k, j, c] + p * (gain[next_k, next_j, c] - gain[next_k, j, c])
                level *= upper + q * (lower - upper)
                picture[y, x, c] = np.uint8(min(max(level + half, zero), byte))
