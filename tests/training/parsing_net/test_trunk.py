"""The frozen networks under the head."""

import numpy as np
import pytest

from tryon_ar.core.errors import GraphRejected
from tryon_ar.training.parsing_net.interface import INPUTS, SHAPES
from tryon_ar.training.parsing_net.trunk import Trunk, as_picture


def test_pictures_are_red_green_blue_shares():
    picture = np.zeros((256, 256, 3), np.uint8)
    picture[10, 20] = (255, 51, 0)
    seen = as_picture(picture)
    assert seen.dtype == np.float32
    assert seen.shape == (1, 3, 256, 256)
    assert seen[0, :, 10, 20].tolist() == pytest.approx([0, 0.2, 1])


def test_everything_the_head_reads_is_told_apart_by_its_shape(networks, rng):
    picture = rng.integers(0, 256, (256, 256, 3)).astype(np.uint8)
    read = Trunk(*networks).read(picture)
    assert tuple(read) == INPUTS
    assert [value.shape for value in read.values()] == [(1, c, s, s) for c, s in SHAPES]
    assert all(value.dtype == np.float32 for value in read.values())
    np.testing.assert_array_equal(read["picture"], as_picture(picture))
    assert 0 < read["person"].min() <= read["person"].max() < 1


def test_other_networks_are_refused(networks, tmp_path, write_graph):
    short = write_graph(tmp_path / "short.onnx", SHAPES[2:6])
    with pytest.raises(GraphRejected, match="tap_e"):
        Trunk(short, networks[1])
    odd = write_graph(tmp_path / "odd.onnx", [(7, 64)])
    with pytest.raises(GraphRejected, match="shape"):
        Trunk(odd, networks[1])
