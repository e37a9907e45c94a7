import numpy as np
import pytest

from tests.support.bodies import make_pose
from tests.support.drawn_person import FRAME_ROI, posed_points
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering import shapes
from tryon_ar.rendering.arms import arms_of

UNIT_PX = 100.0


def left_arm(name="sideways", depth=None):
    return next(iter(arms_of(make_pose(posed_points(name), depth), UNIT_PX)))


def test_the_left_arm_comes_first():
    left, right = arms_of(make_pose(posed_points()), UNIT_PX)
    np.testing.assert_array_equal(left.wrist, posed_points()[Joint.LEFT_WRIST])
    np.testing.assert_array_equal(right.wrist, posed_points()[Joint.RIGHT_WRIST])


def test_an_arm_behind_the_shoulders_or_unsure_is_not_in_front():
    assert left_arm().in_front
    depth = np.zeros(33)
    depth[[Joint.LEFT_ELBOW, Joint.LEFT_WRIST]] = 60.0
    assert not left_arm(depth=depth).in_front
    pose = make_pose(posed_points())
    pose.visibility[Joint.LEFT_WRIST] = 0.2
    assert not next(iter(arms_of(pose, UNIT_PX))).in_front


@pytest.mark.parametrize(("share", "expected"), [(0.0, 25), (1.0, 17)])
def test_a_forearm_tapers_to_the_wrist(share, expected):
    canvas = shapes.empty(FRAME_ROI)
    arm = left_arm()
    arm.fill_forearm(canvas, FRAME_ROI)
    x = round(float(arm.elbow[0] + (arm.wrist[0] - arm.elbow[0]) * share))
    assert abs(int((canvas[:, x] > 127).sum()) - expected) <= 2


def test_a_limb_is_filled_between_two_fractions_only():
    canvas = shapes.empty(FRAME_ROI)
    arm = left_arm()
    arm.fill_upper(canvas, FRAME_ROI, 0.4, end=0.8, round_start=False)
    columns = np.flatnonzero((canvas > 127).any(axis=0))
    start, end = (float(arm.shoulder[0] + (arm.elbow - arm.shoulder)[0] * s) for s in (0.4, 0.8))
    assert abs(columns[0] - start) <= 2
    assert abs(columns[-1] - end) <= 2


def test_distance_is_from_the_bone_and_not_from_its_line():
    arm = left_arm()
    assert arm.distance_px((arm.shoulder + arm.elbow) / 2 + np.array([0.0, 12.0])) < 13
    assert arm.distance_px(arm.wrist) == pytest.approx(np.hypot(*(arm.wrist - arm.elbow)))
