from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import make_pose, standing_body, standing_points
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Body
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.fitting.outline import arm_inner_px, half_width_px, reach_px


def measure(body, row, side=1):
    frame = body_frame(body.pose)
    return half_width_px(body, frame, np.array([320.0, row]), side, 200.0)


def test_width_of_the_mask_is_found_on_both_sides():
    body = standing_body(half_width_px=44)
    assert abs(measure(body, 280.0, 1) - 45) <= 1
    assert abs(measure(body, 280.0, -1) - 45) <= 1


def test_a_hanging_arm_ends_the_trunk():
    points = standing_points()
    body = standing_body(points, half_width_px=120)  # arms melt into the trunk
    arm_inner = points[Joint.LEFT_ELBOW][0] - 320
    assert measure(body, 230.0) < arm_inner


def test_outside_the_frame_or_person_there_is_no_width():
    assert measure(standing_body(), 600.0) is None
    body = standing_body()
    frame = body_frame(body.pose)
    assert half_width_px(body, frame, np.array([20.0, 280.0]), 1, 100.0) is None


def test_what_hangs_below_an_elbow_is_none_of_the_trunk():
    body = standing_body(half_width_px=120)
    points = standing_points()
    points[Joint.LEFT_WRIST] = points[Joint.LEFT_ELBOW] + (-60.0, -30.0)  # hand before the chest
    body = standing_body(points, half_width_px=120)
    elbow = points[Joint.LEFT_ELBOW]
    assert measure(body, elbow[1] + 10.0) < elbow[0] - 320


def bare_armed(first_px, last_px):
    """A wide person with skin of an arm so far from the middle."""
    shares = np.zeros((8, 640, 640), np.float32)
    shares[Label.UPPER] = 1.0
    columns = slice(320 + first_px, 320 + last_px)
    shares[Label.UPPER, :, columns], shares[Label.ARMS, :, columns] = 0.0, 1.0
    return replace(standing_body(half_width_px=100), labels=Labels(shares, 0.0, 0.0, 640.0))


def test_a_bare_arm_beside_the_trunk_ends_it():
    row = 340.0  # below hands, where the pose knows of no arm
    assert abs(measure(bare_armed(55, 90), row) - 55) <= 3
    assert measure(bare_armed(0, 60), row) > 90  # hands before the belly
    assert measure(standing_body(half_width_px=100), row) > 90


@pytest.mark.parametrize("elsewhere", [3, 150])
@pytest.mark.parametrize("side", [1, -1])
def test_a_width_is_the_middle_one_of_five_rows_beside_one_another(elsewhere, side):
    mask = np.zeros((480, 640), np.float32)
    halves = {274: 20, 277: 30, 280: 44, 283: 60, 286: 70}
    for row in range(480):
        half = halves.get(row, elsewhere)
        mask[row, 320 - half : 321 + half] = 1.0
    points = standing_points()
    points[[Joint.LEFT_ELBOW, Joint.RIGHT_ELBOW]] = (540, 150), (100, 150)  # arms held out
    points[[Joint.LEFT_WRIST, Joint.RIGHT_WRIST]] = (600, 150), (40, 150)
    points[[Joint.LEFT_INDEX, Joint.RIGHT_INDEX]] = (610, 150), (30, 150)
    body = Body(make_pose(points), mask)
    assert abs(measure(body, 280.0, side) - 44.5) <= 1


def test_a_person_who_reaches_too_far_is_something_else():
    mask = np.zeros((480, 640), np.float32)
    mask[100:200, 300:331] = 1.0
    body, right = Body(make_pose(standing_points()), mask), np.array([1.0, 0.0])
    start = np.array([310.0, 150.0])
    assert reach_px(body, start, right, 24.0) == pytest.approx(20.5, abs=0.6)
    assert reach_px(body, start, -right, 24.0) == pytest.approx(10.5, abs=0.6)
    assert reach_px(body, start, right, 18.0) == 0.0
    assert reach_px(body, start, right, 0.7) == 0.0
    assert reach_px(body, start - (20, 0), right, 60.0) == 0.0


