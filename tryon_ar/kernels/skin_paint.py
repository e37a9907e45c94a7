"""Paint skin over a small picture of limbs, and lay the small picture over the frame."""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
I64 = NDArray[np.int64]

_F32, _U8, _I64 = types.float32, types.uint8, types.int64
_PLANE, _IMAGE = read(_F32, 2), read(_F32, 3)
_PLANE_OUT, _IMAGE_OUT = write(_F32, 2), write(_F32, 3)
_LUMA_B, _LUMA_G, _LUMA_R = np.float32(0.0722), np.float32(0.7152), np.float32(0.2126)

# Skin is seen in light and in shade, but its colour changes less.
_HUE_WEIGHT = np.float32(1.5)


@njit(inline="always")
def _sum_at(shares: F32, kinds: I64, y: np.float32, x: np.float32) -> np.float32:
    """Return the sum of some of the planes at a place, interpolated; 0 beyond them."""
    last, half = np.float32(shares.shape[1] - 1), np.float32(0.5)
    total = np.float32(0.0)
    if y < -half or x < -half or y > last + half or x > last + half:
        return total
    at_y, at_x = min(max(y, np.float32(0.0)), last), min(max(x, np.float32(0.0)), last)
    row, i = min(int(at_y), shares.shape[1] - 2), min(int(at_x), shares.shape[1] - 2)
    v, u = at_y - np.float32(row), at_x - np.float32(i)
    for k in range(kinds.size):
        plane = shares[kinds[k]]
        upper = plane[row, i] + u * (plane[row, i + 1] - plane[row, i])
        lower = plane[row + 1, i] + u * (plane[row + 1, i + 1] - plane[row + 1, i])
        total += np.float32(upper + v * (lower - upper))
    return total


@kernel(
    read(_U8, 3),
    read(_F32, 1),
    _PLANE,
    _IMAGE,
    read(_I64, 1),
    _I64,
    *(_F32,) * 5,
    _IMAGE_OUT,
    _PLANE_OUT,
    _IMAGE_OUT,
    returns=types.UniTuple(types.float64, 2),
)
def look_at_skin_nb(
    small: U8,
    light: F32,
    skin: F32,
    shares: F32,
    cloth: I64,
    step: int,
    scale: float,
    shift_x: float,
    shift_y: float,
    low: float,
    high: float,
    seen: F32,
    bare: F32,
    worn: F32,
) -> tuple[float, float]:
    """Look up the light of a small picture, and where it surely shows skin and cloth.

    Parameters
    ----------
    small : ndarray of shape (h, w, 3), uint8
        BGR; each pixel stands for ``step`` by ``step`` of a rectangle's.
    light : ndarray of shape (256,), float32
        Logarithm of the linear light of every level.
    skin : ndarray of shape (h, w), float32
        Share of skin in every pixel.
    shares : ndarray of shape (n, S, S), float32
        Soft labels.
    cloth : ndarray of int64
        Which of them are cloth.
    step : int
    scale, shift_x, shift_y : float
        Pixel (x, y) of the rectangle is at (scale x + shift_x, scale y + shift_y) in ``shares``.
    low, high : float
        Shares up to the first count nothing, from the second on wholly.
    seen : ndarray of shape (h, w, 3), float32
        Written: the light's logarithm.
    bare : ndarray of shape (h, w), float32
        Written: how far there is surely skin.
    worn : ndarray of shape (h, w, 2), float32
        Written: log-luminance times how far there is surely cloth, and that.

    Returns
    -------
    (float, float)
        Sums of both planes of ``worn``.
    """
    one, zero, half = np.float32(1.0), np.float32(0.0), np.float32(0.5)
    steep = one / np.float32(high - low)
    total, count = 0.0, 0.0
    pitch = np.float32(step)
    for y in range(small.shape[0]):
        at_y = ((np.float32(y) + half) * pitch - half) * scale + shift_y
        for x in range(small.shape[1]):
            at_x = ((np.float32(x) + half) * pitch - half) * scale + shift_x
            for c in range(3):
                seen[y, x, c] = light[small[y, x, c]]
            bare[y, x] = min(max((skin[y, x] - low) * steep, zero), one)
            sure = min(max((_sum_at(shares, cloth, at_y, at_x) - low) * steep, zero), one)
            luma = _LUMA_B * seen[y, x, 0] + _LUMA_G * seen[y, x, 1] + _LUMA_R * seen[y, x, 2]
            worn[y, x, 0], worn[y, x, 1] = luma * sure, sure
            total += luma * sure
            count += sure
    return total, count


