"""Fill the gaps of a small picture with what lies around them."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]

_U8, _F32 = types.uint8, types.float32


@kernel(
    *(read(_U8, 3), read(_U8, 2), read(_F32, 3), read(_F32, 2), _F32),
    *(write(_U8, 3), write(_F32, 3), write(_F32, 2), write(_U8, 2)),
)
def close_in_nb(
    seen: U8,
    person: U8,
    light: F32,
    weight: F32,
    most: float,
    small: U8,
    sums: F32,
    known: F32,
    missing: U8,
) -> None:
    """Take from a picture what goes on as what is known beside it, in place.

    Parameters
    ----------
    seen : ndarray of shape (h, w, 3), uint8
        The picture.
    person : ndarray of shape (h, w), uint8
        Above 0 where it shows something else.
    light : ndarray of shape (h, w, 3), float32
    weight : ndarray of shape (h, w), float32
        What is known, blurred, is ``light / weight``.
    most : float
        By less than so many grey levels, in every channel, the picture goes on.
    small : ndarray of shape (h, w, 3), uint8
    sums : ndarray of shape (h, w, 3), float32
    known : ndarray of shape (h, w), float32
    missing : ndarray of shape (h, w), uint8
        What is known, that times how much of it is known, and that; above 0 in gaps. Changed.
    """
    for y in range(missing.shape[0]):
        for x in range(missing.shape[1]):
            if missing[y, x] == 0 or person[y, x] > 0:
                continue
            scale = np.float32(1.0) / max(weight[y, x], np.float32(1e-6))
            away = np.float32(0.0)
            for c in range(3):
                away = max(away, abs(np.float32(seen[y, x, c]) - light[y, x, c] * scale))
            if away < most:
                for c in range(3):
                    small[y, x, c] = seen[y, x, c]
                    sums[y, x, c] = np.float32(seen[y, x, c])
                known[y, x] = np.float32(1.0)
                missing[y, x] = 0


@kernel(
    *(write(_F32, 3), write(_U8, 2), read(types.int64, 1)),
    *(read(_F32, 3), types.int64),
)
def carry_on_nb(
    filled: F32,
    known: U8,
    order: NDArray[np.int64],
    across: F32,
    radius: int,
) -> None:
    """Carry what lies around gaps on into them, along its own lines, in place.

    Each pixel p becomes the mean of those within ``radius`` that are known by then, q, weighed by
    ``exp(-(a.(p - q))^2 / 2) / |p - q|``.

    Parameters
    ----------
    filled : ndarray of shape (h, w, 3), float32
        A picture. Changed in its gaps.
    known : ndarray of shape (h, w), uint8
        Above 0 where something is known. Changed: what was filled is.
    order : ndarray of shape (n,), int64
        Number ``y w + x`` of each pixel to be filled, those nearest to what is known first.
    across : ndarray of shape (h, w, 2), float32
        The direction across the lines around, a: the longer, the more only what lies along
        them counts. Per pixel.
    radius : int
    """
    height, width = known.shape
    zero, one, half = np.float32(0.0), np.float32(1.0), np.float32(0.5)
    side = 2 * radius + 1
    near = np.zeros((side, side), np.float32)
    for dy in range(-radius, radius + 1):
        for dx in range(-radius, radius + 1):
            away = dy * dy + dx * dx
            if 0 < away <= radius * radius:
                near[dy + radius, dx + radius] = one / np.sqrt(np.float32(away))
    # The bell at steps of a twelfth of its exponent.
    bell = np.exp(-np.arange(97).astype(np.float32) / np.float32(12.0))
    for k in range(order.size):
        y, x = order[k] // width, order[k] % width
        to_x, to_y = across[y, x, 0], across[y, x, 1]
        total, blue, green, red = zero, zero, zero, zero
        for dy in range(max(-radius, -y), min(radius, height - 1 - y) + 1):
            for dx in range(max(-radius, -x), min(radius, width - 1 - x) + 1):
                share = near[dy + radius, dx + radius]
                if share == zero or known[y + dy, x + dx] == 0:
                    continue
                off = to_x * np.float32(dx) + to_y * np.float32(dy)
                share *= bell[int(min(np.float32(6.0) * off * off, np.float32(95.0)) + half)]
                total += share
                blue += share * filled[y + dy, x + dx, 0]
                green += share * filled[y + dy, x + dx, 1]
                red += share * filled[y + dy, x + dx, 2]
        if total == zero:
            continue
        filled[y, x, 0], filled[y, x, 1], filled[y, x, 2] = blue / total, green / total, red / total
        known[y, x] = 1
