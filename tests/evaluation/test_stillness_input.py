"""How the input moves, in pictures that were moved by a known way."""

import cv2
import numpy as np
import pytest

from tests.tracking.bodies import pose_at
from tryon_ar.evaluation.stillness_input import NearbyMotion, path_of, region, stray_of

SIZE = (320, 240)


@pytest.fixture
def texture(rng):
    noise = rng.integers(0, 255, (SIZE[1], SIZE[0]), dtype=np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 2.0)


def moved(picture, x, y):
    matrix = np.array([[1.0, 0.0, x], [0.0, 1.0, y]])
    return cv2.warpAffine(picture, matrix, SIZE, borderMode=cv2.BORDER_REFLECT)


def square(x0, y0, x1, y1):
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], float)


def test_a_part_is_followed_to_a_twentieth_of_a_pixel(texture):
    ways = [(0.0, 0.0), (0.6, -0.3), (1.7, 0.2), (2.4, 1.0)]
    greys = [moved(texture, x, y) for x, y in ways]
    path = path_of(greys, square(80, 60, 200, 180), 1)
    assert path == pytest.approx(np.array(ways) - ways[1], abs=0.05)
    assert stray_of(path, 100.0) == pytest.approx(0.0136, abs=0.001)


def test_a_part_without_texture_or_gone_is_lost(texture, rng):
    flat = np.full_like(texture, 90)
    assert path_of([flat, flat], square(80, 60, 200, 180), 0) is None
    other = cv2.GaussianBlur(rng.integers(0, 255, texture.shape, dtype=np.uint8), (0, 0), 2.0)
    assert path_of([texture, other], square(80, 60, 200, 180), 0) is None


def test_regions_lie_inside_the_body():
    pose = pose_at(shoulders_px=100.0)
    trunk = region("trunk", pose, 100.0)
    assert trunk[:, 1].min() > 180.0
    assert trunk[:, 1].max() < 180.0 + 160.0
    arm = region("left_upper_arm", pose, 100.0)
    assert np.hypot(*(arm[0] - arm[1])) == pytest.approx(24.0)


def test_motion_is_seen_where_it_is_and_a_frame_late(texture):
    half = texture.copy()
    half[:, :120] = moved(texture, 5.0, 0.0)[:, :120]
    greys = [texture, half, half, half, half]
    places = np.array([[(60.0, 120.0), (260.0, 120.0), (-50.0, 120.0)]])
    for late in (0, 1, 2):
        found = NearbyMotion().around_px(greys, late, places, 100.0)
        assert found[0] > 4.0
        assert found[1] < 1.0
        assert found[2] > 4.0  # outside the picture its border counts
    assert NearbyMotion().around_px(greys, 3, places, 100.0).max() < 0.5
