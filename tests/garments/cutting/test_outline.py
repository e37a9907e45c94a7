"""Signed distances."""

import numpy as np
import pytest

from tryon_ar.garments.cutting.outline import coarse_pixel_px, signed_distance


def test_the_outline_runs_between_the_pixels():
    inside = np.zeros((20, 30), np.bool_)
    inside[:, 10:] = True
    distance = signed_distance(inside)
    assert distance[5, 9] == pytest.approx(-0.5)
    assert distance[5, 10] == pytest.approx(0.5)
    assert distance[5, 15] == pytest.approx(5.5, rel=0.03)
    assert distance[5, 29] > 15


@pytest.mark.parametrize("value", [True, False])
def test_without_an_outline_all_is_far(value):
    distance = signed_distance(np.full((4, 5), value))
    assert (np.sign(distance) == (1 if value else -1)).all()
    assert (np.abs(distance) >= 9).all()


def test_a_pixel_of_the_network():
    assert coarse_pixel_px((1024, 768, 3)) == 4
    assert coarse_pixel_px((100, 80)) == 1
