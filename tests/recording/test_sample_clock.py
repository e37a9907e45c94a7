import math
import random

import numpy as np
import pytest

from tryon_ar.recording.sample_clock import SampleClock

RATE_HZ = 48_000
BLOCK = 960
MS = 1_000_000


def heard(count: int, *, skew_ppm: float = 0.0, jitter_ms: float = 0.0) -> tuple[list, list]:
    """True and told times of blocks, ns."""
    chance = random.Random(5)
    period_ns = 1e9 / RATE_HZ / (1 + skew_ppm * 1e-6)
    true_ns = [1e12 + index * BLOCK * period_ns for index in range(count)]
    return true_ns, [round(t + chance.uniform(-jitter_ms, jitter_ms) * MS) for t in true_ns]


@pytest.mark.parametrize("skew_ppm", [-500.0, 0.0, 500.0])
def test_jitter_is_taken_out_and_the_true_rate_learned(skew_ppm):
    true_ns, told_ns = heard(1500, skew_ppm=skew_ppm, jitter_ms=5.0)
    clock = SampleClock(RATE_HZ)
    placed_ns = [clock.place(BLOCK, told) for told in told_ns]
    error_ms = (np.array(placed_ns) - true_ns)[500:] / MS
    assert np.abs(error_ms).max() < 2.0
    assert error_ms.std() < 0.7  # of 2.9 ms that the jitter has
    learned_ppm = (1e9 / RATE_HZ / clock.period_ns - 1) * 1e6
    assert learned_ppm == pytest.approx(skew_ppm, abs=150)


def test_a_late_measurement_now_and_then_moves_nothing():
    true_ns, told_ns = heard(600)
    told_ns[300:600:50] = [told + 60 * MS for told in told_ns[300:600:50]]
    clock = SampleClock(RATE_HZ)
    placed_ns = [clock.place(BLOCK, told) for told in told_ns]
    assert np.abs(np.array(placed_ns) - true_ns).max() < 0.1 * MS


@pytest.mark.parametrize(("lost_ms", "blocks"), [(40, 5), (500, 1)])
def test_lost_samples_are_believed_after_a_while_or_at_once(lost_ms, blocks):
    true_ns, told_ns = heard(200)
    told_ns[100:] = [told + lost_ms * MS for told in told_ns[100:]]
    true_ns[100:] = [true + lost_ms * MS for true in true_ns[100:]]
    clock = SampleClock(RATE_HZ)
    error_ms = np.abs([clock.place(BLOCK, told) for told in told_ns] - np.array(true_ns)) / MS
    assert error_ms[: 100 + blocks - 1].max() >= (lost_ms - 1 if blocks > 1 else 0)
    assert error_ms[100 + blocks - 1 :].max() < 0.1


def foretold(rate_hz, told_ns, count):
    """The loop of the paper, with the rules of the class for what is far off, step by step."""
    period = nominal = 1e9 / rate_hz
    t, heard, row, places = float(told_ns[0]), 0, 0, []
    for told in told_ns:
        e = told - t
        if abs(e) <= 20e6:
            row = 0
        else:
            row += 1
            if abs(e) > 100e6 or row == 5:
                t, row, heard = float(told), 0, 0
            e = 0.0
        places.append(round(t))
        bandwidth_hz = 1.0 if heard * nominal <= 2e9 else 0.05
        w = min(2 * math.pi * bandwidth_hz * count * nominal / 1e9, 0.5)
        t += math.sqrt(2.0) * w * e + count * period
        period += w * w * e / count
        heard += count
    return places, period


@pytest.mark.parametrize(("rate_hz", "count"), [(48_000, 960), (44_100, 441), (8000, 2000)])
def test_it_is_the_papers_loop_with_its_rules_for_what_is_far_off(rate_hz, count):
    chance = random.Random(3)
    told_ns, at_ns = [], 5e9
    for index in range(400):
        at_ns += count * 1e9 / rate_hz * 1.0004 + (45e6 if index in (150, 290) else 0.0)
        far_off = chance.choice([0.0] * 12 + [30e6, -60e6, 19e6])
        told_ns.append(round(at_ns + chance.uniform(-3e6, 3e6) + far_off))
    told_ns[350:] = [told + 101_000_000 for told in told_ns[350:]]
    clock = SampleClock(rate_hz)
    placed_ns = [clock.place(count, told) for told in told_ns]
    expected_ns, period_ns = foretold(rate_hz, told_ns, count)
    np.testing.assert_allclose(placed_ns, expected_ns, atol=2)
    assert clock.period_ns == pytest.approx(period_ns, rel=1e-12)


def test_after_a_loss_the_next_is_believed_as_late_as_any():
    true_ns, told_ns = heard(200)
    for begin, lost_ms in ((60, 500), (100, 40)):
        told_ns[begin:] = [told + lost_ms * MS for told in told_ns[begin:]]
        true_ns[begin:] = [true + lost_ms * MS for true in true_ns[begin:]]
    clock = SampleClock(RATE_HZ)
    error_ms = np.abs([clock.place(BLOCK, told) for told in told_ns] - np.array(true_ns)) / MS
    assert error_ms[100:104].min() > 39
    assert error_ms[104:].max() < 0.1
    assert error_ms[:100].max() < 0.1
