import itertools

import numpy as np
import pytest

from tests.support.bodies import standing_body
from tryon_ar.fitting.body_frame import body_frame
from tryon_ar.fitting.steadying import SteadyOffsets
from tryon_ar.fitting.sway import HemSwing, loose_hem_px, sway_hem
from tryon_ar.fitting.wearer import Wearer

UNIT_PX, LENGTH = 100.0, 1.5


def path(times_s):
    """Walks to the right for half a second at two shoulder widths a second, then stands."""
    return np.minimum(times_s, 0.5) * 2.0 * UNIT_PX


def swings(fps, seconds=4.0, where=path):
    swing = HemSwing()
    times = np.arange(0.0, seconds, 1.0 / fps)
    return times, np.array(
        [
            swing.update(x, UNIT_PX, 1000 * t, LENGTH)
            for t, x in zip(times, where(times), strict=True)
        ]
    )


def test_a_hem_stays_behind_when_its_wearer_starts_and_runs_on_when_they_stop():
    times, offsets = swings(30)
    assert offsets[times < 0.5].min() < -0.02
    assert offsets[(times > 0.5) & (times < 1.2)].max() > 0.02


def test_its_energy_dies_out():
    times, offsets = swings(30)
    peaks = [np.abs(offsets[(times > t) & (times < t + 0.6)]).max() for t in (0.6, 1.2, 1.8, 2.4)]
    assert all(later < 0.6 * earlier for earlier, later in itertools.pairwise(peaks))
    assert abs(offsets[-1]) < 1e-3


@pytest.mark.parametrize("fps", [2.5, 5, 10, 60, 240])
def test_it_is_stable_and_alike_at_any_frame_rate(fps):
    _, offsets = swings(fps)
    assert np.abs(offsets).max() <= 0.22 * LENGTH
    assert abs(offsets[-1]) < 0.01


def test_frame_rates_agree_about_the_motion():
    times, slow = swings(30)
    fine_times, fine = swings(120)
    np.testing.assert_allclose(slow, np.interp(times, fine_times, fine), atol=0.05)


def test_jitter_of_landmarks_moves_nothing(rng):
    def where(times):
        return 300 + rng.normal(0.0, 0.04, len(times))  # 0.04 % of the shoulder width

    assert not swings(30, where=where)[1].any()


def test_violent_motion_stays_bounded(rng):
    def where(times):
        return rng.uniform(0, 640, len(times))

    assert np.abs(swings(30, where=where)[1]).max() <= 0.22 * LENGTH


def test_a_gap_or_a_time_that_goes_back_starts_afresh():
    for later_ms in (1500.0, 100.0):
        swing = HemSwing()
        for frame in range(10):
            swing.update(frame * 10.0, UNIT_PX, frame * 33.0 + 200, LENGTH)
        assert swing.update(500.0, UNIT_PX, later_ms, LENGTH) == 0.0


def test_the_same_frame_again_changes_nothing():
    swing = HemSwing()
    for frame in range(10):
        last = swing.update(frame * 10.0, UNIT_PX, frame * 33.0, LENGTH)
    assert last != 0.0
    assert swing.update(90.0, UNIT_PX, 9 * 33.0, LENGTH) == last


def test_reset_hangs_still():
    swing = HemSwing()
    for frame in range(10):
        swing.update(frame * 10.0, UNIT_PX, frame * 33.0, LENGTH)
    swing.reset()
    assert swing.update(100.0, UNIT_PX, 330.0, LENGTH) == 0.0


def unbent(offsets):
    """Take away what keeps a hem from going further than so much of its length."""
    most = 0.22 * LENGTH
    return most * np.arctanh(offsets / most)


def test_left_alone_a_hem_swings_as_a_damped_spring():
    """e'' + 2 z w e' + w^2 e = 0 with the documented w = 7 a second and z = 0.38."""
    fps = 200.0
    times, offsets = swings(fps, seconds=2.5)
    e = unbent(offsets)[times > 1.3]  # long after the last step
    speed, pull = (e[2:] - e[:-2]) * fps / 2, (e[2:] - 2 * e[1:-1] + e[:-2]) * fps**2
    left = pull + 2 * 0.38 * 7.0 * speed + 49.0 * e[1:-1]
    assert np.abs(e).max() > 0.003
    assert np.abs(left).max() < 0.002 * 49.0 * np.abs(e).max()


@pytest.mark.parametrize("speed", [-1.5, 0.4, 1.5])
def test_at_a_steady_speed_a_hem_trails_a_little(speed):
    """By 0.035 s of what is faster than 0.035 shoulder widths a second."""
    _, offsets = swings(50, where=lambda times: times * speed * UNIT_PX)
    trailing = -0.035 * np.sign(speed) * (abs(speed) - 0.035)
    assert unbent(offsets)[-1] == pytest.approx(trailing, rel=0.01)


def test_breathing_moves_no_hem_and_a_step_does():
    for speed, still in ((0.034, True), (0.06, False)):
        _, offsets = swings(30, where=lambda times, speed=speed: times * speed * UNIT_PX)
        assert (not offsets.any()) is still


def test_in_few_steps_or_in_many_a_free_hem_ends_at_the_same_place():
    ends = []
    for fps in (4, 40):
        swing = HemSwing()
        for frame in range(10):  # the same push
            swing.update(20.0 * min(frame, 5), UNIT_PX, frame * 20.0, LENGTH)
        for frame in range(40):  # until it is forgotten
            swing.update(100.0, UNIT_PX, 200.0 + frame * 20.0, LENGTH)
        for frame in range(1, fps + 1):
            last = swing.update(100.0, UNIT_PX, 980.0 + frame * 1000.0 / fps, LENGTH)
        ends.append(last)
    assert ends[0] == pytest.approx(ends[1], abs=1e-6)
    assert abs(ends[0]) > 1e-4


def test_a_pause_of_half_a_second_is_the_longest_that_is_bridged():
    for gap_ms, bridged in ((500.0, True), (501.0, False)):
        swing = HemSwing()
        for frame in range(10):
            swing.update(frame * 10.0, UNIT_PX, frame * 33.0, LENGTH)
        assert (swing.update(300.0, UNIT_PX, 297.0 + gap_ms, LENGTH) != 0.0) is bridged


def test_what_has_no_length_does_not_swing():
    swing = HemSwing()
    for frame in range(10):
        offset = swing.update(frame * 10.0, UNIT_PX, frame * 33.0, 0.0)
    assert abs(offset) < 1e-3


def coat(hem_row):
    """A coat's hem, and who wears it: hips at (320, 300), shoulders 100 px apart."""
    body = standing_body()
    targets = {
        "hem_left": np.array([360.0, hem_row + 4.0]),
        "hem_right": np.array([280.0, hem_row - 4.0]),
        "hem_center": np.array([320.0, hem_row]),
    }
    return targets, Wearer(body, body_frame(body.pose), SteadyOffsets(), 0.0)


def test_a_coat_hangs_loose_from_a_little_below_the_hips_on():
    for row, loose_px in ((280.0, 0.0), (314.0, 0.0), (316.0, 1.0), (400.0, 85.0)):
        assert loose_hem_px(*coat(row)) == pytest.approx(loose_px)


def test_a_coats_hem_swings_across_the_picture():
    targets, wearer = coat(400.0)
    sway_hem(targets, wearer, 0.13)
    assert targets["hem_left"] == pytest.approx((373.0, 404.0))
    assert targets["hem_right"] == pytest.approx((293.0, 396.0))
    assert targets["hem_center"] == pytest.approx((333.0, 400.0))