@kernel(_PLANE, _PLANE, _F32, _F32, read(_F32, 1), _F32, _PLANE_OUT)
def turn_away_nb(
    distance: F32, soft: F32, radius: float, depth: float, light: F32, gain: float, out: F32
) -> None:
    """Shade limbs as round ones: darker towards their outline, lit from a side.

    ``-depth (1 - d / radius)^1.4 + l.n`` with n the outward direction, limited to 1 each way.

    Parameters
    ----------
    distance : ndarray of shape (h, w), float32
        Of every pixel inside to the outline, d.
    soft : ndarray of shape (h, w), float32
        The limbs' shape, blurred: its slope tells n.
    radius, depth : float
    light : ndarray of shape (2,), float32
        Log-luminance gained towards (the right, the bottom), l.
    gain : float
        Of the slope.
    out : ndarray of shape (h, w), float32
        Written.
    """
    one, zero, half = np.float32(1.0), np.float32(0.0), np.float32(0.5)
    power = np.empty(257, np.float32)
    for i in range(257):
        power[i] = -depth * (np.float32(i) / np.float32(256.0)) ** np.float32(1.4)
    rows, columns = distance.shape
    for y in range(rows):
        above, below = max(y - 1, 0), min(y + 1, rows - 1)
        for x in range(columns):
            left, right = max(x - 1, 0), min(x + 1, columns - 1)
            near = min(max(one - distance[y, x] / radius, zero), one)
            across = half * gain * (soft[y, left] - soft[y, right])
            down = half * gain * (soft[above, x] - soft[below, x])
            turned = light[0] * min(max(across, -one), one) + light[1] * min(max(down, -one), one)
            out[y, x] = power[int(near * np.float32(256.0) + half)] + turned


@kernel(
    read(_F32, 1), _PLANE, _PLANE, _PLANE, _IMAGE, _F32, _IMAGE, _PLANE, *(_F32,) * 5,
    _IMAGE_OUT, _IMAGE_OUT,
)  # fmt: skip
def model_skin_nb(
    tone: F32,
    limb: F32,
    turned: F32,
    relief: F32,
    around: F32,
    mean: float,
    seen: F32,
    bare: F32,
    kept: float,
    most: float,
    farthest: float,
    outlier: float,
    unsure: float,
    model: F32,
    known: F32,
) -> None:
    """Model the light of skin, and find how real skin differs from the model.

    Parameters
    ----------
    tone : ndarray of shape (3,), float32
        Logarithm of the skin's linear light, BGR.
    limb, turned, relief : ndarray of shape (h, w), float32
        Shape of the limbs, 0 to 1; their shading as round ones; the shading of chin and
        collarbones.
    around : ndarray of shape (h, w, 2), float32
        From :func:`look_at_skin_nb`'s ``worn``, blurred.
    mean : float
        Log-luminance of all the cloth.
    seen, bare : ndarray
        From :func:`look_at_skin_nb`.
    kept, most : float
        So much of the cloth's shading is the limb's own; it is limited to the second, either way.
    farthest : float
        Limit of the differences, either way.
    outlier, unsure : float
        Luminance that differs by the first is no skin's, from so much less on it counts wholly.
    model : ndarray of shape (h, w, 3), float32
        Written.
    known : ndarray of shape (h, w, 4), float32
        Written: differences times how far they count, and that.
    """
    one, zero = np.float32(1.0), np.float32(0.0)
    for y in range(limb.shape[0]):
        for x in range(limb.shape[1]):
            weight = around[y, x, 1]
            fold = (around[y, x, 0] - mean * weight) / (weight + np.float32(0.05))
            shade = kept * min(max(fold, -most), most) + turned[y, x]
            shade = limb[y, x] * shade + relief[y, x]
            away_b = seen[y, x, 0] - (tone[0] + shade)
            away_g = seen[y, x, 1] - (tone[1] + shade)
            away_r = seen[y, x, 2] - (tone[2] + shade)
            for c in range(3):
                model[y, x, c] = tone[c] + shade
            luma = _LUMA_B * away_b + _LUMA_G * away_g + _LUMA_R * away_r
            hue = max(abs(away_b - luma), abs(away_r - luma))
            off = max(abs(luma), _HUE_WEIGHT * hue)
            share = bare[y, x] * min(max((outlier - off) / unsure, zero), one)
            known[y, x, 0] = share * min(max(away_b, -farthest), farthest)
            known[y, x, 1] = share * min(max(away_g, -farthest), farthest)
            known[y, x, 2] = share * min(max(away_r, -farthest), farthest)
            known[y, x, 3] = share


