"""Scores of a network."""

import numpy as np
import pytest

from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.garment_net.scores import REGIONS, mask_iou


def test_intersection_over_union():
    one = np.zeros((4, 4), bool)
    two = np.zeros((4, 4), bool)
    one[:2] = True
    two[1:3] = True
    assert mask_iou(one, two) == pytest.approx(1 / 3)
    assert mask_iou(one, one) == 1
    assert mask_iou(np.zeros_like(one), np.zeros_like(one)) == 1


def test_regions():
    assert set(REGIONS) == set(CATEGORIES)
    assert {name for name, region in REGIONS.items() if region == "lower"} == {
        "skirt",
        "trousers",
        "shorts",
    }
    assert REGIONS["dress"] == "full"
