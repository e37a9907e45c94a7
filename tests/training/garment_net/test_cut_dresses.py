"""Tops and skirts out of photos of dresses."""

import dataclasses

import numpy as np
import pytest

from tests.support.drawn_cut_outs import reading_of
from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.training.garment_net.cut_dresses import UPPER, pieces_of

HEIGHT, WIDTH = 300, 160


def dress(*, sleeved=False, hem=270.0, sure=0.9):
    """Return a red dress on green, 80 pixels wide from 30 down to its hem, and its reading."""
    photo = np.full((HEIGHT, WIDTH, 3), (40, 200, 40), np.uint8)
    alpha = np.zeros((HEIGHT, WIDTH), np.float32)
    alpha[30 : round(hem), 40:120] = 1
    photo[alpha > 0] = (30, 30, 200)
    landmarks = np.zeros((len(LANDMARK_ORDER), 3), np.float32)
    for stem, y in (("shoulder", 30.0), ("armpit", 80.0), ("hem", hem)):
        for side, x in (("left", 119.0), ("right", 41.0)):
            landmarks[LANDMARK_ORDER.index(f"{stem}_{side}")] = (x, y, sure)
    for index, name in enumerate(LANDMARK_ORDER):
        if name.startswith("cuff"):
            landmarks[index, 2] = 0.9 if sleeved else 0.02
    return photo, dataclasses.replace(reading_of(alpha), landmarks=landmarks)


def made(category="dress", seed=0, **of_dress):
    photo, reading = dress(**of_dress)
    pieces = pieces_of(photo, reading, category, np.random.default_rng(seed))
    return {piece.name: piece for piece in pieces}


def red(photo):
    """Return the height and width of what is red."""
    rows, columns = np.nonzero((photo[..., 2] > 150) & (photo[..., 1] < 100))
    return np.ptp(rows) + 1, np.ptp(columns) + 1


@pytest.mark.parametrize("seed", range(6))
def test_a_dress_becomes_tops_and_a_skirt(seed):
    pieces = made(seed=seed)
    assert {name: piece.category for name, piece in pieces.items()} == {
        "whole-dress": "dress", "top0": "top", "top1": "top", "skirt": "skirt",
    }  # fmt: skip
    assert red(pieces["whole-dress"].photo_bgr) == (240, 80)
    for name in ("top0", "top1"):
        height, width = red(pieces[name].photo_bgr)
        assert width == 80
        assert 0.9 * 78 < height < 1.75 * 78
    assert 78 < red(pieces["skirt"].photo_bgr)[0] < 190


def test_the_ground_is_plain_and_light_and_nothing_of_the_photos():
    for piece in made().values():
        photo = piece.photo_bgr.astype(int)
        assert photo[0, 0].min() > 205
        np.testing.assert_array_equal(photo[0], np.broadcast_to(photo[0, 0], photo[0].shape))
        assert not ((photo[..., 1] > 150) & (photo[..., 2] < 100)).any()


def test_with_sleeves_what_is_cut_may_be_any_upper_and_is_no_skirt():
    pieces = made(sleeved=True)
    assert pieces["top0"].category == UPPER
    assert "skirt" not in pieces


def test_a_short_dress_and_one_without_landmarks_are_not_cut():
    assert set(made(hem=115.0)) == {"whole-dress"}
    assert set(made(sure=0.1)) == {"whole-dress"}


def test_other_garments_stay_whole():
    names = {name for seed in range(8) for name in made("skirt", seed=seed)}
    assert names == {"whole-skirt"}
    assert not made("hoodie")
