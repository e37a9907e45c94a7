"""When the quality is lowered and when it comes back, on a made-up camera."""

import numpy as np
import pytest

from tryon_ar.pipeline.quality import STEPS, QualityGovernor
from tryon_ar.rendering.quality import FULL

INTERVAL_MS = 1000.0 / 30.0


class Camera:
    """Frames of a camera of 30 a second, each of which takes as long as the test says."""

    def __init__(self) -> None:
        self.governor = QualityGovernor()
        self.index = 0

    def play(self, frames: int, load: float, *, dropping: bool = False) -> list[int]:
        """Dress so many frames that take a share of the interval; return the step of each."""
        steps = []
        for _ in range(frames):
            self.index += 2 if dropping else 1
            t_ms = self.index * INTERVAL_MS
            quality = self.governor.note(self.index, t_ms, load * INTERVAL_MS)
            steps.append(STEPS.index(quality))
        return steps

    def seconds(self, seconds: float, load: float) -> list[int]:
        return self.play(round(seconds * 30), load)


@pytest.fixture
def camera() -> Camera:
    return Camera()


def test_every_step_takes_more_away_and_has_a_name_of_its_own():
    assert STEPS[0] == FULL
    assert len({step.name for step in STEPS}) == len(STEPS)
    taken = np.array([(step.cadence, step.apart, step.grid) for step in STEPS])
    assert (np.diff(taken, axis=0) >= 0).all()
    assert (np.diff(taken, axis=0) > 0).any(axis=1).all()
    first = [int(np.flatnonzero(column > column[0])[0]) for column in taken.T]
    assert first == sorted(first), "what is seen least goes first"


def test_a_machine_that_keeps_up_draws_everything(camera):
    assert set(camera.seconds(60, 0.8)) == {0}


def test_it_lowers_one_step_at_a_time_and_only_as_far_as_needed(camera):
    assert camera.seconds(0.3, 1.2)[-1] == 0, "a few slow frames are no reason"
    steps = camera.seconds(0.3, 1.2)
    assert steps[-1] == 1
    assert set(camera.seconds(3, 0.8)) == {1}, "fast enough, and not so fast as to go back"


def test_nothing_is_given_away_for_more_than_25_pictures_a_second(camera):
    assert set(camera.seconds(20, 1.05)) == {0}


def test_what_never_keeps_up_ends_at_the_least_quality(camera):
    steps = camera.seconds(5, 1.5)
    assert steps[-1] == len(STEPS) - 1
    assert set(np.diff(steps)) == {0, 1}


def test_what_is_far_too_slow_is_not_watched_for_long(camera):
    assert camera.play(4, 3.0)[-1] == 0
    assert camera.play(2, 3.0)[-1] == 1
    assert camera.play(4, 3.0)[-1] == 1
    assert camera.play(1, 3.0)[-1] == 2


def test_dropped_frames_do_not_count_as_a_slower_camera(camera):
    assert camera.play(40, 1.2, dropping=True)[-1] > 0


def test_a_slow_camera_is_kept_up_with():
    governor = QualityGovernor()
    qualities = {governor.note(index, 100.0 * index, 60.0).name for index in range(60)}
    assert qualities == {FULL.name}


def test_single_slow_frames_change_nothing(camera):
    for _ in range(20):
        camera.play(9, 0.5)
        assert camera.play(1, 6.0) == [0]


def test_quality_comes_back_slowly_and_one_step_at_a_time(camera):
    lowered = camera.seconds(1, 1.2)[-1]
    assert lowered >= 2
    assert set(camera.seconds(3.5, 0.3)) == {lowered}
    assert camera.seconds(1.5, 0.3)[-1] == lowered - 1
    assert camera.seconds(30, 0.3)[-1] == 0


def test_single_slow_frames_do_not_hold_it_down(camera):
    camera.seconds(2, 1.2)
    for _ in range(30):
        camera.play(28, 0.4)
        camera.play(2, 3.0)
    assert camera.governor.quality == FULL


def test_a_step_up_that_fails_is_tried_less_and_less_often(camera):
    """A machine that keeps up only one step below the whole quality."""
    steps: list[int] = []
    for _ in range(30 * 210):
        step = STEPS.index(camera.governor.quality)
        steps += camera.play(1, 1.2 if step == 0 else 0.5)
    ups = np.flatnonzero(np.diff(steps) < 0) / 30
    waits = np.diff(ups)
    assert len(ups) >= 4
    assert (waits[1:4] > 1.5 * waits[:3]).all()
    assert waits[-1] < 70, "but never given up"
    assert np.mean(np.equal(steps, 0)) < 0.1


def test_the_same_frames_and_costs_give_the_same_steps():
    costs = np.random.default_rng(5).uniform(0.2, 1.6, 2000)
    runs = []
    for _ in range(2):
        camera = Camera()
        runs.append([camera.play(1, load)[0] for load in costs])
    assert runs[0] == runs[1]


def test_another_source_is_measured_anew(camera):
    camera.play(11, 1.5)
    camera.governor.reset()
    assert camera.play(11, 1.5)[-1] == 0
    assert camera.play(3, 1.5)[-1] == 1


def test_pauses_and_frames_out_of_order_are_ignored(camera):
    governor = camera.governor
    for index, t_ms in [(1, 0.0), (2, 9000.0), (2, 9000.0), (1, 5.0), (3, 4.0)]:
        assert governor.note(index, t_ms, 1e5) == FULL
