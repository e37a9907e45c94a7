import dataclasses

import cv2
import numpy as np
import pytest

from tests.support.bodies import make_pose
from tests.support.drawn_labels import labelled, with_labels
from tests.support.drawn_person import FRAME_ROI, POSES, SKIN_BGR, painted
from tryon_ar.core.labels import Label
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Body, Frame, Hand
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fit import Layer
from tryon_ar.rendering.occlusion_by_labels import occluders_by_labels

UNIT_PX = 100.0


def occluders(frame, body, roi=FRAME_ROI, bare_from=0.25):
    return occluders_by_labels(
        frame.image_bgr, body, UNIT_PX, roi, bare_from=(bare_from, bare_from)
    )


def at(mask, point):
    x, y = np.rint(point).astype(int)
    return int(mask[y, x])


def along(body, start, end, share):
    points = body.pose.points_px
    return points[Joint[start]] + (points[Joint[end]] - points[Joint[start]]) * share


def test_a_body_without_labels_is_refused():
    frame, body = painted()
    with pytest.raises(ValueError, match="labels"):
        occluders(frame, body)


@pytest.mark.parametrize("name", POSES)
def test_face_and_bare_arms_are_found_with_the_frames_edges(name):
    frame, body, hard = labelled(name)
    found = occluders(frame, body)
    arms = np.maximum(np.maximum(found.hands, found.upper_arms), found.forearms)
    expected = hard == Label.ARMS
    shoulders = np.zeros(hard.shape, bool)  # where an arm comes out of a sleeve
    for side in ("LEFT", "RIGHT"):
        x, y = np.rint(along(body, f"{side}_SHOULDER", f"{side}_ELBOW", 0.1)).astype(int)
        shoulders[max(y - 35, 0) : y + 35, x - 35 : x + 35] = True
    wrong = ((arms > 127) != expected) & ~shoulders
    assert wrong.sum() < 0.08 * expected.sum()
    assert ((found.head > 127) != (hard == Label.FACE)).sum() < 0.08 * (hard == Label.FACE).sum()


def test_a_displaced_label_edge_is_drawn_where_the_picture_has_it():
    frame, body, hard = labelled("crossed")
    found = occluders(frame, with_labels(body, np.roll(hard, 4, axis=0)))
    arms = np.maximum(np.maximum(found.hands, found.upper_arms), found.forearms) > 127
    box = np.s_[180:260, 270:370]
    skin = (np.abs(frame.image_bgr.astype(int) - SKIN_BGR).max(axis=2) < 30)[box]
    naive = (np.roll(hard, 4, axis=0) == Label.ARMS)[box]
    assert (arms[box] != skin).sum() < 0.5 * (naive != skin).sum()


def test_a_forearm_hides_the_trunk_but_no_long_sleeve():
    frame, body, _ = labelled("hand_on_hip")
    found = occluders(frame, body)
    forearm = along(body, "LEFT_ELBOW", "LEFT_WRIST", 0.3)
    assert at(found.before(Layer.TRUNK, long_sleeves=False), forearm) > 240
    assert at(found.before(Layer.SLEEVE, long_sleeves=False), forearm) > 240
    assert at(found.before(Layer.TRUNK, long_sleeves=True), forearm) < 15


def test_a_hand_is_before_a_long_sleeve_too_and_ends_at_the_wrist():
    frame, body, _ = labelled("crossed")
    front = occluders(frame, body).before(Layer.TRUNK, long_sleeves=True)
    assert at(front, along(body, "LEFT_WRIST", "LEFT_INDEX", 0.5)) > 240
    assert at(front, along(body, "LEFT_ELBOW", "LEFT_WRIST", 0.75)) < 15


def test_the_neck_is_before_nothing_but_a_hood():
    frame, body, _ = labelled()
    found = occluders(frame, body)
    throat = (320, 140)
    assert at(found.before(Layer.TRUNK, long_sleeves=False), throat) < 15
    assert at(found.before(Layer.HOOD, long_sleeves=False), throat) > 240


def test_a_sleeved_arm_counts_in_its_own_width():
    frame, body, hard = labelled("crossed", sleeved=True)
    wide = hard.copy()
    cv2.line(wide, (385, 225), (300, 205), int(Label.UPPER), 60)  # a loose sleeve
    wide[hard == Label.ARMS] = Label.ARMS
    found = occluders(frame, with_labels(body, wide))
    middle = along(body, "LEFT_ELBOW", "LEFT_WRIST", 0.4)
    assert at(found.forearms, middle) > 240
    assert at(found.forearms, middle + np.array([4, -19])) == 0


def test_sleeves_are_cloth_and_bare_arms_are_not():
    frame, body, _ = labelled("crossed", sleeved=True)
    forearm = along(body, "LEFT_ELBOW", "LEFT_WRIST", 0.05)
    assert at(occluders(frame, body).cloth, forearm) > 240
    frame, body, _ = labelled("crossed")
    found = occluders(frame, body)
    assert at(found.cloth, forearm) < 15
    assert at(found.cloth, (320, 270)) > 240
    np.testing.assert_array_equal(found.bare, 255 - found.cloth)


