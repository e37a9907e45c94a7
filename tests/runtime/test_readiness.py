import numpy as np

from tryon_ar.core.types import Frame, GarmentState, TrackedFrame
from tryon_ar.runtime.readiness import Readiness
from tryon_ar.runtime.status import StatusBoard

FRAME = Frame(np.zeros((4, 4, 3), np.uint8), 0, 0.0, 0)


def test_a_picture_that_was_just_late_is_not_told_as_one_held_up():
    board = StatusBoard(lambda: None)
    readiness = Readiness(board)
    readiness.begin()
    readiness.dressed(TrackedFrame(FRAME, None, GarmentState.DRESSED))
    readiness.undressed(FRAME)  # decided upon before
    assert board.all() == ()
    readiness.undressed(FRAME, hangs=True)
    assert "is stuck" in board.all()[0].text
