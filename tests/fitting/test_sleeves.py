from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, standing_body, standing_points
from tests.support.drawn_person import painted, posed_points
from tryon_ar.core.types import Body
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fitter import GarmentFitter

UNIT_PX = 100.0


def fitted(garment, body):
    fit = GarmentFitter(garment).fit(body, 0.0)
    assert fit
    return fit


def cuff(fit, side="left"):
    outer, inner = (np.array(fit.landmarks[f"cuff_{side}_{edge}"]) for edge in ("outer", "inner"))
    return (outer + inner) / 2, float(np.hypot(*(outer - inner)))


def shorter(garment, rows):
    """The same garment with cuffs moved up by some rows."""
    marks = {
        name: (x, y - rows) if name.startswith("cuff") else (x, y)
        for name, (x, y) in garment.landmarks.items()
    }
    return replace(garment, landmarks=marks)


def test_a_long_sleeve_ends_at_the_wrist():
    body = standing_body()
    centre, width = cuff(fitted(flat_tee(long=True), body))
    wrist = body.pose.points_px[Joint.LEFT_WRIST]
    assert np.hypot(*(centre - wrist)) < 0.12 * UNIT_PX
    assert width >= 2 * anatomy.WRIST_HALF * UNIT_PX - 1e-6


def edges_beside(body, fit):
    """Where a left cuff's edges lie: along the upper arm, and across it towards the outside."""
    shoulder, elbow = (
        body.pose.points_px[joint] for joint in (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW)
    )
    bone = elbow - shoulder
    axis = bone / np.hypot(*bone)
    outward = np.array([axis[1], -axis[0]])
    edges = [np.array(fit.landmarks[f"cuff_left_{edge}"]) - shoulder for edge in ("outer", "inner")]
    return [(one @ axis / np.hypot(*bone), one @ outward / UNIT_PX) for one in edges]


def test_a_short_sleeve_ends_on_the_upper_arm_square_to_it():
    body = standing_body()
    (share, outer), (other_share, inner) = edges_beside(body, fitted(flat_tee(), body))
    assert 0.3 < share < 0.9
    assert share == pytest.approx(other_share, abs=1e-6)
    assert outer >= anatomy.SHORT_CUFF_HALF - 1e-6
    assert -inner <= anatomy.SHORT_CUFF_HALF + 1e-6


def test_between_a_hanging_arm_and_the_trunk_a_sleeve_has_little_room():
    body = standing_body()
    (_, outer), (_, inner) = edges_beside(body, fitted(flat_tee(), body))
    assert outer > 0.16
    assert 0.05 < -inner <= anatomy.INNER_CUFF_HALF + 1e-6
    raised = standing_body(posed_points("raised"))
    (_, outer), (_, inner) = edges_beside(raised, fitted(flat_tee(), raised))
    assert -inner == pytest.approx(outer, abs=1e-6)


def test_a_shorter_sleeve_ends_higher():
    ends = [cuff(fitted(shorter(flat_tee(), rows), standing_body()))[0][1] for rows in (0, 15, 30)]
    assert ends[0] > ends[1] + 2 > ends[2] + 4


def test_the_edges_of_a_short_sleeve_are_as_long_as_its_own():
    garment = flat_tee()
    marks = garment.landmarks
    fit = fitted(garment, standing_body())
    outer = [
        np.hypot(*np.subtract(where["shoulder_left"], where["cuff_left_outer"]))
        / np.hypot(*np.subtract(where["shoulder_left"], where["shoulder_right"]))
        for where in (marks, fit.landmarks)
    ]
    assert outer[1] == pytest.approx(outer[0], rel=0.2)


def test_a_sleeve_of_one_piece_ends_at_a_straight_elbow_and_before_a_sharply_bent_one():
    garment = shorter(flat_tee(), -120)
    points = standing_points()
    shoulder, elbow = points[Joint.LEFT_SHOULDER], points[Joint.LEFT_ELBOW]
    axis = (elbow - shoulder) / np.hypot(*(elbow - shoulder))
    pasts = []
    for forearm in (axis, np.array([-axis[1], axis[0]]) * 0.9 - axis * 0.4):
        points[Joint.LEFT_WRIST] = elbow + forearm * 70
        centre, _ = cuff(fitted(garment, standing_body(points)))
        pasts.append(float((centre - elbow) @ axis))
    assert pasts[0] == pytest.approx(0.0, abs=4.0)
    assert pasts[1] < pasts[0] - 5.0


def test_a_sleeve_to_the_middle_of_the_forearm_stays_there():
    body = standing_body()
    elbow, wrist = (body.pose.points_px[joint] for joint in (Joint.LEFT_ELBOW, Joint.LEFT_WRIST))
    garment = shorter(flat_tee(long=True), 150)
    centre = cuff(fitted(garment, body))[0]
    share = float((centre - elbow) @ (wrist - elbow) / ((wrist - elbow) @ (wrist - elbow)))
    assert 0.15 < share < 0.6


def test_the_elbow_lies_on_the_elbow():
    _, body = painted("hand_on_hip")
    fit = fitted(flat_tee(long=True), body)
    assert fit.long_sleeves
    pieces = {one.segment.name: one for one in fit.segments}
    elbow = body.pose.points_px[Joint.LEFT_ELBOW]
    for level in ("upper", "lower"):
        points = pieces[f"left_sleeve_{level}"].frame_points
        assert np.hypot(*(points - elbow).T).min() < 0.3 * UNIT_PX


@pytest.mark.parametrize("name", ["down", "raised", "hand_on_hip", "crossed"])
def test_sleeves_and_trunk_share_their_seam(name):
    fit = fitted(flat_tee(), painted(name)[1])
    pieces = {one.segment.name: one for one in fit.segments}
    for side in ("left", "right"):
        sleeve = pieces[f"{side}_sleeve"].frame_points
        shared = [
            point for point in pieces["torso"].frame_points if (sleeve == point).all(axis=1).any()
        ]
        assert len(shared) >= 4


def test_a_thick_arm_widens_the_sleeve_up_to_a_limit():
    points = posed_points()
    thin = standing_body(points, half_width_px=30)
    outer = []
    for reach in (0, 5, 60):
        mask = thin.mask.copy()
        mask[130:260, 370 : 395 + reach] = 1.0
        fit = fitted(flat_tee(), Body(thin.pose, mask))
        sleeve = next(one for one in fit.segments if one.segment.name == "left_sleeve")
        outer.append(sleeve.frame_points[:, 0].max())
    assert outer[1] >= outer[0]
    assert outer[2] <= outer[0] + 2 * anatomy.UPPER_SLEEVE_PUSH * UNIT_PX + 1


def test_left_and_right_are_mirror_images():
    points = standing_points()
    fit = fitted(flat_tee(long=True), standing_body(points))
    for name, (x, y) in fit.landmarks.items():
        if "_left" in name:
            other = fit.landmarks[name.replace("_left", "_right")]
            assert (640 - x, y) == pytest.approx(other, abs=1.5), name


def test_a_forearm_that_points_at_the_camera_does_not_turn_its_sleeve_over():
    points = standing_points()
    elbow = points[Joint.LEFT_ELBOW]
    away = elbow - points[Joint.LEFT_SHOULDER]
    axis = away / np.hypot(*away)
    points[Joint.LEFT_WRIST] = elbow - axis * 0.1 * UNIT_PX
    fit = fitted(flat_tee(long=True), standing_body(points))
    centre, _ = cuff(fit)
    assert float((centre - elbow) @ axis) > 0.1 * UNIT_PX
