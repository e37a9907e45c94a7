import numpy as np
import pytest

from tryon_ar.capture.synthetic import SyntheticSource
from tryon_ar.core.types import Frame
from tryon_ar.runtime.live_watch import TOPIC, LiveWatch
from tryon_ar.runtime.status import Problem, StatusBoard


@pytest.fixture
def board() -> StatusBoard:
    return StatusBoard(lambda: None)


def frames(rng, seconds: float, fps: float, picture=None, from_s: float = 0.0):
    for number in range(round(seconds * fps)):
        drawn = picture if picture is not None else rng.integers(0, 255, (48, 64, 3), np.uint8)
        captured_s = 50 + from_s + number / fps
        yield Frame(drawn, number, number * 1000 / fps, round(captured_s * 1e9), 0.1)


def told(board: StatusBoard) -> Problem | None:
    return next((one.problem for one in board.all() if one.topic == TOPIC), None)


@pytest.mark.parametrize(
    ("fps", "level", "problem"),
    [(30.0, 0, Problem.BLACK), (30.0, None, Problem.FROZEN), (2.0, -1, Problem.SLOW_CAMERA)],
)
def test_what_is_wrong_is_told_while_it_lasts(rng, board, fps, level, problem):
    watch = LiveWatch(board, SyntheticSource((128, 96)), "HD Webcam")
    same = {0: np.zeros((48, 64, 3), np.uint8), None: rng.integers(0, 255, (48, 64, 3), np.uint8)}
    for frame in frames(rng, 3, 30):
        watch.note(frame)
    assert told(board) is None
    for frame in frames(rng, 3, fps, same.get(level), from_s=3):
        watch.note(frame)
    assert told(board) is problem
    status = board.all()[0]
    assert status.about == "HD Webcam"
    assert "HD Webcam" in status.message
    assert status.hint.endswith(".")
    for frame in frames(rng, 2, 30, from_s=6):
        watch.note(frame)
    assert told(board) is None
