import itertools

import numpy as np
import pytest

from tryon_ar.fitting.sway import HemSwing

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
