import numpy as np
import pytest

from tests.contracts.test_parser import body_of, frame_of
from tests.support.parser_heads import colour_parser
from tryon_ar.core.errors import GraphRejected, TrackerUnavailable
from tryon_ar.core.labels import Label
from tryon_ar.parsing.named_parser import named_parser
from tryon_ar.parsing.parser import ENVIRONMENT, NetworkParser, chosen_parser
from tryon_ar.parsing.picture import ParserGraph
from tryon_ar.parsing.trunk import TrunkFiles


@pytest.fixture
def graph(tmp_path) -> ParserGraph:
    path = tmp_path / "colours.onnx"
    path.write_bytes(colour_parser(side_px=128))
    return named_parser(path)


def unavailable() -> TrunkFiles:
    raise TrackerUnavailable("There is no connection.", "Connect.")


def runs_of(parser: NetworkParser, monkeypatch) -> list[int]:
    """Count the network's runs from now on."""
    runs: list[int] = []
    run = parser._network.run
    monkeypatch.setattr(parser._network, "run", lambda crop: runs.append(1) or run(crop))
    return runs


@pytest.mark.parametrize(
    ("every", "still", "expected"), [(1, False, 6), (2, False, 3), (2, True, 6)]
)
def test_the_network_runs_as_often_as_asked(graph, monkeypatch, every, still, expected):
    parser = NetworkParser(lambda: graph, every=every, still=still, provider="cpu")
    for _ in range(2):
        parser.parse(frame_of(0), body_of())  # the first, and one that may be carried
    runs = runs_of(parser, monkeypatch)
    for _ in range(6):
        parser.parse(frame_of(0), body_of())
    assert len(runs) == expected
    parser.close()


def test_the_network_looks_when_labels_cannot_be_followed(graph, monkeypatch):
    parser = NetworkParser(lambda: graph, provider="cpu")
    parser.parse(frame_of(0), body_of())
    runs = runs_of(parser, monkeypatch)
    for seed in range(1, 5):
        parser.parse(frame_of(seed), body_of())
    assert len(runs) == 4
    parser.close()


def test_a_network_that_is_spared_waits_even_when_labels_are_lost(graph, monkeypatch):
    parser = NetworkParser(lambda: graph, provider="cpu")
    parser.least_apart = 3
    parser.parse(frame_of(0), body_of())
    runs = runs_of(parser, monkeypatch)
    looked = []
    for seed in range(1, 7):
        parser.parse(frame_of(seed), body_of())
        looked.append(len(runs))
    assert looked == [0, 0, 1, 1, 1, 2]
    parser.reset()
    parser.parse(frame_of(7), body_of())
    assert len(runs) == 3, "another person is looked at, at once"
    parser.close()


def test_labels_follow_the_picture_between_runs(graph):
    parser = NetworkParser(lambda: graph, provider="cpu")
    first = parser.parse(frame_of(3), body_of())
    second = parser.parse(frame_of(3, shift=2), body_of())
    cells = round(2 * first.shares.shape[1] / first.side_px)
    assert cells >= 1
    moved = np.roll(first.shares, cells, 2)
    inner = (slice(None), slice(30, -30), slice(30, -30))
    off = np.abs(second.shares - first.shares)[inner].mean()
    assert np.abs(second.shares - moved)[inner].mean() < 0.4 * off
    parser.close()


def test_the_provider_is_known_after_the_first_frame(graph):
    parser = NetworkParser(lambda: graph, provider="cpu")
    assert parser.provider == ""
    parser.parse(frame_of(0), body_of())
    assert parser.provider == "CPU"
    parser.close()
    assert parser.provider == ""


def test_the_environment_names_another_parser(tmp_path, monkeypatch):
    path = tmp_path / "mine.onnx"
    path.write_bytes(colour_parser())
    monkeypatch.setenv(ENVIRONMENT, str(path))
    with chosen_parser(unavailable, provider="cpu") as parser:
        frame = frame_of(0)
        red = np.zeros_like(frame.image_bgr)
        red[..., 2] = 255
        labels = parser.parse(type(frame)(red, 0, 0.0, 0), body_of())
    assert labels.shares[Label.HAIR].mean() > 0.5


def test_a_parser_that_cannot_be_had_is_told_and_tried_again(tmp_path, monkeypatch):
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    path = tmp_path / "mine.onnx"
    path.write_bytes(b"half")
    parser = chosen_parser(unavailable, path, provider="cpu")
    with pytest.raises(GraphRejected, match=r"mine\.onnx"):
        parser.parse(frame_of(0), body_of())
    path.write_bytes(colour_parser())
    assert parser.parse(frame_of(0), body_of()) is not None
    parser.close()


def test_a_graph_that_gives_no_labels_is_refused():
    from onnx import TensorProto, helper

    values = [
        helper.make_tensor_value_info(name, TensorProto.UINT8, [1, 64, 64, 3])
        for name in ("crop_bgr", "same")
    ]
    node = helper.make_node("Identity", ["crop_bgr"], ["same"])
    graph = helper.make_graph([node], "g", values[:1], values[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    parser = NetworkParser(lambda: ParserGraph(model.SerializeToString(), 64), provider="cpu")
    with pytest.raises(GraphRejected, match="not labels"):
        parser.parse(frame_of(0), body_of())
