"""The figures of comparing are what was shown, counted and timed."""

import numpy as np
import pytest

from benchmarks.compare_fps import (
    MODES,
    Reading,
    Shown,
    comparison_of,
    counted,
    is_complete,
    picture,
    registration_ms,
    summary,
)
from tryon_ar.core.types import DressedFrame, Frame, GarmentState, LookPicture, TrackedFrame
from tryon_ar.runtime.metrics import DropCause, Metrics


def dressed(t_ms: float = 0.0, look_times_ms: tuple[float, ...] = (), level: int = 9):
    frame = Frame(np.full((8, 8, 3), 1, np.uint8), 0, t_ms, 0)
    looks = tuple(
        LookPicture(np.full((8, 8, 3), 50 * (place + 1), np.uint8), one_ms)
        for place, one_ms in enumerate(look_times_ms)
    )
    tracked = TrackedFrame(frame, None, GarmentState.DRESSED, 1.0)
    image = np.full((8, 8, 3), level, np.uint8)
    return DressedFrame(image, tracked, np.ones((8, 8), np.float32), {}, False, {}, looks=looks)


def test_modes_compare_as_many_looks_as_they_say():
    compared = {mode: comparison_of(mode) for mode in MODES}
    assert (compared["one"], compared["before"]) == (None, None)
    assert compared["split"].is_split
    assert len(compared["four"].looks) == 3


def test_a_picture_is_complete_with_all_its_looks():
    assert is_complete(dressed(), "one")
    assert not is_complete(dressed(), "split")
    assert is_complete(dressed(look_times_ms=(0, 0)), "split")
    assert not is_complete(dressed(look_times_ms=(0, 0)), "four")


def test_the_oldest_look_counts():
    assert registration_ms(dressed(100.0)) == 0
    assert registration_ms(dressed(100.0, (100.0, 40.0, 70.0, 90.0))) == 60


def test_what_is_painted_is_what_the_window_paints():
    assert picture(dressed(), "one").max() == 9
    assert picture(dressed(), "before").max() == 1
    assert picture(dressed(look_times_ms=(0,)), "split").max() == 9
    both = picture(dressed(look_times_ms=(0, 0)), "split")
    assert {50, 100} <= set(np.unique(both).tolist())
    four = picture(dressed(look_times_ms=(0, 0, 0, 0)), "four")
    assert {50, 100, 150, 200} <= set(np.unique(four).tolist())


def test_rates_come_from_the_pictures_own_times():
    shown = [Shown(3 * place, 10.0 + 0.1 * place, 40.0 + place, 5.0) for place in range(21)]
    figures = summary(shown)
    assert (figures["pictures"], figures["unique_fps"], figures["capture_fps"]) == (21, 10, 30)
    assert figures["age_ms"] == {"p50": 50.0, "p95": 59.0}
    assert figures["registration_ms"] == {"p50": 5.0, "p95": 5.0}
    assert figures["longest_gap_ms"] == 100


def test_one_picture_is_no_rate():
    with pytest.raises(ValueError, match="only 1"):
        summary([Shown(0, 0.0, 1.0, 0.0)])


def test_counts_are_those_between_two_moments():
    metrics = Metrics()
    metrics.dropped(DropCause.REPLACED, 7)
    before = Reading(10, 20, 1.0, metrics.snapshot())
    metrics.dropped(DropCause.REPLACED, 3)
    metrics.stage("warp", 4.0)
    figures = counted(before, Reading(30, 60, 3.0, metrics.snapshot()))
    assert figures["drops"] == {"replaced": 3, "skipped": 0, "recorder": 0}
    assert (figures["parses"], figures["cpu_ms"]) == (2.0, 100)
    assert figures["stages"] == {"warp": 4.0}
