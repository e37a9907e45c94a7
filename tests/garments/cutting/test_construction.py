"""Landmarks that follow from others."""

import numpy as np
import pytest

from tryon_ar.garments.cutting.construction import (
    place_crotch,
    place_elbows,
    place_knees,
    place_waist,
)
from tryon_ar.garments.cutting.outline_points import trace_outline


def points(**places):
    return {name: np.array(place, np.float32) for name, place in places.items()}


@pytest.fixture
def trousers():
    """Two legs that part at (100, 120)."""
    mask = np.zeros((320, 200), bool)
    mask[20:300, 40:160] = True
    for row in range(120, 300):
        half = (row - 120) // 8
        mask[row, 100 - half : 100 + half + 1] = False
    found = points(
        waist_left=(160, 20), waist_right=(40, 20),
        leg_hem_left_inner=(122, 299), leg_hem_left_outer=(160, 299),
        leg_hem_right_inner=(78, 299), leg_hem_right_outer=(40, 299),
    )  # fmt: skip
    return mask, found


@pytest.mark.parametrize("guess", [(100, 112), (104, 128), (97, 125)])
def test_the_crotch_is_where_the_legs_part(trousers, guess):
    mask, found = trousers
    found |= points(crotch=guess)
    place_crotch(found, trace_outline(mask))
    assert np.abs(found["crotch"] - (100, 120)).max() < 12


def test_a_fork_far_from_where_the_crotch_was_seen_is_not_believed(trousers):
    mask, found = trousers
    found |= points(crotch=(100, 80))
    place_crotch(found, trace_outline(mask))
    np.testing.assert_array_equal(found["crotch"], (100, 80))


def test_legs_laid_together_keep_the_guess(trousers):
    mask, found = trousers
    mask[20:290, 40:160] = True
    found |= points(crotch=(100, 110))
    place_crotch(found, trace_outline(mask))
    np.testing.assert_array_equal(found["crotch"], (100, 110))


def test_knees_lie_in_the_legs(trousers):
    mask, found = trousers
    found |= points(crotch=(100, 120))
    place_knees(found)
    assert found["knee_left"][0] > 100 > found["knee_right"][0]
    for side in ("left", "right"):
        x, y = found[f"knee_{side}"]
        assert mask[int(y), int(x)]
        assert 180 < y < 210


def test_the_waist_is_between_armpit_and_hem():
    found = points(armpit_left=(150, 100), hem_left=(160, 300), armpit_right=(50, 100))
    place_waist(found)
    np.testing.assert_allclose(found["waist_left"], (155, 200), atol=0.1)
    assert "waist_right" not in found


@pytest.mark.parametrize(
    ("seen", "placed"),
    [
        ((152, 140), (152, 140)),  # cut high: 20 % of the way
        ((160, 180), (160.5, 190)),  # near the middle: half of the way to it
        ((150, 90), (155, 200)),  # above the armpit: not believed
    ],
)
def test_a_waist_goes_where_it_was_seen_as_far_as_that_is_plausible(seen, placed):
    found = points(armpit_left=(150, 100), hem_left=(160, 300), waist_left=seen)
    place_waist(found)
    np.testing.assert_allclose(found["waist_left"], placed, atol=0.3)


def test_knees_that_were_seen_stay(trousers):
    _, found = trousers
    found |= points(crotch=(100, 120), knee_left=(140, 230))
    place_knees(found)
    np.testing.assert_array_equal(found["knee_left"], (140, 230))
    assert "knee_right" in found


def torso_with_sleeve(length_px):
    return points(
        shoulder_left=(140, 20), armpit_left=(150, 80), hem_left=(150, 280),
        cuff_left_outer=(200, 50 + length_px), cuff_left_inner=(170, 50 + length_px),
    )  # fmt: skip


def test_a_long_sleeve_has_an_elbow_in_its_middle():
    found = torso_with_sleeve(220)
    place_elbows(found)
    np.testing.assert_allclose(found["elbow_left"], (165, 160), atol=0.1)


def test_a_short_sleeve_has_none_and_a_seen_one_stays():
    short = torso_with_sleeve(60)
    place_elbows(short)
    assert "elbow_left" not in short
    seen = torso_with_sleeve(220) | points(elbow_left=(190, 140))
    place_elbows(seen)
    np.testing.assert_array_equal(seen["elbow_left"], (190, 140))
