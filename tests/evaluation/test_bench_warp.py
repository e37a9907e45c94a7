import math
from dataclasses import asdict

import pytest

from tryon_ar.evaluation.bench_warp import WarpTimings, time_warp


def test_ratios_say_what_they_are_named():
    timings = WarpTimings(1.0, 2.0, 3.0, 600.0, 2.5, 5.0, 0.0, 8, 0.05)
    assert timings.warp_ms == 5.0
    assert timings.times_faster_than_skimage == 100.0
    assert timings.times_remap == 2.0


def test_contenders_draw_the_same_picture():
    timings = time_warp(repeats=2, skimage_repeats=1)
    assert timings.largest_difference == pytest.approx(0.0, abs=0.01)
    assert timings.error_bound_px <= 0.1
    assert all(math.isfinite(value) for value in asdict(timings).values())
    assert timings.skimage_ms > 0
