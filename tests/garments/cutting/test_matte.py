"""Drawn garments whose matte is known, seen by a blurred and shifted network, and a real one."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.drawn_cut_outs import (
    TSHIRT,
    fill,
    photograph,
    reading_of,
    seen_coarsely,
    weave,
)
from tryon_ar.core.images import read_picture
from tryon_ar.garments.cutting.foreground import estimate_foreground
from tryon_ar.garments.cutting.matte import matte_from_alpha, refine_matte

SHAPE = (512, 394)
# Corners of the white T-shirt on white, to a hundredth of the photo.
WHITE_TSHIRT = (
    (0.36, 0.04),
    (0.22, 0.11),
    (0.01, 0.35),
    (0.16, 0.47),
    (0.2, 0.46),
    (0.2, 0.95),
    (0.81, 0.95),
    (0.81, 0.46),
    (0.84, 0.47),
    (1.0, 0.35),
    (0.81, 0.12),
    (0.64, 0.04),
)


def plain(grey: float) -> NDArray[np.float32]:
    return np.full((*SHAPE, 3), grey, np.float32)


def band_error(matte: NDArray[np.float32], truth: NDArray[np.float32]) -> float:
    edge = cv2.dilate(((truth > 0) & (truth < 1)).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    return float(np.abs(matte - truth)[edge].mean())


@pytest.mark.parametrize(
    ("cloth", "folds", "ground", "grain", "most"),
    [
        ((249, 249, 249), 1.5, (255, 255, 255), 0.0, 0.08),
        ((240, 240, 240), 3.0, (255, 255, 255), 0.0, 0.06),
        ((34, 32, 32), 4.0, (14, 14, 14), 2.0, 0.08),
        ((40, 40, 190), 8.0, (244, 244, 244), 0.0, 0.05),
        ((70, 40, 30), 8.0, (80, 115, 150), 14.0, 0.06),
    ],
    ids=["white on white", "pale on white", "black on black", "red on grey", "navy on wood"],
)
def test_the_outline_lies_where_the_colours_change(cloth, folds, ground, grain, most, rng):
    truth = fill(SHAPE, TSHIRT)
    photo = photograph(truth, weave(SHAPE, cloth, folds, rng), weave(SHAPE, ground, grain, rng))
    coarse = seen_coarsely(truth, rng)
    matte = refine_matte(photo.photo_bgr, reading_of(coarse)).astype(np.float32) / 255
    assert band_error(coarse, truth) > 0.12
    assert band_error(matte, truth) < most


def test_where_nothing_shows_the_networks_outline_stands_without_steps():
    height = width = 1024
    slope = 0.37
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    truth = np.clip(rows - (300 + slope * columns) + 0.5, 0, 1)
    small = cv2.resize(truth, (256, 256), interpolation=cv2.INTER_AREA)
    coarse = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    blank = np.full((height, width, 3), 250, np.uint8)
    matte = refine_matte(blank, reading_of(coarse)).astype(np.float32) / 255
    outline = height - matte[:, 40:-40].sum(axis=0)
    straight = 300 + slope * np.arange(40, width - 40)
    assert np.abs(outline - straight).max() < 1.5
    assert (np.abs(np.diff(outline)) < 1.5).all()


def test_shadow_on_an_even_ground_is_no_garment(rng):
    truth = fill(SHAPE, TSHIRT)
    shade = cv2.GaussianBlur(np.roll(truth, (6, 5), (0, 1)), (0, 0), 5)
    ground = plain(255) * (1 - 0.25 * shade[:, :, None])
    photo = photograph(truth, weave(SHAPE, (60, 30, 25), 6, rng), ground.astype(np.float32))
    matte = refine_matte(photo.photo_bgr, reading_of(seen_coarsely(truth, rng)))
    assert band_error(matte.astype(np.float32) / 255, truth) < 0.06


def test_the_gap_between_sleeve_and_body_stays_open_and_a_print_stays_filled(rng):
    gap = ((0.20, 0.45), (0.28, 0.45), (0.28, 0.70), (0.24, 0.70))
    body = ((0.1, 0.2), (0.9, 0.2), (0.9, 0.85), (0.1, 0.85))
    stamp = fill(SHAPE, ((0.45, 0.4), (0.65, 0.4), (0.65, 0.6), (0.45, 0.6)))
    truth = fill(SHAPE, body, holes=(gap,))
    cloth = weave(SHAPE, (60, 60, 60), 5, rng)
    cloth[stamp > 0.5] = 255
    photo = photograph(truth, cloth, plain(255))
    coarse = np.minimum(seen_coarsely(truth, rng), 1 - 0.4 * stamp)
    matte = refine_matte(photo.photo_bgr, reading_of(coarse))
    seen_through = fill(SHAPE, gap) > 0.99
    assert (matte[seen_through] < 20).mean() > 0.9
    assert (matte[stamp > 0.99] > 235).all()


def test_a_thin_strap_seen_faintly_is_kept(rng):
    body = ((0.2, 0.4), (0.8, 0.4), (0.8, 0.9), (0.2, 0.9))
    straps = [((x, 0.1), (x + 0.016, 0.1), (x + 0.016, 0.42), (x, 0.42)) for x in (0.3, 0.7)]
    truth = fill(SHAPE, body, *straps)
    photo = photograph(truth, weave(SHAPE, (150, 60, 40), 5, rng), plain(240))
    coarse = seen_coarsely(truth, rng, shift_coarse_px=0.5)
    strap = fill(SHAPE, *straps) > 0.99
    strap[int(0.39 * SHAPE[0]) :] = False
    assert 0.35 < coarse[strap].mean() < 0.85
    matte = refine_matte(photo.photo_bgr, reading_of(coarse))
    assert (matte[strap] > 180).mean() > 0.9


def test_a_white_tshirt_on_white_comes_out_whole_and_without_a_rim(shared_data: Path, rng):
    photo = read_picture(shared_data / "measure_only" / "garments_shop" / "09166_00.jpg")
    drawn = fill(photo.shape[:2], WHITE_TSHIRT)
    matte = refine_matte(photo, reading_of(seen_coarsely(drawn, rng)))
    off_white = photo.min(axis=2) < 250
    assert (matte[off_white] > 127).mean() > 0.985
    assert ((matte > 127) & (photo.min(axis=2) == 255)).sum() < 0.01 * (matte > 127).sum()
    outside = cv2.connectedComponents((matte < 128).astype(np.uint8), connectivity=4)[1]
    assert set(np.unique(outside[matte < 128])) <= {
        *np.unique(outside[0]),
        *np.unique(outside[-1]),
        *np.unique(outside[:, 0]),
        *np.unique(outside[:, -1]),
    }
    rim = (matte > 60) & (matte < 250)
    colours = estimate_foreground(photo, matte)
    assert np.percentile(photo[rim].min(axis=1), 90) > 248
    assert np.percentile(colours[rim].min(axis=1), 95) < 246


def test_a_network_that_sees_nothing_gives_an_empty_matte(rng):
    photo = weave(SHAPE, (90, 90, 90), 20, rng).astype(np.uint8)
    assert not refine_matte(photo, reading_of(np.zeros(SHAPE, np.float32))).any()


def test_a_network_that_sees_garment_everywhere_gives_a_full_matte(rng):
    photo = weave(SHAPE, (90, 90, 90), 20, rng).astype(np.uint8)
    assert (refine_matte(photo, reading_of(np.ones(SHAPE, np.float32))) == 255).all()


@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (900, 2)])
def test_odd_sizes_are_cut_too(shape):
    coarse = np.full(shape, 0.9, np.float32)
    assert refine_matte(np.zeros((*shape, 3), np.uint8), reading_of(coarse)).shape == shape


def test_photo_and_reading_must_be_of_one_size():
    reading = reading_of(np.zeros((20, 30), np.float32))
    with pytest.raises(ValueError, match=r"\(20, 30\)"):
        refine_matte(np.zeros((30, 20, 3), np.uint8), reading)


def test_a_cut_out_keeps_its_own_matte():
    own = np.round(fill(SHAPE, TSHIRT) * 255).astype(np.uint8)
    assert np.array_equal(matte_from_alpha(own), own)


def test_the_soft_shadow_under_a_cut_out_is_dropped():
    own = np.round(fill(SHAPE, TSHIRT) * 255).astype(np.uint8)
    shadow = fill(SHAPE, ((0.2, 0.9), (0.8, 0.9), (0.8, 0.98), (0.2, 0.98)))
    shadowed = np.maximum(own, np.round(70 * shadow).astype(np.uint8))
    assert np.array_equal(matte_from_alpha(shadowed), own)


@pytest.mark.parametrize("value", [0, 255])
def test_an_alpha_channel_that_says_nothing_is_not_believed(value):
    assert matte_from_alpha(np.full(SHAPE, value, np.uint8)) is None
