from dataclasses import replace

import numpy as np

from tests.support.bodies import standing_body, standing_points
from tryon_ar.core.labels import Label, Labels
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.fitting.outline import half_width_px


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
