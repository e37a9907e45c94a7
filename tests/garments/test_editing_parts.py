import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.support.bodies import flat_tee, flat_trousers
from tryon_ar.garments.editing_landmarks import fit_landmarks
from tryon_ar.garments.editing_parts import (
    enclosed_holes,
    parts_of,
    remap_parts,
    spread_parts,
    swap_sides,
)
from tryon_ar.garments.garment import CATEGORIES, Part


@settings(max_examples=40, deadline=None)
@given(arrays(np.uint8, (9, 11), elements=st.sampled_from([0, 0, 0, 1, 2, 6])))
def test_spread_gives_every_pixel_a_nearest_part(parts):
    spread = spread_parts(parts, Part.TORSO)
    if not parts.any():
        assert (spread == Part.TORSO).all()
        return
    assert np.array_equal(spread[parts > 0], parts[parts > 0])
    points = np.argwhere(parts)
    for row, column in np.argwhere(parts == 0):
        apart = np.hypot(*(points - (row, column)).T)
        near = points[apart <= apart.min() * 1.03 + 0.05]  # 5 x 5 distances are that exact
        assert spread[row, column] in {parts[tuple(point)] for point in near}


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("start", [flat_tee, flat_trousers])
def test_remapped_parts_are_those_of_the_category(category, start):
    garment = start()
    marks = fit_landmarks(category, garment.landmarks, garment.alpha)
    parts = remap_parts(garment.parts, category, marks)
    assert set(np.unique(parts)) - {0} <= {int(part) for part in parts_of(category)}
    assert np.array_equal(parts > 0, garment.parts > 0)
    again = remap_parts(parts, category, marks)
    assert np.array_equal(again, parts)


def test_legs_are_split_at_the_crotch_by_the_wearers_sides():
    tee = flat_tee()
    marks = fit_landmarks("trousers", tee.landmarks, tee.alpha)
    parts = remap_parts(tee.parts, "trousers", marks)
    assert parts[400, 280] == Part.LEFT_LEG
    assert parts[400, 120] == Part.RIGHT_LEG
    assert parts[66, 200] == Part.INSIDE_BACK


def test_a_dress_has_a_skirt_below_its_waist():
    tee = flat_tee()
    parts = remap_parts(tee.parts, "dress", tee.landmarks)
    assert parts[250, 200] == Part.TORSO
    assert parts[400, 200] == Part.SKIRT
    assert parts[150, 70] == Part.RIGHT_SLEEVE


def test_swapping_moves_sleeves_and_legs_only():
    parts = np.array([[int(part) for part in Part]], np.uint8)
    assert swap_sides(parts).tolist() == [[0, 1, 3, 2, 4, 5, 7, 6, 8, 9]]


def test_holes_at_the_border_or_too_large_are_none():
    alpha = np.full((40, 40), 255, np.uint8)
    alpha[0:4, 10:14] = 0
    alpha[10:13, 10:13] = 0
    alpha[20:30, 20:30] = 0
    holes = enclosed_holes(alpha, 20)
    assert holes.sum() == 9
    assert holes[11, 11]
