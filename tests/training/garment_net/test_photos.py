"""Real photos to train on: which, and what is done to them."""

import csv
import json

import cv2
import numpy as np
import pytest

from tryon_ar.garments.cutting.square import SQUARE_PX
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.garment_net.hand_placed import FILE, is_kept_aside
from tryon_ar.training.garment_net.photos import (
    LabelledPhoto,
    corner_backdrops,
    is_held_back,
    load_fitted,
    measured_elsewhere,
    moved,
    read_labels,
    recoloured,
)

NAMES = [f"{number:05d}.jpg" for number in range(5000)]
HELD_BACK = [0, 2, 4, 8, 17, 18, 20, 24, 32, 34, 36, 38]


def write_table(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def photo(rng, side=64):
    return rng.integers(0, 256, (side, side, 3)).astype(np.uint8)


def test_a_fifth_is_held_back():
    held_back = sum(is_held_back(name) for name in NAMES)
    assert held_back / len(NAMES) == pytest.approx(0.2, abs=0.02)


def test_the_split_is_the_one_that_was_measured_with():
    assert [number for number in range(40) if is_held_back(NAMES[number])] == HELD_BACK


def test_labels_name_files_and_categories(tmp_path):
    write_table(
        tmp_path / "labels.csv",
        [{"image": "a.jpg", "category": "dress"}, {"image": "b.jpg", "category": "tshirt"}],
    )
    assert read_labels(tmp_path) == [
        LabelledPhoto(tmp_path / "image" / "a.jpg", CATEGORIES.index("dress")),
        LabelledPhoto(tmp_path / "image" / "b.jpg", CATEGORIES.index("tshirt")),
    ]


def test_photos_that_are_measured_on_are_left_out(tmp_path):
    write_table(
        tmp_path / "labels.csv",
        [{"image": f"{name}.jpg", "category": "top"} for name in ("one", "two", "three")],
    )
    write_table(
        tmp_path / "garments" / "index.csv",
        [{"file": "top_01.jpg", "source_image_id": "two"}],
    )
    measured = measured_elsewhere(tmp_path / "garments")
    assert [photo.path.stem for photo in read_labels(tmp_path, measured)] == ["one", "three"]


def test_real_photos_are_trained_on_or_measured_on_never_both(shared_data):
    measured = measured_elsewhere(shared_data / "garments")
    photos = read_labels(shared_data / "garments_labelled", measured)
    held_back = {photo.path for photo in photos if is_held_back(photo.path.name)}
    trained_on = {photo.path for photo in photos if not is_held_back(photo.path.name)}
    assert not {path.stem for path in held_back | trained_on} & measured
    assert len(photos) == len(held_back) + len(trained_on)
    assert len(held_back) / len(photos) == pytest.approx(0.2, abs=0.03)
    assert all(path.is_file() for path in trained_on)


def test_photos_are_fitted_into_the_square(tmp_path):
    picture = np.zeros((40, 80, 3), np.uint8)
    picture[:, 40:] = 255
    path = tmp_path / "wide.png"
    cv2.imwrite(str(path), picture)
    (fitted,) = load_fitted([LabelledPhoto(path, 7)])
    assert fitted.photo_bgr.shape == (SQUARE_PX, SQUARE_PX, 3)
    assert fitted.photo_bgr[:, :120].max() == 0
    assert fitted.photo_bgr[:, 136:].min() == 255
    assert fitted.category == 7
    assert fitted.placed is None


def test_what_a_hand_placed_comes_with_the_photo(tmp_path):
    names = json.loads(FILE.read_text(encoding="utf-8"))
    name = next(name for name in names if not is_kept_aside(name))
    cv2.imwrite(str(tmp_path / name), np.zeros((533, 400, 3), np.uint8))
    (fitted,) = load_fitted([LabelledPhoto(tmp_path / name, 0)])
    assert fitted.placed is not None
    assert fitted.placed.landmarks[:, 2].sum() >= 3


@pytest.mark.parametrize("change", [moved, recoloured])
def test_a_change_keeps_shape_and_kind_and_follows_its_seed(change, rng):
    before = photo(rng)
    kept = before.copy()
    once, again, other = (change(before, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert once.shape == before.shape
    assert once.dtype == np.uint8
    assert once.flags.c_contiguous
    np.testing.assert_array_equal(once, again)
    assert (once != other).any()
    np.testing.assert_array_equal(before, kept)


def test_moving_brings_in_no_colour_that_was_not_there():
    plain = np.full((64, 64, 3), (10, 200, 90), np.uint8)
    for seed in range(20):
        np.testing.assert_array_equal(moved(plain, np.random.default_rng(seed)), plain)


def test_about_half_are_mirrored():
    half = np.zeros((64, 64, 3), np.uint8)
    half[:, 32:] = 255
    mirrored = 0
    for seed in range(60):
        image = moved(half, np.random.default_rng(seed))
        mirrored += image[:, :16].mean() > image[:, -16:].mean()
    assert 15 <= mirrored <= 45


def test_another_light_changes_the_mean_but_not_what_is_seen(rng):
    smooth = cv2.GaussianBlur(photo(rng), (0, 0), 4)
    smooth = cv2.normalize(smooth, None, 30, 220, cv2.NORM_MINMAX)
    means = []
    for seed in range(20):
        changed = recoloured(smooth, np.random.default_rng(seed))
        means.append(changed.mean())
        alike = np.corrcoef(smooth.mean(2).ravel(), changed.mean(2).ravel())[0, 1]
        assert alike > 0.7
    assert np.ptp(means) > 20


def test_backdrops_are_the_even_corners_of_photos(rng):
    ground = rng.normal(120, 8, (64, 64, 3))
    photo_bgr = ground.clip(0, 255).astype(np.uint8)
    photo_bgr[:16, :8] = 250  # a sleeve in one corner
    backdrops = corner_backdrops([photo_bgr])
    assert len(backdrops) == 3
    for backdrop in backdrops:
        assert backdrop.shape == photo_bgr.shape
        assert backdrop.dtype == np.uint8
        assert backdrop.max() < 200
    corner = photo_bgr[:16, 48:]
    np.testing.assert_array_equal(backdrops[0][:16, :16], corner)
    np.testing.assert_array_equal(backdrops[0][:16, 16:32], corner[:, ::-1])
    np.testing.assert_array_equal(backdrops[0][16:32, :16], corner[::-1])


def test_plain_corners_teach_nothing_and_are_left_out():
    assert corner_backdrops([np.full((64, 64, 3), 255, np.uint8)]) == []
    assert corner_backdrops([]) == []


def test_some_of_what_was_placed_is_not_learnt(tmp_path):
    names = list(json.loads(FILE.read_text(encoding="utf-8")))
    aside = [name for name in names if is_kept_aside(name)]
    assert 0.05 < len(aside) / len(names) < 0.15
    cv2.imwrite(str(tmp_path / aside[0]), np.zeros((533, 400, 3), np.uint8))
    (fitted,) = load_fitted([LabelledPhoto(tmp_path / aside[0], 0)])
    assert fitted.placed is None
