import math

import pytest

from tryon_ar.fitting.steadying import SteadyOffsets


def test_the_first_measurement_is_taken_whole():
    assert SteadyOffsets().update("hem", 0.3, 0.0) == 0.3


def test_a_step_is_followed_at_a_tenth_of_a_hertz():
    steady = SteadyOffsets()
    for index in range(300):
        steady.update("hem", 0.0, index * 33.0)
    constant_ms = 1000 / (2 * math.pi * 0.1)
    value, elapsed = 0.0, 0.0
    while elapsed < constant_ms:
        elapsed += 33.0
        value = steady.update("hem", 1.0, 300 * 33.0 + elapsed - 33.0)
    assert value == pytest.approx(1 - math.exp(-1), abs=0.03)


def test_the_first_few_are_averaged():
    steady = SteadyOffsets()
    steady.update("hem", 0.0, 0.0)
    assert steady.update("hem", 1.0, 33.0) == pytest.approx(0.5)
    assert steady.update("hem", 1.0, 66.0) == pytest.approx(2 / 3)


def test_names_are_apart():
    steady = SteadyOffsets()
    steady.update("hem", 0.0, 0.0)
    assert steady.update("waist", 1.0, 0.0) == 1.0


@pytest.mark.parametrize("t_ms", [-5.0, 5000.0])
def test_a_jump_in_time_starts_afresh(t_ms):
    steady = SteadyOffsets()
    for index in range(100):
        steady.update("hem", 0.0, index * 10.0)
    assert steady.update("hem", 1.0, t_ms) == 1.0


def test_reset_forgets():
    steady = SteadyOffsets()
    for index in range(100):
        steady.update("hem", 0.0, index * 10.0)
    steady.reset()
    assert steady.update("hem", 1.0, 1000.0) == 1.0


def test_a_width_that_wanders_a_little_rests_and_one_that_goes_on_is_followed():
    steady, seen = SteadyOffsets(), []
    for index in range(150):
        seen.append(steady.update("hem", 0.3 + 0.01 * math.sin(index / 6), index * 33.0))
    assert len(set(seen[30:])) == 1
    for index in range(150, 400):
        last = steady.update("hem", 0.4, index * 33.0)
    assert last == pytest.approx(0.4, abs=0.01)
