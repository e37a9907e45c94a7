"""What ``benchmarks/garment_landmarks.py`` measures with, and the landmarks placed by hand."""

import importlib.util
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.support.hand_landmarks import hand_placed
from tryon_ar.core.images import read_picture
from tryon_ar.garments.cutting.landmark_rules import landmarks_of
from tryon_ar.garments.garment import CATEGORIES

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
SQUARE = {"hem_left": (90.0, 50.0), "hem_right": (10.0, 50.0)}


@pytest.fixture(scope="module")
def measures():
    spec = importlib.util.spec_from_file_location(
        "landmark_measures", BENCHMARKS / "landmark_measures.py"
    )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_width_is_that_of_the_box(measures):
    alpha = np.zeros((20, 30), np.uint8)
    alpha[5, 3], alpha[9, 22], alpha[9, 28] = 255, 200, 100
    assert measures.garment_width(alpha) == 20
    with pytest.raises(ValueError, match="empty"):
        measures.garment_width(np.zeros_like(alpha))


def test_errors_are_shares_of_the_width(measures):
    found = {"hem_left": (93.0, 54.0), "hem_right": (10.0, 50.0)}
    of = measures.misses("a", "top", SQUARE, found, 100.0)
    assert [miss.error for miss in of] == pytest.approx([0.05, 0.0])
    assert measures.summary(of) == {
        "count": 2,
        "mean_percent": 2.5,
        "median_percent": 2.5,
        "pck": 1.0,
        "missing": 0.0,
    }


def test_missing_landmarks_are_wrong_but_not_averaged(measures):
    of = measures.misses("a", "top", SQUARE, {"hem_right": (10.0, 52.0)}, 100.0)
    got = measures.summary(of)
    assert (got["mean_percent"], got["pck"], got["missing"]) == (2.0, 0.5, 0.5)
    assert measures.summary(measures.misses("a", "top", SQUARE, {}, 100.0))["mean_percent"] is None


def test_groups_join_both_sides(measures):
    assert measures.group_of("cuff_left_outer") == measures.group_of("cuff_right_outer")
    assert measures.group_of("hem_center") != measures.group_of("hem_left")


def test_thirty_photos_of_every_class():
    placed = hand_placed()
    assert len({hand.photo for hand in placed}) == 30
    assert min(Counter(hand.category for hand in placed)[name] for name in CATEGORIES) >= 2


@pytest.mark.parametrize("hand", hand_placed(), ids=lambda hand: Path(hand.photo).stem)
def test_left_is_the_wearers_and_all_lie_in_the_photo(hand, shared_data):
    height, width = read_picture(shared_data / hand.photo).shape[:2]
    assert set(hand.landmarks) <= set(landmarks_of(hand.category, sleeves=True))
    for name, (x, y) in hand.landmarks.items():
        assert 0 <= x < width
        assert 0 <= y < height
        other = hand.landmarks.get(name.replace("left", "right"))
        if "left" in name and other is not None:
            assert x > other[0]
