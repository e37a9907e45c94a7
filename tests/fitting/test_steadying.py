import math

import numpy as np
import pytest

from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.fitting.steadying import SteadyOffsets, SteadySize


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


def sized(unit_px: float, width_px: float | None = None) -> BodyFrame:
    origin, right, up = np.zeros(2), np.array([1.0, 0.0]), np.array([0.0, -1.0])
    return BodyFrame(origin, origin, right, up, right, width_px or unit_px, unit_px)


def test_a_size_that_pulses_is_steadied() -> None:
    steady = SteadySize()
    sizes = [steady.update(sized(100 + 4 * (-1) ** k), k * 33.0).unit_px for k in range(60)]
    assert np.ptp(sizes[30:]) < 1.0


def test_a_size_follows_somebody_who_comes_nearer() -> None:
    steady = SteadySize()
    for k in range(61):
        last = steady.update(sized(100 * 1.2 ** (k / 30)), k * 1000 / 30).unit_px
    assert last > 0.93 * 144


def test_no_shoulders_are_wider_than_a_person_is_large() -> None:
    steady = SteadySize()
    for k in range(30):
        steady.update(sized(100), k * 33.0)
    frame = steady.update(sized(104), 990.0)
    assert frame.width_px <= frame.unit_px
    assert frame.unit_px < 102


def test_somebody_of_another_size_is_taken_as_they_are() -> None:
    steady = SteadySize()
    steady.update(sized(100), 0.0)
    assert steady.update(sized(200), 33.0).unit_px == 200
    steady.reset()
    assert steady.update(sized(210), 66.0).unit_px == 210


def test_a_size_is_filtered_as_one_euro_has_it(rng) -> None:
    """The textbook's filter of the logarithm, cut-off 0.25 Hz + 4 |speed|, speeds at 0.7 Hz."""

    def smoothing(cutoff_hz: float, elapsed_s: float) -> float:
        return 1.0 / (1.0 + 1.0 / (2.0 * math.pi * cutoff_hz) / elapsed_s)

    steady, t_ms = SteadySize(), 500.0
    size, speed = math.log(130.0), 0.0
    assert steady.update(sized(130.0), t_ms).unit_px == 130.0
    for index in range(40):
        elapsed_s = float(rng.uniform(0.02, 0.09))
        t_ms += 1000.0 * elapsed_s
        now = math.log(130.0 + 0.9 * index) + float(rng.normal(0, 0.01))
        weight = smoothing(0.7, elapsed_s)
        speed = weight * (now - size) / elapsed_s + (1.0 - weight) * speed
        weight = smoothing(0.25 + 4.0 * abs(speed), elapsed_s)
        size = weight * now + (1.0 - weight) * size
        assert steady.update(sized(math.exp(now)), t_ms).unit_px == pytest.approx(math.exp(size))


@pytest.mark.parametrize(
    ("t_ms", "size", "afresh"),
    [
        (1000.0, 110.0, True),  # the same time
        (999.0, 110.0, True),
        (2000.0, 110.0, False),
        (2001.0, 110.0, True),
        (1033.0, 100.0 * math.exp(0.29), False),
        (1033.0, 100.0 * math.exp(0.31), True),
        (1033.0, 100.0 * math.exp(-0.31), True),
    ],
)
def test_when_a_size_starts_afresh(t_ms: float, size: float, afresh: bool) -> None:
    steady = SteadySize()
    steady.update(sized(100), 1000.0)
    assert (steady.update(sized(size), t_ms).unit_px == size) is afresh


@pytest.mark.parametrize(
    ("t_ms", "afresh"), [(3000.0, False), (4000.0, False), (4001.0, True), (2999.0, True)]
)
def test_an_offset_is_remembered_for_a_second(t_ms: float, afresh: bool) -> None:
    steady = SteadyOffsets()
    for index in range(31):
        steady.update("hem", 0.0, index * 100.0)
    assert (steady.update("hem", 1.0, t_ms) == 1.0) is afresh


def test_after_a_moment_what_is_drawn_has_some_play() -> None:
    """Eight thousandths to either side of the average, once three tenths of a second are over."""
    for end_ms, play in ((270.0, 0.0), (450.0, 0.008)):
        for sign in (1.0, -1.0):
            steady, values = SteadyOffsets(), []
            for index in range(round(end_ms / 30.0) + 1):
                values.append(0.3 if index < 4 else 0.3 + sign * 0.1)
                drawn = steady.update("hem", values[-1], index * 30.0)
            average = sum(values) / len(values)  # of the first few
            assert drawn == pytest.approx(average - sign * play, abs=1e-9)
