"""Files are converted whole or refused in words."""

import numpy as np
import pytest

from tests.support.tflite_files import options, picture_of
from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.tflite.convert import to_onnx


def test_what_only_other_outputs_need_is_left_out(rng):
    writer, _ = picture_of(rng, (1, 3, 4, 2))
    first = writer.operator("RELU", [0], (1, 3, 4, 2))
    writer.operator("A_NEW_ONE", [first], (1, 3, 4, 2), custom=b"")
    model = to_onnx(writer.file(), outputs=[first], output_names=["positive"])
    assert [node.op_type for node in model.graph.node] == ["Relu", "Identity"]
    assert model.graph.output[0].name == "positive"


def test_unknown_operators_are_named(rng):
    writer, _ = picture_of(rng, (1, 3, 4, 2))
    writer.operator("A_NEW_ONE", [0], (1, 3, 4, 2), custom=b"")
    with pytest.raises(GraphRejected, match="A_NEW_ONE"):
        to_onnx(writer.file())


def test_quantised_networks_are_refused(rng):
    writer, _ = picture_of(rng, (1, 3, 4, 2))
    weights = writer.constant(np.ones((2, 1, 1, 2), np.uint8))
    writer.operator(
        "CONV_2D", [0, weights], (1, 3, 4, 2), options("Conv2DOptions", strideW=1, strideH=1)
    )
    with pytest.raises(GraphRejected, match="quantised"):
        to_onnx(writer.file())


@pytest.mark.parametrize(
    "content", [b"", b"TFL3", b"\0\0\0\0TFL3", b"\xff" * 4 + b"TFL3" + b"\xff" * 64]
)
def test_what_is_no_network_is_refused(content):
    with pytest.raises(GraphRejected):
        to_onnx(content)


def test_damage_anywhere_is_a_sentence_or_harmless(rng):
    writer, _ = picture_of(rng, (1, 8, 7, 3))
    weights = rng.standard_normal((4, 3, 3, 3)).astype(np.float32)
    settings = options("Conv2DOptions", strideW=2, strideH=2)
    writer.operator("CONV_2D", [0, writer.constant(weights)], (1, 4, 4, 4), settings)
    whole = writer.file()
    refused = 0
    for place in range(8, len(whole)):
        damaged = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        try:
            to_onnx(damaged)
        except GraphRejected:
            refused += 1
    assert refused > 100
    for length in range(0, len(whole), 7):
        with pytest.raises(GraphRejected):
            to_onnx(whole[:length])
