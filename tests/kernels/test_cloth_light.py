"""Light, chroma and trust of cloth against the same formulas on whole arrays."""

import cv2
import numpy as np

from tryon_ar.kernels.cloth_light import (
    CELL,
    DARKEST,
    cloth_around_nb,
    cloth_cells_nb,
    cloth_trust_nb,
    light_and_chroma_nb,
    steepest_nb,
)

LINEAR = ((np.arange(256) / 255.0) ** 2.2).astype(np.float32)


def split(bgr):
    colours = np.empty(bgr.shape, np.float32)
    light_and_chroma_nb(bgr, LINEAR, colours)
    return colours


def test_log_luminance_is_of_all_colours_alike(rng):
    bgr = rng.integers(0, 256, (6, 7, 3), dtype=np.uint8)
    linear = ((bgr / 255.0) ** 2.2).mean(axis=2)
    np.testing.assert_allclose(split(bgr)[..., 0], np.log(linear + DARKEST), atol=1e-4)


def test_chroma_is_bt_601_and_stays_in_the_shade():
    bgr = np.array([[[30, 110, 200], [15, 55, 100], [128, 128, 128]]], np.uint8)
    lit, shaded, grey = split(bgr)[0, :, 1:]
    y, cr, cb = cv2.cvtColor(bgr, cv2.COLOR_BGR2YCrCb)[0, 0].astype(float)
    np.testing.assert_allclose(lit, np.array([cr - 128, cb - 128]) * 116 / (y + 16), atol=1.0)
    assert np.linalg.norm(lit - shaded) < 0.15 * np.linalg.norm(lit)
    np.testing.assert_allclose(grey, 0, atol=0.1)


def test_cells_add_up_worn_cloth(rng):
    colours = rng.normal(size=(10, 9, 3)).astype(np.float32)
    worn = rng.integers(0, 2, (10, 9), dtype=np.uint8)
    cells = np.empty((3, 3, 3), np.float32)
    cloth_cells_nb(colours, worn, cells)
    part = np.s_[2 * CELL : 10, CELL : 2 * CELL]
    expected = (colours[part] * worn[part][..., None]).sum(axis=(0, 1))
    np.testing.assert_allclose(cells[2, 1], [*expected[1:], worn[part].sum()], atol=1e-5)


def test_cloth_around_is_a_mean_without_what_is_foreign(rng):
    cells = np.zeros((6, 7, 3), np.float32)
    cells[..., 2] = rng.integers(0, 17, (6, 7))
    chroma = rng.normal(0, 6, (6, 7, 2))
    cells[..., :2] = chroma * cells[..., 2:]
    around = np.empty((6, 7, 2), np.float32)
    cloth_around_nb(cells, 2, (4.0, 12.0), around)

    def mean(weights: np.ndarray) -> np.ndarray:
        means = np.empty((6, 7, 2))
        for y, x in np.ndindex(6, 7):
            near = np.s_[max(y - 2, 0) : y + 3, max(x - 2, 0) : x + 3]
            means[y, x] = (chroma[near] * weights[near]).sum(axis=(0, 1)) / weights[near].sum()
        return means

    off = np.linalg.norm(chroma - mean(cells[..., 2:]), axis=2, keepdims=True)
    expected = mean(cells[..., 2:] * np.clip((12 - off) / 8, 1e-3, 1))
    np.testing.assert_allclose(around, expected, atol=1e-3)


def test_trust_follows_its_definition(rng):
    colours = rng.normal(0, (0.05, 6, 6), (12, 14, 3)).astype(np.float32)
    around = rng.normal(0, 2, (3, 4, 2)).astype(np.float32)
    worn = (rng.random((12, 14)) < 0.9).astype(np.uint8)
    trust = np.empty((12, 14), np.float32)
    steepest = np.empty((12, 14), np.float32)
    steepest_nb(colours, worn, steepest)
    cloth_trust_nb(colours, around, steepest, worn, 0.2, (4.0, 16.0), trust)
    steep = np.zeros((12, 14))
    for axis in (0, 1):
        whole = np.moveaxis(np.stack([colours[..., 0], worn], axis=-1), axis, 0)
        step = np.abs(np.diff(whole[..., 0], axis=0)) * (whole[1:, :, 1] * whole[:-1, :, 1])
        view = np.moveaxis(steep, axis, 0)
        view[1:] = np.maximum(view[1:], step)
        view[:-1] = np.maximum(view[:-1], step)
    np.testing.assert_allclose(steepest, steep, atol=1e-6)
    gentle = np.clip(1 - (steep / 0.2) ** 4, 0, 1) ** 2
    whole = around.repeat(CELL, axis=0).repeat(CELL, axis=1)[:12, :14]
    off = np.linalg.norm(colours[..., 1:] - whole, axis=-1)
    expected = gentle * np.clip((16 - off) / 12, 0, 1) * worn
    np.testing.assert_allclose(trust, expected, atol=1e-4)
    assert 0.1 < trust.mean() < 0.9
