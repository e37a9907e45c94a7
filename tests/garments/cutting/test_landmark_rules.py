"""Which landmarks belong to what."""

import pytest

from tryon_ar.garments.cutting.landmark_rules import Lies, landmarks_of, other_side, where
from tryon_ar.garments.folder import required_landmarks
from tryon_ar.garments.garment import CATEGORIES, LANDMARK_NAMES


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("sleeves", [True, False])
def test_every_category_has_what_it_requires_and_only_what_exists(category, sleeves):
    names = set(landmarks_of(category, sleeves=sleeves))
    assert required_landmarks(category) <= names <= LANDMARK_NAMES


def test_sleeves_bring_cuffs_and_elbows():
    extra = set(landmarks_of("dress", sleeves=True)) - set(landmarks_of("dress", sleeves=False))
    assert extra == {
        "elbow_left", "elbow_right", "cuff_left_inner", "cuff_left_outer",
        "cuff_right_inner", "cuff_right_outer",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(LANDMARK_NAMES))
def test_partners_are_mutual(name):
    partner = other_side(name)
    if partner is None:
        assert name in {"neck_front", "hem_center", "crotch"}
    else:
        assert partner != name
        assert partner in LANDMARK_NAMES
        assert other_side(partner) == name


def test_an_armpit_is_a_corner_only_below_a_sleeve():
    assert where("armpit_left", sleeved=True) is Lies.IN_CORNER
    assert where("armpit_left", sleeved=False) is Lies.ON_OUTLINE
    assert where("leg_hem_right_inner") is Lies.ON_CORNER
    assert where("neck_left") is Lies.ON_OUTLINE
    assert where("neck_front") is Lies.ON_FRONT
