"""What ``benchmarks/garment_masks.py`` measures with."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def measures():
    spec = importlib.util.spec_from_file_location("measures", BENCHMARKS / "mask_measures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rectangle(top, bottom, left, right):
    mask = np.zeros((60, 80), bool)
    mask[top:bottom, left:right] = True
    return mask


def test_intersection_over_union(measures):
    one = rectangle(10, 30, 10, 30)
    assert measures.mask_iou(one, one) == 1
    assert measures.mask_iou(one, rectangle(10, 30, 20, 40)) == pytest.approx(1 / 3)
    assert measures.mask_iou(~np.ones_like(one), ~np.ones_like(one)) == 1


@pytest.mark.parametrize(("shift", "least", "most"), [(0, 1, 1), (2, 1, 1), (5, 0.3, 0.7)])
def test_outlines_match_within_two_pixels(measures, shift, least, most):
    wanted = rectangle(10, 40, 10, 40)
    found = rectangle(10, 40, 10 + shift, 40 + shift)
    assert least <= measures.boundary_f(found, wanted) <= most


def test_a_filled_hole_costs_recall(measures):
    wanted = rectangle(5, 55, 5, 55)
    wanted[20:40, 20:40] = False
    assert 0.7 < measures.boundary_f(rectangle(5, 55, 5, 55), wanted) < 0.95
    assert measures.boundary_f(np.zeros_like(wanted), wanted) == 0


def test_bleached_garments_are_white_within_the_contrast(measures, rng):
    inside = rectangle(10, 50, 10, 70)
    photo = rng.integers(0, 120, (60, 80, 3), np.uint8)
    white = measures.bleached(photo, (inside * 255).astype(np.uint8), 25, 244)
    assert (white[~inside] == 244).all()
    assert white[inside].min() == 230
    assert white[inside].max() == 255


def test_threshold_and_fill_loses_what_is_as_white_as_the_ground(measures):
    photo = np.full((60, 80, 3), 255, np.uint8)
    ring = rectangle(10, 50, 10, 60) & ~rectangle(20, 40, 20, 50)
    photo[ring] = 240
    assert (measures.threshold_and_fill(photo, 255) == rectangle(10, 50, 10, 60)).all()
    photo[10:50, 10:30] = 252
    cut = measures.threshold_and_fill(photo, 255)
    assert not cut[30, 12]
    assert cut[30, 55]
