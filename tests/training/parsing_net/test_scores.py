"""Scores on people that were never trained on."""

import numpy as np
import pytest

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.feed import Example
from tryon_ar.training.parsing_net.interface import SHAPES
from tryon_ar.training.parsing_net.pool import IGNORED, Pool
from tryon_ar.training.parsing_net.scores import Overlaps, likeliest, score, spread


def test_overlaps_are_summed_over_pictures():
    overlaps = Overlaps()
    said = np.uint8([[1, 1], [0, 0]])
    overlaps.add(said, np.uint8([[1, 0], [0, 0]]))
    overlaps.add(said, np.uint8([[1, 1], [IGNORED, 0]]))
    assert overlaps.scores() == {"background": pytest.approx(0.75), "hair": pytest.approx(0.75)}


def test_shares_are_enlarged_before_the_likeliest_is_taken():
    shares = np.zeros((1, 8, 128, 128), np.float32)
    shares[:, Label.BACKGROUND] = 1
    shares[:, :, 40:60, 30:90] = 0
    shares[:, Label.UPPER, 40:60, 30:90] = 1
    rows, columns = np.nonzero(likeliest(shares) == Label.UPPER)
    assert (rows.min(), rows.max() + 1) == (80, 120)
    assert (columns.min(), columns.max() + 1) == (60, 180)


class Says:
    """A head that says one label everywhere."""

    def run(self, feeds, outputs):
        assert outputs == ["shares"]
        assert [value.shape for value in feeds.values()] == [(1, c, s, s) for c, s in SHAPES]
        shares = np.zeros((1, 8, 128, 128), np.float32)
        shares[:, Label.FACE] = 1
        return [shares]


def test_a_head_is_scored_by_what_it_says(networks):
    from tryon_ar.training.parsing_net.trunk import Trunk

    labels = np.zeros((256, 256), np.uint8)
    labels[:64] = Label.FACE
    example = Example(np.zeros((256, 256, 3), np.uint8), labels)
    scores = score([example, example], Trunk(*networks), Says())
    assert scores == {"background": 0.0, "face": 0.25}


def test_people_to_score_on_are_spread_over_the_pool(tmp_path, write_pool):
    write_pool(tmp_path, 4, 9)
    pool = Pool((tmp_path,), held_back=True)
    assert spread(pool, 5) == []
    pool.refresh()
    chosen = spread(pool, 3)
    wanted = [pool.person(number) for number in (0, 4, 8)]
    for mine, theirs in zip(chosen, wanted, strict=True):
        np.testing.assert_array_equal(mine.rgba, theirs.rgba)
    assert len(spread(pool, 100)) == 9
