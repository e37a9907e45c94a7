"""Ground between sleeves and body is opened; prints and look-alikes are kept."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tryon_ar.garments.cutting.gaps import ground_within
from tryon_ar.garments.cutting.reading import PART_COUNT
from tryon_ar.garments.garment import Part

SHAPE = (256, 256)
RED, GREY = (40, 40, 190), (180, 180, 180)


def box(top: int, bottom: int, left: int, right: int) -> NDArray[np.bool_]:
    mask = np.zeros(SHAPE, np.bool_)
    mask[top:bottom, left:right] = True
    return mask


WHOLE = box(40, 220, 40, 216)
GAP = box(120, 180, 82, 88)
PRINT = box(100, 130, 115, 145)


def reading_parts() -> NDArray[np.float32]:
    grid = np.zeros((PART_COUNT, *SHAPE), np.float32)
    columns = np.arange(SHAPE[1])[None, :].repeat(SHAPE[0], axis=0)
    grid[Part.RIGHT_SLEEVE] = WHOLE & (columns < 85)
    grid[Part.LEFT_SLEEVE] = WHOLE & (columns > 171)
    grid[Part.TORSO] = WHOLE & (columns >= 85) & (columns <= 171)
    grid[Part.BACKGROUND] = ~WHOLE
    small = [cv2.resize(part, (128, 128), interpolation=cv2.INTER_AREA) for part in grid]
    return np.stack(small).astype(np.float32)


def photo(cloth, rng, *grounds: NDArray[np.bool_]) -> NDArray[np.uint8]:
    picture = np.empty((*SHAPE, 3), np.float32)
    picture[:] = RED
    picture[WHOLE] = cloth
    for ground in grounds:
        picture[ground] = RED
    return (picture + rng.normal(0, 3, picture.shape)).clip(0, 255).astype(np.uint8)


def test_a_gap_between_sleeve_and_body_is_opened_though_the_network_is_sure(rng):
    found = ground_within(photo(GREY, rng, GAP), WHOLE, WHOLE.astype(np.float32), reading_parts())
    assert found[GAP].mean() > 0.8
    assert not found[~GAP].any()


def test_a_gap_that_is_lit_by_its_cloth_is_opened(rng):
    picture = photo(GREY, rng)
    lit = 0.88 * np.array(RED) + 0.12 * np.array(GREY)
    picture[GAP] = (lit + rng.normal(0, 3, (GAP.sum(), 3))).astype(np.uint8)
    found = ground_within(picture, WHOLE, WHOLE.astype(np.float32), reading_parts())
    assert found[GAP].mean() > 0.8
    assert not found[~GAP].any()


def test_a_print_in_the_grounds_colour_stays(rng):
    picture = photo(GREY, rng, GAP, PRINT)
    found = ground_within(picture, WHOLE, WHOLE.astype(np.float32), reading_parts())
    assert not found[PRINT].any()


def test_cloth_of_the_grounds_colour_stays_whole(rng):
    picture = photo(RED, rng)
    doubted = np.where(WHOLE, 0.6, 0).astype(np.float32)
    doubted[box(60, 220, 100, 160)] = 1
    assert not ground_within(picture, WHOLE, doubted, reading_parts()).any()


@pytest.mark.parametrize(("coarse", "opened"), [(0.6, True), (0.97, False)])
def test_a_patch_of_ground_goes_where_the_network_doubts(rng, coarse, opened):
    patch = box(195, 220, 110, 145)
    alpha = WHOLE.astype(np.float32)
    alpha[patch] = coarse
    found = ground_within(photo(GREY, rng, patch), WHOLE, alpha, reading_parts())
    assert (found[patch].mean() > 0.8) == opened
    assert not found[~patch].any()


def test_a_doubted_print_in_the_grounds_colour_is_rimmed_by_cloth(rng):
    alpha = np.where(PRINT, 0.6, WHOLE).astype(np.float32)
    found = ground_within(photo(GREY, rng, PRINT), WHOLE, alpha, reading_parts())
    assert not found.any()


def test_a_shadow_on_cloth_like_the_ground_is_no_gap(rng):
    picture = photo((40 + 45, 40 + 45, 190 + 45), rng, GAP)
    sure = WHOLE.astype(np.float32)
    assert not ground_within(picture, WHOLE, sure, reading_parts()).any()


def test_without_garment_or_ground_there_is_no_gap(rng):
    picture = photo(GREY, rng)
    for mask in (np.zeros(SHAPE, np.bool_), np.ones(SHAPE, np.bool_)):
        assert not ground_within(picture, mask, mask.astype(np.float32), reading_parts()).any()
