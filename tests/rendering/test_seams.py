from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee
from tryon_ar.garments.garment import Part
from tryon_ar.rendering.seams import with_straight_seams

# In flat_tee the seam of the wearer's right sleeve runs from (115, 85) to (112, 170).
SEAM_X = 113


def wrong_by(pixels):
    """A tee whose parts map has the right sleeve reach so far into the trunk."""
    tee = flat_tee()
    parts = tee.parts.copy()
    parts[90:190, 110 : SEAM_X + pixels] = Part.RIGHT_SLEEVE
    if pixels < 0:
        parts[90:190, SEAM_X + pixels : 110] = Part.TORSO
    return replace(tee, parts=parts)


@pytest.mark.parametrize("pixels", [-20, -6, 6, 20])
def test_a_parts_map_that_misses_the_seam_is_set_right(pixels):
    parts = with_straight_seams(wrong_by(pixels)).parts
    assert (parts[95:165, SEAM_X - 24 : SEAM_X - 3] == Part.RIGHT_SLEEVE).all()
    assert (parts[95:165, SEAM_X + 4 : SEAM_X + 24] == Part.TORSO).all()


def test_below_the_armpit_the_parts_map_is_believed():
    garment = wrong_by(20)
    parts = with_straight_seams(garment).parts
    np.testing.assert_array_equal(parts[172:], garment.parts[172:])


def test_a_sleeve_folded_over_the_chest_stays_a_sleeve():
    tee = flat_tee()
    parts = tee.parts.copy()
    parts[120:150, 160:200] = Part.RIGHT_SLEEVE
    seamed = with_straight_seams(replace(tee, parts=parts)).parts
    assert (seamed[120:150, 160:200] == Part.RIGHT_SLEEVE).all()


def test_nothing_appears_and_nothing_else_is_cut():
    garment = wrong_by(15)
    parts = with_straight_seams(garment).parts
    np.testing.assert_array_equal(parts > 0, garment.parts > 0)
    others = ~np.isin(garment.parts, (Part.TORSO, Part.RIGHT_SLEEVE, Part.LEFT_SLEEVE))
    np.testing.assert_array_equal(parts[others], garment.parts[others])


def test_a_garment_without_seams_is_left_alone():
    tee = flat_tee()
    bare = replace(tee, landmarks={"neck_left": (235.0, 62.0)})
    assert with_straight_seams(bare) is bare


def test_landmarks_off_the_photo_are_no_reason_to_fail():
    tee = flat_tee()
    moved = {**tee.landmarks, "shoulder_right": (-90.0, -80.0), "armpit_right": (-80.0, -20.0)}
    with_straight_seams(replace(tee, landmarks=moved))
