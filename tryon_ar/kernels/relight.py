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
