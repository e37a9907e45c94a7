"""Stillness of what is drawn, on clips made by rule."""

import cv2
import numpy as np
import pytest

from tests.tracking.bodies import mask_of, pose_at
from tryon_ar.core.errors import MissingResource
from tryon_ar.core.types import Body, Frame
from tryon_ar.evaluation.stillness_clips import Drawn, Witnessed, draw
from tryon_ar.evaluation.stillness_input import NearbyMotion
from tryon_ar.evaluation.stillness_suite import followed_windows, measure_stillness, pops_of
from tryon_ar.garments.builtin import load_builtin

FRAMES, SIZE = 31, (640, 480)


@pytest.fixture
def texture():
    noise = np.random.default_rng(3).integers(0, 255, (SIZE[1], SIZE[0], 3), dtype=np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 2.0)


def clip(texture, ways, shaken=0.0):
    """A textured picture and the person in it, moved along a way."""
    rng = np.random.default_rng(4)
    frames, bodies, poses = [], [], []
    for index, (x, y) in enumerate(ways):
        matrix = np.array([[1.0, 0.0, x], [0.0, 1.0, y]])
        image = cv2.warpAffine(texture, matrix, SIZE, borderMode=cv2.BORDER_REFLECT)
        pose = pose_at(320.0 + x, 150.0 + y)
        pose.points_px[:] += rng.normal(0, shaken, pose.points_px.shape)
        frames.append(Frame(image, index, index * 1000 / 30, 0))
        bodies.append(Body(pose, mask_of(pose_at(320.0 + x, 150.0 + y))))
        poses.append(pose)
    return Witnessed(frames, bodies, poses)


def test_both_sides_of_a_body_that_rests_are_still(texture):
    seen = clip(texture, np.zeros((FRAMES, 2)))
    windows = followed_windows(seen, seen.greys())
    assert windows
    assert all(set(window.arms_px) == {"left", "right"} for window in windows)


def test_a_body_that_walks_is_followed_but_not_still(texture):
    ways = np.stack([np.linspace(0, 40, FRAMES), np.zeros(FRAMES)], axis=1)
    seen = clip(texture, ways)
    window = followed_windows(seen, seen.greys())[0]
    assert not window.arms_px
    assert np.ptp(window.trunk_px[:, 0]) == pytest.approx(40.0, abs=0.3)


def test_a_garment_is_drawn_in_every_frame_of_a_clip(texture):
    drawn = draw(clip(texture, np.zeros((4, 2))), load_builtin("tee-white"))
    assert drawn.path_px.shape[0] == 4
    assert np.isfinite(drawn.path_px).all()
    assert drawn.unit_px == pytest.approx(120.0, rel=0.05)
    assert [drawn.names[i] for i in drawn.of(["neck_f"])] == ["neck_front"]


def test_a_hem_that_jumps_over_a_still_picture_pops_once(texture):
    seen = clip(texture, np.zeros((8, 2)))
    path = np.full((8, 2, 2), 300.0)
    path[4:, 0, 1] += 10.0
    drawn = Drawn(["hem_left", "cuff_left_outer"], path, 100.0)
    count, longest = pops_of(drawn, seen.greys(), NearbyMotion())
    assert (count, longest) == (1, pytest.approx(10.0))


def test_without_clips_there_is_nothing_to_measure(tmp_path):
    with pytest.raises(MissingResource):
        measure_stillness(tmp_path)
