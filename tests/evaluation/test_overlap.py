import numpy as np
import pytest

from tryon_ar.evaluation.overlap import Overlap


def test_a_set_is_scored_by_its_pixels():
    overlap = Overlap({"hair": 1, "face": 2}, ignored=255)
    truth = np.array([[1, 1, 2, 255]], np.uint8)
    own = overlap.add(np.array([[1, 0, 2, 1]], np.uint8), truth)
    assert own == {"hair": 0.5, "face": 1.0}  # the ignored pixel counts for nothing
    overlap.add(np.array([[1, 1, 1, 1]], np.uint8), np.array([[1, 1, 1, 1]], np.uint8))
    assert overlap.scores()["hair"] == pytest.approx(5 / 6)
    assert overlap.pictures == 2


def test_a_class_that_never_occurs_has_no_score():
    overlap = Overlap({"hair": 1}, ignored=255)
    overlap.add(np.zeros((2, 2), np.uint8), np.zeros((2, 2), np.uint8))
    assert overlap.scores() == {}


def test_sizes_must_agree():
    with pytest.raises(ValueError, match="against"):
        Overlap({"hair": 1}, 255).add(np.zeros((2, 2), np.uint8), np.zeros((2, 3), np.uint8))
