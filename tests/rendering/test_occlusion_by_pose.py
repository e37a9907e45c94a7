import numpy as np
import pytest

from tests.support.bodies import make_pose, standing_body
from tests.support.drawn_person import FRAME_ROI, POSES, SKIN_BGR, paint, painted, posed_points
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Body
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fit import Layer
from tryon_ar.rendering.occlusion_by_pose import occluders_by_pose

UNIT_PX = 100.0


def occluders(frame, body, roi=FRAME_ROI, bare_from=0.25):
    return occluders_by_pose(frame.image_bgr, body, UNIT_PX, roi, bare_from=(bare_from, bare_from))


def at(mask, point):
    x, y = np.rint(point).astype(int)
    return int(mask[y, x])


@pytest.mark.parametrize("name", POSES)
def test_nothing_hides_a_garment_outside_the_person(name):
    found = occluders(*painted(name))
    for layer in Layer:
        front = found.before(layer, long_sleeves=False)
        assert (front <= found.person).all()


def test_the_person_mask_keeps_its_outline_at_one_half():
    frame, body = painted()
    mask = occluders(frame, body).person
    assert ((mask > 127) == (body.mask > 0.5)).mean() > 0.9999


def test_the_head_covers_the_face():
    frame, body = painted()
    found = occluders(frame, body)
    for joint in (
        Joint.NOSE,
        Joint.LEFT_EYE,
        Joint.RIGHT_EYE,
        Joint.MOUTH_LEFT,
        Joint.MOUTH_RIGHT,
    ):
        assert at(found.head, body.pose.points_px[joint]) > 250
    assert at(found.head, (320, 160)) == 0
    assert at(found.throat, (320, 130)) > 250


def test_a_tilted_head_is_covered_too():
    points = posed_points()
    turn = np.deg2rad(35)
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    face = slice(Joint.NOSE, Joint.MOUTH_RIGHT + 1)
    points[face] = (points[face] - (320, 90)) @ rotation + (320, 90)
    frame, body = paint(points)
    found = occluders(frame, body)
    assert at(found.head, points[Joint.MOUTH_LEFT]) > 250
    assert at(found.head, points[Joint.LEFT_EYE]) > 250


def test_a_forearm_hides_the_trunk_but_no_long_sleeve():
    frame, body = painted("hand_on_hip")
    found = occluders(frame, body)
    elbow, wrist = (body.pose.points_px[j] for j in (Joint.LEFT_ELBOW, Joint.LEFT_WRIST))
    forearm = elbow + (wrist - elbow) * 0.3
    assert at(found.before(Layer.TRUNK, long_sleeves=False), forearm) > 250
    assert at(found.before(Layer.TRUNK, long_sleeves=True), forearm) == 0
    assert at(found.before(Layer.SLEEVE, long_sleeves=False), forearm) > 250


def test_a_sleeve_is_not_hidden_by_its_own_upper_arm():
    frame, body = painted()
    found = occluders(frame, body)
    upper = (body.pose.points_px[Joint.LEFT_SHOULDER] + body.pose.points_px[Joint.LEFT_ELBOW]) / 2
    assert at(found.before(Layer.TRUNK, long_sleeves=False), upper) > 250
    assert at(found.before(Layer.SLEEVE, long_sleeves=False), upper) == 0


@pytest.mark.parametrize("long_sleeves", [False, True])
def test_hands_in_front_stay_visible(long_sleeves):
    frame, body = painted("crossed")
    front = occluders(frame, body).before(Layer.TRUNK, long_sleeves=long_sleeves)
    points = body.pose.points_px
    knuckles = (points[Joint.LEFT_INDEX] + points[Joint.LEFT_PINKY]) / 2
    assert at(front, (points[Joint.LEFT_WRIST] + 2 * knuckles) / 3) > 250


def behind_the_back(body, sides=("LEFT",)):
    depth = np.zeros(33)
    for side in sides:
        depth[[Joint[f"{side}_ELBOW"], Joint[f"{side}_WRIST"]]] = 0.6 * UNIT_PX
    return Body(make_pose(body.pose.points_px, depth), body.mask)


def test_an_arm_behind_the_back_hides_nothing():
    frame, body = painted("crossed")
    found = occluders(frame, behind_the_back(body, ("LEFT", "RIGHT")))
    for mask in (found.hands, found.upper_arms, found.forearms):
        assert not mask.any()
    one = occluders(frame, behind_the_back(body))
    assert at(one.forearms, body.pose.points_px[Joint.RIGHT_ELBOW]) > 250
    assert at(one.forearms, body.pose.points_px[Joint.LEFT_ELBOW]) == 0


