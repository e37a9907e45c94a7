"""A tracker that fails is started afresh soon, but not for ever."""

import numpy as np
import pytest

from tests.tracking.bodies import body_at, frame_at
from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.types import GarmentState
from tryon_ar.tracking.person_tracker import TRIED_AGAIN, PersonTracker
from tryon_ar.tracking.rebuilding import Rebuilding


class Clock:
    now_s = 50.0

    def __call__(self):
        return self.now_s


@pytest.fixture
def clock():
    return Clock()


def test_waits_grow_and_end(clock):
    rebuilding = Rebuilding(clock)
    assert rebuilding.is_due
    waits = []
    while rebuilding.failed():
        since_s = clock.now_s
        while not rebuilding.is_due:
            clock.now_s += 0.25
        waits.append(clock.now_s - since_s)
    assert waits == [0.0, 0.5, 2.0, 8.0, 30.0]
    assert not rebuilding.failed()


def test_long_health_forgives_what_was_before(clock):
    rebuilding = Rebuilding(clock)
    for _ in range(20):
        assert rebuilding.failed()
        clock.now_s += 200.0
        assert rebuilding.is_due


class Sick:
    """A tracker that fails on the frames of some indices."""

    def __init__(self, fails):
        self.fails = fails
        self.asked = []
        self.resets = 0

    def track(self, frame):
        self.asked.append(frame.index)
        if self.fails(frame.index):
            raise TrackerUnavailable("The pose tracker failed on a picture: graph.", "Again.")
        return body_at()

    def reset(self):
        self.resets += 1
        if self.fails(-1):
            raise TrackerUnavailable("The pose tracker failed on a picture: graph.", "Again.")

    def close(self):
        pass


def test_one_failure_costs_no_picture_and_is_told_once(clock, told):
    sick = Sick(lambda index: index in (3, 9))
    tracker = PersonTracker(sick, rebuilding=Rebuilding(clock))
    states = []
    for index in range(14):
        clock.now_s += 1.0
        states.append(tracker.process(frame_at(index, index * 33.0)).state)
    assert states.count(GarmentState.DRESSED) == 12
    assert [states[3], states[9]] == [GarmentState.HELD] * 2
    assert sick.asked == list(range(14)), "it is asked again with the very next frame"
    assert [one.topic for one in told] == ["tracking"]


def test_what_fails_for_ever_is_asked_less_and_less_and_then_given_up(clock, told):
    sick = Sick(lambda index: index > 2)
    tracker = PersonTracker(sick, rebuilding=Rebuilding(clock))
    gave_up = None
    for index in range(3000):
        clock.now_s += 0.033
        try:
            tracker.process(frame_at(index, index * 33.0))
        except TrackerUnavailable:
            gave_up = index
            break
    assert gave_up is not None
    assert len(sick.asked) == 3 + 6
    assert len(told) == 1


def test_whoever_stands_there_is_not_told_that_nobody_does(clock):
    sick = Sick(lambda index: 1 <= index < 7)
    tracker = PersonTracker(sick, rebuilding=Rebuilding(clock))
    for index in range(60):
        clock.now_s += 0.25
        tracked = tracker.process(frame_at(index, index * 250.0))
        ill = index >= 1 and max(sick.asked) < 7
        assert (tracked.reason == TRIED_AGAIN) is ill
    assert not ill
    assert tracked.reason == ""


def waited_out(clock):
    """Say when to try again where each frame counts; waiting takes no real time."""
    waits = []

    def wait(seconds):
        waits.append(seconds)
        clock.now_s += seconds

    return Rebuilding(clock, wait), waits


def test_where_each_frame_counts_none_is_lost(clock, told):
    failures = iter([True, True, True])
    sick = Sick(lambda index: index == 4 and next(failures, False))
    rebuilding, waits = waited_out(clock)
    tracker = PersonTracker(sick, rebuilding=rebuilding)
    tracked = [tracker.process(frame_at(index, index * 33.0)) for index in range(9)]
    assert {one.state for one in tracked} == {GarmentState.DRESSED}
    assert {one.reason for one in tracked} == {""}
    assert waits == [0.5, 2.0]
    assert len(told) == 1


def test_where_each_frame_counts_what_fails_for_ever_is_soon_told(clock, told):
    rebuilding, waits = waited_out(clock)
    tracker = PersonTracker(Sick(lambda index: index > 0), rebuilding=rebuilding)
    tracker.process(frame_at(0, 0.0))
    with pytest.raises(TrackerUnavailable):
        tracker.process(frame_at(1, 33.0))
    assert waits == [0.5, 2.0]
    assert len(told) == 1


def test_what_never_worked_and_photos_are_told_at_once(clock):
    with pytest.raises(TrackerUnavailable):
        PersonTracker(Sick(lambda _index: True)).process(frame_at(0, 0.0))
    still = PersonTracker(Sick(lambda index: index == 1), still=True)
    still.process(frame_at(0, 0.0))
    with pytest.raises(TrackerUnavailable):
        still.process(frame_at(1, 33.0))


def test_a_failure_to_forget_is_no_failure(clock):
    sick = Sick(lambda index: index < 0)
    tracker = PersonTracker(sick)
    tracker.process(frame_at(0, 0.0))
    tracker.reset()
    assert sick.resets == 2
    assert np.isfinite(tracker.process(frame_at(1, 33.0)).body.pose.points_px).all()
