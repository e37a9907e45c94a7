"""Painting skin against the same formulas on whole arrays."""

import cv2
import numpy as np

from tryon_ar.kernels.skin_paint import (
    lay_enlarged_nb,
    look_at_skin_nb,
    model_skin_nb,
    paint_skin_nb,
    turn_away_nb,
)

LUMA = np.array([0.0722, 0.7152, 0.2126])


def smooth(rng, *shape):
    field = rng.normal(size=shape).astype(np.float32)
    return cv2.GaussianBlur(field, (0, 0), 1.5)


def test_a_look_tells_light_and_what_is_sure(rng):
    small = rng.integers(0, 256, (6, 5, 3), dtype=np.uint8)
    light = rng.normal(size=256).astype(np.float32)
    shares = rng.random((4, 40, 40), np.float32)
    seen, bare = np.empty((6, 5, 3), np.float32), np.empty((6, 5), np.float32)
    worn = np.empty((6, 5, 2), np.float32)
    skin = rng.random((6, 5), np.float32)
    # Three pixels each, four apart among the shares, from (5, 7) on.
    grid = 4.0 / 3.0, 5.0 - 4.0 / 3.0, 7.0 - 4.0 / 3.0
    sums = look_at_skin_nb(
        small, light, skin, shares, np.array([2]), 3, *grid, 0.4, 0.9, seen, bare, worn
    )
    np.testing.assert_array_equal(seen, light[small])
    part = shares[:, 7 : 7 + 24 : 4, 5 : 5 + 20 : 4]
    np.testing.assert_allclose(bare, np.clip((skin - 0.4) / 0.5, 0, 1), atol=1e-4)
    sure = np.clip((part[2] - 0.4) / 0.5, 0, 1)
    np.testing.assert_allclose(worn[..., 1], sure, atol=1e-4)
    np.testing.assert_allclose(worn[..., 0], seen @ LUMA * sure, atol=1e-3)
    np.testing.assert_allclose(sums, worn.sum(axis=(0, 1)), rtol=1e-3)


def test_nothing_is_sure_beyond_the_labels():
    small, light = np.zeros((2, 2, 3), np.uint8), np.zeros(256, np.float32)
    shares = np.ones((2, 8, 8), np.float32)
    seen, bare = np.empty((2, 2, 3), np.float32), np.empty((2, 2), np.float32)
    worn = np.empty((2, 2, 2), np.float32)
    skin, bounds = np.zeros((2, 2), np.float32), (1, 1.0, 7.0, 3.0, 0.1, 0.2)
    look_at_skin_nb(small, light, skin, shares, np.array([1]), *bounds, seen, bare, worn)
    assert worn[:, 0, 1].tolist() == [1.0, 1.0]
    assert worn[:, 1, 1].tolist() == [0.0, 0.0]


def test_limbs_turn_away_from_light_at_their_outline():
    limb = np.zeros((40, 40), np.float32)
    limb[:, 12:28] = 1.0
    distance = cv2.distanceTransform(limb.astype(np.uint8), cv2.DIST_L2, 3)
    soft = cv2.GaussianBlur(limb, (0, 0), 3.0)
    dark, lit = np.empty_like(limb), np.empty_like(limb)
    turn_away_nb(distance, soft, 6.0, 0.3, np.zeros(2, np.float32), 7.0, dark)
    expected = -0.3 * np.clip(1 - distance / 6, 0, 1) ** 1.4
    np.testing.assert_allclose(dark, expected, atol=4e-3)
    turn_away_nb(distance, soft, 6.0, 0.3, np.array([0.4, 0.0], np.float32), 7.0, lit)
    gained = lit - dark
    assert gained[20, 26] > 0.1
    assert gained[20, 13] < -0.1
    assert abs(gained[20, 19:21].mean()) < 0.02
    assert np.abs(gained).max() <= 0.4 + 1e-6


def test_the_model_and_what_skin_differs_from_it(rng):
    limb, turned, relief, bare = (smooth(rng, 7, 8) for _ in range(4))
    limb, bare = np.clip(limb, 0, 1), np.clip(bare + 0.5, 0, 1)
    around, seen = np.abs(smooth(rng, 7, 8, 2)), smooth(rng, 7, 8, 3) - 1
    tone = np.array([-1.2, -0.9, -0.6], np.float32)
    model, known = np.empty((7, 8, 3), np.float32), np.empty((7, 8, 4), np.float32)
    given = tone, limb, turned, relief, around, -0.5, seen, bare
    model_skin_nb(*given, 0.6, 0.35, 0.2, 0.5, 0.3, model, known)
    fold = (around[..., 0] + 0.5 * around[..., 1]) / (around[..., 1] + 0.05)
    shade = limb * (0.6 * np.clip(fold, -0.35, 0.35) + turned) + relief
    np.testing.assert_allclose(model, tone + shade[..., None], atol=1e-5)
    away = seen - model
    luma = away @ LUMA
    hue = np.abs(away - luma[..., None])[..., ::2].max(axis=2)
    share = bare * np.clip((0.5 - np.maximum(np.abs(luma), 1.5 * hue)) / 0.3, 0, 1)
    np.testing.assert_allclose(known[..., 3], share, atol=1e-4)
    clipped = np.clip(away, -0.2, 0.2) * share[..., None]
    np.testing.assert_allclose(known[..., :3], clipped, atol=1e-4)


def test_skin_is_painted_with_what_is_known_near_and_far(rng):
    model = -np.abs(smooth(rng, 9, 11, 3))
    near, wide = (np.abs(smooth(rng, 9, 11, 4)) for _ in range(2))
    uneven = 0.1 * smooth(rng, 4, 4)
    levels = np.linspace(0, 255, 1025).astype(np.float32)
    out = np.empty((9, 11, 3), np.uint8)
    paint_skin_nb(model, near, wide, 0.2, 0.1, uneven, 2.0, 3.0, levels, -2.0, out)
    rows, columns = np.mgrid[:9, :11]
    grain = uneven[(rows + 3) % 4, (columns + 2) % 4][..., None]
    far = wide[..., :3] / (wide[..., 3:] + 0.1)
    light = model + (near[..., :3] + 0.2 * far) / (near[..., 3:] + 0.2) + grain
    expected = (np.clip(light, -2, 0) + 2) / 2 * 255
    assert np.abs(out - expected).max() < 0.8


def test_a_small_picture_is_laid_enlarged_where_it_is_wanted(rng):
    small = rng.integers(0, 256, (4, 5, 3), dtype=np.uint8)
    under = rng.integers(0, 256, (12, 15, 3), dtype=np.uint8)
    alpha = rng.integers(0, 256, (12, 15), dtype=np.uint8)
    wanted = rng.integers(0, 2, (12, 15), dtype=np.uint8)
    found = under.copy()
    lay_enlarged_nb(found, wanted, small, 3, alpha)
    whole = cv2.resize(small.astype(np.float32), (15, 12))
    share = (alpha / 255.0 * wanted)[..., None]
    assert np.abs(found - (under + share * (whole - under))).max() < 0.6
