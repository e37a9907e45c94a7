"""Add up what cells of worn cloth tell of the light on them, once their dyes are known."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

_IMAGE, _PLANE = read(types.float32, 3), read(types.float32, 2)
# Of one dye alone, light may vary so much, and no dye is taken for another; beyond, trust falls.
_ALONE, _BEYOND = np.float32(1.0), np.float32(0.3)


@kernel(
    _IMAGE,
    read(types.uint8, 2),
    _PLANE,
    _PLANE,
    types.UniTuple(types.float32, 3),
    write(types.float32, 3),
)
def light_of_dyes_nb(
    colours: F32,
    worn: U8,
    expected: F32,
    dyes: F32,
    reach: tuple[float, float, float],
    sums: F32,
) -> None:
    """Average over two by two cells how much lighter cloth is than its dye in an expected light.

    A cell counts by how near it is to the nearest dye, d (1 at the reach of light or chroma): by
    clip(2 - d^2, 0, 1) among several dyes. Of one alone, only chroma limits what belongs to it.

    Parameters
    ----------
    colours : ndarray of shape (h, w, 3), float32
        Log-luminance and chroma; h and w are even.
    worn : ndarray of shape (h, w), uint8
        1 on worn cloth.
    expected : ndarray of shape (h, w), float32
        Log-luminance that light adds.
    dyes : ndarray of shape (k, 3), float32
        Log-luminance without light and chroma of each; one at least.
    reach : (float, float, float)
        Of light, of chroma, and the linear light below which cells tell little.
    sums : ndarray of shape (h / 2, w / 2, 2), float32
        Written: weight times log-luminance beyond dye and expected light, and weight.
    """
    zero, one, two = np.float32(0.0), np.float32(1.0), np.float32(2.0)
    quarter = np.float32(0.25)
    by_light, by_chroma = one / reach[0], one / (reach[1] * reach[1])
    sums[:] = zero
    count = dyes.shape[0]
    for y in range(worn.shape[0]):
        for x in range(worn.shape[1]):
            if worn[y, x] == 0:
                continue
            light = colours[y, x, 0] - expected[y, x]
            nearest, more = np.float32(1e9), zero
            for k in range(count):
                off_1 = colours[y, x, 1] - dyes[k, 1]
                off_2 = colours[y, x, 2] - dyes[k, 2]
                off = light - dyes[k, 0]
                steep = off * by_light
                if count == 1:
                    steep = max(abs(off) - _ALONE, zero) / _BEYOND
                square = (off_1 * off_1 + off_2 * off_2) * by_chroma + steep * steep
                if square < nearest:
                    nearest, more = square, off
            weight = min(max(two - nearest, zero), one)
            weight *= quarter * max(one - reach[2] * np.exp(-colours[y, x, 0]), zero)
            cell = sums[y // 2, x // 2]
            cell[0] += weight * more
            cell[1] += weight
