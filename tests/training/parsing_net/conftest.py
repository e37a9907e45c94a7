"""Stand-ins for the frozen networks and for a pool of rendered people."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.interface import SHAPES

SIDE = 256


def _write_graph(path: Path, shapes, last: str | None = None) -> Path:
    """Write a graph that averages its picture and mixes the colours into each output."""
    rng = np.random.default_rng(4)
    nodes, weights, outputs = [], [], []
    for number, (channels, side) in enumerate(shapes):
        step = SIDE // side
        pooled = f"pooled{number}"
        nodes.append(
            helper.make_node(
                "AveragePool", ["seen"], [pooled], kernel_shape=[step] * 2, strides=[step] * 2
            )
        )
        mix = rng.normal(0, 2, (channels, 3, 1, 1)).astype(np.float32)
        weights.append(numpy_helper.from_array(mix, f"mix{number}"))
        wanted = f"out{number}"
        mixed = wanted if last is None else f"mixed{number}"
        nodes.append(helper.make_node("Conv", [pooled, f"mix{number}"], [mixed]))
        if last is not None:
            nodes.append(helper.make_node(last, [mixed], [wanted]))
        shape = [1, channels, side, side]
        outputs.append(helper.make_tensor_value_info(wanted, TensorProto.FLOAT, shape))
    seen = helper.make_tensor_value_info("seen", TensorProto.FLOAT, [1, 3, SIDE, SIDE])
    graph = helper.make_graph(nodes, "stand-in", [seen], outputs, weights)
    opset = [helper.make_opsetid("", 17)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    return path


@pytest.fixture
def networks(tmp_path: Path) -> tuple[Path, Path]:
    """Files that have the trunk's and the selfie network's shapes, the taps in another order."""
    trunk = _write_graph(tmp_path / "trunk.onnx", [*SHAPES[:1:-1]])
    return trunk, _write_graph(tmp_path / "selfie.onnx", [SHAPES.person], "Sigmoid")


def _drawn_people(count: int, seed: int = 0):
    """Return rgba, labels and frames: a head over a torso that the frame cuts below."""
    rng = np.random.default_rng(seed)
    labels = np.zeros((count, SIDE, SIDE), np.uint8)
    labels[:, 40:110, 90:160] = Label.FACE
    labels[:, 30:60, 80:170] = Label.HAIR
    labels[:, 110:240, 60:190] = Label.UPPER
    colours = rng.integers(30, 230, (count, 8, 3))
    rgba = np.zeros((count, SIDE, SIDE, 4), np.uint8)
    for number in range(count):
        rgba[number, :, :, :3] = colours[number][labels[number]]
    rgba[..., 3] = 255 * (labels > 0)
    rgba[labels == 0] = 0
    frame = np.tile(np.float32([0, 10, 256, 240]), (count, 1))
    return rgba, labels, frame


def _write_pool(folder: Path, number: int, count: int = 3) -> Path:
    """Write a file of a pool and return it."""
    folder.mkdir(exist_ok=True)
    rgba, labels, frame = _drawn_people(count, number)
    path = folder / f"seed001-{number:04d}.npz"
    np.savez(path, rgba=rgba, labels=labels, frame=frame)
    return path


@pytest.fixture
def write_graph():
    """Return the function that writes a stand-in."""
    return _write_graph


@pytest.fixture
def drawn_people():
    """Return the function that draws people."""
    return _drawn_people


@pytest.fixture
def write_pool():
    """Return the function that writes a file of a pool."""
    return _write_pool
