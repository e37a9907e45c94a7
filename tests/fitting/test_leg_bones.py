"""Bones of legs, and where they part."""

from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_trousers, standing_body
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.fitting.landmarks import garment_landmarks
from tryon_ar.fitting.leg_bones import length_below_hips_px, on_leg, photo_length, place_legs
from tryon_ar.fitting.limbs import Bones
from tryon_ar.fitting.steadying import SteadyOffsets
from tryon_ar.fitting.waist import WaistPlacement
from tryon_ar.fitting.wearer import Wearer

BENT = Bones(np.array([0.0, 0.0]), np.array([0.0, 100.0]), np.array([50.0, 100.0]), 1)


def worn(body):
    """A wearer, with the waistband 30 px above the hips."""
    frame = body_frame(body.pose)
    middle = frame.hip_mid + frame.up * 30.0
    half = np.array([50.0, 0.0])
    ends = {"waist_right": middle - half, "waist_left": middle + half}
    return Wearer(body, frame, SteadyOffsets(), 0.0), WaistPlacement(ends, 0.5)


@pytest.mark.parametrize(
    ("fraction", "place"), [(0.0, (0, 0)), (0.5, (0, 50)), (1.0, (0, 100)), (1.5, (25, 100))]
)
def test_a_leg_is_walked_along_its_bones(fraction, place):
    np.testing.assert_allclose(on_leg(BENT, fraction), place)


def test_what_is_above_the_hips_is_not_below_them():
    marks = garment_landmarks(flat_trousers())
    wearer, placement = worn(standing_body())
    expected = photo_length(marks) * 0.5 - 30.0
    assert length_below_hips_px(marks, placement, wearer) == pytest.approx(expected)


def test_the_fork_is_added_between_the_legs():
    wearer, placement = worn(standing_body())
    legs = place_legs(garment_landmarks(flat_trousers()), placement, wearer)
    assert placement.targets["crotch"] is legs.fork
    assert legs.fork[1] > wearer.frame.hip_mid[1]
    assert legs.bones["right"].joint[0] < legs.fork[0] < legs.bones["left"].joint[0]


def test_an_unseen_leg_hangs_down_however_it_was_guessed():
    body = standing_body()
    points, visibility = body.pose.points_px.copy(), body.pose.visibility.copy()
    points[Joint.LEFT_KNEE] += (90.0, -60.0)
    visibility[[Joint.LEFT_KNEE, Joint.LEFT_ANKLE]] = 0.0
    guessed = replace(body, pose=replace(body.pose, points_px=points, visibility=visibility))
    wearer, placement = worn(guessed)
    bones = place_legs(garment_landmarks(flat_trousers()), placement, wearer).bones["left"]
    assert bones.root[0] == pytest.approx(bones.joint[0]) == pytest.approx(bones.end[0])
    assert bones.end[1] > bones.joint[1] > bones.root[1]
