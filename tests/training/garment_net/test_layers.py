"""The pool of drawn garments on disk."""

import itertools
import sys

import numpy as np
import pytest

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.garment_net import layers
from tryon_ar.training.garment_net.layers import draw_layers, load_shard, save_shard, shards
from tryon_ar.training.sketches.layer import LAYER_PX, Layer

FIELDS = ("colour_bgr", "alpha", "parts", "landmarks")


def small_layer(rng, category=3, side=8):
    return Layer(
        rng.integers(0, 256, (side, side, 3)).astype(np.uint8),
        rng.integers(0, 256, (side, side)).astype(np.uint8),
        rng.integers(0, 10, (side, side)).astype(np.uint8),
        rng.random((len(LANDMARK_ORDER), 3)).astype(np.float32),
        category,
    )


def assert_same(one, two):
    assert one.category == two.category
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
        assert getattr(one, name).dtype == getattr(two, name).dtype


def test_a_shard_comes_back_as_it_was(tmp_path, rng):
    written = [small_layer(rng, category) for category in range(len(CATEGORIES))]
    save_shard(tmp_path / "seed001-0000.npz", written)
    read = load_shard(tmp_path / "seed001-0000.npz")
    assert len(read) == len(written)
    for one, two in zip(written, read, strict=True):
        assert_same(one, two)
        assert isinstance(two.category, int)
    assert [path.name for path in tmp_path.iterdir()] == ["seed001-0000.npz"]


def test_shards_are_listed_in_order(tmp_path, rng):
    for number in (2, 0, 1):
        save_shard(tmp_path / f"seed001-{number:04d}.npz", [small_layer(rng)])
    assert [path.stem[-4:] for path in shards(tmp_path)] == ["0000", "0001", "0002"]


def test_a_shard_being_written_is_not_listed(tmp_path, rng, monkeypatch):
    path = tmp_path / "seed001-0000.npz"
    during = []

    def look_then_replace(staging, final):
        during.extend(shards(tmp_path))
        assert staging.is_file()

    monkeypatch.setattr(layers.os, "replace", look_then_replace)
    save_shard(path, [small_layer(rng)])
    assert during == []
    assert shards(tmp_path) == []


def test_a_pool_that_is_not_there_is_empty(tmp_path):
    assert shards(tmp_path / "nowhere") == []


def test_drawings_follow_their_seed():
    one, again = (next(draw_layers(seed)) for seed in (5, 5))
    assert_same(one, again)
    assert one.colour_bgr.shape == (LAYER_PX, LAYER_PX, 3)


def test_the_command_draws_whole_shards(tmp_path, rng, monkeypatch, capsys):
    monkeypatch.setattr(layers, "draw_layers", lambda _: itertools.repeat(small_layer(rng)))
    monkeypatch.setattr(layers, "SHARD_LAYERS", 4)
    out = tmp_path / "pool"
    monkeypatch.setattr(sys, "argv", ["layers", str(out), "--count", "6", "--seed", "7"])
    layers.main()
    assert [path.name for path in shards(out)] == ["seed007-0000.npz", "seed007-0001.npz"]
    assert [len(load_shard(path)) for path in shards(out)] == [4, 4]
    assert "8 drawn" in capsys.readouterr().out


@pytest.mark.parametrize("name", CATEGORIES)
def test_every_category_is_drawn_sometimes(name):
    # The shares that the categories are drawn with, without drawing them.
    assert layers._SHARES.get(name, 1.0) > 0.5
