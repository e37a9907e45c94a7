import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.garments.oklab import oklab_of_rgb, rgb_of_oklab

# Ottosson's own table of the method's corner colours: white, and sRGB's primaries.
KNOWN = {
    (255, 255, 255): (1.0, 0.0, 0.0),
    (255, 0, 0): (0.628, 0.225, 0.126),
    (0, 255, 0): (0.866, -0.234, 0.179),
    (0, 0, 255): (0.452, -0.032, -0.312),
    (0, 0, 0): (0.0, 0.0, 0.0),
}


def test_known_colours():
    lab = oklab_of_rgb(np.array(list(KNOWN), np.uint8))
    np.testing.assert_allclose(lab, list(KNOWN.values()), atol=1e-3)


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=50))
def test_every_colour_comes_back(colours):
    rgb = np.array(colours, np.uint8)
    assert np.array_equal(rgb_of_oklab(oklab_of_rgb(rgb)), rgb)


def test_light_moves_a_colour_along_a_ray():
    levels = np.array([0.2, 0.5, 0.9])
    linear = np.array([0.8, 0.3, 0.1]) * levels[:, None]
    rgb = np.round(255 * (1.055 * linear ** (1 / 2.4) - 0.055)).astype(np.uint8)
    lab = oklab_of_rgb(rgb)
    np.testing.assert_allclose(lab[:, 1] / lab[:, 0], lab[0, 1] / lab[0, 0], rtol=0.02)


def test_out_of_gamut_keeps_hue_and_lightness_and_loses_chroma():
    wild = np.array([[0.7, 0.3, -0.25], [0.5, -0.4, 0.1], [0.9, 0.1, 0.4]], np.float32)
    shown = oklab_of_rgb(rgb_of_oklab(wild))
    np.testing.assert_allclose(shown[:, 0], wild[:, 0], atol=0.005)
    hue = np.arctan2(wild[:, 2], wild[:, 1])
    np.testing.assert_allclose(np.arctan2(shown[:, 2], shown[:, 1]), hue, atol=0.02)
    assert (np.hypot(*shown[:, 1:].T) < np.hypot(*wild[:, 1:].T)).all()


def test_beyond_white_is_white():
    assert rgb_of_oklab(np.array([[1.2, 0.1, 0.1]], np.float32)).tolist() == [[255, 255, 255]]
