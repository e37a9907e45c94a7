"""Landmarks put on a drawn tee."""

import cv2
import numpy as np
import pytest

from tryon_ar.garments.cutting.points import place_landmarks
from tryon_ar.garments.cutting.reading import LANDMARK_ORDER, PART_COUNT, Reading
from tryon_ar.garments.folder import load_garment, required_landmarks, save_garment
from tryon_ar.garments.garment import CATEGORIES, Garment, Part

# The wearer's left half of a tee about x = 200; the right one mirrors it.
HALF = {
    "neck_left": (240, 60),
    "shoulder_left": (300, 80),
    "cuff_left_outer": (370, 150),
    "cuff_left_inner": (340, 185),
    "armpit_left": (300, 150),
    "hem_left": (300, 380),
}
ALL = HALF | {
    name.replace("left", "right"): (400 - x, y) for name, (x, y) in HALF.items()
} | {"neck_front": (200, 90), "hem_center": (200, 380)}  # fmt: skip


@pytest.fixture
def tee():
    """Alpha and parts of the tee."""
    right = [(400 - x, y) for x, y in reversed(HALF.values())]
    outline = np.array([*HALF.values(), *right, (200, 90)], np.int32)
    alpha = np.zeros((440, 400), np.uint8)
    cv2.fillPoly(alpha, [outline], 255)
    parts = np.where(alpha > 0, Part.TORSO, Part.BACKGROUND).astype(np.uint8)
    columns = np.arange(400)[None, :]
    parts[(alpha > 0) & (columns > 301)] = Part.LEFT_SLEEVE
    parts[(alpha > 0) & (columns < 99)] = Part.RIGHT_SLEEVE
    return alpha, parts


def reading(alpha, places, sure=0.9):
    landmarks = np.zeros((len(LANDMARK_ORDER), 3), np.float32)
    for name, (x, y) in places.items():
        landmarks[LANDMARK_ORDER.index(name)] = (x, y, sure)
    return Reading(
        (alpha > 127).astype(np.float32),
        np.full((PART_COUNT, 40, 40), 1 / PART_COUNT, np.float32),
        landmarks,
        np.full(len(CATEGORIES), 1 / len(CATEGORIES), np.float32),
        0.99,
        0.99,
    )


def shifted(rng, by_px):
    return {name: np.array(at) + rng.uniform(-by_px, by_px, 2) for name, at in ALL.items()}


def errors(placed, names):
    return np.array([np.hypot(*(np.array(placed.points[n]) - ALL[n])) for n in names])


def test_snapping_brings_points_home(tee, rng):
    places = shifted(rng, 4)
    placed = place_landmarks(reading(tee[0], places), *tee, "tshirt")
    corners = [name for name in ALL if name.startswith(("cuff", "hem_l", "hem_r", "armpit"))]
    before = np.array([np.hypot(*(places[name] - ALL[name])) for name in corners])
    assert errors(placed, corners).mean() < 0.5 * before.mean()
    assert placed.guessed == ()
    assert placed.confidence == pytest.approx(0.9)


def test_everything_that_is_required_is_placed_whatever_is_seen(tee):
    placed = place_landmarks(reading(tee[0], {}), *tee, "tshirt")
    assert required_landmarks("tshirt") <= placed.points.keys()
    assert set(placed.guessed) == required_landmarks("tshirt")
    assert placed.confidence == 0


def test_a_side_that_is_not_seen_mirrors_the_other(tee):
    seen = {name: at for name, at in ALL.items() if name != "shoulder_right"}
    placed = place_landmarks(reading(tee[0], seen), *tee, "tshirt")
    assert placed.guessed == ("shoulder_right",)
    assert errors(placed, ["shoulder_right"])[0] < 8


def test_cuffs_come_all_or_not_at_all(tee):
    seen = {name: at for name, at in ALL.items() if name != "cuff_left_inner"}
    placed = place_landmarks(reading(tee[0], seen), *tee, "tshirt")
    assert not any(name.startswith("cuff") for name in placed.points)


def test_without_sleeves_there_are_no_cuffs(tee):
    alpha, _ = tee
    bare = np.where(alpha > 0, Part.TORSO, 0).astype(np.uint8)
    placed = place_landmarks(reading(alpha, ALL), alpha, bare, "top")
    assert not any(name.startswith("cuff") for name in placed.points)


def test_what_is_cut_off_by_the_photo_can_be_stored_all_the_same(tee, tmp_path):
    alpha, parts = (picture[:, 150:] for picture in tee)  # most of the right half is missing
    seen = {name: (x - 150, y) for name, (x, y) in ALL.items()} | {"hem_right": (-400, 380)}
    placed = place_landmarks(reading(alpha, seen), alpha, parts, "tshirt")
    assert placed.points["hem_right"] == (-60.0, 380.0)
    assert placed.points["hem_left"] == pytest.approx((150, 380), abs=2)
    photo = np.zeros((*alpha.shape, 3), np.uint8)
    save_garment(
        Garment("tee", "Tee", "tshirt", photo, alpha, parts, placed.points), tmp_path / "g"
    )
    assert load_garment(tmp_path / "g").landmarks == placed.points


def test_nothing_to_place_on(tee):
    empty = np.zeros_like(tee[0])
    placed = place_landmarks(reading(tee[0], ALL), empty, empty, "tshirt")
    assert placed.points == {}
    assert set(placed.guessed) == required_landmarks("tshirt")
