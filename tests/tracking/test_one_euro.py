import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.tracking.one_euro import OneEuroFilter


def published(samples, min_cutoff, beta, d_cutoff):
    """The algorithm of the paper for one number, written out step by step."""
    out, speed, last, last_t = [], 0.0, None, None
    for x, t in samples:
        if last is None:
            last = x
        else:
            rate = 1.0 / (t - last_t)

            def alpha(cutoff, rate=rate):
                tau = 1.0 / (2 * math.pi * cutoff)
                return 1.0 / (1.0 + tau * rate)

            dx = (x - last) * rate
            speed = alpha(d_cutoff) * dx + (1 - alpha(d_cutoff)) * speed
            a = alpha(min_cutoff + beta * abs(speed))
            last = a * x + (1 - a) * last
        last_t = t
        out.append(last)
    return out


steps = st.lists(st.tuples(st.floats(-50, 50), st.floats(0.001, 0.5)), min_size=1, max_size=30)


@given(steps, st.floats(0.05, 5), st.floats(0, 20), st.floats(0.1, 5))
def test_follows_the_published_equations(steps, min_cutoff, beta, d_cutoff):
    times = np.cumsum([dt for _, dt in steps])
    values = [x for x, _ in steps]
    euro = OneEuroFilter(min_cutoff, beta, d_cutoff)
    ours = [float(euro.filter(np.array([x]), t)[0]) for x, t in zip(values, times, strict=True)]
    theirs = published(list(zip(values, times, strict=True)), min_cutoff, beta, d_cutoff)
    assert ours == pytest.approx(theirs, abs=1e-9)


@given(st.floats(-1e4, 1e4), st.lists(st.floats(0.001, 2.0), min_size=1, max_size=20))
def test_a_constant_stays_itself(value, gaps):
    euro = OneEuroFilter(0.5, 6.0)
    for t in np.cumsum(gaps):
        assert euro.filter(np.full((2, 2), value), t) == pytest.approx(value)


@given(st.floats(0.1, 100.0))
def test_scale_makes_it_blind_to_distance(scale):
    rng = np.random.default_rng(3)
    path = rng.normal(size=(20, 4, 2)).cumsum(axis=0)
    near, far = OneEuroFilter(0.5, 6.0, vectors=True), OneEuroFilter(0.5, 6.0, vectors=True)
    for i, points in enumerate(path):
        a = near.filter(points, i / 30, 1.0)
        b = far.filter(points * scale, i / 30, scale)
        assert b == pytest.approx(a * scale, rel=1e-9, abs=1e-9 * scale)


def test_vectors_are_filtered_alike_in_every_direction():
    rng = np.random.default_rng(4)
    path = rng.normal(size=(30, 1, 2)).cumsum(axis=0)
    angle = 0.7
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    straight, turned = (OneEuroFilter(0.5, 6.0, vectors=True) for _ in range(2))
    for i, point in enumerate(path):
        a = straight.filter(point, i / 30)
        assert turned.filter(point @ turn.T, i / 30) == pytest.approx(a @ turn.T)


def test_steadies_noise_and_follows_motion():
    rng = np.random.default_rng(5)
    noise = rng.normal(0, 0.003, 300)
    still = OneEuroFilter(0.5, 6.0)
    out = [float(still.filter(np.array([x]), i / 30)[0]) for i, x in enumerate(noise)]
    assert np.std(out[60:]) < 0.5 * np.std(noise[60:])
    moving = OneEuroFilter(0.5, 6.0)
    ramp = [float(moving.filter(np.array([2.0 * i / 30]), i / 30)[0]) for i in range(60)]
    late_s = (2.0 * 59 / 30 - ramp[-1]) / 2.0
    assert late_s < 0.02


def test_reset_lets_the_next_value_pass():
    euro = OneEuroFilter(0.5, 0.0)
    euro.filter(np.zeros(3), 0.0)
    assert euro.filter(np.ones(3), 0.03)[0] < 0.5
    euro.reset()
    assert euro.filter(np.ones(3), 0.0)[0] == 1.0


def test_keeps_no_hold_of_the_callers_array():
    euro = OneEuroFilter(0.5, 6.0)
    values = np.zeros(2)
    first = euro.filter(values, 0.0)
    values += 100.0
    first += 7.0
    assert euro.filter(np.zeros(2), 0.1) == pytest.approx(0.0)


@pytest.mark.parametrize("parameters", [(0.0, 1.0, 1.0), (1.0, -1.0, 1.0), (1.0, 1.0, 0.0)])
def test_refuses_senseless_parameters(parameters):
    with pytest.raises(ValueError, match="positive"):
        OneEuroFilter(*parameters)


def test_refuses_time_that_stands_still_and_another_shape():
    euro = OneEuroFilter(0.5, 6.0)
    euro.filter(np.zeros(2), 1.0)
    with pytest.raises(ValueError, match="time must increase"):
        euro.filter(np.zeros(2), 1.0)
    with pytest.raises(ValueError, match="shape"):
        euro.filter(np.zeros(3), 2.0)
