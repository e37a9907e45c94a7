from functools import cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tryon_ar.core.errors import UnknownCategory
from tryon_ar.garments.folder import required_landmarks
from tryon_ar.garments.garment import CATEGORIES, LANDMARK_NAMES, LOWER_CATEGORIES, Part
from tryon_ar.training.sketches.shapes import draw_any, draw_sketch
from tryon_ar.training.sketches.sketch import Sketch

SEEDS = range(8)
PX_PER_UNIT = 80.0
SIDE_PX = 300
MAIN_PART = {"skirt": Part.SKIRT, "trousers": Part.LEFT_LEG, "shorts": Part.LEFT_LEG}


@cache
def sketches(category: str, behind: bool = False) -> list[Sketch]:
    return [draw_sketch(np.random.default_rng(seed), category, behind=behind) for seed in SEEDS]


def corner(sketch: Sketch) -> NDArray[np.float64]:
    outlines = [piece.outline for piece in sketch.pieces if piece.within is None]
    return np.concatenate(outlines).min(axis=0) - 0.1


def to_pixels(sketch: Sketch, points: NDArray[np.float64]) -> NDArray[np.float64]:
    return (np.asarray(points) - corner(sketch)) * PX_PER_UNIT


@cache
def painted(sketch: Sketch) -> NDArray[np.uint8]:
    """Lay the pieces as labels, the plain way."""
    parts = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    for piece in sketch.pieces:
        area = np.zeros_like(parts)
        corners = np.round(to_pixels(sketch, piece.outline) * 8).astype(np.int32)
        cv2.fillPoly(area, [corners], 1, shift=3)
        inside = area > 0
        if piece.within is not None:
            inside &= parts == piece.within
        parts[inside] = piece.part
    return parts


def test_an_unknown_category_is_refused() -> None:
    with pytest.raises(UnknownCategory):
        draw_sketch(np.random.default_rng(0), "sock")


@pytest.mark.parametrize("category", CATEGORIES)
def test_has_the_landmarks_a_garment_needs(category: str) -> None:
    for sketch in sketches(category) + sketches(category, behind=True):
        assert required_landmarks(category) <= sketch.landmarks.keys()
        assert sketch.landmarks.keys() <= LANDMARK_NAMES


@pytest.mark.parametrize("category", CATEGORIES)
def test_landmarks_lie_on_the_garment(category: str) -> None:
    for sketch in sketches(category):
        cloth = (painted(sketch) > 0).astype(np.uint8)
        away_px = cv2.distanceTransform(1 - cloth, cv2.DIST_L2, 3)
        for name, place in sketch.landmarks.items():
            x, y = np.round(to_pixels(sketch, np.array(place))).astype(int)
            assert away_px[y, x] <= 0.03 * PX_PER_UNIT, (name, place)


@pytest.mark.parametrize("category", CATEGORIES)
def test_everything_is_finite_and_not_empty(category: str) -> None:
    for sketch in sketches(category) + sketches(category, behind=True):
        assert sketch.category == category
        for piece in sketch.pieces:
            assert piece.outline.ndim == 2
            assert len(piece.outline) >= 3
            assert np.isfinite(piece.outline).all()
        for line in sketch.lines:
            assert len(line.points) >= 2
            assert np.isfinite(line.points).all()
        assert np.isfinite(np.array(list(sketch.landmarks.values()))).all()
        assert np.isfinite(np.array(sketch.fold_axes)).all()
        extent = np.ptp(np.concatenate([p.outline for p in sketch.pieces if p.within is None]), 0)
        assert (extent > 0.3).all()
        assert (extent < 4.5).all()


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("behind", [False, True])
def test_left_is_the_wearers(category: str, behind: bool) -> None:
    for sketch in sketches(category, behind=behind):
        pairs = ["waist"] if category in LOWER_CATEGORIES else ["neck", "shoulder", "waist", "hem"]
        for stem in pairs:
            left, right = sketch.landmarks[f"{stem}_left"], sketch.landmarks[f"{stem}_right"]
            assert (left[0] < right[0]) == behind, stem


@pytest.mark.parametrize("category", ["longsleeve", "shirt", "hoodie", "blazer"])
def test_sleeves_are_on_the_side_they_are_named_after(category: str) -> None:
    for sketch in sketches(category):
        parts = painted(sketch)
        left, right = (np.nonzero(parts == part)[1] for part in (2, 3))
        if left.size and right.size:
            assert left.mean() > right.mean()


@pytest.mark.parametrize("category", CATEGORIES)
def test_is_mostly_its_main_part(category: str) -> None:
    for sketch in sketches(category):
        parts = painted(sketch)
        if category == "dress":
            assert (parts == Part.SKIRT).sum() > 0.1 * (parts > 0).sum()
        main = parts == MAIN_PART.get(category, Part.TORSO)
        assert main.sum() > 0.1 * (parts > 0).sum()


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_garment_is_in_one_piece(category: str) -> None:
    for sketch in sketches(category):
        cloth = (painted(sketch) > 0).astype(np.uint8)
        _, _, stats, _ = cv2.connectedComponentsWithStats(cloth, connectivity=8)
        areas = np.sort(stats[1:, cv2.CC_STAT_AREA])
        assert areas[:-1].sum() <= 0.002 * areas[-1]


@pytest.mark.parametrize("category", CATEGORIES)
def test_outlines_do_not_cross_themselves(category: str) -> None:
    """A crossing fills less than the outline encloses, by the even-odd rule."""
    for sketch in sketches(category):
        for piece in sketch.pieces:
            if piece.within is not None:
                continue
            corners = to_pixels(sketch, piece.outline).astype(np.float32)
            area = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
            cv2.fillPoly(area, [np.round(corners * 8).astype(np.int32)], 1, shift=3)
            enclosed = cv2.contourArea(corners)
            edge_px = cv2.arcLength(corners, True)
            assert area.sum() < enclosed * 1.05 + 1.5 * edge_px + 10, piece.part


@pytest.mark.parametrize("category", CATEGORIES)
def test_the_seed_alone_decides(category: str) -> None:
    first, second = (draw_sketch(np.random.default_rng(7), category) for _ in range(2))
    other = draw_sketch(np.random.default_rng(8), category)
    assert first.landmarks == second.landmarks
    assert all(
        np.array_equal(a.outline, b.outline)
        for a, b in zip(first.pieces, second.pieces, strict=True)
    )
    assert first.landmarks != other.landmarks


def test_any_draws_every_category() -> None:
    rng = np.random.default_rng(0)
    assert {draw_any(rng).category for _ in range(60)} == set(CATEGORIES)


def test_from_behind_shows_no_inside_and_no_buttons_on_a_shirt() -> None:
    for sketch in sketches("shirt", behind=True):
        assert all(piece.part != Part.INSIDE_BACK for piece in sketch.pieces)
        assert not sketch.buttons
        assert "neck_front" not in sketch.landmarks


def test_few_are_seen_from_behind() -> None:
    rng = np.random.default_rng(0)
    behind = 0
    for _ in range(60):
        marks = draw_sketch(rng, "tshirt").landmarks
        behind += marks["neck_left"][0] < marks["neck_right"][0]
    assert 1 <= behind <= 10
