import numpy as np
from onnx import numpy_helper

from tryon_ar.inference.tflite.writer import GraphWriter


def test_names_are_told_apart_by_their_prefix():
    one, two = GraphWriter("a"), GraphWriter("b")
    names = [writer.add("Relu", "x") for writer in (one, one, two)]
    names += [writer.constant(1.0) for writer in (one, one, two)]
    assert len(set(names)) == 6


def test_constants_have_the_type_operators_expect():
    writer = GraphWriter("a")
    for value in (1.5, [1, -1], np.ones((2, 3), np.float32).T):
        writer.constant(value)
    held = [numpy_helper.to_array(constant) for constant in writer.constants]
    assert [(each.dtype, each.shape) for each in held] == [
        (np.float32, ()),
        (np.int64, (2,)),
        (np.float32, (3, 2)),
    ]
