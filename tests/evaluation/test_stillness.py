"""The measures of stillness, on paths whose answer is known."""

import numpy as np
import pytest

from tryon_ar.evaluation.stillness import (
    LagCorrelation,
    MeanSquare,
    about_mean,
    pop_count,
    rounded,
    without_real_motion,
)

FRAMES = 60


def wave(late_frames=0.0):
    t = np.arange(FRAMES) - late_frames
    return np.stack([np.sin(t / 6), np.cos(t / 9)], axis=1)


def test_jitter_is_the_rms_about_the_mean_in_shoulder_widths():
    path = np.zeros((4, 2, 2))
    path[::2, 0, 0] = 2.0  # one of two points goes two pixels to and fro: 1 px about its mean
    assert about_mean(path, 100.0).rms_pct == pytest.approx(np.sqrt(0.5))


def test_jitter_of_clips_is_pooled_by_squares():
    assert (MeanSquare(3.0, 1) + MeanSquare(0.0, 2)).rms_pct == pytest.approx(100.0)
    assert MeanSquare().rms_pct is None


def test_what_moves_with_the_body_is_no_jitter_but_what_does_not_is(rng):
    body = wave() * 5.0
    still = np.zeros((FRAMES, 1, 2))
    noise = rng.normal(0, 0.3, (FRAMES, 3, 2))
    left = without_real_motion(np.hstack([body[:, None] + noise[:, :1], still]), body)
    assert np.abs(left[:, 0] - left[:, 0].mean(axis=0)).std() < 0.4
    assert left[:, 1] == pytest.approx(still[:, 0])  # no motion is put into what rests
    against = without_real_motion(-body[:, None], body)
    assert against == pytest.approx(-body[:, None])  # nor is the opposite way explained


@pytest.mark.parametrize("late", [-1.5, 0.0, 0.4, 1.0, 2.6])
def test_lag_is_found_between_frames(late):
    lag = LagCorrelation(1000 / 30)
    lag.add(wave(), wave(late))
    lag.add(wave() * 3, wave(late) * 3)
    assert lag.lag_ms() == pytest.approx(late * 1000 / 30, abs=2.0)


def test_no_lag_of_nothing():
    lag = LagCorrelation(1000 / 30)
    lag.add(wave()[:10], wave()[:10])
    assert lag.lag_ms() is None


def test_a_jump_alone_pops_and_one_with_the_input_does_not():
    steps = np.array([[1.0, 12.0], [12.0, 0.0], [3.0, 12.0]])
    moved = np.array([[0.0, 9.0], [0.5, 0.0], [0.0, 11.0]])
    assert pop_count(steps, moved, 100.0) == (1, pytest.approx(12.0))
    assert pop_count(steps, moved, 1000.0) == (0, 0.0)


def test_figures_are_rounded_and_absent_ones_stay_absent():
    assert rounded(1.23456) == 1.235
    assert rounded(None) is None
