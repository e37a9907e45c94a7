"""Finding and drawing a lower garment against the same formulas on whole arrays."""

import cv2
import numpy as np

from tryon_ar.kernels.lower import cut_below_nb, draw_lower_nb, own_cloth_nb, surely_lower_nb

LUMA = np.array([0.0722, 0.7152, 0.2126])


def ramp(values, ends):
    return np.clip((values - ends[0]) / (ends[1] - ends[0]), 0, 1)


def test_what_shows_below_a_line_is_found_and_cut(rng):
    skin = np.full((20, 24), 255, np.uint8)
    weight = (rng.random((20, 24)) > 0.8).astype(np.float32)
    covered = np.zeros((30, 40), np.float32)
    covered[:, 20:] = 1.0
    found = cut_below_nb(skin, weight, covered, 5, 4, 3.0, 9.5, 0.2, 0.02)
    rows, columns = np.mgrid[:20, :24]
    below = rows - 9.5 > -0.2 * (columns - 3)
    np.testing.assert_array_equal(skin == 0, below)
    shows = np.argwhere(below & (weight > 0) & (columns < 15))
    (y0, x0), (y1, x1) = shows.min(axis=0), shows.max(axis=0) + 1
    assert found == (x0, y0, x1, y1)
    assert cut_below_nb(skin, weight, covered, 5, 4, 0.0, 50.0, 0.0, 0.02) == (0, 0, 0, 0)


def test_labels_and_hue_tell_what_is_surely_lower_cloth(rng):
    light = rng.normal(size=(9, 8, 3)).astype(np.float32)
    lower, person = rng.random((2, 9, 8), np.float32)
    hue, out = np.array([0.2, -0.1, 0.3], np.float32), np.empty((9, 8), np.float32)
    given = light, lower, person, (0.3, 0.8), (0.2, 0.6), hue
    total = surely_lower_nb(*given, 1.5, (0.4, 0.8), out)
    labels = ramp(lower, (0.3, 0.8)) * ramp(person, (0.2, 0.6))
    away = np.abs(light - (light @ LUMA)[..., None] - hue).mean(axis=2)
    expected = labels * ramp(away / 1.5, (0.4, 0.8))
    np.testing.assert_allclose(out, expected, atol=1e-5)
    assert abs(total - expected.sum()) < 1e-3
    surely_lower_nb(*given, 0.0, (0.4, 0.8), out)
    np.testing.assert_allclose(out, labels, atol=1e-5)


def test_own_cloth_is_nearer_to_its_tone_than_to_the_others(rng):
    remembered, top = np.array([[-2.0, -2.4, -2.9], [-1.6, -1.0, -0.9]], np.float32)
    mix = rng.random((12, 10, 1))
    soft = (remembered + mix * (top - remembered)).astype(np.float32)
    near = rng.random((12, 10), np.float32)
    light = (near[..., None] * (remembered + 0.1)).astype(np.float32)
    own, tone = np.empty((12, 10), np.float32), np.empty((12, 10, 3), np.float32)
    bounds = -4.0, 0.55, 0.1, 0.35, 0.35, 0.25, 1.5, 0.2
    own_cloth_nb(light, soft, near, remembered, top, *bounds, own, tone)
    expected = remembered + 0.1 * (near / (near + 0.2))[..., None]
    np.testing.assert_allclose(tone, expected, atol=1e-5)
    to_lower, to_top = (np.abs(soft - each).mean(axis=2) for each in (tone, top))
    assert (own[mix[..., 0] < 0.15] == 1).all()
    assert not own[mix[..., 0] > 0.6].any()
    assert not own[to_lower >= to_top].any()


def drawn(levels, solid, own, wanted, gain, line=(0.0, -1.0, 0.0, 1e-3)):
    picture, shape = np.zeros((24, 30, 3), np.uint8), np.zeros((24, 30), np.uint8)
    kept = shape.copy()
    # Three pixels to one of the small picture's.
    grid = 1 / 3, 1 / 3, -1 / 3, -1 / 3
    turn = 1.0, 0.0, 2.0, 0.0, 1.0, 5.0
    draw_lower_nb(
        picture, shape, kept, wanted, 2, 1, levels, solid, own, *grid, 2.0, gain, turn, line
    )
    return picture, shape, kept


def test_a_garment_is_drawn_with_its_texture_where_it_is_wanted(rng):
    levels = rng.uniform(40, 160, (8, 10, 3)).astype(np.float32)
    solid, own = rng.random((2, 8, 10), np.float32)
    gain = rng.uniform(0.8, 1.2, (4, 4, 3)).astype(np.float32)
    wanted = rng.integers(0, 2, (26, 33), dtype=np.uint8)
    picture, shape, kept = drawn(levels, solid, own, wanted, gain)
    large = [cv2.resize(each, (30, 24)) for each in (levels, solid, own)]
    seen = wanted[1:25, 2:32] > 0
    inside = np.clip((large[1] - 0.5) * 2 + 0.5, 0, 1)
    assert np.abs(shape - 255 * inside * seen).max() < 0.6
    assert np.abs(kept - 255 * large[2] * seen).max() < 0.6
    rows, columns = np.mgrid[:24, :30]
    expected = large[0] * gain[(rows + 5) % 4, (columns + 2) % 4]
    there = seen & (inside > 0)
    assert np.abs(picture - expected)[there].max() < 0.6
    assert not picture[~there].any()


def test_nothing_is_drawn_above_the_line():
    flat, full = np.full((8, 10, 3), 90, np.float32), np.ones((8, 10), np.float32)
    everywhere, gain = np.ones((26, 33), np.uint8), np.ones((4, 4, 3), np.float32)
    _, shape, kept = drawn(flat, full, full, everywhere, gain, (10.0, 12.0, 0.0, 4.0))
    assert shape[:, 7].tolist() == kept[:, 7].tolist()
    assert not shape[:10].any()
    assert (shape[14:] == 255).all()
    assert 100 < shape[12, 7] < 160
