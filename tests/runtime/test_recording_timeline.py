import random

import numpy as np
import pytest

from tryon_ar.runtime.recording_timeline import RecordingTimeline

INTERVAL_MS = 1000 / 30


def times(count: int, start_ms: float = 0.0) -> list[float]:
    return [start_ms + index * INTERVAL_MS for index in range(count)]


def test_by_their_sources_time_pictures_stand_exactly_where_they_were():
    timeline = RecordingTimeline(INTERVAL_MS, by_clock=False)
    placed = [timeline.place(t_ms, 0) for t_ms in (500.0, 533.0, 600.5, 2000.0)]
    np.testing.assert_allclose(placed, [0.0, 33.0, 100.5, 1500.0])
    assert timeline.length_ms == pytest.approx(1500 + INTERVAL_MS)


def test_by_the_clock_the_jitter_of_having_pictures_is_taken_out():
    jitter = random.Random(1)
    timeline = RecordingTimeline(INTERVAL_MS, by_clock=True)
    had_ms = [t_ms + 7000 + jitter.uniform(0, 10) for t_ms in times(600)]
    placed = [
        timeline.place(t_ms, round(had * 1e6)) for t_ms, had in zip(times(600), had_ms, strict=True)
    ]
    assert np.diff(placed[60:]).max() < INTERVAL_MS + 3
    assert np.diff(placed).min() > 0
    assert timeline.taken_ns / 1e6 == pytest.approx(7000 + times(600)[-1], abs=4)


def test_by_the_clock_a_source_played_ever_later_is_followed():
    timeline = RecordingTimeline(INTERVAL_MS, by_clock=True)
    for t_ms in times(900):
        timeline.place(t_ms, round(t_ms * 1.1 * 1e6))  # a tenth too slow
    assert timeline.taken_ns / 1e6 == pytest.approx(times(900)[-1] * 1.1, abs=90)


@pytest.mark.parametrize("by_clock", [False, True])
def test_after_a_pause_the_next_picture_follows_the_last(by_clock):
    timeline = RecordingTimeline(INTERVAL_MS, by_clock=by_clock)
    before = [timeline.place(t_ms, round(t_ms * 1e6)) for t_ms in times(10)]
    end_ns = timeline.end_ns
    timeline.pause()
    timeline.pause()
    after = [timeline.place(t_ms, round(t_ms * 1e6)) for t_ms in times(10, 90_000.0)]
    np.testing.assert_allclose(np.diff(before + after), INTERVAL_MS)
    assert end_ns == pytest.approx(times(11)[-1] * 1e6, abs=1e4)
    assert timeline.length_ms == pytest.approx(20 * INTERVAL_MS)


@pytest.mark.parametrize("by_clock", [False, True])
def test_a_minute_without_pictures_is_left_out(by_clock):
    timeline = RecordingTimeline(INTERVAL_MS, by_clock=by_clock)
    placed = [timeline.place(t_ms, round(t_ms * 1e6)) for t_ms in times(10)]
    placed += [timeline.place(t_ms, round(t_ms * 1e6)) for t_ms in times(10, 60_000.0)]
    np.testing.assert_allclose(np.diff(placed), INTERVAL_MS)
    assert timeline.left_out_ms == pytest.approx(60_000 - 10 * INTERVAL_MS)
    assert timeline.taken_ns == pytest.approx((60_000 + 9 * INTERVAL_MS) * 1e6, rel=1e-9)


@pytest.mark.parametrize("by_clock", [False, True])
def test_four_seconds_without_pictures_stay(by_clock):
    timeline = RecordingTimeline(INTERVAL_MS, by_clock=by_clock)
    placed = [timeline.place(t_ms, round(t_ms * 1e6)) for t_ms in (0.0, 4000.0, 4033.0)]
    np.testing.assert_allclose(placed, [0.0, 4000.0, 4033.0])
    assert timeline.left_out_ms == 0


def test_a_pause_counts_as_nothing_left_out():
    timeline = RecordingTimeline(INTERVAL_MS, by_clock=True)
    timeline.place(0.0, 0)
    timeline.pause()
    timeline.place(60_000.0, 60_000_000_000)
    assert timeline.left_out_ms == 0


def test_a_clip_that_stood_still_with_the_program_is_placed_by_the_clock_again_at_once():
    """Its own stamps know nothing of the minute; the sound beside it does."""
    timeline = RecordingTimeline(INTERVAL_MS, by_clock=True)
    for t_ms in times(30):
        timeline.place(t_ms, round(t_ms * 1e6))
    after_ms = times(31)[-1]
    placed = timeline.place(after_ms, round((after_ms + 60_000) * 1e6))
    assert timeline.taken_ns == pytest.approx((after_ms + 60_000) * 1e6, rel=1e-6)
    assert placed == pytest.approx(after_ms, abs=0.1)