def inner_arm(row, points=None, side=1):
    body = Body(make_pose(standing_points() if points is None else points), np.zeros((9, 9)))
    return arm_inner_px(body, body_frame(body.pose), np.array([320.0, row]), side)


@pytest.mark.parametrize("side", [1, -1])
def test_an_arm_is_met_a_little_before_its_bone(side):
    """Half of 22 px thick; bones by hand."""
    for row, bone in ((151.0, 50.25), (190.0, 60.0), (229.0, 69.75), (266.0, 75.0), (311.0, 79.0)):
        assert inner_arm(row, side=side) == pytest.approx(bone - 11.0, abs=0.01)
    assert inner_arm(140.0, side=side) == np.inf
    assert inner_arm(335.0, side=side) == pytest.approx(
        76.33 - 11.0, abs=0.02
    )  # on, beyond fingers
    assert inner_arm(345.0, side=side) == np.inf


def test_an_arm_before_the_belly_tells_nothing():
    points = standing_points()
    points[Joint.LEFT_SHOULDER, 0] = points[Joint.RIGHT_SHOULDER, 0] + 100
    for x, told in ((364.0, np.inf), (366.0, 46.0 - 11.0)):
        points[[Joint.LEFT_ELBOW, Joint.LEFT_WRIST]] = (x, 230), (x, 302)
        points[Joint.LEFT_INDEX] = (x, 320)
        assert inner_arm(260.0, points) == pytest.approx(told)


def test_of_two_bones_at_a_height_the_nearer_one_counts():
    points = standing_points()
    points[[Joint.LEFT_WRIST, Joint.LEFT_INDEX]] = (450, 160), (455, 150)  # hand at the shoulder
    assert inner_arm(200.0, points) == pytest.approx(62.5 - 11.0, abs=0.01)
    points[Joint.LEFT_ELBOW] = 470, 250
    points[[Joint.LEFT_WRIST, Joint.LEFT_INDEX]] = (376, 160), (370, 150)
    lateral = 50 + 94 * (200 - 160) / 90 + 6 - 0.0
    assert inner_arm(200.0, points) == pytest.approx(min(lateral, 100.0) - 11.0, abs=0.01)


@pytest.mark.parametrize("degrees", [0.0, 25.0])
@pytest.mark.parametrize("side", [1, -1])
def test_a_bare_arm_is_found_beside_a_leaning_trunk_in_a_cut_of_labels(degrees, side):
    angle = np.radians(degrees)
    across = np.array([np.cos(angle), np.sin(angle)])
    up = np.array([np.sin(angle), -np.cos(angle)])
    turn = np.array([across, -up])
    points = (standing_points() - (320, 240)) @ turn + (320, 240)
    hips = points[[Joint.LEFT_HIP, Joint.RIGHT_HIP]].mean(axis=0)
    centre = hips - up * 40.0  # below the hands
    x0_px, y0_px, side_px, size = 90.0, 130.0, 480.0, 240
    rows, columns = np.mgrid[0:size, 0:size] * (side_px / size) + 0.5
    way = np.stack([columns + x0_px, rows + y0_px], axis=-1) - centre
    out, high = way @ across * side, way @ up
    arm = (out > 57) & (out < 90) & (np.abs(high) < 12)
    shares = np.zeros((8, size, size), np.float32)
    shares[Label.ARMS][arm], shares[Label.UPPER][~arm] = 1.0, 1.0
    body = Body(make_pose(points), np.ones((480, 640), np.float32))
    body = replace(body, labels=Labels(shares, x0_px, y0_px, side_px))
    frame = body_frame(body.pose)

    def half(where):
        return half_width_px(body, frame, where, side, 99.0)

    assert half(centre) == pytest.approx(58.0, abs=3.0)
    assert half(centre - up * 20.0) > 95.0  # beside the arm
