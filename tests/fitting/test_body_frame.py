import numpy as np
import pytest

from tests.support.bodies import make_pose, standing_points
from tryon_ar.fitting.body_frame import LONGEST_FRONTAL_TORSO, Joint, body_frame


def frame_of(points):
    frame = body_frame(make_pose(points))
    assert frame is not None
    return frame


def test_axes_of_a_standing_person():
    frame = frame_of(standing_points())
    np.testing.assert_allclose(frame.up, (0, -1))
    np.testing.assert_allclose(frame.across, (1, 0))
    np.testing.assert_allclose(frame.lateral, (1, 0))
    assert frame.width_px == frame.unit_px == pytest.approx(100.0)
    np.testing.assert_allclose(frame.spine_point(frame.shoulder_mid, 150.0), frame.hip_mid)


def test_axes_turn_with_the_person():
    turn = np.deg2rad(30)
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    frame = frame_of((standing_points() - 320) @ rotation + 320)
    np.testing.assert_allclose(frame.up, np.array([0, -1]) @ rotation, atol=1e-9)
    np.testing.assert_allclose(frame.across, np.array([1, 0]) @ rotation, atol=1e-9)


def test_a_turned_person_keeps_their_size():
    points = standing_points()
    points[Joint.LEFT_SHOULDER], points[Joint.RIGHT_SHOULDER] = (335, 150), (305, 150)
    frame = frame_of(points)
    assert frame.width_px == pytest.approx(30.0)
    assert frame.unit_px == pytest.approx(150.0 / LONGEST_FRONTAL_TORSO)


def test_from_behind_left_is_on_the_left():
    points = standing_points()
    for left, right in ((11, 12), (23, 24)):
        points[[left, right]] = points[[right, left]]
    frame = frame_of(points)
    np.testing.assert_allclose(frame.across, (-1, 0))


@pytest.mark.parametrize("scale", [0.02, 0.0])
def test_a_body_of_a_few_pixels_has_no_frame(scale):
    assert body_frame(make_pose(standing_points() * scale)) is None
