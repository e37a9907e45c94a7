"""The trunk for training is the one the program joins."""

import onnx
import pytest

from tryon_ar.parsing.trunk import TAPS
from tryon_ar.tracking import models
from tryon_ar.training.parsing_net.trunk_files import write_trunk


def test_both_networks_are_written_with_what_the_head_reads(tmp_path):
    write_trunk(models.ensure_models().pose.parent, tmp_path)
    trunk = onnx.load(tmp_path / "trunk.onnx")
    assert [output.name for output in trunk.graph.output] == [tap.name for tap in TAPS]
    assert [output.name for output in onnx.load(tmp_path / "selfie.onnx").graph.output] == [
        "person"
    ]


def test_without_the_bundle_it_says_so(tmp_path):
    with pytest.raises(FileNotFoundError, match="pose_landmarker"):
        write_trunk(tmp_path, tmp_path / "out")
