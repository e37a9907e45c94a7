"""The trained network as a file that ships."""

# ruff: noqa: E402 - nothing of this is imported where PyTorch is missing
import getpass
import json
from pathlib import Path

import numpy as np
import onnx
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is in the extra 'train'")
pytest.importorskip("onnxscript", reason="onnxscript is in the extra 'train'")

from tryon_ar.core.shipped_models import MANIFEST_NAME
from tryon_ar.garments.cutting.square import SQUARE_PX
from tryon_ar.inference.session import open_session
from tryon_ar.training.garment_net.export import OUTPUTS, Probabilities, export, load_teacher
from tryon_ar.training.garment_net.network import GarmentNet

# PyTorch's exporter warns of its own insides.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def network():
    """A network with weights and statistics of the size that training gives them."""
    torch.manual_seed(5)
    fresh = GarmentNet()
    with torch.no_grad():
        for _ in range(3):
            fresh(torch.rand(2, 3, 128, 128))
    return fresh.eval()


@pytest.fixture(scope="module")
def exported(network, tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "models" / "garment.onnx"
    export(network, path)
    return path


@pytest.fixture(scope="module")
def session(exported):
    return open_session(exported.read_bytes(), "cpu")


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_file_says_what_the_network_says(network, session, count):
    photos = np.random.default_rng(count).random((count, 3, SQUARE_PX, SQUARE_PX), np.float32)
    with torch.no_grad():
        wanted = Probabilities(network).eval()(torch.from_numpy(photos))
    said = session.run({"photo": photos})
    for name, mine, theirs in zip(OUTPUTS, wanted, said, strict=True):
        assert theirs.shape == tuple(mine.shape), name
        np.testing.assert_allclose(theirs, mine.numpy(), atol=1e-3, err_msg=name)


def test_what_it_says_are_probabilities(session):
    photos = np.random.default_rng(0).random((2, 3, SQUARE_PX, SQUARE_PX), np.float32)
    said = dict(zip(OUTPUTS, session.run({"photo": photos}), strict=True))
    for name, values in said.items():
        assert values.dtype == np.float32, name
        assert values.min() >= 0, name
        assert values.max() <= 1 + 1e-5, name
    np.testing.assert_allclose(said["parts"].sum(1), 1, atol=1e-4)
    np.testing.assert_allclose(said["heatmaps"].sum((2, 3)), 1, atol=1e-4)
    np.testing.assert_allclose(said["categories"].sum(1), 1, atol=1e-4)


def test_it_is_small_and_listed(exported):
    assert exported.stat().st_size <= 8e6
    listed = json.loads((exported.parent / MANIFEST_NAME).read_text(encoding="utf-8"))
    assert list(listed["sha256"]) == ["garment.onnx"]


def test_it_tells_nothing_about_the_machine_it_was_made_on(exported):
    content = exported.read_bytes()
    package = Path(__file__).resolve().parents[3]
    traces = [str(package), str(Path.home()), str(Path(torch.__file__).parent), ".py"]
    if len(getpass.getuser()) > 5:
        traces.append(getpass.getuser())
    for trace in traces:
        assert len(trace) < 3 or trace.encode() not in content, trace
    model = onnx.load_from_string(content)
    assert not model.metadata_props
    assert not any(node.doc_string or node.metadata_props for node in model.graph.node)


def test_weights_are_stored_in_16_bits(exported):
    model = onnx.load(exported)
    wide = [
        weight.name
        for weight in model.graph.initializer
        if weight.data_type == onnx.TensorProto.FLOAT and np.prod(weight.dims) >= 256
    ]
    assert wide == []
    assert not any(weight.external_data for weight in model.graph.initializer)


def test_the_averaged_network_of_a_checkpoint_is_taken(network, tmp_path):
    torch.manual_seed(6)
    path = tmp_path / "checkpoint.pt"
    torch.save({"network": GarmentNet().state_dict(), "teacher": network.state_dict()}, path)
    loaded = load_teacher(path)
    assert not loaded.training
    for name, value in network.state_dict().items():
        assert torch.equal(loaded.state_dict()[name], value), name
