"""Guidance fields and right-hand sides of Poisson problems.

A guidance field holds a wanted difference for every edge of the pixel grid: ``gx[y, x]``
for ``u[y, x + 1] - u[y, x]`` and ``gy[y, x]`` for ``u[y + 1, x] - u[y, x]``. Its
divergence at a pixel is what flows out over the pixel's own edges minus what flows in,
counted only over edges that take part in the equation.
"""

import numpy as np
from numba import njit, types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]
I32 = NDArray[np.int32]
Bool = NDArray[np.bool_]

_IMAGE, _OUT = read(types.float32, 3), write(types.float32, 3)
_MASK, _BYTES, _BYTES_OUT = read(types.boolean, 2), read(types.uint8, 2), write(types.uint8, 2)


@kernel(_MASK, _MASK, _BYTES_OUT, _BYTES_OUT, returns=types.boolean)
def pad_masks_nb(inside: Bool, fixed: Bool, inside_p: U8, known_p: U8) -> bool:
    """Copy masks (h, w) into zero-bordered (h + 3, w + 3) ones; True when anything changed."""
    height, width = inside.shape
    changed = False
    for y in range(height):
        a, b = inside_p[y + 1, 1 : width + 1], known_p[y + 1, 1 : width + 1]
        p, q = inside[y], fixed[y]
        moved = np.uint8(0)
        for x in range(width):
            new_a, new_b = np.uint8(p[x]), np.uint8(p[x] | q[x])
            moved |= (a[x] ^ new_a) | (b[x] ^ new_b)
            a[x] = new_a
            b[x] = new_b
        if moved != 0:
            changed = True
    return changed


@kernel(_IMAGE, _IMAGE, _BYTES, _BYTES, read(types.int32, 2), _OUT)
def load_right_side_nb(
    divergence: F32, fixed_values: F32, inside_p: U8, known_p: U8, spans: I32, rhs: F32
) -> None:
    """Fill ``rhs = -divergence + sum of fixed neighbours`` where inside, zero elsewhere.

    Parameters
    ----------
    divergence, fixed_values : ndarray of shape (h, w, C), float32
    inside_p, known_p : ndarray of shape (h + 3, w + 3), uint8
        From :func:`pad_masks_nb`.
    spans : ndarray of shape (>= h + 3, 4), int32
        See :mod:`tryon_ar.kernels.jacobi`.
    rhs : ndarray of shape (C, h + 3, w + 3), float32
        Written.
    """
    _split_nb(divergence, inside_p, np.float32(-1.0), rhs)
    for y in range(divergence.shape[0]):
        # All but the run of pixels deep inside the mask.
        for x in range(spans[y + 1, 0], spans[y + 1, 2]):
            if inside_p[y + 1, x] == 1:
                _add_fixed_nb(fixed_values, inside_p, known_p, rhs, y, x - 1)
        for x in range(spans[y + 1, 3], spans[y + 1, 1]):
            if inside_p[y + 1, x] == 1:
                _add_fixed_nb(fixed_values, inside_p, known_p, rhs, y, x - 1)


@njit(error_model="numpy")
def _split_nb(values: F32, inside_p: U8, factor: float, planes: F32) -> None:
    """Spread pixels (h, w, C) times a factor to bordered planes, zero off the mask."""
    height, width, channels = values.shape
    zero = np.float32(0.0)
    for y in range(height):
        v, m = values[y], inside_p[y + 1, 1 : width + 1]
        if channels == 3:  # in one go, so that the three interleaved loads become one
            a, b = planes[0, y + 1, 1 : width + 1], planes[1, y + 1, 1 : width + 1]
            c = planes[2, y + 1, 1 : width + 1]
            for x in range(width):
                a[x], b[x], c[x] = v[x, 0], v[x, 1], v[x, 2]
        for ch in range(channels):
            o = planes[ch, y + 1, 1 : width + 1]
            if channels != 3:
                o[:] = v[:, ch]
            for x in range(width):  # a choice, not a product: off the mask there may be NaN
                o[x] = factor * o[x] if m[x] == 1 else zero


@njit(inline="always")
def _add_fixed_nb(values: F32, inside_p: U8, known_p: U8, rhs: F32, y: int, x: int) -> None:
    """Add the fixed neighbours of unknown pixel (y, x) to its right-hand side."""
    for k in range(4):
        qy = y + (k == 2) - (k == 3)
        qx = x + (k == 0) - (k == 1)
        if known_p[qy + 1, qx + 1] > inside_p[qy + 1, qx + 1]:
            for c in range(values.shape[2]):
                rhs[c, y + 1, x + 1] += values[qy, qx, c]


@kernel(_IMAGE, _BYTES, _OUT)
def load_field_nb(values: F32, inside_p: U8, field: F32) -> None:
    """Copy (h, w, C) values into a zero-bordered planar field, zero off the mask."""
    _split_nb(values, inside_p, np.float32(1.0), field)


