from types import SimpleNamespace

from tryon_ar.runtime.speed_watch import LASTS_S, SpeedWatch
from tryon_ar.runtime.status import Problem


def told(rates, step_s: float = 1.0) -> list[Problem | None]:
    watch = SpeedWatch()
    figures = [SimpleNamespace(capture_fps=camera, unique_fps=shown) for camera, shown in rates]
    return [watch.note(one, number * step_s) for number, one in enumerate(figures)]


def test_a_smooth_mirror_is_not_slow():
    assert set(told([(30.0, 24.0)] * 20)) == {None}
    assert set(told([(15.0, 8.0)] * 20)) == {None}


def test_the_slow_one_is_named_only_after_a_while():
    computer = told([(30.0, 4.0)] * 20)
    assert computer[: int(LASTS_S)] == [None] * int(LASTS_S)
    assert set(computer[int(LASTS_S) :]) == {Problem.SLOW_COMPUTER}
    assert told([(6.0, 5.0)] * 20)[-1] is Problem.SLOW_CAMERA


def test_a_moment_of_slowness_is_forgiven():
    assert set(told(([(30.0, 4.0)] * 5 + [(30.0, 20.0)]) * 4)) == {None}


def test_a_window_that_paints_nothing_has_no_speed():
    assert set(told([(30.0, 0.0)] * 20)) == {None}
    watch = SpeedWatch()
    slow = SimpleNamespace(capture_fps=30.0, unique_fps=3.0)
    watch.note(slow, 0.0)
    watch.reset()
    assert watch.note(slow, LASTS_S + 1.0) is None
