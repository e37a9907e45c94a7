"""Light on a coarser grid, tone and noise against the same formulas on whole arrays."""

import cv2
import numpy as np
import pytest

from tryon_ar.kernels.relight import light_layer_nb, shade_layer_nb

NO_TONE = np.array([[1.0] * 3, [0.0] * 3], np.float32)
NO_GRAIN = np.zeros((4, 4), np.float32), (0, 0), 0.0


def layer_of(rng, height=23, width=30):
    alpha = rng.choice([0.0, 0.4, 1.0], (height, width, 1))
    colours = rng.uniform(0.2, 0.7, (height, width, 3)) * alpha
    return np.concatenate([colours, alpha], axis=2).astype(np.float32)


@pytest.mark.parametrize(("left", "top", "step"), [(0, 0, 1), (2, 1, 3), (0, 3, 4)])
def test_light_is_interpolated_between_the_middles_of_cells(rng, left, top, step):
    layer = layer_of(rng)
    cells = -(-(top + 23) // step) + 1, -(-(left + 30) // step) + 1
    light = rng.uniform(-0.5, 0.5, cells).astype(np.float32)
    size = cells[1] * step, cells[0] * step
    whole = cv2.resize(light, size, interpolation=cv2.INTER_LINEAR)
    expected, found = layer.copy(), layer.copy()
    part = np.ascontiguousarray(whole[top : top + 23, left : left + 30])
    shade_layer_nb(expected, part, *NO_TONE)
    light_layer_nb(found, light, (left, top, step), NO_TONE, *NO_GRAIN)
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_tone_and_grain_are_put_on_what_is_covered(rng):
    layer = layer_of(rng)
    light = np.zeros((3, 4), np.float32)
    tone = np.array([[0.9, 0.8, 0.7], [0.02, 0.03, 0.04]], np.float32)
    grain = rng.normal(size=(8, 8)).astype(np.float32)
    found = layer.copy()
    light_layer_nb(found, light, (0, 0, 10), tone, grain, (3, 6), 0.01)
    rows, columns = (np.arange(23) + 6) % 8, (np.arange(30) + 3) % 8
    noise = 0.01 * grain[rows][:, columns, None]
    alpha = layer[..., 3:]
    expected = np.clip(layer[..., :3] * tone[0] + (tone[1] + noise) * alpha, 0, alpha)
    np.testing.assert_allclose(found[..., :3], expected, atol=1e-5)
    np.testing.assert_array_equal(found[..., 3:], alpha)
