"""Parts at full size: legal, whole, smooth and on their own side."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.drawn_cut_outs import TSHIRT, fill, reading_of
from tryon_ar.garments.cutting.parts import (
    behind_the_neck,
    legal_parts,
    refine_parts,
    split_at_waist,
)
from tryon_ar.garments.cutting.reading import PART_COUNT
from tryon_ar.garments.garment import CATEGORIES, Part

SHAPE = (800, 616)
ALPHA = np.round(fill(SHAPE, TSHIRT) * 255).astype(np.uint8)
COLUMNS = np.linspace(0, 1, 64)[None, :].repeat(64, axis=0)
ROWS = COLUMNS.T


def grid(*named: tuple[Part, NDArray[np.bool_]]) -> NDArray[np.float32]:
    parts = np.zeros((PART_COUNT, 64, 64), np.float32)
    for part, where in named:
        parts[:, where] = 0
        parts[part][where] = 1
    parts[Part.BACKGROUND][parts.sum(axis=0) == 0] = 1
    return parts


def tee_grid() -> NDArray[np.float32]:
    return grid(
        (Part.TORSO, (COLUMNS > 0.3) & (COLUMNS < 0.7)),
        (Part.RIGHT_SLEEVE, COLUMNS <= 0.3),
        (Part.LEFT_SLEEVE, COLUMNS >= 0.7),
    )


def refined(parts: NDArray[np.float32], category: str = "tshirt") -> NDArray[np.uint8]:
    coarse = ALPHA.astype(np.float32) / 255
    return refine_parts(reading_of(coarse, parts), ALPHA, category)


def test_every_pixel_of_the_garment_has_a_part_and_no_other():
    labels = refined(tee_grid())
    assert labels.dtype == np.uint8
    assert np.array_equal(labels > 0, ALPHA > 0)


def test_the_wearers_left_sleeve_is_on_the_pictures_right():
    labels = refined(tee_grid())
    assert labels[360, 520] == Part.LEFT_SLEEVE
    assert labels[360, 90] == Part.RIGHT_SLEEVE
    assert labels[500, 308] == Part.TORSO


def test_sleeves_named_the_wrong_way_round_are_put_right():
    parts = tee_grid()
    parts[[Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE]] = parts[[Part.RIGHT_SLEEVE, Part.LEFT_SLEEVE]]
    assert np.array_equal(refined(parts), refined(tee_grid()))


@pytest.mark.parametrize("category", CATEGORIES)
def test_only_parts_the_category_may_have_are_given(category, rng):
    noise = rng.random((PART_COUNT, 64, 64)).astype(np.float32)
    labels = refined(noise / noise.sum(axis=0), category)
    assert set(np.unique(labels)) <= {0, *legal_parts(category)}


def test_what_a_category_may_have():
    assert legal_parts("skirt") == (Part.SKIRT,)
    assert set(legal_parts("shorts")) == {Part.LEFT_LEG, Part.RIGHT_LEG}
    assert Part.HOOD in legal_parts("hoodie")
    assert Part.HOOD not in legal_parts("tshirt")
    with pytest.raises(ValueError, match="mug"):
        legal_parts("mug")


def test_an_island_goes_to_what_surrounds_it():
    parts = tee_grid()
    speck = (np.abs(COLUMNS - 0.5) < 0.01) & (np.abs(ROWS - 0.6) < 0.01)
    parts[:, speck] = 0
    parts[Part.COLLAR][speck] = 1
    assert not (refined(parts) == Part.COLLAR).any()


def test_a_border_between_parts_has_no_steps():
    slanted = COLUMNS < 0.35 + 0.3 * ROWS
    labels = refined(grid((Part.RIGHT_LEG, slanted), (Part.LEFT_LEG, ~slanted)), "trousers")
    rows = np.arange(440, 670)
    border = np.argmax(labels[rows] == Part.LEFT_LEG, axis=1)
    line = np.polyfit(rows, border, 1)
    assert np.abs(border - np.polyval(line, rows)).max() < 4.5
    assert np.abs(np.diff(border)).max() <= 2


def test_parts_reach_cloth_the_network_gave_none():
    parts = tee_grid()
    parts[:, ROWS > 0.7] = 0
    parts[Part.BACKGROUND][ROWS > 0.7] = 1
    assert (refined(parts)[620:, 200:400][ALPHA[620:, 200:400] > 0] == Part.TORSO).all()


def test_an_empty_matte_has_no_parts():
    reading = reading_of(np.zeros(SHAPE, np.float32), tee_grid())
    assert not refine_parts(reading, np.zeros(SHAPE, np.uint8), "tshirt").any()


def test_tiny_photos_are_parted_too():
    alpha = cv2.resize(ALPHA, (20, 26), interpolation=cv2.INTER_AREA)
    labels = refine_parts(reading_of(alpha / np.float32(255), tee_grid()), alpha, "tshirt")
    assert np.array_equal(labels > 0, alpha > 0)


def test_a_dress_is_split_along_its_waist():
    parts = np.zeros((100, 60), np.uint8)
    parts[10:90, 10:50] = np.where(np.arange(40) % 7 < 3, Part.SKIRT, Part.TORSO)
    parts[20:40, 0:10] = Part.RIGHT_SLEEVE
    landmarks = {
        "waist_left": (50.0, 48.0), "waist_right": (10.0, 42.0),
        "hem_left": (50.0, 95.0), "hem_right": (10.0, 85.0),
    }  # fmt: skip
    split = split_at_waist(parts, landmarks)
    assert (split[10:40, 10:50] == Part.TORSO).all()
    assert (split[51:90, 10:50] == Part.SKIRT).all()
    assert split[46, 12] == Part.SKIRT
    assert split[46, 48] == Part.TORSO
    np.testing.assert_array_equal(split[:, :10], parts[:, :10])


def test_a_dress_without_a_waist_is_split_by_proportion():
    parts = np.zeros((100, 60), np.uint8)
    parts[0:100, 10:50] = Part.SKIRT
    split = split_at_waist(parts, {})
    assert (split[:39, 10:50] == Part.TORSO).all()
    assert (split[41:, 10:50] == Part.SKIRT).all()


def test_a_collar_behind_the_neck_belongs_to_the_inside():
    parts = np.zeros((60, 60), np.uint8)
    parts[20:60, 5:55] = Part.TORSO
    parts[10:20, 20:40] = Part.COLLAR
    parts[14:26, 24:36] = Part.INSIDE_BACK
    parts[26:30, 20:40] = Part.COLLAR
    parts[0:10, 20:40] = Part.HOOD
    settled = behind_the_neck(parts)
    assert (settled[10:26, 24:36] == Part.INSIDE_BACK).all()
    assert (settled[26:30, 20:40] == Part.COLLAR).all()
    assert (settled[0:10, 20:40] == Part.HOOD).all()
    assert (settled[10:20, 20:24] == Part.COLLAR).all()
    np.testing.assert_array_equal(behind_the_neck(parts[30:]), parts[30:])


def test_a_speck_of_inside_far_down_opens_no_slit():
    parts = np.zeros((60, 60), np.uint8)
    parts[20:60, 5:55] = Part.TORSO
    parts[50:52, 30:32] = Part.INSIDE_BACK
    np.testing.assert_array_equal(behind_the_neck(parts), parts)
