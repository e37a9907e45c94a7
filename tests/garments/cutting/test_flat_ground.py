"""Half-seen pieces of a garment on a flat ground."""

import numpy as np
import pytest

from tryon_ar.garments.cutting.flat_ground import strengthen


@pytest.fixture
def scene():
    """A pale garment on white; the network half misses its right quarter."""
    picture = np.full((256, 256, 3), 255, np.uint8)
    picture[60:200, 60:200] = 246
    coarse = np.zeros((256, 256), np.float32)
    coarse[60:200, 60:160] = 0.95
    coarse[60:200, 160:200] = 0.2
    return picture, coarse


def test_what_is_off_the_ground_is_believed(scene):
    picture, coarse = scene
    whole = strengthen(picture, coarse)
    assert (whole[64:196, 164:196] > 0.5).all()
    assert (whole[:, :160] == coarse[:, :160]).all()
    assert (whole[:56] == 0).all()


def test_without_an_inkling_nothing_is(scene):
    picture, coarse = scene
    coarse[:, 160:] = 0
    np.testing.assert_array_equal(strengthen(picture, coarse), coarse)


def test_of_the_grounds_own_colour_nothing_is(scene):
    picture, coarse = scene
    picture[:, 160:] = 255
    np.testing.assert_array_equal(strengthen(picture, coarse), coarse)


def test_a_thin_shadow_is_left_to_the_colours(scene):
    picture, coarse = scene
    picture[200:202, 60:160] = 240
    coarse[200:202, 60:160] = 0.3
    assert (strengthen(picture, coarse)[200:202, 60:150] < 0.5).all()


def test_a_ground_that_is_not_flat_changes_nothing(scene, rng):
    picture, coarse = scene
    picture[:20] = rng.integers(0, 255, (20, 256, 3))
    picture[:, :20] = rng.integers(0, 255, (256, 20, 3))
    assert strengthen(picture, coarse) is coarse


def test_a_piece_apart_from_the_garment_is_not_taken(scene):
    picture, coarse = scene
    picture[20:50, 210:240] = 200
    coarse[20:50, 210:240] = 0.3
    assert (strengthen(picture, coarse)[20:50, 210:240] < 0.5).all()
