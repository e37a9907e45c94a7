from dataclasses import replace

import numpy as np
import pytest

from tests.support.worn_tops import drawn_place
from tryon_ar.core.roi import Roi
from tryon_ar.rendering.removal.cloth_tile import continued, learn_tile, plain_tile
from tryon_ar.rendering.removal.coarse_view import view_hips


@pytest.fixture
def striped():
    """Jeans with stripes of 8 rows a period."""
    place = drawn_place()
    jeans = (place.frame_bgr == (120, 70, 40)).all(axis=2)
    rows = np.arange(jeans.shape[0])[:, None, None]
    stripes = (place.frame_bgr * (1.0 + 0.15 * np.sin(2 * np.pi * rows / 8))).astype(np.uint8)
    return place, np.where(jeans[..., None], stripes, place.frame_bgr)


def test_a_tile_has_its_spots_spectrum_and_variance():
    rows = np.arange(64, dtype=np.float32)
    wave = np.repeat(np.sin(2 * np.pi * rows / 8)[:, None, None], 64, axis=1)
    tile = continued(np.asarray(wave, np.float32))[..., 0]
    spectrum = np.abs(np.fft.rfft(tile, axis=0)).mean(axis=1)
    assert abs(int(spectrum[1:].argmax()) + 1 - 128 // 8) <= 1
    assert tile.std() == pytest.approx(wave.std(), rel=0.5)


def test_a_tile_has_no_seams():
    noise = np.random.default_rng(3).standard_normal((40, 40, 1)).astype(np.float32)
    smooth = noise.copy()
    smooth[1:] = (noise[1:] + noise[:-1]) / 2
    tile = continued(smooth)[..., 0]
    inside = np.abs(np.diff(tile, axis=0)).mean()
    assert np.abs(tile[0] - tile[-1]).mean() < 1.3 * inside


def test_texture_is_learnt_where_enough_of_the_cloth_is_seen(striped):
    place, frame = striped
    view = view_hips(place)
    sure = np.asarray(view.lower > 0.99, np.float32)
    tile = learn_tile(frame, view, sure, None)
    down, across = (np.abs(np.diff(tile.gain, axis=axis)).mean() for axis in (0, 1))
    assert down > 2 * across
    assert learn_tile(frame, view, 0 * sure, None) is None
    assert learn_tile(frame, view, sure, tile) is tile  # no better: no change to be seen


def test_texture_goes_with_the_hips():
    place = drawn_place()
    x, y = place.axes.hip_mid.round().astype(int)
    moved = replace(place.axes, hip_mid=place.axes.hip_mid + np.array([30, 12]))
    here = plain_tile().turn(place.axes, Roi(x - 40, y - 40, x + 40, y + 40))
    there = plain_tile().turn(moved, Roi(x - 10, y - 28, x + 70, y + 52))
    np.testing.assert_allclose(here, there, atol=1e-6)
    beside = plain_tile().turn(moved, Roi(x - 40, y - 40, x + 40, y + 40))
    assert abs(beside[2] - here[2]) > 5
