import numpy as np
import pytest

from tryon_ar.training.people.cameras import View, camera_before
from tryon_ar.training.people.extras import LANDMARK_ORDER, inside, placed_landmarks

SIZE = 64
VIEW = View(camera_before(np.zeros(3), 0, 0, 0, 4.0), (-0.25, -0.25, 0.5), (-1.0, -1.0, 1.0, 1.0))
FRAME = np.array([0, 0, SIZE, 48], np.float32)


def placed(depth, **points):
    landmarks = {name: np.asarray(point, float) for name, point in points.items()}
    table = placed_landmarks(landmarks, VIEW, FRAME, np.full((SIZE, SIZE), depth, np.float16))
    return dict(zip(LANDMARK_ORDER, table, strict=True))


def test_landmarks_are_where_they_are_seen_and_absent_ones_unknown():
    table = placed(4.0, neck_left=(0.25, 0.0, 0.5))
    x, y, seen = table["neck_left"]
    assert (x, y) == (pytest.approx(39.5), pytest.approx(15.5))
    assert seen == 1
    assert np.isnan(table["neck_right"]).all()
    assert len(table) == 25


def test_landmarks_behind_something_or_beyond_the_frame_are_hidden():
    assert placed(3.8, hem_left=(0.0, 0.0, 0.0))["hem_left"][2] == 0
    assert placed(0.0, hem_left=(0.0, 0.0, 0.0))["hem_left"][2] == 0
    assert placed(4.0, hem_left=(0.0, 0.0, -0.6))["hem_left"][2] == 0
    assert placed(4.0, hem_left=(0.0, 0.0, -0.2))["hem_left"][2] == 1


def test_an_elbow_lies_within_its_sleeve():
    assert placed(3.95, elbow_left=(0.0, 0.0, 0.0))["elbow_left"][2] == 1
    assert placed(3.95, cuff_left_inner=(0.0, 0.0, 0.0))["cuff_left_inner"][2] == 0


def test_nothing_is_kept_beyond_the_frame():
    kept = inside(np.array([1, 2, 3, 4], np.float32), np.ones((5, 5, 2), np.float16))
    assert kept.sum() == 2 * 2 * 2
    assert kept[2:4, 1:3].all()
