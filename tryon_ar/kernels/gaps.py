"""Fill the gaps of a small picture with the reflection of what lies around them."""

import numpy as np
from numba import njit, types
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


@njit
def _places(missing: U8, labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the x and y of the known pixel of each number, (n, 2)."""
    last = 0
    for y in range(missing.shape[0]):
        for x in range(missing.shape[1]):
            last = max(last, labels[y, x])
    places = np.zeros((last + 1, 2), np.int32)
    for y in range(missing.shape[0]):
        for x in range(missing.shape[1]):
            if missing[y, x] == 0:
                places[labels[y, x], 0] = x
                places[labels[y, x], 1] = y
    return places


@kernel(
    *(read(_U8, 3), read(_U8, 2), read(types.int32, 2), read(_F32, 2)),
    *(read(_F32, 3), read(_F32, 2), read(_F32, 3), _F32, _F32, _F32, write(_F32, 3)),
)
def reflect_nb(
    small: U8,
    missing: U8,
    labels: NDArray[np.int32],
    distance: F32,
    light: F32,
    weight: F32,
    smooth: F32,
    most: float,
    reach: float,
    wholly: float,
    filled: F32,
) -> None:
    """Write a picture with its gaps filled: near their borders reflected, further in smoothly.

    Parameters
    ----------
    small : ndarray of shape (h, w, 3), uint8
        What is known.
    missing : ndarray of shape (h, w), uint8
        Above 0 in gaps.
    labels : ndarray of shape (h, w), int32
        Every known pixel's own number, and that of the nearest in gaps.
    distance : ndarray of shape (h, w), float32
        To that one, pixels.
    light : ndarray of shape (h, w, 3), float32
    weight : ndarray of shape (h, w), float32
        What is known, blurred, is ``light / weight``: a reflection gets that of the border, unless
        they differ by more than ``most`` grey levels, from twice as many on not at all.
    smooth : ndarray of shape (h, w, 3), float32
        The smooth filling.
    most, reach, wholly : float
        The reflection is taken wholly up to ``wholly`` (a share) of ``reach`` pixels from the
        border and fades out towards that.
    filled : ndarray of shape (h, w, 3), float32
        Written.
    """
    height, width = missing.shape
    zero, one, byte = np.float32(0.0), np.float32(1.0), np.float32(255.0)
    border = _places(missing, labels)
    more = np.empty(3, np.float32)
    for y in range(height):
        for x in range(width):
            if missing[y, x] == 0:
                for c in range(3):
                    filled[y, x, c] = np.float32(small[y, x, c])
                continue
            near = one - distance[y, x] / reach
            share = min(max(near / (one - wholly), zero), one)
            from_x, from_y = border[labels[y, x], 0], border[labels[y, x], 1]
            at_x = min(max(2 * from_x - x, 0), width - 1)
            at_y = min(max(2 * from_y - y, 0), height - 1)
            # Where a reflection falls into another gap, only the smooth filling is to be had.
            if missing[at_y, at_x] > 0:
                share = zero
            here = one / max(weight[from_y, from_x], np.float32(1e-6))
            there = one / max(weight[at_y, at_x], np.float32(1e-6))
            away = zero
            for c in range(3):
                more[c] = light[from_y, from_x, c] * here - light[at_y, at_x, c] * there
                away = max(away, abs(more[c]))
            kept = min(max(np.float32(2.0) - away / most, zero), one)
            for c in range(3):
                value = np.float32(small[at_y, at_x, c]) + kept * more[c]
                value = min(max(value, zero), byte)
                filled[y, x, c] = smooth[y, x, c] + share * (value - smooth[y, x, c])


@kernel(
    *(read(_F32, 3), read(_F32, 3), read(_F32, 2), read(_U8, 2)),
    *(_F32, types.int64, types.int64, write(_U8, 3)),
)
def settle_nb(
    filled: F32,
    soft: F32,
    distance: F32,
    missing: U8,
    reach: float,
    left: int,
    top: int,
    small: U8,
) -> None:
    """Write what fills gaps into a picture, the softer the further inside.

    Parameters
    ----------
    filled, soft : ndarray of shape (h, w, 3), float32
        The filling, and the same blurred: there, reflections have seams.
    distance : ndarray of shape (h, w), float32
        To the border, pixels.
    missing : ndarray of shape (h, w), uint8
        Above 0 in gaps.
    reach : float
        From this distance on it is wholly soft.
    left, top : int
        Where all these belong in the picture.
    small : ndarray of shape (H, W, 3), uint8
        Changed in gaps.
    """
    zero, one, half = np.float32(0.0), np.float32(1.0), np.float32(0.5)
    for y in range(missing.shape[0]):
        for x in range(missing.shape[1]):
            if missing[y, x] == 0:
                continue
            share = min(max(np.float32(1.5) * distance[y, x] / reach, zero), one)
            for c in range(3):
                value = filled[y, x, c] + share * (soft[y, x, c] - filled[y, x, c])
                small[top + y, left + x, c] = np.uint8(value + half)
