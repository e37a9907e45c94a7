import numpy as np
import pytest

from tryon_ar.tracking.anatomy import LEFT_ELBOW, LEFT_SHOULDER
from tryon_ar.tracking.body_motion import Carried
from tryon_ar.tracking.carried_filter import CarriedFilter, CarriedParameters
from tryon_ar.tracking.one_euro import OneEuroFilter

SURE = np.ones(33)


def points(x=0.0):
    return np.full((33, 2), 100.0) + np.array([x, 0.0])


def carried(x, trust):
    return Carried(points(x), np.full(33, trust))


def test_without_pictures_it_is_the_one_euro_filter(rng):
    ours = CarriedFilter(CarriedParameters(calm=1e6))
    published = OneEuroFilter(0.5, 6.0, vectors=True)
    for i in range(40):
        measured = points(np.sin(i / 5) * 20) + rng.normal(0, 1, (33, 2))
        a = ours.filter(measured, i / 30, 100.0, SURE)
        b = published.filter(measured, i / 30, 100.0)
        assert a == pytest.approx(b)


def test_what_is_carried_and_measured_alike_is_not_late():
    ours = CarriedFilter()
    for i in range(30):
        last = ours.filter(points(5.0 * i), i / 30, 100.0, SURE, carried(5.0 * i, 1.0))
    assert last == pytest.approx(points(5.0 * 29))


@pytest.mark.parametrize("fps", [10, 30, 60])
def test_a_measurement_that_stays_away_is_reached_in_seconds_not_frames(fps):
    ours = CarriedFilter()
    for i in range(2 * fps):
        ours.filter(points(), i / fps, 100.0, SURE, carried(0.0, 1.0))
    for i in range(fps):
        last = ours.filter(
            points(3.0), 2 + i / fps, 100.0, SURE, Carried(ours.value.copy(), np.ones(33))
        )
    assert 0.6 < last[LEFT_SHOULDER, 0] - 100.0 < 1.4
    assert last[LEFT_ELBOW, 0] - 100.0 > 2.2


def test_nothing_gets_further_away_than_a_leash():
    ours = CarriedFilter()
    for i in range(60):
        away = points(30.0 if i > 30 else 0.0)
        last = ours.filter(away, i / 30, 100.0, SURE, carried(0.0, 1.0))
    assert 130.0 - last[0, 0] < 15.0


def test_what_is_hardly_seen_counts_less():
    ours = CarriedFilter()
    ours.filter(points(), 0.0, 100.0, SURE)
    confidence = np.where(np.arange(33) < 10, 1.0, 0.1)
    last = ours.filter(points(10.0), 1 / 30, 100.0, confidence)
    assert last[0, 0] - 100.0 > 2 * (last[20, 0] - 100.0) > 0.0


def test_an_estimate_that_jumps_is_drawn_in_steps_and_a_quick_limb_is_followed():
    ours, drawn = CarriedFilter(), []
    for i in range(30):
        far = points(0.0 if i < 15 else 10.0)
        drawn.append(ours.filter(far, i / 30, 100.0, SURE)[0, 0])
    assert np.diff(drawn).max() < 5.0
    ours = CarriedFilter()
    for i in range(24):
        x = 2.0 * max(i - 15, 0) ** 2  # up to 10 shoulder widths a second
        last = ours.filter(points(x), i / 30, 100.0, SURE)[0, 0]
    assert 228.0 - last < 40.0


def test_reset_lets_the_next_points_pass_and_time_must_increase():
    ours = CarriedFilter(CarriedParameters())
    ours.filter(points(), 1.0, 100.0, SURE)
    with pytest.raises(ValueError, match="time"):
        ours.filter(points(), 1.0, 100.0, SURE)
    ours.reset()
    assert ours.value is None
    assert np.array_equal(ours.filter(points(7.0), 0.5, 100.0, SURE), points(7.0))
