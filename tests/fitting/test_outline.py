import numpy as np

from tests.support.bodies import standing_body, standing_points
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
