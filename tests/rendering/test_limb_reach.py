"""Bare skin is an arm's near its bones alone."""

from dataclasses import replace

import numpy as np

from tests.support.drawn_person import FRAME_ROI, painted
from tryon_ar.core.types import Hand
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering.arms import arms_of
from tryon_ar.rendering.label_view import LabelView
from tryon_ar.rendering.limb_reach import within_reach

UNIT_PX = 100.0


class Coloured:
    """Stands for learnt colours that call everything as likely skin as this."""

    def __init__(self, level):
        self.level = level

    def likeness(self, bgr):
        return np.full(bgr.shape[:2], self.level, np.uint8)


def reach(pose, hands=(), colours=None):
    """Return what is left of a view that is bare throughout."""
    shape = FRAME_ROI.height, FRAME_ROI.width
    plane, bgr = np.full(shape, 255, np.uint8), np.zeros((*shape, 3), np.uint8)
    view = LabelView(*[plane] * 6, bgr, FRAME_ROI, 1.0)
    return within_reach(view, plane, list(arms_of(pose, UNIT_PX)), hands, pose, colours)


def standing():
    """Return a pose with both arms hanging, all joints seen, and the right wrist."""
    _, body = painted("down")
    pose = replace(body.pose, visibility=np.ones_like(body.pose.visibility))
    return pose, np.rint(pose.points_px[Joint.RIGHT_WRIST]).astype(int)


def at(plane, x, y):
    return int(plane[y, x])


def test_skin_far_from_both_arms_is_none():
    pose, (x, y) = standing()
    left = reach(pose)
    middle = np.rint(pose.points_px[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]].mean(axis=0))
    assert at(left, *middle.astype(int)) == 0
    assert at(left, x, y) == 255
    elbow = np.rint(pose.points_px[Joint.RIGHT_ELBOW]).astype(int)
    assert at(left, elbow[0] - 20, elbow[1]) == 255


def test_the_border_is_soft():
    pose, (_, y) = standing()
    row = reach(pose)[y].astype(int)
    assert np.abs(np.diff(row)).max() < 60


def test_a_found_hand_is_kept_wherever_it_is():
    pose, _ = standing()
    middle = pose.points_px[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]].mean(axis=0)
    hand = Hand(np.tile(middle, (21, 1)), is_left=True, confidence=0.9)
    x, y = np.rint(middle).astype(int)
    assert at(reach(pose, [hand]), x, y) == 255


def test_an_arm_that_is_unseen_may_be_anywhere_and_that_comes_by_degrees():
    pose, _ = standing()
    shares = []
    for visible in (0.2, 0.45, 0.55, 0.9):
        visibility = pose.visibility.copy()
        visibility[Joint.LEFT_ELBOW] = visible
        shares.append(at(reach(replace(pose, visibility=visibility)), 5, 5))
    assert shares[0] == 255
    assert shares[0] > shares[1] > shares[2] > shares[3] == 0


def test_what_has_the_colour_of_skin_alone_is_kept_far_from_a_pose_that_is_late():
    pose, _ = standing()
    assert at(reach(pose, colours=Coloured(240)), 5, 5) == 255
    assert at(reach(pose, colours=Coloured(128)), 5, 5) == 0
