"""The trained head as a file that ships."""

# ruff: noqa: E402 - nothing of this is imported where PyTorch is missing
import copy
import json
from pathlib import Path

import numpy as np
import onnx
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is in the extra 'train'")
pytest.importorskip("onnxscript", reason="onnxscript is in the extra 'train'")

from tryon_ar.core.shipped_models import MANIFEST_NAME
from tryon_ar.inference.session import open_session
from tryon_ar.training.parsing_net.export import Shares, export, load_average
from tryon_ar.training.parsing_net.interface import INPUTS, OUTPUT, SHAPES
from tryon_ar.training.parsing_net.network import ParsingHead

# PyTorch's exporter warns of its own insides.
pytestmark = pytest.mark.filterwarnings("default")


def inputs(count, seed):
    torch.manual_seed(seed)
    spreads = (1, 1, 30, 80, 3, 40, 10)
    shapes = zip(SHAPES, spreads, strict=True)
    return [spread * torch.rand(count, c, s, s) for (c, s), spread in shapes]


@pytest.fixture(scope="module")
def head():
    """A head whose statistics are of the size that training gives them."""
    torch.manual_seed(5)
    fresh = ParsingHead()
    with torch.no_grad():
        fresh.outline.weight.normal_()
        for seed in range(30):
            fresh(*inputs(1, seed))
    return fresh.eval()


@pytest.fixture(scope="module")
def exported(head, tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "models" / "parsing_head.onnx"
    export(copy.deepcopy(head), path)
    return path


def test_the_file_says_what_the_head_says(head, exported):
    given = inputs(1, 99)
    with torch.no_grad():
        wanted = Shares(head)(*given).numpy()
    session = open_session(exported.read_bytes(), "cpu")
    feeds = dict(zip(INPUTS, (value.numpy() for value in given), strict=True))
    (said,) = session.run(feeds, [OUTPUT])
    assert said.shape == (1, 8, 128, 128)
    assert said.dtype == np.float32
    np.testing.assert_allclose(said, wanted, atol=5e-3)
    np.testing.assert_allclose(said.sum(1), 1, atol=1e-4)


def test_it_is_small_and_listed(exported):
    assert exported.stat().st_size <= 600_000
    listed = json.loads((exported.parent / MANIFEST_NAME).read_text(encoding="utf-8"))
    assert list(listed["sha256"]) == ["parsing_head.onnx"]


def test_normalisations_are_folded_and_weights_narrow(exported):
    model = onnx.load(exported)
    kinds = {node.op_type for node in model.graph.node}
    assert "Softmax" not in kinds
    assert [value.name for value in model.graph.input] == list(INPUTS)
    wide = [
        weight.name
        for weight in model.graph.initializer
        if weight.data_type == onnx.TensorProto.FLOAT and np.prod(weight.dims) >= 256
    ]
    assert wide == []


def test_it_tells_nothing_about_the_machine_it_was_made_on(exported):
    content = exported.read_bytes()
    for trace in (str(Path.home()), str(Path(torch.__file__).parent), ".py"):
        assert trace.encode() not in content, trace


def test_the_averaged_head_of_a_checkpoint_is_taken(head, tmp_path):
    torch.manual_seed(6)
    path = tmp_path / "checkpoint.pt"
    torch.save({"network": ParsingHead().state_dict(), "average": head.state_dict()}, path)
    loaded = load_average(path)
    assert not loaded.training
    for name, value in head.state_dict().items():
        assert torch.equal(loaded.state_dict()[name], value), name