@kernel(_IMAGE, _IMAGE, _IMAGE, _F32, _F32, _PLANE, _F32, _F32, read(_F32, 1), _F32, write(_U8, 3))
def paint_skin_nb(
    model: F32,
    near: F32,
    wide: F32,
    near_trust: float,
    face_weight: float,
    uneven: F32,
    start_x: float,
    start_y: float,
    levels: F32,
    darkest: float,
    out: U8,
) -> None:
    """Add to a model what real skin differs from it, and skin's unevenness; encode it.

    Parameters
    ----------
    model : ndarray of shape (h, w, 3), float32
    near, wide : ndarray of shape (h, w, 4), float32
        From :func:`model_skin_nb`'s ``known``, blurred a little and much.
    near_trust, face_weight : float
        Weights of what is wide against what is near, and of no difference against what is wide.
    uneven : ndarray of shape (n, n), float32
        Log-luminance; the tile is repeated.
    start_x, start_y : float
        Where in it the picture starts, 0 or more.
    levels : ndarray of shape (m,), float32
        Grey level of logarithms of light from ``darkest`` to 0.
    darkest : float
    out : ndarray of shape (h, w, 3), uint8
        Written.
    """
    one, zero, half = np.float32(1.0), np.float32(0.0), np.float32(0.5)
    side = uneven.shape[0]
    last = levels.size - 1
    fine = np.float32(last) / -darkest
    v, u = start_y - np.float32(int(start_y)), start_x - np.float32(int(start_x))
    for y in range(out.shape[0]):
        row, below = (y + int(start_y)) % side, (y + int(start_y) + 1) % side
        for x in range(out.shape[1]):
            i, beside = (x + int(start_x)) % side, (x + int(start_x) + 1) % side
            upper = uneven[row, i] + u * (uneven[row, beside] - uneven[row, i])
            lower = uneven[below, i] + u * (uneven[below, beside] - uneven[below, i])
            grain = upper + v * (lower - upper)
            far = near_trust / (wide[y, x, 3] + face_weight)
            all_of = one / (near[y, x, 3] + near_trust)
            for c in range(3):
                light = model[y, x, c] + (near[y, x, c] + far * wide[y, x, c]) * all_of + grain
                at = (min(max(light, darkest), zero) - darkest) * fine
                out[y, x, c] = np.uint8(levels[int(at + half)] + half)


@kernel(write(_U8, 3), read(_U8, 2), read(_U8, 3), _I64, read(_U8, 2))
def lay_enlarged_nb(under: U8, wanted: U8, small: U8, step: int, alpha: U8) -> None:
    """Lay a small picture, enlarged, over another where that is wanted, in place.

    Parameters
    ----------
    under : ndarray of shape (h, w, 3), uint8
        Changed.
    wanted : ndarray of shape (h, w), uint8
        0 where nobody looks.
    small : ndarray of shape (r, c, 3), uint8
        Each pixel stands for ``step`` by ``step``; interpolated bilinearly.
    step : int
    alpha : ndarray of shape (h, w), uint8
        How far it covers, 0 to 255.
    """
    zero, half, byte = np.float32(0.0), np.float32(0.5), np.float32(255.0)
    rows, columns = small.shape[:2]
    fine = np.float32(1.0) / np.float32(step)
    # One more than there are, for what lies on the last.
    line = np.empty((columns + 1, 3), np.float32)
    for y in range(alpha.shape[0]):
        at = min(max((np.float32(y) + half) * fine - half, zero), np.float32(rows - 1))
        row = int(at)
        below, v = min(row + 1, rows - 1), at - np.float32(row)
        for i in range(columns):
            for c in range(3):
                upper = np.float32(small[row, i, c])
                line[i, c] = upper + v * (np.float32(small[below, i, c]) - upper)
        line[columns] = line[columns - 1]
        for x in range(alpha.shape[1]):
            if alpha[y, x] == 0 or wanted[y, x] == 0:
                continue
            at = min(max((np.float32(x) + half) * fine - half, zero), np.float32(columns - 1))
            i = int(at)
            u, share = at - np.float32(i), np.float32(alpha[y, x]) / byte
            for c in range(3):
                seen = np.float32(under[y, x, c])
                value = line[i, c] + u * (line[i + 1, c] - line[i, c])
                under[y, x, c] = np.uint8(seen + share * (value - seen) + half)
