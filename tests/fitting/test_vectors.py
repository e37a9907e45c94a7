import numpy as np
import pytest

from tryon_ar.fitting.vectors import between, distance, ramp, unit


def test_unit_has_length_one_and_keeps_the_direction():
    vector = np.array([3.0, -4.0])
    np.testing.assert_allclose(unit(vector), (0.6, -0.8))
    np.testing.assert_allclose(unit(vector * 1e-4), (0.6, -0.8))


def test_nothing_has_no_direction():
    np.testing.assert_array_equal(unit(np.zeros(2)), (0.0, 0.0))


def test_distance_is_euclidean():
    assert distance(np.array([1.0, 2.0]), np.array([4.0, 6.0])) == pytest.approx(5.0)


def test_between_walks_from_the_first_to_the_second():
    found = between(np.array([0.0, 0.0]), np.array([10.0, 20.0]), (0.0, 0.25, 1.0))
    np.testing.assert_allclose(found, [(0, 0), (2.5, 5), (10, 20)])


@pytest.mark.parametrize(("low", "high"), [(0.2, 0.6), (0.9, 0.35), (-3.0, 4.0)])
def test_a_ramp_is_what_numpy_interpolates(low, high):
    rising = low < high
    for value in np.linspace(-5.0, 5.0, 41):
        steps = (low, high) if rising else (high, low)
        expected = np.interp(value, steps, (0.0, 1.0) if rising else (1.0, 0.0))
        assert ramp(value, low, high) == pytest.approx(expected)
