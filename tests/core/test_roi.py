import numpy as np

from tryon_ar.core.roi import Roi


def test_sides_and_slices_are_half_open():
    roi = Roi(2, 1, 5, 3)
    assert (roi.width, roi.height) == (3, 2)
    picture = np.arange(24).reshape(4, 6)
    np.testing.assert_array_equal(picture[roi.slices], [[8, 9, 10], [14, 15, 16]])


def test_inside_another_the_same_pixels_are_meant():
    picture = np.arange(80).reshape(8, 10)
    outer, inner = Roi(2, 1, 9, 7), Roi(4, 3, 6, 7)
    np.testing.assert_array_equal(picture[outer.slices][inner.within(outer)], picture[inner.slices])


def test_within_itself_it_is_everything():
    roi = Roi(3, 4, 8, 6)
    assert roi.within(roi) == (slice(0, 2), slice(0, 5))