@kernel(_IMAGE, _IMAGE, _BYTES, _BYTES, _OUT)
def store_field_nb(field: F32, fixed_values: F32, inside_p: U8, known_p: U8, values: F32) -> None:
    """Write the solution (h, w, C): solved where inside, given where fixed, else zero."""
    height, width, channels = values.shape
    zero = np.float32(0.0)
    for y in range(height):
        v, g = values[y], fixed_values[y]
        m, k = inside_p[y + 1, 1 : width + 1], known_p[y + 1, 1 : width + 1]
        if channels == 3:  # in one go, so that the three interleaved stores become one
            a, b = field[0, y + 1, 1 : width + 1], field[1, y + 1, 1 : width + 1]
            c = field[2, y + 1, 1 : width + 1]
            for x in range(width):
                given, solved = k[x] == 1, m[x] == 1
                v[x, 0] = a[x] if solved else (g[x, 0] if given else zero)
                v[x, 1] = b[x] if solved else (g[x, 1] if given else zero)
                v[x, 2] = c[x] if solved else (g[x, 2] if given else zero)
        else:
            for ch in range(channels):
                u = field[ch, y + 1, 1 : width + 1]
                for x in range(width):
                    v[x, ch] = u[x] if m[x] == 1 else (g[x, ch] if k[x] == 1 else zero)


@kernel(_IMAGE, _OUT)
def laplacian_nb(image: F32, out: F32) -> None:
    """Divergence of a picture's gradient where every neighbour in the picture counts.

    Parameters
    ----------
    image, out : ndarray of shape (h, w, C), float32
        ``out[p] = sum over the neighbours q of p in the picture of (image[q] - image[p])``.
    """
    height, width, channels = image.shape
    last = width * channels
    four = np.float32(4.0)
    flat = image.reshape((height, last))
    result = out.reshape((height, last))
    for y in range(height):
        above, below = flat[max(y - 1, 0)], flat[min(y + 1, height - 1)]
        at, o = flat[y], result[y]
        if width > 1:
            n = last - 2 * channels
            mid, west, east = at[channels : channels + n], at[:n], at[2 * channels :]
            north, south = above[channels : channels + n], below[channels : channels + n]
            middle = o[channels : channels + n]
            for i in range(n):
                middle[i] = west[i] + east[i] + north[i] + south[i] - four * mid[i]
        for c in range(channels):
            o[c] = (
                at[min(channels, last - channels) + c] + at[c] + above[c] + below[c] - four * at[c]
            )
            e = last - channels + c
            if width > 1:
                o[e] = at[e - channels] + at[e] + above[e] + below[e] - four * at[e]


@kernel(_IMAGE, _IMAGE, _MASK, _MASK, _OUT)
def edge_divergence_nb(gx: F32, gy: F32, inside: Bool, fixed: Bool, out: F32) -> None:
    """Divergence (h, w, C) of an edge field (h, w, C) over the edges of a problem."""
    height, width, channels = gx.shape
    for y in range(height):
        for x in range(width):
            for c in range(channels):
                out[y, x, c] = 0.0
            if not inside[y, x]:
                continue
            w = x > 0 and (inside[y, x - 1] or fixed[y, x - 1])
            e = x + 1 < width and (inside[y, x + 1] or fixed[y, x + 1])
            n = y > 0 and (inside[y - 1, x] or fixed[y - 1, x])
            s = y + 1 < height and (inside[y + 1, x] or fixed[y + 1, x])
            for c in range(channels):
                total = np.float32(0.0)
                if e:
                    total += gx[y, x, c]
                if w:
                    total -= gx[y, x - 1, c]
                if s:
                    total += gy[y, x, c]
                if n:
                    total -= gy[y - 1, x, c]
                out[y, x, c] = total


@njit(inline="always")
def _soft_limit_nb(value: float, scale: float) -> float:
    """Return (1 - (value scale)^4)^2, zero from 1 / scale on."""
    square = (value * scale) ** 2
    rest = max(np.float32(1.0) - square * square, np.float32(0.0))
    return float(rest * rest)


@kernel(
    read(types.float32, 3),
    read(types.float32, 2),
    read(types.float32, 2),
    _MASK,
    types.float32,
    _OUT,
)
def shading_divergence_nb(
    colours: F32, trust: F32, expected: F32, inside: Bool, limit: float, out: F32
) -> None:
    """Divergence of what the worn cloth's shading differs from an expected one by.

    Of the log-luminance's difference across an edge, g, the soft limit (1 - (g / limit)^4)^2,
    zero from the limit on, tells how far it is light: shade and folds are gentle, prints, seams
    and outlines steep. It counts as far as both ends are trusted; else the expected one stands.

    Parameters
    ----------
    colours : ndarray of shape (h, w, C), float32
        Log-luminance comes first.
    trust : ndarray of shape (h, w), float32
        How far a pixel tells of light, 0 to 1; see :mod:`tryon_ar.kernels.cloth_light`.
    expected : ndarray of shape (h, w), float32
        Log-luminance.
    inside : ndarray of shape (h, w), bool
    limit : float
        Steepest shading, in log-luminance from pixel to pixel.
    out : ndarray of shape (h, w, 1), float32
        Written.
    """
    height, width = trust.shape
    out[:] = 0.0
    scale = np.float32(1.0) / limit
    for y in range(height):
        for x in range(width):
            if not (inside[y, x] and trust[y, x] > 0.0):
                continue
            for k in range(2):
                qy, qx = y + k, x + 1 - k
                if qy >= height or qx >= width or not inside[qy, qx]:
                    continue
                g = colours[qy, qx, 0] - colours[y, x, 0]
                counts = min(trust[y, x], trust[qy, qx]) * _soft_limit_nb(g, scale)
                g = counts * (g - (expected[qy, qx] - expected[y, x]))
                out[y, x, 0] += g
                out[qy, qx, 0] -= g
