"""Landmarks of several looks at one photo."""

import numpy as np

from tryon_ar.garments.cutting.looks import fused_landmarks


def look(*rows):
    return np.array(rows, np.float32)


def test_looks_that_agree_are_averaged_by_their_confidence():
    fused = fused_landmarks([look((10, 20, 0.9)), look((14, 20, 0.3))], near_px=6)
    np.testing.assert_allclose(fused[0, :2], (11, 20), atol=0.02)
    assert np.isclose(fused[0, 2], 0.6)


def test_a_look_that_sees_it_elsewhere_moves_nothing():
    looks = [look((10, 20, 0.5)), look((12, 20, 0.5)), look((90, 20, 0.4))]
    fused = fused_landmarks(looks, near_px=6)
    np.testing.assert_allclose(fused[0, :2], (11, 20), atol=0.01)
    assert np.isclose(fused[0, 2], 1.4 / 3)


def test_the_surest_look_decides_for_each_landmark():
    one = look((0, 0, 0.9), (50, 50, 0.1))
    two = look((90, 0, 0.1), (10, 50, 0.8))
    fused = fused_landmarks([one, two], near_px=5)
    np.testing.assert_array_equal(fused[:, :2], [(0, 0), (10, 50)])


def test_landmarks_nobody_sees_are_still_somewhere():
    fused = fused_landmarks([look((4, 4, 0)), look((4, 8, 0))], near_px=5)
    assert np.isfinite(fused).all()
    assert fused[0, 2] == 0
