import cv2
import numpy as np
import pytest

from tryon_ar.rendering.planes import averaged, spread


def test_averages_are_those_of_squares_and_the_rim_goes_on(rng):
    layer = rng.random((10, 15, 4)).astype(np.float32)
    small = averaged(layer[..., 3], 4)
    assert small.shape == (3, 4)
    padded = np.pad(layer[..., 3], ((0, 2), (0, 1)), mode="edge")
    expected = padded.reshape(3, 4, 4, 4).mean(axis=(1, 3))
    np.testing.assert_allclose(small, expected, atol=1e-6)


@pytest.mark.parametrize("step", [1, 2, 3, 5])
def test_what_is_averaged_and_spread_again_keeps_its_place(step):
    ramp = np.add.outer(np.arange(41.0), 2 * np.arange(53.0)).astype(np.float32)
    back = spread(averaged(ramp, step), step, ramp.shape)
    assert back.shape == ramp.shape
    inner = cv2.erode(np.ones_like(ramp), np.ones((4 * step + 1,) * 2), borderValue=0) > 0
    np.testing.assert_allclose(back[inner], ramp[inner], atol=1e-3)
