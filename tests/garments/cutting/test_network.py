"""Reading photos with a network that is a drawing by rule."""

import numpy as np
import pytest

from tryon_ar.garments.cutting.network import (
    MIRRORED_LANDMARKS,
    MIRRORED_PARTS,
    GarmentNetwork,
    mirrored_name,
)
from tryon_ar.garments.cutting.reading import LANDMARK_ORDER, PART_COUNT
from tryon_ar.garments.garment import CATEGORIES, Part

CUFF = LANDMARK_ORDER.index("cuff_left_outer")


class BrightIsGarment:
    """A network that calls bright pixels torso, and its rightmost pixel the left cuff."""

    provider = "CPU"

    def __init__(self, *, garment=0.9):
        self.garment = garment
        self.seen = []

    def run(self, feeds, outputs=None):
        photos = feeds["photo"]
        self.seen.append(photos)
        count = len(photos)
        alpha = (photos.mean(1, keepdims=True) > 0.5).astype(np.float32)
        parts = np.zeros((count, PART_COUNT, 128, 128), np.float32)
        half = alpha.reshape(count, 128, 2, 128, 2).mean((2, 4))
        parts[:, Part.TORSO] = half
        parts[:, Part.BACKGROUND] = 1 - half
        heat = np.full((count, len(LANDMARK_ORDER), 64, 64), 1e-9, np.float32)
        for index in range(count):
            rows, columns = np.nonzero(alpha[index, 0])
            if len(rows):
                right = columns.argmax()
                heat[index, CUFF, rows[right] // 4, columns[right] // 4] = 1
                left = columns.argmin()
                heat[index, MIRRORED_LANDMARKS[CUFF], rows[left] // 4, columns[left] // 4] = 1
        exists = np.full((count, len(LANDMARK_ORDER)), 0.8, np.float32)
        categories = np.full((count, len(CATEGORIES)), 1 / len(CATEGORIES), np.float32)
        return [alpha, parts, heat, exists, categories, np.full(count, self.garment, np.float32)]


def photo_with_block(width=300, height=400):
    photo = np.zeros((height, width, 3), np.uint8)
    photo[100:300, 60:180] = 255
    return photo


def test_mirroring_twice_is_no_change():
    assert [MIRRORED_LANDMARKS[i] for i in MIRRORED_LANDMARKS] == list(range(len(LANDMARK_ORDER)))
    assert [MIRRORED_PARTS[i] for i in MIRRORED_PARTS] == list(range(PART_COUNT))
    assert MIRRORED_PARTS[Part.LEFT_SLEEVE] == Part.RIGHT_SLEEVE
    assert mirrored_name("neck_front") == "neck_front"
    assert mirrored_name("leg_hem_left_inner") == "leg_hem_right_inner"


def test_the_matte_lies_where_the_garment_is():
    photo = photo_with_block()
    reading = GarmentNetwork(BrightIsGarment()).read(photo)
    truth = photo[:, :, 0] > 0
    assert reading.alpha.shape == truth.shape
    assert ((reading.alpha > 0.5) & truth).sum() / ((reading.alpha > 0.5) | truth).sum() > 0.97
    assert reading.agreement > 0.98


def test_the_second_look_is_close_and_the_third_a_little_wider():
    network = BrightIsGarment()
    GarmentNetwork(network).read(photo_with_block())
    first, second, third = (float((photos[0].mean(0) > 0.5).mean()) for photos in network.seen)
    assert second > 2 * first
    assert first < third < second


class Changing(BrightIsGarment):
    """Is less sure of everything, and of the cuff's place, in its third look."""

    def run(self, feeds, outputs=None):
        answers = super().run(feeds, outputs)
        if len(self.seen) == 3:
            answers[2] = np.roll(answers[2], -30, axis=2)
            answers[3] = answers[3] * 0.25
            answers[4] = np.eye(len(CATEGORIES), dtype=np.float32)[[2] * len(answers[4])]
        return answers


def test_three_looks_are_one_reading():
    steady = GarmentNetwork(BrightIsGarment()).read(photo_with_block())
    reading = GarmentNetwork(Changing()).read(photo_with_block())
    np.testing.assert_allclose(reading.landmarks[CUFF, :2], steady.landmarks[CUFF, :2], atol=3)
    assert reading.landmarks[CUFF, 2] == pytest.approx((0.8 + 0.8 + 0.2) / 3, abs=0.05)
    assert reading.categories.sum() == pytest.approx(1, abs=1e-5)
    assert reading.categories[2] == pytest.approx(1 / 3 + 2 / 36, abs=0.01)


def test_upright_and_mirrored_in_one_batch():
    network = BrightIsGarment()
    GarmentNetwork(network).read(photo_with_block())
    for photos in network.seen:
        np.testing.assert_array_equal(photos[0], photos[1][:, :, ::-1])


def test_landmarks_come_back_in_pixels_of_the_photo():
    reading = GarmentNetwork(BrightIsGarment()).read(photo_with_block())
    x, y, confidence = reading.landmarks[CUFF]
    assert x == pytest.approx(179, abs=4)
    assert 95 <= y <= 305
    assert confidence == pytest.approx(0.8, abs=0.05)


def test_parts_sum_to_one_over_the_whole_photo():
    reading = GarmentNetwork(BrightIsGarment()).read(photo_with_block())
    np.testing.assert_allclose(reading.parts.sum(0), 1, atol=1e-3)
    torso = reading.parts[Part.TORSO] > 0.5
    assert torso.mean() == pytest.approx(0.2, abs=0.02)


def test_nothing_in_the_photo_is_read_once():
    network = BrightIsGarment(garment=0.02)
    reading = GarmentNetwork(network).read(np.zeros((200, 300, 3), np.uint8))
    assert len(network.seen) == 1
    assert not reading.alpha.any()
    assert reading.garment == pytest.approx(0.02)
