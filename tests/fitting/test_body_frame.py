from dataclasses import replace

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


def turned(degrees, narrower=1.0, wider_m=1.0):
    """Return the frame of somebody turned so far, towards the picture's right, by the world."""
    angle = np.radians(degrees)
    points = standing_points()
    points[:, 0] = 320 + (points[:, 0] - 320) * np.cos(angle) * narrower
    world = np.zeros((33, 3))
    for joint, half in ((Joint.LEFT_SHOULDER, 0.17), (Joint.LEFT_HIP, 0.1)):
        world[joint] = half * wider_m * np.cos(angle), 0.3, half * wider_m * np.sin(angle)
        world[joint + 1] = -world[joint]
        world[joint + 1, 1] = -0.2  # heights do not matter
    frame = body_frame(replace(make_pose(points), world_m=world))
    assert frame is not None
    return frame


@pytest.mark.parametrize("degrees", [25, 40, 70, 89, 110, 150, -30, -80, -100, -154])
def test_a_turn_is_the_worlds(degrees):
    frame = turned(degrees)
    assert frame.sideways == pytest.approx(np.sin(np.radians(degrees)))
    assert frame.from_behind is (abs(degrees) > 90)


@pytest.mark.parametrize("sign", [1, -1])
def test_small_turns_are_none_and_grow_into_their_own(sign):
    for degrees in (0.0, 8.9, 171.1, 180.0):
        assert turned(sign * degrees).sideways == pytest.approx(0.0, abs=1e-9)
    halfway = np.sin(np.radians(16.5 / 2))
    assert turned(sign * 16.5).sideways == pytest.approx(sign * halfway)
    assert turned(sign * (180 - 16.5)).sideways == pytest.approx(sign * halfway)


def test_a_world_that_is_hardly_larger_than_nothing_says_nothing():
    assert turned(60.0, wider_m=0.12).sideways == pytest.approx(np.sin(np.radians(60)))
    assert turned(60.0, wider_m=0.08).sideways == 0.0


@pytest.mark.parametrize(
    ("degrees", "trust"),
    [(0.0, 1.0), (36.0, 1.0), (53.13, 0.5), (60.0, 0.25), (67.0, 0.0), (85.0, 0.0)],
)
def test_the_more_edge_on_the_more_the_torso_says_of_a_size(degrees, trust):
    """Of somebody with narrower shoulders than most for a torso of 150 px."""
    frame = turned(degrees, narrower=0.9)
    by_torso = max(frame.width_px, 150 / 1.47)
    assert frame.unit_px == pytest.approx(90.0 * trust + by_torso * (1 - trust), rel=2e-3)


def test_shoulders_seen_edge_on_are_told_apart_by_the_world():
    """They say themselves which way round they are as soon as they are broad enough."""
    for degrees, behind in ((80.0, False), (100.0, True)):
        frame = turned(degrees, narrower=-1.0)  # the picture has them the other way round
        assert frame.from_behind is behind
    assert turned(60.0, narrower=-1.0).from_behind
    assert not turned(120.0, narrower=-1.0).from_behind


def test_the_line_of_shoulders_seen_edge_on_goes_across_the_trunk():
    points = standing_points()
    points[Joint.LEFT_SHOULDER], points[Joint.RIGHT_SHOULDER] = (320, 160), (320, 140)
    frame = frame_of(points)
    half = 0.5 * frame.unit_px
    np.testing.assert_allclose(frame.lateral, np.array([half, 20]) / np.hypot(half, 20))
    points[Joint.LEFT_SHOULDER], points[Joint.RIGHT_SHOULDER] = (360, 160), (280, 140)
    np.testing.assert_allclose(frame_of(points).lateral, np.array([80, 20]) / np.hypot(80, 20))


@pytest.mark.parametrize(
    ("shoulders", "torso", "seen"),
    [(7.9, 7.9, False), (8.1, 5, True), (5, 8.1, True), (20, 3.9, False), (20, 4.1, True)],
)
def test_eight_pixels_of_a_person_carry_a_garment(shoulders, torso, seen):
    points = standing_points()
    points[Joint.LEFT_SHOULDER] = 300 + shoulders, 200
    points[Joint.RIGHT_SHOULDER] = 300, 200
    points[[Joint.LEFT_HIP, Joint.RIGHT_HIP]] = 300 + shoulders / 2, 200 + torso
    assert (body_frame(make_pose(points)) is not None) is seen


@pytest.mark.parametrize("scale", [0.02, 0.0])
def test_a_body_of_a_few_pixels_has_no_frame(scale):
    assert body_frame(make_pose(standing_points() * scale)) is None
