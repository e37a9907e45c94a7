import numpy as np
import pytest

from tryon_ar.fitting.vectors import between, distance, unit


def test_unit_has_length_one_and_keeps_the_direction():
    vector = np.array([3.0, -4.0])
    np.testing.assert_allclose(unit(vector), (0.6, -0.8))


def test_nothing_has_no_direction():
    np.testing.assert_array_equal(unit(np.zeros(2)), (0.0, 0.0))


def test_distance_is_euclidean():
    assert distance(np.array([1.0, 2.0]), np.array([4.0, 6.0])) == pytest.approx(5.0)


def test_between_walks_from_the_first_to_the_second():
    found = between(np.array([0.0, 0.0]), np.array([10.0, 20.0]), (0.0, 0.25, 1.0))
    np.testing.assert_allclose(found, [(0, 0), (2.5, 5), (10, 20)])
