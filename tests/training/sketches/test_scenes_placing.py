import cv2
import numpy as np
import pytest

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.layer import LAYER_PX, Layer
from tryon_ar.training.sketches.scenes_placing import (
    MIRRORED_LANDMARKS,
    MIRRORED_PARTS,
    PHOTO_PX,
    Frame,
    lay_garment,
    place_aside,
    random_frame,
    random_place,
)


def coordinates() -> Layer:
    """A box whose colour says where in the layer a pixel lies, with landmarks all over it."""
    alpha = np.zeros((LAYER_PX, LAYER_PX), np.uint8)
    alpha[40:300, 60:250] = 255
    y, x = np.mgrid[:LAYER_PX, :LAYER_PX]
    colour = np.stack([x * 0.75, y * 0.75, np.zeros_like(x)], 2).round().astype(np.uint8)
    parts = np.where(x < 155, Part.RIGHT_LEG, Part.LEFT_LEG).astype(np.uint8) * (alpha > 0)
    landmarks = np.ones((25, 3), np.float32)
    rng = np.random.default_rng(0)
    landmarks[:, 0], landmarks[:, 1] = rng.uniform(70, 240, 25), rng.uniform(50, 290, 25)
    return Layer(colour, alpha, parts, landmarks, 10)


@pytest.mark.parametrize("mirrored", [False, True])
def test_labels_move_with_the_cloth(mirrored):
    layer = coordinates()
    rng = np.random.default_rng(7)
    original = layer.landmarks[MIRRORED_LANDMARKS] if mirrored else layer.landmarks
    seen = 0
    for _ in range(12):
        frame = random_frame(rng)
        place = random_place(rng, layer, frame, mirrored=mirrored)
        laid = lay_garment(layer, place, frame, mirrored=mirrored)
        for (x, y, _exists), (x0, y0, _) in zip(laid.landmarks, original, strict=True):
            column, row = round(float(x)), round(float(y))
            if not (2 <= column < frame.width - 2 and 2 <= row < frame.height - 2):
                continue
            seen += 1
            told = laid.colour[row, column, :2] / 0.75
            assert np.abs(told - (x0, y0)).max() < 4
            side_by_colour = Part.RIGHT_LEG if told[0] < 155 else Part.LEFT_LEG
            if abs(told[0] - 155) > 5:
                expected = MIRRORED_PARTS[side_by_colour] if mirrored else side_by_colour
                assert laid.parts[row, column] == expected
    assert seen > 200


def test_mirroring_keeps_the_wearers_left_on_the_images_right():
    layer = coordinates()
    landmarks = layer.landmarks.copy()
    left, right = (LANDMARK_ORDER.index(f"hem_{side}") for side in ("left", "right"))
    landmarks[left, :2], landmarks[right, :2] = (240, 290), (70, 290)
    layer = Layer(layer.colour_bgr, layer.alpha, layer.parts, landmarks, 10)
    frame = Frame(256, 256)
    flip = np.array([[-0.8, 0, 255], [0, 0.8, 0], [0, 0, 1]])
    laid = lay_garment(layer, flip, frame, mirrored=True)
    assert laid.landmarks[left, 0] > laid.landmarks[right, 0]
    rows, columns = np.nonzero(laid.parts == Part.LEFT_LEG)
    assert columns.mean() > np.nonzero(laid.parts == Part.RIGHT_LEG)[1].mean()
    assert len(rows) > 1000


def test_mirrored_names_swap_sides_and_twice_is_once():
    for index, name in enumerate(LANDMARK_ORDER):
        other = LANDMARK_ORDER[MIRRORED_LANDMARKS[index]]
        assert other == name.replace("left", "RIGHT").replace("right", "left").lower()
    assert np.array_equal(MIRRORED_PARTS[MIRRORED_PARTS], np.arange(256))
    assert MIRRORED_PARTS[Part.LEFT_SLEEVE] == Part.RIGHT_SLEEVE
    assert MIRRORED_PARTS[Part.TORSO] == Part.TORSO


def test_a_garment_fills_about_half_to_all_of_the_frame_and_is_hardly_cut():
    layer = coordinates()
    rng = np.random.default_rng(11)
    for _ in range(60):
        frame = random_frame(rng)
        place = random_place(rng, layer, frame)
        corners = np.array([[(60, 40), (249, 40), (249, 299), (60, 299)]], np.float64)
        target = cv2.perspectiveTransform(corners, place)[0]
        room = np.array([frame.width, frame.height])
        size = np.ptp(target, axis=0)
        assert 0.44 < (size / room).max() < 0.99
        assert (-target.min(axis=0) / size).max() < 0.08
        assert ((target.max(axis=0) - room) / size).max() < 0.08


def test_a_second_garment_shows_only_partly():
    layer = coordinates()
    rng = np.random.default_rng(13)
    shares = []
    for _ in range(30):
        frame = random_frame(rng)
        shares.append(lay_garment(layer, place_aside(rng, layer, frame), frame).alpha.mean())
    assert 0.01 < np.mean(shares) < 0.35
    assert max(shares) < 0.6


def test_the_borders_of_a_photo_are_repeated_beside_it():
    for frame in (Frame(171, 256), Frame(256, 192), Frame(256, 256)):
        photo = np.random.default_rng(0).integers(0, 255, (*frame.shape, 3), np.uint8)
        square = frame.padded(photo)
        assert square.shape == (PHOTO_PX, PHOTO_PX, 3)
        bottom, right = frame.top + frame.height, frame.left + frame.width
        assert np.array_equal(square[frame.top : bottom, frame.left : right], photo)
        middle = square[frame.top : bottom]
        assert (middle[:, : frame.left] == photo[:, :1]).all()
        assert (middle[:, right:] == photo[:, -1:]).all()
        assert (square[: frame.top] == square[frame.top]).all()
        assert (square[bottom:] == square[bottom - 1]).all()