def hidden_hand(body, hard, place):
    """Move the left hand to a place where the labels show cloth only."""
    points = body.pose.points_px.copy()
    for joint in (Joint.LEFT_WRIST, Joint.LEFT_INDEX, Joint.LEFT_PINKY, Joint.LEFT_THUMB):
        points[joint] = place
    cloth = np.where(np.array(body.mask) > 0.5, Label.UPPER, Label.BACKGROUND).astype(np.uint8)
    cloth[:135] = hard[:135]
    return with_labels(Body(make_pose(points), body.mask), cloth)


def test_a_sleeved_arm_whose_hand_is_hidden_is_behind_the_back():
    frame, body, hard = labelled("crossed", sleeved=True)
    found = occluders(frame, hidden_hand(body, hard, (325.0, 250.0)))
    assert not found.forearms[215:245, 300:360].any()


def test_a_hand_tucked_behind_the_other_arm_leaves_its_forearm_before_the_trunk():
    frame, body, hard = labelled("crossed", sleeved=True)
    tucked = hidden_hand(body, hard, (272.0, 190.0))
    found = occluders(frame, tucked)
    assert at(found.forearms, along(tucked, "LEFT_ELBOW", "LEFT_WRIST", 0.3)) > 240


def flat_hand(wrist, is_left=True):
    """A hand that points down, 21 points."""
    fingers = [[(x, 12 + 9 * step) for step in range(4)] for x in (-12, -7, -2, 3, 8)]
    points = np.array([(0, 0), *[point for finger in fingers for point in finger]], float)
    return Hand(points + wrist, is_left, 0.9)


def test_landmarks_show_a_hand_that_the_labels_take_for_neck():
    frame, body, hard = labelled("crossed")
    lost = np.where(hard == Label.ARMS, Label.NECK, hard).astype(np.uint8)
    hand = flat_hand((320.0, 195.0))
    lost[190:250, 300:340] = Label.NECK
    seen = dataclasses.replace(with_labels(body, lost), hands=(hand,))
    front = occluders(frame, seen).before(Layer.TRUNK, long_sleeves=True)
    assert at(front, (318, 214)) > 200
    alone = occluders(frame, with_labels(body, lost)).before(Layer.TRUNK, long_sleeves=True)
    assert at(alone, (318, 214)) < 15


def test_landmarks_that_lag_show_no_cloth_and_no_room():
    frame, body, hard = labelled("down")
    for wrist in ((320.0, 200.0), (500.0, 200.0)):
        late = dataclasses.replace(with_labels(body, hard), hands=(flat_hand(wrist),))
        assert at(occluders(frame, late).hands, wrist + np.array([0, 20])) < 15


def front_of_a_thing(rows):
    """Say that a dark thing before the belly is nobody, and return what is in front there."""
    frame, body, hard = labelled("crossed")
    picture, hard = frame.image_bgr.copy(), hard.copy()
    picture[rows, 300:335] = (20, 20, 20)
    hard[rows, 300:335] = Label.BACKGROUND
    found = occluders(Frame(picture, 0, 0.0, 0), with_labels(body, hard))
    return at(found.before(Layer.TRUNK, long_sleeves=True), (318, (rows.start + rows.stop) / 2))


def test_a_thing_held_before_the_trunk_is_in_front():
    assert front_of_a_thing(slice(224, 264)) > 240


def test_a_thing_that_hangs_before_the_trunk_is_not():
    assert front_of_a_thing(slice(252, 284)) < 15


def test_hair_over_the_shoulder_is_in_front_and_a_dark_print_is_not():
    frame, body, hard = labelled()
    picture, hard = frame.image_bgr.copy(), hard.copy()
    for box in (np.s_[60:200, 340:356], np.s_[230:260, 310:330]):
        picture[box] = (20, 25, 30)
        hard[box] = Label.HAIR
    found = occluders(Frame(picture, 0, 0.0, 0), with_labels(body, hard))
    front = found.before(Layer.TRUNK, long_sleeves=False)
    assert at(front, (348, 185)) > 240
    assert at(front, (320, 245)) < 15


def test_cloth_like_no_hair_is_none_even_where_the_head_is_out_of_the_rectangle():
    frame, body, hard = labelled()
    picture, hard = frame.image_bgr.copy(), hard.copy()
    picture[30:80, 290:350], hard[30:80, 290:350] = (20, 25, 30), Label.HAIR
    hard[140:260, 312:328] = Label.HAIR  # a strip of cloth, taken for hair that hangs down
    body = with_labels(body, hard)
    found = occluders(Frame(picture, 0, 0.0, 0), body, Roi(200, 130, 440, 400))
    assert at(found.head, (320 - 200, 240 - 130)) < 40


def test_a_part_of_the_frame_is_the_part_of_the_whole():
    frame, body, _ = labelled("hand_on_hip")
    roi = Roi(250, 60, 461, 331)
    whole, part = occluders(frame, body), occluders(frame, body, roi)
    for name in ("person", "head", "throat", "hands", "upper_arms", "forearms", "cloth"):
        inner = np.s_[14:-14, 14:-14]
        expected = getattr(whole, name)[roi.slices][inner].astype(int)
        difference = np.abs(getattr(part, name)[inner].astype(int) - expected)
        assert (difference > 8).mean() < 0.001, name


def test_the_frame_is_left_alone():
    frame, body, _ = labelled("crossed")
    before = frame.image_bgr.copy()
    occluders(frame, body)
    np.testing.assert_array_equal(frame.image_bgr, before)
