"""Parsers that a user names: what they may look like, and what is said when they do not."""

import random

import numpy as np
import pytest

from tests.support.hostile_networks import networks
from tests.support.mutations import mutated
from tests.support.parser_heads import colour_parser
from tests.support.tflite_files import Writer, options
from tryon_ar.core.errors import GraphRejected, MissingResource
from tryon_ar.core.labels import Label
from tryon_ar.inference.session import open_session
from tryon_ar.parsing.named_parser import named_parser
from tryon_ar.parsing.picture import CROP

RED, GREEN, BLUE = (0, 0, 255), (0, 255, 0), (255, 0, 0)


def likeliest(path, colour_bgr) -> Label:
    """What a parser calls a picture of one colour."""
    graph = named_parser(path)
    crop = np.full((1, graph.side_px, graph.side_px, 3), colour_bgr, np.uint8)
    shares = open_session(graph.content, "cpu").run({CROP: crop})[0]
    assert shares.shape[:2] == (1, 8)
    np.testing.assert_allclose(shares.sum(1), 1.0, atol=1e-4)
    assert shares.max() > 0.9
    return Label(int(shares[0, :, shares.shape[2] // 2, shares.shape[3] // 2].argmax()))


@pytest.fixture
def file(tmp_path):
    def write(content: bytes, name: str = "mine.onnx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("softmax", [False, True])
@pytest.mark.parametrize("opset", [13, 18])
def test_our_own_labels(file, last, softmax, opset):
    path = file(colour_parser(last=last, softmax=softmax, opset=opset))
    assert likeliest(path, RED) == 1
    assert likeliest(path, GREEN) == 2
    assert likeliest(path, BLUE) == 3


@pytest.mark.parametrize(
    ("classes", "said", "red", "green", "blue"),
    [
        (20, {}, Label.HAIR, Label.HAIR, Label.ARMS),  # hat, hair, glove
        (20, {"labels": "cihp"}, Label.HAIR, Label.HAIR, Label.ARMS),
        (6, {}, Label.HAIR, Label.ARMS, Label.FACE),
        (8, {"channels": "bgr"}, Label.NECK, Label.FACE, Label.HAIR),
        (8, {"mean": "1,0,0", "std": "0.5,0.5,0.5"}, Label.BACKGROUND, Label.FACE, Label.NECK),
    ],
)
def test_other_conventions(file, classes, said, red, green, blue):
    path = file(colour_parser(classes, said=said))
    found = [likeliest(path, colour) for colour in (GREEN, BLUE)]
    assert found == [green, blue]
    if red is not Label.BACKGROUND:
        assert likeliest(path, RED) == red


def _tflite() -> bytes:
    writer = Writer()
    writer.computed((1, 64, 64, 3))
    weights = np.zeros((8, 1, 1, 3), np.float32)
    weights[1, 0, 0, 0] = weights[2, 0, 0, 1] = weights[3, 0, 0, 2] = 10.0
    settings = options("Conv2DOptions", strideW=1, strideH=1)
    writer.operator("CONV_2D", [0, writer.constant(weights)], (1, 64, 64, 8), settings)
    return writer.file()


def test_tensorflow_lite(file):
    path = file(_tflite(), "mine.tflite")
    assert [likeliest(path, colour) for colour in (RED, GREEN, BLUE)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a whole ONNX"),
        (b"nothing of the kind", "not a whole ONNX"),
        (colour_parser()[:-300], "not a whole ONNX"),
        (colour_parser(7), "map of"),
        (colour_parser(side_px=32), "S from 64"),
        (colour_parser(opset=11), "opset 11"),
        (colour_parser(said={"labels": "lip"}), "labels are lip"),
        (colour_parser(said={"labels": "mine"}), "labels are mine"),
        (colour_parser(said={"channels": "grb"}), "channels are grb"),
        (colour_parser(said={"mean": "1,2"}), "mean is 1,2"),
        (colour_parser(said={"std": "0,1,1"}), "std is 0,1,1"),
        (colour_parser(said={"std": "nan,1,1"}), "std is nan,1,1"),
    ],
)
def test_what_cannot_be_used_is_told(file, content, words):
    with pytest.raises(GraphRejected, match=words) as caught:
        named_parser(file(content))
    assert "mine.onnx" in caught.value.user_text


def test_other_kinds_of_file_are_told(file):
    with pytest.raises(GraphRejected, match=r"only \.onnx and \.tflite"):
        named_parser(file(b"", "mine.pth"))
    with pytest.raises(GraphRejected, match=r"mine\.tflite.*not a TensorFlow Lite"):
        named_parser(file(b"", "mine.tflite"))


def test_an_absent_file_is_told(tmp_path):
    with pytest.raises(MissingResource, match="cannot be read") as caught:
        named_parser(tmp_path / "absent.onnx")
    assert "TRYON_AR_PARSER" in caught.value.hint


NETWORKS = networks()


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_a_network_that_wants_more_than_to_compute_is_refused(file, name):
    content, words = NETWORKS[name]
    if not words:
        named_parser(file(content))
        return
    with pytest.raises(GraphRejected, match=words) as caught:
        named_parser(file(content))
    assert len(str(caught.value)) < 400


def test_no_other_file_is_opened(file, monkeypatch, tmp_path):
    """Weights told to lie beside the network are refused though they are there."""
    (tmp_path / "link.bin").symlink_to("/etc/passwd")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(GraphRejected, match="other files"):
        named_parser(file(NETWORKS["weights_of_a_link"][0]))


def test_mutated_networks_are_used_or_refused(file):
    outcome = {"used": 0, "refused": 0}
    chance = random.Random(5)
    for name, seed in (
        ("mine.onnx", colour_parser(said={"mean": "1,0,0"})),
        ("mine.tflite", _tflite()),
    ):
        for _ in range(400):
            path = file(mutated(seed, chance), name)
            try:
                named_parser(path)
                outcome["used"] += 1
            except GraphRejected:
                outcome["refused"] += 1
    assert min(outcome.values()) > 10
