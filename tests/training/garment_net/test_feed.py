"""Batches that a network is trained on."""

import itertools
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.cutting.square import SQUARE_PX
from tryon_ar.garments.garment import CATEGORIES, Part
from tryon_ar.training.garment_net.feed import (
    FeedPlan,
    Pool,
    Sources,
    balanced_choice,
    batches,
    choose_real,
    empty_example,
    make_batch,
    moved_photo,
)
from tryon_ar.training.garment_net.hand_placed import INSIDE, UNKNOWN, HandPlaced
from tryon_ar.training.garment_net.layers import save_shard
from tryon_ar.training.garment_net.photos import FittedPhoto, LabelledPhoto
from tryon_ar.training.sketches.layer import LAYER_PX, Layer

HEM = LANDMARK_ORDER.index("hem_left")


def block_layer(category, colour_bgr=(40, 90, 200)):
    """Return a garment that is a block of one colour, all torso, with one landmark."""
    alpha = np.zeros((LAYER_PX, LAYER_PX), np.uint8)
    alpha[60:260, 80:240] = 255
    colour = np.zeros((LAYER_PX, LAYER_PX, 3), np.uint8)
    colour[:] = colour_bgr
    parts = np.where(alpha > 0, Part.TORSO, 0).astype(np.uint8)
    landmarks = np.zeros((len(LANDMARK_ORDER), 3), np.float32)
    landmarks[HEM] = (239, 259, 1)
    return Layer(colour, alpha, parts, landmarks, category)


def real_photo(rng):
    return cv2.GaussianBlur(
        rng.integers(0, 256, (SQUARE_PX, SQUARE_PX, 3)).astype(np.uint8), (0, 0), 5
    )


def grey(photo):
    return cv2.GaussianBlur(photo, (0, 0), 3).mean(2).ravel()


@pytest.fixture
def sources(rng):
    photos = [FittedPhoto(real_photo(rng), category) for category in (0, 4, 4)]
    blank = np.full((300, 420, 3), 90, np.uint8)
    return Sources([block_layer(2), block_layer(9)], photos, [], [blank])


def plan_of(**changes):
    return FeedPlan(Path("pool"), [], seed=3, **changes)


def photos_of(rng, *categories, placed=()):
    """Return photos of categories; the numbered ones have a hem placed and an inside."""
    photos = [FittedPhoto(real_photo(rng), category) for category in categories]
    for number in placed:
        landmarks = np.zeros((len(LANDMARK_ORDER), 3), np.float32)
        landmarks[HEM] = (100, 120, 1)
        inside = np.zeros((SQUARE_PX, SQUARE_PX), np.uint8)
        inside[100:130, 100:150] = INSIDE
        photos[number] = photos[number]._replace(placed=HandPlaced(landmarks, inside))
    return photos


def test_a_batch_has_its_pictures_labels_and_categories(sources, rng):
    batch = make_batch(plan_of(drawn=3, empty=2, real=4), sources, rng)
    side = SQUARE_PX
    assert batch.photos.shape == (5, side, side, 3)
    assert batch.alpha.shape == batch.parts.shape == (5, side, side)
    assert batch.landmarks.shape == (5, len(LANDMARK_ORDER), 3)
    assert batch.real_plain.shape == batch.real_changed.shape == (4, side, side, 3)
    kinds = [array.dtype for array in batch]
    assert kinds == ["u1", "u1", "u1", "f4", "i8", "u1", "u1", "i8", "f4", "u1", "?"]
    assert set(batch.categories[:3].tolist()) <= {2, 9}
    assert set(batch.real_categories.tolist()) <= {0, 4}
    assert (batch.alpha[:3].max((1, 2)) == 255).all()
    assert ((batch.parts > 0) == (batch.alpha >= 128)).all()


def test_pictures_without_a_garment_have_no_labels(sources, rng):
    batch = make_batch(plan_of(drawn=1, empty=3, real=1), sources, rng)
    assert batch.categories[1:].tolist() == [-1, -1, -1]
    assert not batch.alpha[1:].any()
    assert not batch.parts[1:].any()
    assert not batch.landmarks[1:].any()


def test_a_real_photo_is_shown_twice_in_different_light(sources, rng):
    batch = make_batch(plan_of(drawn=1, empty=0, real=4), sources, rng)
    plain, changed = batch.real_plain, batch.real_changed
    assert all((one != two).any() for one, two in zip(plain, changed, strict=True))
    alike = [
        np.corrcoef(grey(one), grey(two))[0, 1] for one, two in zip(plain, changed, strict=True)
    ]
    assert min(alike) > 0.25


def test_half_of_the_empty_pictures_are_photographs(sources, rng, monkeypatch):
    shown = []

    def noted(photo_bgr, generator):
        shown.append(photo_bgr)
        return empty_example(photo_bgr, generator)

    monkeypatch.setattr("tryon_ar.training.garment_net.feed.empty_example", noted)
    make_batch(plan_of(drawn=1, empty=4, real=1), sources, rng)
    assert len(shown) == 2
    make_batch(plan_of(drawn=1, empty=4, real=1), sources._replace(empty=[]), rng)
    assert len(shown) == 2


