"""Pictures read between their pixels."""

import numpy as np
import pytest
from numba import njit

from tryon_ar.kernels.sampling import between_bytes


@njit
def read_all(picture, u, v, out):
    for plane in range(picture.shape[2]):
        out[plane] = between_bytes(picture, 0, 1, 2, 3, plane, u, v)


@pytest.mark.parametrize("u", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("v", [0.0, 0.75, 1.0])
def test_a_value_is_the_bilinear_mean_of_four_pixels(u, v):
    picture = np.random.default_rng(1).integers(0, 256, (2, 4, 3), np.uint8)
    out = np.empty(3, np.float32)
    read_all(picture, np.float32(u), np.float32(v), out)
    corners = picture[:, 2:].astype(float)
    along = corners[:, 0] * (1 - u) + corners[:, 1] * u
    np.testing.assert_allclose(out, along[0] * (1 - v) + along[1] * v, atol=1e-4)
