import numpy as np
import pytest

from tests.support.bodies import make_pose, standing_points
from tryon_ar.core.labels import Label, Labels
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering.arm_sides import SeenElbows

UNIT_PX = 100.0
SHOULDER, ELBOW = np.array([400.0, 150.0]), np.array([400.0, 270.0])


def pose_of_hanging_arm():
    points = standing_points()
    points[[Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW]] = SHOULDER, ELBOW
    points[[Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW]] = (250.0, 150.0), (250.0, 270.0)
    return make_pose(points)


def labels_to(outer_px, kind):
    """Return labels of a trunk with an arm on it that ends so far to the wearer's left."""
    shares = np.zeros((8, 640, 640), np.float32)
    shares[Label.BACKGROUND] = 1.0
    shares[Label.BACKGROUND, 100:480, 200 : round(outer_px)] = 0.0
    shares[kind, 100:480, 200 : round(outer_px)] = 1.0
    return Labels(shares, -0.5, -0.5, 640.0)


def elbow_seen(labels):
    return SeenElbows().look(pose_of_hanging_arm(), labels, UNIT_PX).points_px[Joint.LEFT_ELBOW]


@pytest.mark.parametrize(("kind", "ease"), [(Label.ARMS, 0.0), (Label.UPPER, 7.0)])
def test_an_arm_lies_half_its_width_inside_of_where_it_is_seen_to_end(kind, ease):
    # A bone turns about its shoulder: where its middle is seen, its elbow moves further.
    expected = (418.0 - 400.0 - 11.5) / 0.7
    moved = elbow_seen(labels_to(418 + ease, kind))
    np.testing.assert_allclose(moved, (ELBOW[0] + expected, ELBOW[1]), atol=3.0)


@pytest.mark.parametrize("outer_px", [405, 500])
def test_elbows_are_not_moved_inwards_nor_to_where_no_room_is_seen(outer_px):
    np.testing.assert_array_equal(elbow_seen(labels_to(outer_px, Label.UPPER)), ELBOW)


def test_elbows_are_followed_slowly_until_the_person_is_forgotten():
    elbows, near, far = SeenElbows(), labels_to(405, Label.ARMS), labels_to(418, Label.ARMS)
    pose = pose_of_hanging_arm()
    elbows.look(pose, near, UNIT_PX)
    moved = elbows.look(pose, far, UNIT_PX).points_px[Joint.LEFT_ELBOW][0] - ELBOW[0]
    whole = elbow_seen(far)[0] - ELBOW[0]
    assert 0.0 < moved < 0.3 * whole
    elbows.forget()
    again = elbows.look(pose, far, UNIT_PX).points_px[Joint.LEFT_ELBOW][0] - ELBOW[0]
    assert again == pytest.approx(whole)


def test_a_bare_arm_beside_the_trunk_is_told_from_a_sleeve_with_a_hand_beside_it():
    labels = labels_to(422, Label.UPPER)
    labels.shares[:, 100:480, 405:500] = 0.0
    labels.shares[Label.ARMS, 100:480, 405:430] = 1.0  # as wide as an arm
    labels.shares[Label.BACKGROUND, 100:480, 430:500] = 1.0
    assert elbow_seen(labels)[0] - ELBOW[0] == pytest.approx(12.0)
    labels.shares[:, 100:480, 405:415] = 0.0
    labels.shares[Label.UPPER, 100:480, 405:415] = 1.0  # the rest is too thin for one
    np.testing.assert_array_equal(elbow_seen(labels), ELBOW)
