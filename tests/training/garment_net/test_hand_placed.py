"""What people placed on photos that are trained on."""

import json

import numpy as np
import pytest

from tests.support.hand_landmarks import hand_placed as measured_by_hand
from tryon_ar.core.images import read_picture
from tryon_ar.garments.cutting.landmark_rules import landmarks_of
from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.cutting.square import SQUARE_PX
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.garment_net.hand_placed import (
    FILE,
    INSIDE,
    UNKNOWN,
    HandPlaced,
    hand_placed,
)
from tryon_ar.training.garment_net.photos import is_held_back, measured_elsewhere, read_labels


@pytest.fixture
def file_names():
    return list(json.loads(FILE.read_text(encoding="utf-8")))


def test_a_point_in_a_photo_becomes_one_in_the_square(file_names):
    name = file_names[0]
    about = json.loads(FILE.read_text(encoding="utf-8"))[name]
    key, (x, y) = next(iter(about["landmarks"].items()))
    placed = hand_placed(name, np.zeros((512, 256, 3), np.uint8))
    assert placed.landmarks.shape == (len(LANDMARK_ORDER), 3)
    # A tall photo of 512 pixels is halved and stands in the middle of the square.
    wanted = ((x + 0.5) / 2 - 0.5 + 64, (y + 0.5) / 2 - 0.5, 1)
    at = placed.landmarks[LANDMARK_ORDER.index(key)]
    assert at.tolist() == pytest.approx(wanted, abs=0.01)
    assert placed.landmarks[:, 2].sum() == len(about["landmarks"])


def test_the_inside_has_a_border_that_is_not_believed(file_names):
    for name in file_names[:40]:
        inside = hand_placed(name, np.zeros((533, 400, 3), np.uint8)).inside
        assert set(np.unique(inside)) <= {0, UNKNOWN, INSIDE}
        if (inside == INSIDE).any():
            grown = np.pad(inside, 1, constant_values=UNKNOWN)
            beside = np.stack(
                [grown[1:-1, :-2], grown[1:-1, 2:], grown[:-2, 1:-1], grown[2:, 1:-1]]
            )
            assert not (beside == 0)[:, inside == INSIDE].any()


def test_a_photo_that_nobody_looked_at_has_nothing_placed():
    assert hand_placed("nobody.jpg", np.zeros((10, 10, 3), np.uint8)) is None
    nothing = HandPlaced.nothing()
    assert not nothing.landmarks.any()
    assert (nothing.inside == UNKNOWN).all()
    assert nothing.inside.shape == (SQUARE_PX, SQUARE_PX)


def test_nothing_that_is_measured_on_was_placed_for_training(shared_data, file_names):
    measured = measured_elsewhere(shared_data / "garments")
    photos = read_labels(shared_data / "garments_labelled", measured)
    trained_on = {photo.path.name for photo in photos if not is_held_back(photo.path.name)}
    assert set(file_names) <= trained_on
    assert not set(file_names) & {placed.photo.split("/")[-1] for placed in measured_by_hand()}


def test_every_landmark_exists_on_its_category_and_lies_in_its_photo(shared_data, file_names):
    photos = read_labels(shared_data / "garments_labelled")
    categories = {photo.path.name: photo for photo in photos}
    for name in file_names:
        photo = categories[name]
        placed = hand_placed(name, read_picture(photo.path))
        seen = {LANDMARK_ORDER[i] for i in np.flatnonzero(placed.landmarks[:, 2])}
        allowed = set(landmarks_of(CATEGORIES[photo.category], sleeves=True))
        assert seen <= allowed, name
        points = placed.landmarks[placed.landmarks[:, 2] > 0, :2]
        assert (points > -2).all(), name
        assert (points < SQUARE_PX + 1).all(), name


def test_the_wearers_left_is_on_one_side_for_most(file_names):
    """Seen from the front the wearer's left is at the image's right."""
    about = json.loads(FILE.read_text(encoding="utf-8"))
    for stem in ("waist", "hem", "shoulder"):
        sides = [
            each["landmarks"][f"{stem}_left"][0] > each["landmarks"][f"{stem}_right"][0]
            for each in about.values()
            if {f"{stem}_left", f"{stem}_right"} <= set(each["landmarks"])
        ]
        assert np.mean(sides) > 0.9, stem
