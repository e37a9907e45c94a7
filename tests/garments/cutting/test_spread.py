"""Values carried into gaps."""

import numpy as np

from tryon_ar.garments.cutting.spread import spread, spread_colours


def test_known_values_stay_and_gaps_take_the_nearest(rng):
    values = rng.random((60, 80, 3)).astype(np.float32)
    weight = np.ones((60, 80), np.float32)
    values[20:40, 30:50] = np.nan_to_num(np.inf, posinf=1e6)
    weight[20:40, 30:50] = 0
    filled = spread(values, weight)
    assert np.array_equal(filled[weight > 0], values[weight > 0])
    assert filled[weight == 0].max() <= 1.01


def test_two_sides_meet_in_the_middle():
    values = np.zeros((32, 64), np.float32)
    values[:, 40:] = 100
    weight = np.zeros((32, 64), np.float32)
    weight[:, :24] = weight[:, 40:] = 1
    filled = spread(values, weight)
    assert filled[16, 25] < 25
    assert filled[16, 38] > 75
    assert (np.diff(filled[16]) > -1).all()


def test_nothing_known_gives_zero():
    assert not spread(np.ones((9, 7), np.float32), np.zeros((9, 7), np.float32)).any()


def test_a_large_photo_spreads_no_colour_of_unknown_pixels():
    photo = np.full((900, 40, 3), 200, np.uint8)
    known = np.zeros((900, 40), np.bool_)
    known[:451] = True
    photo[451:] = 0
    filled = spread_colours(photo, known)
    assert filled.shape == (900, 40, 3)
    assert np.abs(filled[453:] - 200).max() < 1
