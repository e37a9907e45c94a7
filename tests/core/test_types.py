import numpy as np
import pytest

from tryon_ar.core.types import Frame, GarmentState


def test_a_frame_is_read_only_and_knows_its_size():
    frame = Frame(np.zeros((4, 6, 3), np.uint8), 0, 0.0, 1)
    assert frame.size == (6, 4)
    with pytest.raises(ValueError, match="read-only"):
        frame.image_bgr[0, 0] = 1


def test_states_are_spelt_as_in_the_report():
    assert [str(state) for state in GarmentState] == ["dressed", "held", "faded", "nobody"]
