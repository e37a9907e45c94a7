"""The neck opening of drawn tops: found at the front's edge though landmarks are off."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tryon_ar.garments.cutting.neck_opening import find_opening
from tryon_ar.garments.cutting.parts import with_opening
from tryon_ar.garments.cutting.reading import PART_COUNT
from tryon_ar.garments.garment import Part

SHAPE = (400, 400)
LANDMARKS = {"neck_right": (140.0, 60.0), "neck_left": (260.0, 60.0), "neck_front": (200.0, 120.0)}
GROUND, CLOTH, INSIDE, LABEL = (60, 60, 170), (190, 190, 180), (120, 120, 115), (240, 240, 240)


def polygon(points) -> NDArray[np.bool_]:
    mask = np.zeros(SHAPE, np.uint8)
    cv2.fillPoly(mask, [np.round(np.array(points)).astype(np.int32)], 1)
    return mask > 0


BODY = polygon([(140, 60), (260, 60), (380, 120), (380, 390), (20, 390), (20, 120)])


def below_curve(deep: float, power: float) -> NDArray[np.bool_]:
    """The opening between the neck points: power 1 is a V, 2 an ellipse."""
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]]
    across = np.abs(columns - 200) / 60
    depth = deep * np.maximum(0, 1 - across**power) ** (1 / power)
    return (across < 1) & (rows >= 60) & (rows < 60 + depth)


def drawn(opening: NDArray[np.bool_]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    photo = np.empty((*SHAPE, 3), np.uint8)
    photo[:] = GROUND
    photo[BODY] = CLOTH
    photo[opening] = INSIDE
    photo[70:85, 190:210] = LABEL
    noisy = photo + np.random.default_rng(3).normal(0, 3, photo.shape)
    return noisy.clip(0, 255).astype(np.uint8), np.where(BODY, 255, 0).astype(np.uint8)


def shares(**named: NDArray[np.bool_]) -> NDArray[np.float32]:
    grid = np.zeros((PART_COUNT, 100, 100), np.float32)
    small = {
        name: cv2.resize(mask.astype(np.float32), (100, 100), interpolation=cv2.INTER_AREA)
        for name, mask in named.items()
    }
    for name, share in small.items():
        grid[Part[name]] = share
    grid[Part.BACKGROUND] = 1 - grid.sum(axis=0)
    return grid


def narrow_view(opening: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Only the middle third of the opening is seen as such; beside it collar."""
    columns = np.arange(SHAPE[1])[None, :]
    middle = opening & (np.abs(columns - 200) < 20)
    return shares(INSIDE_BACK=middle, COLLAR=opening & ~middle, TORSO=BODY & ~opening)


def found(polygon_px: NDArray[np.float32] | None) -> NDArray[np.bool_]:
    assert polygon_px is not None
    mask = np.zeros(SHAPE, np.uint8)
    cv2.fillPoly(mask, [np.round(polygon_px * 16).astype(np.int32)], 1, shift=4)
    return (mask > 0) & BODY


def overlap(one: NDArray[np.bool_], two: NDArray[np.bool_]) -> float:
    return float((one & two).sum() / (one | two).sum())


@pytest.mark.parametrize("power", [1.0, 1.5, 2.0, 3.0])
def test_an_opening_half_seen_is_found_whole(power):
    opening = below_curve(60, power)
    photo, alpha = drawn(opening)
    outline = find_opening(photo, alpha, narrow_view(opening), LANDMARKS, "tshirt")
    assert overlap(found(outline), opening) > 0.88


@pytest.mark.parametrize(
    "off", [{"neck_front": (0, -12)}, {"neck_front": (8, 12)}, {"neck_left": (8, 4)}]
)
def test_landmarks_may_be_off(off):
    opening = below_curve(60, 2.0)
    photo, alpha = drawn(opening)
    marks = dict(LANDMARKS)
    for name, (x, y) in off.items():
        marks[name] = (marks[name][0] + x, marks[name][1] + y)
    outline = find_opening(photo, alpha, narrow_view(opening), marks, "tshirt")
    assert overlap(found(outline), opening) > 0.8


def test_without_an_edge_the_network_and_the_landmarks_decide():
    opening = below_curve(60, 2.0)
    photo, alpha = drawn(np.zeros(SHAPE, bool))
    photo[70:85, 190:210] = photo[200, 200]
    view = shares(INSIDE_BACK=opening, TORSO=BODY & ~opening)
    assert overlap(found(find_opening(photo, alpha, view, LANDMARKS, "tshirt")), opening) > 0.8


def test_the_leaves_of_a_collar_stay_in_front():
    photo, alpha = drawn(np.zeros(SHAPE, bool))
    stand = polygon([(150, 20), (250, 20), (262, 60), (138, 60)])
    opening = polygon([(165, 20), (235, 20), (240, 60), (200, 120), (160, 60)])
    leaves = polygon([(150, 20), (250, 20), (275, 90), (200, 125), (125, 90)]) & ~opening
    photo[stand | leaves], photo[opening] = (225, 225, 215), INSIDE
    alpha[stand] = 255
    photo[:20] = GROUND
    view = shares(COLLAR=leaves, INSIDE_BACK=opening, TORSO=BODY & ~opening & ~leaves)
    outline = find_opening(photo, alpha, view, LANDMARKS, "shirt")
    assert outline is not None
    mask = np.zeros(SHAPE, np.uint8)
    cv2.fillPoly(mask, [np.round(outline).astype(np.int32)], 1)
    assert (mask[opening] > 0).mean() > 0.85
    assert (mask[leaves] > 0).mean() < 0.2


@pytest.mark.parametrize(
    ("marks", "category"),
    [
        ({}, "tshirt"),
        (LANDMARKS, "skirt"),
        (LANDMARKS | {"neck_front": (200.0, 55.0)}, "tshirt"),
        (LANDMARKS | {"neck_left": (142.0, 60.0)}, "tshirt"),
    ],
)
def test_where_no_opening_can_be_there_is_none(marks, category):
    opening = below_curve(60, 2.0)
    photo, alpha = drawn(opening)
    assert find_opening(photo, alpha, narrow_view(opening), marks, category) is None


def test_a_turtleneck_is_closed():
    opening = below_curve(60, 2.0)
    photo, alpha = drawn(opening)
    alpha[5:70, 150:250] = 255
    assert find_opening(photo, alpha, narrow_view(opening), LANDMARKS, "longsleeve") is None


def test_the_inside_is_what_lies_in_the_opening():
    hem = polygon([(100, 370), (300, 370), (300, 390), (100, 390)])
    parts = np.where(BODY, Part.TORSO, 0).astype(np.uint8)
    parts[60:70, 150:170] = Part.HOOD
    parts[130:140, 190:210] = Part.INSIDE_BACK
    parts[hem] = Part.INSIDE_BACK
    view = shares(INSIDE_BACK=hem, TORSO=BODY & ~hem)
    outline = np.array([(140, 0), (140, 60), (200, 120), (260, 60), (260, 0)], np.float32)
    settled = with_opening(parts, outline, view)
    assert settled[80, 200] == Part.INSIDE_BACK
    assert settled[65, 160] == Part.HOOD
    assert (settled[130:140, 190:210] == Part.TORSO).all()
    assert (settled[375:385, 110:290] == Part.INSIDE_BACK).all()
    assert ((settled > 0) == (parts > 0)).all()
