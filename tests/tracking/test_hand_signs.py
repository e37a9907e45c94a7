import dataclasses

import numpy as np
import pytest

from tests.tracking.bodies import SIZE_PX, pose_at
from tryon_ar.core.types import Body, Hand
from tryon_ar.tracking.hand_signs import is_open_palm, read_arms

MASK = np.zeros((1, 1), np.float32)


def hand(*, left: bool, stretched: tuple[bool, ...] = (True,) * 4, turned_rad: float = 0.0) -> Hand:
    """An upright hand whose palm faces the camera; its thumb is towards the other hand's side."""
    side = -1.0 if left else 1.0
    points = np.zeros((21, 2))
    for finger, straight in enumerate(stretched):
        for joint, reach in enumerate((1.0, 1.4, 1.7, 1.95) if straight else (1.0, 1.2, 0.95, 0.8)):
            points[5 + 4 * finger + joint] = (side * (0.35 - 0.22 * finger) * reach**0.4, -reach)
    cos, sin = np.cos(turned_rad), np.sin(turned_rad)
    return Hand(200 + 40 * points @ np.array([[cos, sin], [-sin, cos]]), left, 0.9)


@pytest.mark.parametrize("left", [True, False])
def test_an_open_palm_is_open(left):
    assert is_open_palm(hand(left=left))
    assert is_open_palm(hand(left=left, turned_rad=0.4))


@pytest.mark.parametrize("left", [True, False])
def test_the_back_of_a_hand_is_no_palm(left):
    assert not is_open_palm(dataclasses.replace(hand(left=left), is_left=not left))


@pytest.mark.parametrize("finger", range(4))
def test_a_bent_finger_makes_it_another_sign(finger):
    stretched = tuple(index != finger for index in range(4))
    assert not is_open_palm(hand(left=True, stretched=stretched))


@pytest.mark.parametrize("turned_rad", [1.2, np.pi, -1.2])
def test_a_palm_whose_fingers_do_not_point_up_is_none(turned_rad):
    assert not is_open_palm(hand(left=False, turned_rad=turned_rad))


def test_fingers_that_bend_away_do_not_point_up():
    bent = hand(left=True)
    bent.points_px[12] = bent.points_px[9] + (60.0, 0.0)
    assert not is_open_palm(bent)


def test_a_hand_without_size_is_no_palm():
    assert not is_open_palm(Hand(np.zeros((21, 2)), True, 0.9))


def test_arms_are_read_in_shoulder_widths_near_and_far():
    near, far = (
        read_arms(Body(pose_at(320.0, 180.0, width), MASK), SIZE_PX) for width in (200.0, 50.0)
    )
    for arms in (near, far):
        for arm in (arms.left, arms.right):
            assert arm.is_seen == (arms is far)  # near ones hang below the picture
            assert arm.over_elbow == pytest.approx(-0.7)
    assert near.left.out == pytest.approx(far.left.out)
    assert near.right.down == pytest.approx(far.right.down)
    assert far.left.room == pytest.approx(320 / 50)
    assert (near.unit_px, far.unit_px) == (200.0, 50.0)


def test_both_sides_are_positive_outwards():
    pose = pose_at(320.0, 180.0, 100.0)
    pose.points_px[[15, 17, 19]] = (460.0, 160.0)
    pose.points_px[[16, 18, 20]] = (200.0, 150.0)
    arms = read_arms(Body(pose, MASK), SIZE_PX)
    assert (arms.left.out, arms.right.out) == pytest.approx((1.4, 1.2))
    assert (arms.left.down, arms.right.down) == pytest.approx((-0.2, -0.3))


def test_hidden_hands_and_those_outside_are_not_seen():
    pose = pose_at(320.0, 180.0, 60.0)
    pose.visibility[15] = 0.2
    pose.points_px[16] = (-5.0, 100.0)
    arms = read_arms(Body(pose, MASK), SIZE_PX)
    assert not arms.left.is_seen
    assert not arms.right.is_seen


def test_who_turns_sideways_is_not_frontal():
    pose = pose_at(320.0, 180.0, 120.0)
    assert read_arms(Body(pose, MASK), SIZE_PX).is_frontal
    pose.points_px[11, 0] = pose.points_px[12, 0] + 40.0
    assert not read_arms(Body(pose, MASK), SIZE_PX).is_frontal


def test_palms_are_known_only_where_somebody_looked():
    pose = pose_at(320.0, 180.0, 60.0)
    remembered = dataclasses.replace(hand(left=False), confidence=0.4)
    arms = read_arms(Body(pose, MASK, hands=(hand(left=True), remembered)), SIZE_PX)
    assert arms.left.open_palm is True
    assert arms.right.open_palm is None
