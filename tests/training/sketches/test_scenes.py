import cv2
import numpy as np
import pytest

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.layer import LAYER_PX, Example, Layer
from tryon_ar.training.sketches.scenes import compose, compose_without_garment


def tee(level: int = 120) -> Layer:
    alpha = np.zeros((LAYER_PX, LAYER_PX), np.uint8)
    parts = np.zeros_like(alpha)
    pieces = {
        Part.TORSO: [(90, 40), (230, 40), (235, 300), (85, 300)],
        Part.LEFT_SLEEVE: [(230, 40), (310, 120), (270, 160), (230, 120)],
        Part.RIGHT_SLEEVE: [(90, 40), (10, 120), (50, 160), (90, 120)],
    }
    for part, outline in pieces.items():
        cv2.fillPoly(alpha, [np.array(outline)], 255)
        cv2.fillPoly(parts, [np.array(outline)], int(part))
    landmarks = np.zeros((25, 3), np.float32)
    for name, x, y in (
        ("neck_left", 200, 40),
        ("neck_right", 120, 40),
        ("shoulder_left", 230, 42),
        ("shoulder_right", 90, 42),
        ("hem_left", 235, 300),
        ("hem_right", 85, 300),
    ):
        landmarks[LANDMARK_ORDER.index(name)] = (x, y, 1)
    colour = np.full((LAYER_PX, LAYER_PX, 3), level, np.uint8)
    return Layer(colour, alpha, parts, landmarks, 0)


def same(first, second) -> bool:
    return all(
        np.array_equal(getattr(first, name), getattr(second, name))
        for name in ("photo_bgr", "alpha", "parts", "landmarks")
    )


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """Pictures of a dark, a grey and a white tee, in this order, beside a dark one."""
    rng = np.random.default_rng(1)
    return [compose(tee(level), rng, second=tee(40)) for level in (20, 120, 250) for _ in range(12)]


def test_a_picture_has_a_garment_that_its_labels_agree_on(examples):
    for example in examples:
        assert example.photo_bgr.shape == (256, 256, 3)
        assert example.photo_bgr.dtype == example.alpha.dtype == np.uint8
        assert (example.alpha >= 128).mean() > 0.03
        assert np.array_equal(example.parts > 0, example.alpha >= 128)
        assert set(np.unique(example.parts)) <= {0, 1, 2, 3}
        assert example.category == 0


def test_a_seed_gives_the_same_picture_again():
    first = compose(tee(), np.random.default_rng(5))
    again = compose(tee(), np.random.default_rng(5))
    other = compose(tee(), np.random.default_rng(6))
    assert same(first, again)
    assert not same(first, other)
    empty = [compose_without_garment(np.random.default_rng(5)) for _ in range(2)]
    assert same(*empty)


def test_a_landmark_that_exists_lies_in_the_picture(examples):
    for example in examples:
        existing = example.landmarks[example.landmarks[:, 2] == 1]
        assert len(existing) >= 2
        assert existing[:, :2].min() >= 0
        assert existing[:, :2].max() <= 255


def test_a_picture_without_a_garment_is_labelled_empty():
    rng = np.random.default_rng(2)
    photos = [compose_without_garment(rng) for _ in range(20)]
    for example in photos:
        assert example.category == -1
        assert not example.alpha.any()
        assert not example.parts.any()
        assert not example.landmarks.any()
    assert len({int(example.photo_bgr.mean()) for example in photos}) > 10


def test_real_photographs_are_laid_under_garments():
    red = np.zeros((300, 400, 3), np.uint8)
    red[:, :, 2] = np.arange(400) % 256
    rng = np.random.default_rng(3)
    reddish = 0
    for _ in range(30):
        corner = compose(tee(), rng, photo_backdrops=[red]).photo_bgr[:8].astype(float)
        mean = corner.mean(axis=(0, 1))
        reddish += mean[2] > 40 > max(mean[0], mean[1]) + 15
    assert 1 <= reddish <= 20


def test_white_is_often_laid_on_white():
    rng = np.random.default_rng(4)
    garment, near = tee(245), 0
    for _ in range(30):
        example = compose(garment, rng)
        inside = example.photo_bgr[example.alpha > 200].mean()
        near += abs(example.photo_bgr[:, :20][example.alpha[:, :20] == 0].mean() - inside) < 30
    assert near >= 10
