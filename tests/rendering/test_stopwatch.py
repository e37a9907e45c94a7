import pytest

from tryon_ar.rendering.stopwatch import Stopwatch


def test_laps_of_one_part_add_up():
    times = iter([10.0, 10.5, 10.75, 11.75])
    watch = Stopwatch(lambda: next(times))
    watch.lap("light")
    watch.lap("garment")
    watch.lap("light")
    assert watch.laps_ms == pytest.approx({"light": 1500.0, "garment": 250.0})