def test_an_unseen_arm_hides_nothing():
    frame, body = painted("crossed")
    body.pose.visibility[Joint.LEFT_WRIST] = 0.1
    found = occluders(frame, body)
    assert at(found.forearms, body.pose.points_px[Joint.LEFT_ELBOW]) == 0
    assert at(found.forearms, body.pose.points_px[Joint.RIGHT_ELBOW]) > 250


def test_a_covered_upper_arm_does_not_count_as_bare():
    frame, body = painted("sideways")
    points = body.pose.points_px
    near = points[Joint.LEFT_SHOULDER] * 0.7 + points[Joint.LEFT_ELBOW] * 0.3
    assert at(occluders(frame, body, bare_from=0.1).upper_arms, near) > 250
    assert at(occluders(frame, body, bare_from=0.6).upper_arms, near) == 0


def test_each_arm_is_covered_as_far_as_its_own_sleeve():
    frame, body = painted("down")
    near = {
        side: body.pose.points_px[Joint[f"{side}_SHOULDER"]] * 0.6
        + body.pose.points_px[Joint[f"{side}_ELBOW"]] * 0.4
        for side in ("LEFT", "RIGHT")
    }
    arms = occluders_by_pose(frame.image_bgr, body, UNIT_PX, FRAME_ROI, bare_from=(0.2, 0.6))
    assert at(arms.upper_arms, near["LEFT"]) > 250
    assert at(arms.upper_arms, near["RIGHT"]) == 0


def test_an_arm_comes_out_of_an_armhole_slanting():
    frame, body = painted("down")
    shoulder, elbow = (
        body.pose.points_px[joint] for joint in (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW)
    )
    arms = occluders(frame, body, bare_from=0.0).upper_arms
    widths = []
    for share in (0.12, 0.25, 0.38, 0.6):
        row = round(float(shoulder[1] + (elbow[1] - shoulder[1]) * share))
        widths.append(int((arms[row, 320:] > 127).sum()))
    assert widths[0] + 3 < widths[1]
    assert widths[1] + 3 < widths[2] <= widths[3] + 6


def test_skin_is_told_from_the_shirt_beside_a_hand():
    frame, body = painted("crossed")
    found = occluders(frame, body)
    skin = (np.abs(frame.image_bgr.astype(int) - SKIN_BGR).max(axis=2) < 3).astype(bool)
    sure = found.hands > 200
    assert sure.sum() > 200
    assert (sure & skin).sum() > 0.85 * sure.sum()


def test_the_inside_back_is_behind_the_whole_person():
    body = standing_body()
    frame, _ = painted()
    found = occluders(frame, body)
    np.testing.assert_array_equal(found.before(Layer.BEHIND, long_sleeves=False), found.person)


def test_a_part_of_the_frame_is_the_part_of_the_whole():
    frame, body = painted("hand_on_hip")
    roi = Roi(250, 60, 460, 330)
    whole, part = occluders(frame, body), occluders(frame, body, roi)
    for name in ("person", "head", "throat", "hands", "upper_arms", "forearms", "bare"):
        inner = np.s_[8:-8, 8:-8]
        expected = getattr(whole, name)[roi.slices][inner].astype(int)
        difference = np.abs(getattr(part, name)[inner].astype(int) - expected)
        # Skin is judged at half the resolution, on a grid that starts where the limb does.
        assert (difference > 1).mean() < 0.02


def test_a_bare_thigh_beside_a_hand_is_no_hand():
    points = posed_points()
    arm = [Joint.LEFT_WRIST, Joint.LEFT_INDEX, Joint.LEFT_PINKY, Joint.LEFT_THUMB]
    points[arm] += np.array([-4.0, 40.0])
    frame, body = paint(points)
    thigh = frame.image_bgr.copy()
    thigh[310:400, 330:376] = SKIN_BGR
    mask = np.array(body.mask)
    mask[310:400, 330:376] = 1.0
    hands = occluders_by_pose(
        thigh, Body(body.pose, mask), UNIT_PX, FRAME_ROI, bare_from=(0.25, 0.25)
    ).hands
    assert at(hands, points[Joint.LEFT_INDEX]) > 250
    assert hands[345:390, 330:374].max() == 0
