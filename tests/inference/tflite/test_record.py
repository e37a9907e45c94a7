import flatbuffers
import numpy as np
import pytest

from tryon_ar.inference.tflite.record import Record


@pytest.fixture
def record() -> Record:
    """Slots: 0 an int32, 1 a string, 2 a vector of int32, 3 a float32, 4 nothing."""
    builder = flatbuffers.Builder(64)
    text = builder.CreateString("né")
    numbers = builder.CreateNumpyVector(np.array([3, -4], np.int32))
    builder.StartObject(5)
    builder.PrependInt32Slot(0, -7, 0)
    builder.PrependUOffsetTRelativeSlot(1, text, 0)
    builder.PrependUOffsetTRelativeSlot(2, numbers, 0)
    builder.PrependFloat32Slot(3, 1.5, 0.0)
    builder.Finish(builder.EndObject())
    return Record.root(bytes(builder.Output()))


def test_fields_are_found_by_their_number(record):
    assert record.integer(0) == -7
    assert record.text(1) == "né"
    assert record.array(2, np.int32).tolist() == [3, -4]
    assert record.real(3) == 1.5


def test_absent_fields_have_their_defaults(record):
    assert record.integer(4, np.int32, 9) == 9
    assert record.real(4, 2.5) == 2.5
    assert record.text(4) == ""
    assert record.array(4, np.int32).size == 0
    assert record.record(4) is None
    assert record.records(4) == []
