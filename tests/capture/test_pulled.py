"""What all sources that are read as fast as asked for do alike."""

import itertools
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from tests.support.patience import PATIENCE_S
from tryon_ar.capture import pulled
from tryon_ar.capture.pulled import PulledSource
from tryon_ar.capture.source import SourceInfo
from tryon_ar.core.errors import CaptureError

TIMED = np.zeros((4, 6, 3), np.uint8)


class Timed(PulledSource):
    """Pictures of given times."""

    def __init__(self, times_ms: list[float], fps: float = 25.0) -> None:
        super().__init__()
        self._times_ms = times_ms
        self._fps = fps
        self._left: Iterator[float] = iter(())
        self.released = 0

    def _acquire(self) -> SourceInfo:
        self._left = iter(self._times_ms)
        return SourceInfo("a.mp4", "video", (6, 4), self._fps, False)

    def _next_picture(self):
        t_ms = next(self._left, None)
        return None if t_ms is None else (TIMED, t_ms)

    def _release(self) -> None:
        self.released += 1


class OnASlowDisk(Timed):
    """Waits for its disk, in opening or in reading."""

    def __init__(self, where: str) -> None:
        super().__init__([0.0, 40.0, 80.0])
        self._where = where
        self.waits, self.answers = threading.Event(), threading.Event()

    def _acquire(self) -> SourceInfo:
        self._wait("open")
        return super()._acquire()

    def _next_picture(self):
        self._wait("read")
        return super()._next_picture()

    def _wait(self, where: str) -> None:
        if where == self._where:
            self.waits.set()
            self.answers.wait(PATIENCE_S)


def times(times_ms: list[float], fps: float = 25.0) -> list[float]:
    with Timed(times_ms, fps) as source:
        found = []
        while (frame := source.read()) is not None:
            found.append(frame.t_ms)
    return found


def steps(times_ms: list[float], fps: float = 25.0) -> list[float]:
    return [b - a for a, b in itertools.pairwise(times(times_ms, fps))]


@pytest.mark.parametrize("where", ["open", "read"])
def test_closing_does_not_wait_for_a_disk_that_does_not_answer(where, monkeypatch):
    monkeypatch.setattr(pulled, "_CLOSE_LIMIT_S", 0.05)
    source = OnASlowDisk(where)
    outcome: list[object] = []

    def use() -> None:
        try:
            source.open()
            outcome.append(source.read())
        except CaptureError as error:
            outcome.append(error)

    reader = threading.Thread(target=use)
    closer = threading.Thread(target=source.close)
    reader.start()
    assert source.waits.wait(PATIENCE_S)
    closer.start()
    closer.join(PATIENCE_S / 2)
    try:
        assert not closer.is_alive()
        assert source.released == 0, "what is in use is not taken away"
        with pytest.raises(CaptureError):
            _ = source.info
    finally:
        source.answers.set()
        reader.join(PATIENCE_S)
        closer.join(PATIENCE_S)
    assert isinstance(outcome[0], CaptureError)
    assert source.released == 1
    source.close()
    assert source.released == 1
    with source:
        assert source.read().index == 0
    assert source.released == 2


def test_clips_joined_into_one_play_on_at_their_own_pace():
    clip = [40.0 * number for number in range(20)]
    assert steps(clip + clip + clip) == pytest.approx([40.0] * 59)


def test_a_picture_out_of_place_does_not_hurry_the_rest():
    """One false time stamp, and those after it lie before it."""
    assert times([0, 40, 60_000, 120, 160, 200]) == pytest.approx(
        [0, 40, 60_000, 60_040, 60_080, 60_120]
    )
    ahead = times([0, 40, 1e15, 120, 160])
    assert ahead == pytest.approx([0, 40, 600_040, 600_080, 600_120])


def test_small_steps_back_are_only_kept_from_going_back():
    assert times([0, 40, 20, 80, 120]) == pytest.approx([0, 40, 41, 80, 120])
    second = 1000.0  # a picture a second, out of order
    shuffled = [0, 3 * second, second, 2 * second, 4 * second]
    assert times(shuffled, 1.0) == pytest.approx([0, 3000, 3001, 3002, 4000])


@pytest.mark.parametrize(("fps", "step_ms"), [(0.0, 1000 / 30), (1e9, 1.0), (1.0, 1.0)])
def test_the_step_to_a_joined_clip_is_believable_whatever_its_rate(fps, step_ms):
    assert steps([0, 5000, 0], fps)[1] == pytest.approx(step_ms)
