"""Add up what cells of worn cloth tell of the light on them, once their dyes are known."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

F32 = NDArray[np.float32]
U8 = NDArray[np.uint8]

_IMAGE, _PLANE = read(types.float32, 3), read(types.float32, 2)


@kernel(
    _IMAGE,
    read(types.uint8, 2),
    _PLANE,
    _PLANE,
    read(types.float32, 1),
    types.UniTuple(types.float32, 4),
    write(types.float32, 3),
)
def light_of_dye_nb(
    colours: F32,
    worn: U8,
    trust: F32,
    expected: F32,
    dye: F32,
    reach: tuple[float, float, float, float],
    sums: F32,
) -> None:
    """Average over two by two cells how much lighter cloth is than its dye in an expected light.

    A cell counts by how near it is to the dye, d (1 at the reach of light or chroma), by
    clip(2 - d^2, 0, 1), by its trust and by how much light it gives back.

    Parameters
    ----------
    colours : ndarray of shape (h, w, 3), float32
        Log-luminance and chroma; h and w are even.
    worn : ndarray of shape (h, w), uint8
        1 on worn cloth.
    trust : ndarray of shape (h, w), float32
        How far cells are beside no step that no fold makes, 0 to 1.
    expected : ndarray of shape (h, w), float32
        Log-luminance that light adds.
    dye : ndarray of shape (3,), float32
        Log-luminance without light, and chroma.
    reach : (float, float, float, float)
        Of light, of chroma, the linear light below which cells tell little, and the least share
        of a cell's weight, whatever its trust.
    sums : ndarray of shape (h / 2, w / 2, 2), float32
        Written: weight times log-luminance beyond dye and expected light, and weight.
    """
    zero, one, two = np.float32(0.0), np.float32(1.0), np.float32(2.0)
    quarter = np.float32(0.25)
    by_light, by_chroma = one / (reach[0] * reach[0]), one / (reach[1] * reach[1])
    sums[:] = zero
    for y in range(worn.shape[0]):
        for x in range(worn.shape[1]):
            if worn[y, x] == 0:
                continue
            more = colours[y, x, 0] - expected[y, x] - dye[0]
            off_1, off_2 = colours[y, x, 1] - dye[1], colours[y, x, 2] - dye[2]
            square = (off_1 * off_1 + off_2 * off_2) * by_chroma + more * more * by_light
            seen = max(one - reach[2] * np.exp(-colours[y, x, 0]), zero)
            weight = quarter * min(max(two - square, zero), one) * seen * seen
            weight *= max(trust[y, x], reach[3])
            cell = sums[y // 2, x // 2]
            cell[0] += weight * more
            cell[1] += weight