@pytest.mark.parametrize("shape", [(40, 500), (33, 33), (700, 480)])
def test_a_window_of_any_photograph_is_an_empty_picture(shape, rng):
    photo = rng.integers(0, 256, (*shape, 3)).astype(np.uint8)
    for _ in range(3):
        example = empty_example(photo, rng)
        assert example.photo_bgr.shape == (SQUARE_PX, SQUARE_PX, 3)
        assert example.category == -1
        assert not example.alpha.any()


def test_rare_categories_are_chosen_as_often_as_common_ones(rng):
    blank = np.zeros((2, 2, 3), np.uint8)
    photos = [FittedPhoto(blank + n, c) for n, c in enumerate([0] * 90 + [5] * 9 + [11])]
    chosen = balanced_choice(photos, 900, rng)
    seen = Counter(photo.category for photo in chosen)
    assert set(seen) == {0, 5, 11}
    assert max(seen.values()) < 1.35 * min(seen.values())
    assert len({int(photo.photo_bgr[0, 0, 0]) for photo in chosen if photo.category == 5}) == 9
    assert balanced_choice(photos, 0, rng) == []


def test_some_of_the_real_photos_have_landmarks_placed_by_hand(rng):
    photos = photos_of(rng, *range(12), placed=(3, 7))
    chosen = choose_real(plan_of(real=5, placed=3), photos, rng)
    assert len(chosen) == 5
    assert [photo.category in (3, 7) for photo in chosen[:3]] == [True] * 3
    assert len(choose_real(plan_of(real=5, placed=3), photos_of(rng, 1, 2), rng)) == 5


def test_a_batch_says_what_was_placed_by_hand(sources, rng):
    sources = sources._replace(real=photos_of(rng, 2, 6, placed=(1,)))
    batch = make_batch(plan_of(drawn=1, empty=0, real=6, placed=2), sources, rng)
    assert batch.real_placed[:2].all()
    np.testing.assert_array_equal(batch.real_placed, batch.real_categories == 6)
    unseen = ~batch.real_placed
    assert not batch.real_landmarks[unseen].any()
    assert (batch.real_inside[unseen] == UNKNOWN).all()
    assert (batch.real_inside[batch.real_placed] == INSIDE).any((1, 2)).all()
    assert batch.real_landmarks[batch.real_placed, :, 2].sum(1).tolist() == [1] * sum(~unseen)


def test_what_was_placed_moves_with_its_photo(rng):
    (photo,) = photos_of(rng, 0, placed=(0,))
    rows, columns = np.nonzero(photo.placed.inside == INSIDE)
    moved = moved_photo(photo, rng)
    (name,) = np.flatnonzero(moved.placed.landmarks[:, 2])
    assert LANDMARK_ORDER[name] in ("hem_left", "hem_right")
    assert (moved.photo_bgr != photo.photo_bgr).any()
    now = np.nonzero(moved.placed.inside == INSIDE)
    assert 0.4 < len(now[0]) / len(rows) < 1.8
    assert (np.median(now[1]), np.median(now[0])) != (np.median(columns), np.median(rows))


def test_the_pool_takes_up_shards_that_appear_one_at_a_time(tmp_path):
    pool = Pool(tmp_path)
    pool.refresh()
    assert pool.layers == []
    for number in range(2):
        save_shard(tmp_path / f"seed001-{number:04d}.npz", [block_layer(number)])
    for wanted in ([0], [0, 1], [0, 1]):
        pool.refresh()
        assert [layer.category for layer in pool.layers] == wanted


def test_the_oldest_drawings_leave_a_full_pool(tmp_path, monkeypatch):
    monkeypatch.setattr("tryon_ar.training.garment_net.feed._MOST_LAYERS", 3)
    for number in range(2):
        layers = [block_layer(2 * number), block_layer(2 * number + 1)]
        save_shard(tmp_path / f"seed001-{number:04d}.npz", layers)
    pool = Pool(tmp_path)
    pool.refresh()
    pool.refresh()
    assert [layer.category for layer in pool.layers] == [1, 2, 3]


def test_the_same_seed_gives_the_same_batches(tmp_path, rng):
    pool, photo, empty = tmp_path / "pool", tmp_path / "real.png", tmp_path / "empty.png"
    pool.mkdir()
    save_shard(pool / "seed001-0000.npz", [block_layer(1), block_layer(7)])
    cv2.imwrite(str(photo), real_photo(rng))
    cv2.imwrite(str(empty), np.full((80, 60, 3), 140, np.uint8))
    photos = [LabelledPhoto(photo, CATEGORIES.index("dress"))]
    plan = FeedPlan(pool, photos, seed=8, without=[empty], drawn=2, empty=1, real=1)
    one, two = (list(itertools.islice(batches(plan), 2)) for _ in range(2))
    for mine, yours in zip(one, two, strict=True):
        for first, second in zip(mine, yours, strict=True):
            np.testing.assert_array_equal(first, second)
    assert (one[0].photos != one[1].photos).any()
