"""Walk along straight lines through a mask."""

import numpy as np
from numba import types
from numpy.typing import NDArray

from tryon_ar.kernels._jit import kernel, read, write

_F64 = types.float64
# A ray may leave the mask so soon and still count: its start may lie on a rim.
_START_PX = 3


@kernel(read(types.float32, 2), read(_F64, 2), *(_F64,) * 3, write(_F64, 1))
def ray_lengths_nb(
    mask: NDArray[np.float32],
    starts: NDArray[np.float64],
    across: float,
    down: float,
    longest: float,
    lengths: NDArray[np.float64],
) -> None:
    """Measure how far a mask reaches from some points in one direction.

    Parameters
    ----------
    mask : ndarray of shape (H, W), float32
        The inside is above 0.5; what lies off the picture is outside.
    starts : ndarray of shape (N, 2), float64
        (x, y), finite.
    across, down : float
        Unit vector of the direction.
    longest : float
        Where the search ends, pixels, above 0.
    lengths : ndarray of shape (N,), float64
        Written: whole pixels to the first one outside, from the third on; the last step where
        none is; NaN where a start is off the picture or none of the first three pixels is inside.
    """
    height, width = mask.shape
    steps = int(np.ceil(longest))
    for i in range(starts.shape[0]):
        lengths[i] = np.nan
        met = False
        for k in range(steps):
            x, y = (
                int(np.rint(starts[i, 0] + across * k)),
                int(np.rint(starts[i, 1] + down * k)),
            )
            seen = 0 <= x < width and 0 <= y < height
            if k == 0 and not seen:
                break
            inside = seen and mask[y, x] > np.float32(0.5)
            if k < _START_PX:
                met |= inside
            if k >= _START_PX - 1:
                if not met:
                    break
                lengths[i] = k
                if not inside:
                    break
        if met and steps < _START_PX:
            lengths[i] = steps - 1
