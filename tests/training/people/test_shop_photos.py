"""Rendered product photos that tell tops, dresses and skirts apart."""

import csv

import cv2
import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("moderngl")
pytest.importorskip("anny")

from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.people import shop_photos
from tryon_ar.training.people.body import BodyModel
from tryon_ar.training.people.rig_photo import PhotoStudio
from tryon_ar.training.people.shop_photos import put_on

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def shoot():
    body, studio = BodyModel(), PhotoStudio()

    def shot(kind, seed=1):
        pieces, category = put_on(body, kind, np.random.default_rng(seed))
        photo = studio.show(pieces, np.random.default_rng(0))
        return np.abs(photo.astype(int) - photo[0, 0]).max(axis=2) > 12, category, pieces

    return shot


def parts_in(row):
    return int((np.diff(np.concatenate([[0], row.astype(int)])) == 1).sum())


def test_a_camisole_hangs_on_two_straps(shoot):
    cloth, category, pieces = shoot("camisole")
    assert category == "top"
    assert len(pieces) == 1
    rows = np.flatnonzero(cloth.any(axis=1))
    height = len(rows)
    straps = cloth[rows[round(0.06 * height)]]
    assert parts_in(straps) == 2
    assert straps.sum() < 0.25 * cloth[rows[round(0.6 * height)]].sum()
    assert parts_in(cloth[rows[round(0.6 * height)]]) == 1


def test_a_tunic_is_shorter_for_its_width_than_a_dress(shoot):
    ratios = {}
    for kind in ("tunic", "mini", "longer"):
        shapes = [shoot(kind, seed)[0] for seed in range(3)]
        ratios[kind] = np.median([cloth.any(1).sum() / cloth.any(0).sum() for cloth in shapes])
    assert ratios["tunic"] < ratios["mini"] < ratios["longer"]


def test_sleeves_say_what_a_top_is_called(shoot):
    called = {shoot("crop", seed)[1] for seed in range(6)}
    assert "tshirt" in called
    assert called <= {"top", "tshirt"}


def test_a_folder_of_photos_is_the_same_again(tmp_path):
    for name in ("one", "two"):
        shop_photos.make(tmp_path / name, 2, seed=3)
    rows = list(csv.DictReader((tmp_path / "one" / "labels.csv").open()))
    assert len(rows) == 2
    assert {row["category"] for row in rows} <= set(CATEGORIES)
    for row in rows:
        one, two = (cv2.imread(str(tmp_path / name / "image" / row["image"]))
                    for name in ("one", "two"))  # fmt: skip
        np.testing.assert_array_equal(one, two)
