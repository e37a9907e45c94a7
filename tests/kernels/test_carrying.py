"""The compiled loops against NumPy."""

import cv2
import numpy as np

from tryon_ar.kernels import carrying

SIDE = 24


def shares(rng: np.random.Generator) -> np.ndarray:
    values = rng.random((8, SIDE, SIDE)).astype(np.float32)
    return values / values.sum(0)


def motion_of(rng: np.random.Generator) -> np.ndarray:
    return rng.normal(0, 2, (SIDE, SIDE, 2)).astype(np.float32)


def grid() -> np.ndarray:
    return np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE)), -1).astype(np.float32)


def test_stretch_is_the_length_of_both_slopes(rng):
    motion = motion_of(rng)
    found = np.full((SIDE, SIDE), np.nan, np.float32)
    carrying.stretch_nb(motion, found)
    along_x = np.abs(np.diff(motion, axis=1, prepend=motion[:, :1])).sum(2)
    along_y = np.abs(np.diff(motion, axis=0, prepend=motion[:1])).sum(2)
    np.testing.assert_allclose(found, np.hypot(along_x, along_y), rtol=1e-5, atol=1e-6)


def test_planes_are_read_as_remap_reads_them(rng):
    planes, places = shares(rng), grid() + 3 * motion_of(rng)
    found = np.full((8, SIDE, SIDE), np.nan, np.float32)
    carrying.gather_planes_nb(planes, places, found)
    for plane, expected in zip(found, planes, strict=True):
        remapped = cv2.remap(
            expected, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        # OpenCV knows 32 places between two pixels.
        np.testing.assert_allclose(plane, remapped, atol=0.5 / 32)


def test_a_still_picture_reads_itself(rng):
    planes = shares(rng)
    found = np.empty_like(planes)
    carrying.gather_planes_nb(planes, grid(), found)
    np.testing.assert_array_equal(found, planes)


def test_change_adds_surprise_stretch_and_motion(rng):
    motion = motion_of(rng)
    places = grid() + motion
    stretch = rng.random((SIDE, SIDE)).astype(np.float32)
    surprise = rng.integers(0, 60, (SIDE, SIDE)).astype(np.uint8)
    change = np.full((SIDE, SIDE), np.nan, np.float32)
    unfollowed = np.full((SIDE, SIDE), 7, np.uint8)
    limits = [np.float32(value) for value in (6.0, 26.0, 0.9, 6.0)]
    carrying.change_nb(motion, places, stretch, surprise, *limits, change, unfollowed)
    expected = np.maximum((surprise - 6.0) / 20.0, 0.0) + stretch / 0.9
    inside = ((places >= 0) & (places <= SIDE - 1)).all(2)
    np.testing.assert_array_equal(unfollowed, (expected > 1.0) & inside)
    assert 0 < unfollowed.mean() < 1
    expected += np.hypot(*np.moveaxis(motion, 2, 0)) / 6.0
    np.testing.assert_allclose(change, expected, rtol=1e-4)


def test_the_network_counts_more_where_things_changed_or_differ(rng):
    measured, carried = shares(rng), shares(rng)
    change = rng.uniform(0, 1.5, (SIDE, SIDE)).astype(np.float32)
    found = np.empty_like(measured)
    carrying.agree_nb(measured, carried, change, np.float32(0.2), np.float32(0.5), found)
    apart = 0.5 * np.abs(measured - carried).sum(0)
    weight = np.minimum(0.2 + 0.3 * apart + change, 1.0)
    np.testing.assert_allclose(found, carried + weight * (measured - carried), atol=1e-5)
    np.testing.assert_allclose(found.sum(0), 1.0, atol=1e-5)
