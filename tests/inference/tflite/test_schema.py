import numpy as np
import pytest

from tests.support.tflite_files import Writer, options
from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.tflite.schema import read_network
from tryon_ar.tracking import models


def test_everything_written_is_read():
    writer = Writer()
    writer.computed((1, 8, 7, 3))
    weights = np.arange(54, dtype=np.float16).reshape(2, 3, 3, 3)
    settings = options("Conv2DOptions", padding=1, strideW=2, strideH=3)
    writer.operator("CONV_2D", [0, writer.constant(weights), -1], (1, 2, 3, 2), settings)
    writer.operator("MINE", [2], (1, 2), custom=b"\1\2")
    network = read_network(writer.file())
    assert [tensor.shape for tensor in network.tensors] == [
        (1, 8, 7, 3),
        (2, 3, 3, 3),
        (1, 2, 3, 2),
        (1, 2),
    ]
    assert network.tensors[1].dtype is np.float16
    assert network.buffers[network.tensors[1].buffer].tobytes() == weights.tobytes()
    assert (network.inputs, network.outputs) == ((0,), (3,))
    first, second = network.operators
    assert (first.name, first.inputs, first.outputs) == ("CONV_2D", (0, 1, -1), (2,))
    assert first.options.integer(0, np.int8) == 1
    assert first.options.integer(1) == 2
    assert first.options.integer(2) == 3
    assert (second.name, second.custom_options) == ("MINE", b"\1\2")


def test_the_trackers_own_networks_can_be_read():
    network = read_network(models.ensure_models().read_pose_landmarks())
    assert network.tensors[network.inputs[0]].shape == (1, 256, 256, 3)
    assert len(network.operators) > 300


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"0000TFL2", b"\0\0\0\0TFL3"])
def test_what_is_no_network_is_refused(content):
    with pytest.raises(GraphRejected):
        read_network(content)
