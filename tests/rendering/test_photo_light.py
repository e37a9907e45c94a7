import numpy as np
import pytest

from tryon_ar.rendering.photo_light import PhotoLight
from tryon_ar.rendering.texture import CleanPhoto

SIDE = 300


def photo(shade, dye=150.0) -> CleanPhoto:
    linear = (dye / 255.0) ** 2.2 * np.exp(shade)
    grey = np.clip(255 * linear ** (1 / 2.2), 0, 255)
    bgr = np.repeat(np.rint(grey).astype(np.uint8)[..., None], 3, axis=2)
    alpha = np.zeros((SIDE, SIDE), np.uint8)
    alpha[20:280, 40:260] = 255
    return CleanPhoto(bgr, alpha)


def across(depth):
    return np.broadcast_to(depth * np.linspace(-1, 1, SIDE), (SIDE, SIDE))


def slope(one):
    return float(one.bgr[60:240, 220, 1].mean()) - float(one.bgr[60:240, 80, 1].mean())


def test_a_broad_shade_is_taken_out_as_far_as_wanted():
    shaded = photo(across(0.12))
    light = PhotoLight(shaded)
    assert light.evened(0.0) is shaded
    whole, half = slope(light.evened(1.0)), slope(light.evened(0.5))
    assert whole < 0.6 * slope(shaded)
    assert whole < half < slope(shaded)
    middle = np.s_[100:200, 130:170]
    assert abs(light.evened(1.0).bgr[middle].mean() - shaded.bgr[middle].mean()) < 3


def test_dye_stays():
    dyed = np.zeros((SIDE, SIDE))
    dyed[:, 150:] = -0.8
    two = photo(dyed)
    assert slope(PhotoLight(two).evened(1.0)) == pytest.approx(slope(two), rel=0.1)


def test_a_photo_of_nothing_is_left_alone():
    empty = CleanPhoto(np.full((40, 40, 3), 80, np.uint8), np.zeros((40, 40), np.uint8))
    np.testing.assert_array_equal(PhotoLight(empty).evened(1.0).bgr, empty.bgr)
