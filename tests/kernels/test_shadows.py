import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryon_ar.kernels.shadows import add_coverage_nb, darken_by_cells_nb

places = st.integers(-30, 30)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), places, places, st.integers(2, 9))
def test_coverage_is_averaged_over_whole_cells_wherever_the_layer_lies(seed, left, top, step):
    rng = np.random.default_rng(seed)
    layer = rng.random((23, 31, 4), np.float32)
    cells = np.zeros((5, 6), np.float32)
    add_coverage_nb(layer, left, top, step, cells)
    canvas = np.zeros((200, 200), np.float32)
    canvas[60 + top : 83 + top, 60 + left : 91 + left] = layer[..., 3]
    part = canvas[60 : 60 + 5 * step, 60 : 60 + 6 * step]
    expected = part.reshape(5, step, 6, step).mean(axis=(1, 3))
    np.testing.assert_allclose(cells, expected, atol=1e-5)


def test_two_layers_cover_no_more_than_everything():
    layer = np.full((8, 8, 4), 0.75, np.float32)
    cells = np.zeros((2, 2), np.float32)
    add_coverage_nb(layer, 0, 0, 4, cells)
    np.testing.assert_allclose(cells, 0.75)
    add_coverage_nb(layer, 0, 0, 4, cells)
    np.testing.assert_array_equal(cells, 1.0)


@pytest.mark.parametrize(("left", "top"), [(0, 0), (-7, -9), (11, 13), (40, 2)])
def test_light_is_bilinear_between_cells_as_opencv_has_it(rng, left, top):
    step = 6
    light = np.ones((5, 7), np.float32)
    light[1:4, 2:5] = rng.random((3, 3), np.float32)
    layer = rng.random((37, 45, 4), np.float32)
    darkened = layer.copy()
    darken_by_cells_nb(darkened, light, left, top, step)
    whole = np.ones((137, 145), np.float32)
    size = 7 * step, 5 * step
    whole[50 + top : 50 + top + 5 * step, 50 + left : 50 + left + 7 * step] = cv2.resize(
        light, size, interpolation=cv2.INTER_LINEAR
    )
    expected = layer * whole[50:87, 50:95, None]
    np.testing.assert_allclose(darkened[..., :3], expected[..., :3], atol=2e-6)
    np.testing.assert_array_equal(darkened[..., 3], layer[..., 3])


def test_full_light_changes_nothing(rng):
    layer = rng.random((20, 20, 4), np.float32)
    lit = layer.copy()
    darken_by_cells_nb(lit, np.ones((4, 4), np.float32), 1, 2, 4)
    np.testing.assert_array_equal(lit, layer)
