import numpy as np
import pytest

from tests.support.bodies import (
    flat_tee,
    flat_trousers,
    make_pose,
    standing_body,
    standing_points,
)
from tryon_ar.core.types import Body
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.fitting.garment_scale import FLAT_SEAMS

UNIT_PX = 100.0
# Frame pixels per photo pixel across the tee, whose chest is as wide as its seams and a bit.
WORN = (
    anatomy.SEAM_WIDTH
    * UNIT_PX
    / 170
    * np.interp(176 / 170, (anatomy.WORN_CHEST, anatomy.FLAT_CHEST), (1.0, anatomy.FLAT_TO_WORN))
)


def fit(garment, body):
    result = GarmentFitter(garment).fit(body, 0.0)
    assert result
    return result


def test_shoulder_seams_lie_outside_and_above_the_joints():
    marks = fit(flat_tee(), standing_body()).landmarks
    half = anatomy.SEAM_WIDTH * UNIT_PX / 2  # the mask shows no shoulder beside the seam
    rise = anatomy.SEAM_RISE * UNIT_PX
    assert marks["shoulder_left"] == pytest.approx((320 + half, 150 - rise), abs=0.01)
    assert marks["shoulder_right"] == pytest.approx((320 - half, 150 - rise), abs=0.01)


def test_own_length_is_kept():
    tee = flat_tee()
    marks = fit(tee, standing_body()).landmarks
    scale = FLAT_SEAMS * UNIT_PX / 170.0
    own = tee.landmarks["hem_center"][1] - tee.landmarks["neck_left"][1]
    assert marks["hem_center"][1] - marks["neck_left"][1] == pytest.approx(own * scale, rel=0.02)


def test_left_is_the_wearers_left():
    marks = fit(flat_tee(), standing_body()).landmarks
    assert marks["cuff_left_outer"][0] > marks["cuff_left_inner"][0] > 320
    assert marks["cuff_right_outer"][0] < marks["cuff_right_inner"][0] < 320


def test_a_wide_trunk_is_covered_and_a_narrow_one_leaves_the_garment_loose():
    own = fit(flat_tee(), standing_body(half_width_px=30)).landmarks["waist_left"][0] - 320
    wide = fit(flat_tee(), standing_body(half_width_px=60)).landmarks["waist_left"][0] - 320
    assert own == pytest.approx(88 * WORN, abs=0.5)
    assert 60 <= wide <= 64


def test_cover_has_a_cap():
    tee = flat_tee()
    own = 88 * WORN
    points = standing_points()
    points[[Joint.LEFT_ELBOW, Joint.LEFT_WRIST]] = (470, 160), (560, 160)  # arm held out
    body = standing_body(points, half_width_px=150)
    widest = fit(tee, body).landmarks["waist_left"][0] - 320
    assert widest == pytest.approx(own * anatomy.COVER_CAP, abs=1.0)


def test_turning_narrows_the_garment_and_keeps_its_length():
    points = standing_points()
    points[Joint.LEFT_SHOULDER] = (345, 150)
    points[Joint.RIGHT_SHOULDER] = (295, 150)
    front = fit(flat_tee(), standing_body()).landmarks
    turned = fit(flat_tee(), standing_body(points, half_width_px=30)).landmarks

    def width(marks):
        return marks["shoulder_left"][0] - marks["shoulder_right"][0]

    def length(marks):
        return marks["hem_center"][1] - marks["neck_left"][1]

    assert width(turned) < 0.6 * width(front)
    assert length(turned) > 0.8 * length(front)


def test_moving_the_person_moves_every_control_point_alike():
    shift = np.array([17.0, -9.0])
    first = fit(flat_tee(long=True), standing_body(half_width_px=10))
    body = standing_body(half_width_px=10)
    moved_mask = np.roll(body.mask, (-9, 17), axis=(0, 1))
    moved = Body(make_pose(standing_points() + shift), moved_mask)
    second = fit(flat_tee(long=True), moved)
    for one, other in zip(first.segments, second.segments, strict=True):
        np.testing.assert_allclose(other.frame_points, one.frame_points + shift, atol=1e-6)
        np.testing.assert_array_equal(other.photo_points, one.photo_points)


def test_both_pieces_of_a_bent_sleeve_end_at_the_elbow():
    points = standing_points()
    points[Joint.LEFT_WRIST] = (330, 190)  # hand on the chest
    result = fit(flat_tee(long=True), standing_body(points))
    pieces = {segment.segment.name: segment for segment in result.segments}
    upper = pieces["left_sleeve_upper"].frame_points
    lower = pieces["left_sleeve_lower"].frame_points
    shared = [point for point in lower if np.isclose(upper, point).all(axis=1).any()]
    assert shared == []  # sharply bent: two square ends, no mitre along the limb
    elbow = points[Joint.LEFT_ELBOW]
    for ends in (upper, lower):
        assert (np.hypot(*(ends - elbow).T) < 0.25 * UNIT_PX).sum() >= 2


def test_a_foreshortened_arm_shortens_its_sleeve():
    points = standing_points()
    points[Joint.LEFT_ELBOW] = (375, 165)
    body = standing_body(points)
    marks = fit(flat_tee(), body).landmarks
    cuff = np.mean([marks["cuff_left_outer"], marks["cuff_left_inner"]], axis=0)
    assert np.hypot(*(cuff - (370, 150))) < 20


def test_a_person_seen_from_behind_wears_sleeves_on_their_own_arms():
    points = standing_points()
    for left, right in ((11, 12), (13, 14), (15, 16), (23, 24)):
        points[[left, right]] = points[[right, left]]
    marks = fit(flat_tee(), standing_body(points)).landmarks
    assert marks["cuff_left_outer"][0] < marks["cuff_left_inner"][0] < 320


def test_trousers_reach_from_waist_to_ankles():
    points = standing_points()
    result = fit(flat_trousers(), standing_body(points))
    marks = result.landmarks
    assert marks["waist_left"][1] < 300 < marks["crotch"][1]
    assert abs(marks["leg_hem_left_outer"][1] - 505) < 40
    assert {s.segment.name for s in result.segments} == {
        f"{side}_leg_{level}" for side in ("left", "right") for level in ("upper", "lower")
    }


def test_a_person_too_small_is_no_fit_and_says_why():
    points = (standing_points() - 320) * 0.02 + 320
    result = GarmentFitter(flat_tee()).fit(standing_body(points), 0.0)
    assert not result
    assert "too small" in result.reason


def test_missing_landmarks_are_named():
    tee = flat_tee()
    del tee.landmarks["armpit_left"]
    fitter = GarmentFitter(tee)
    assert fitter.missing == ("armpit_left",)
    result = fitter.fit(standing_body(), 0.0)
    assert not result
    assert "armpit_left" in result.reason


def test_widths_are_steadied_over_time():
    fitter = GarmentFitter(flat_tee())
    for index in range(60):
        fitter.fit(standing_body(half_width_px=54), index * 33.0)
    jump = fitter.fit(standing_body(half_width_px=60), 60 * 33.0)
    assert jump
    assert 55 < jump.landmarks["waist_left"][0] - 320 < 59
