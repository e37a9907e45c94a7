from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_trousers, make_pose, standing_body, standing_points
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Body
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.fitting.landmarks import garment_landmarks
from tryon_ar.fitting.legs import leg_marks

UNIT_PX = 100.0


def fitted(garment, points=None, half_width_px=45):
    fit = GarmentFitter(garment).fit(standing_body(points, half_width_px), 0.0)
    assert fit
    return fit


def shorts():
    trousers = flat_trousers()
    marks = {
        name: (x, 260.0) if name.startswith("leg_hem") else (x, y)
        for name, (x, y) in trousers.landmarks.items()
        if not name.startswith("knee")
    }
    return replace(trousers, landmarks=marks, category="shorts")


def test_the_waistband_covers_the_trunk_it_lies_on():
    for half_width_px in (42, 52, 60):
        marks = fitted(flat_trousers(), half_width_px=half_width_px).landmarks
        assert marks["waist_left"][0] - 320 >= half_width_px
        assert marks["waist_left"][0] - 320 <= half_width_px + 8


def test_the_crotch_lies_below_the_hips():
    marks = fitted(flat_trousers()).landmarks
    assert 300 + 0.25 * UNIT_PX < marks["crotch"][1] < 300 + 0.6 * UNIT_PX  # the mask has one leg
    assert marks["crotch"][0] == pytest.approx(320)


def test_trouser_legs_follow_the_shins():
    points = standing_points()
    points[Joint.LEFT_KNEE], points[Joint.LEFT_ANKLE] = (400, 390), (460, 470)
    marks = fitted(flat_trousers(), points).landmarks
    outer, inner = (np.array(marks[f"leg_hem_left_{edge}"]) for edge in ("outer", "inner"))
    axis = points[Joint.LEFT_ANKLE] - points[Joint.LEFT_KNEE]
    assert abs(float((outer - inner) @ axis)) < 1e-6
    middle = (outer + inner) / 2
    assert abs(np.linalg.det(np.array([axis, middle - points[Joint.LEFT_KNEE]]))) < 1e-6


def test_shorts_end_above_the_knee():
    marks = fitted(shorts()).landmarks
    hem = (marks["leg_hem_left_outer"][1] + marks["leg_hem_left_inner"][1]) / 2
    assert 320 < hem < 405


def test_both_pieces_of_a_leg_meet_at_the_knee():
    points = standing_points()
    pieces = {one.segment.name: one for one in fitted(flat_trousers(), points).segments}
    knee = points[Joint.LEFT_KNEE]
    for level in ("upper", "lower"):
        ends = pieces[f"left_leg_{level}"].frame_points
        assert (np.hypot(*(ends - knee).T) < 0.4 * UNIT_PX).sum() >= 2


def test_thighs_are_drawn_over_shins():
    names = [one.segment.name for one in fitted(flat_trousers()).segments]
    assert names.index("left_leg_lower") < names.index("left_leg_upper")


def test_low_trousers_are_worn_low_and_high_ones_high():
    low, high = (
        replace(
            flat_trousers(),
            landmarks=flat_trousers().landmarks
            | {"waist_left": (228.0, row), "waist_right": (72.0, row)},
        )
        for row in (100.0, 35.0)
    )
    assert fitted(low).landmarks["waist_left"][1] > fitted(high).landmarks["waist_left"][1] + 10


def test_legs_keep_their_length_however_the_photo_is_tilted():
    turn = np.deg2rad(8)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    trousers = flat_trousers()
    marks = {name: tuple(matrix @ place) for name, place in trousers.landmarks.items()}
    tilted = fitted(replace(trousers, landmarks=marks)).landmarks
    upright = fitted(trousers).landmarks
    for side in ("left", "right"):
        name = f"leg_hem_{side}_outer"
        assert tilted[name] == pytest.approx(upright[name], abs=4)


def test_trousers_that_nearly_reach_the_ankle_reach_it_and_short_ones_do_not():
    def hem(row):
        trousers = flat_trousers()
        marks = {
            name: (x, row) if name.startswith("leg_hem") else (x, y)
            for name, (x, y) in trousers.landmarks.items()
        }
        found = fitted(replace(trousers, landmarks=marks)).landmarks
        return (found["leg_hem_left_outer"][1] + found["leg_hem_left_inner"][1]) / 2

    ankle = standing_points()[Joint.LEFT_ANKLE][1]
    assert hem(370.0) < 470
    for row in (520.0, 558.0, 599.0):
        assert ankle - 4 <= hem(row) <= ankle + 6


def test_two_legs_of_shorts_leave_a_notch_between_them():
    marks = fitted(shorts()).landmarks
    assert marks["leg_hem_right_inner"][0] < 320 < marks["leg_hem_left_inner"][0]


def test_wide_legs_stay_wide():
    trousers = flat_trousers()
    wide = trousers.landmarks | {
        "leg_hem_right_outer": (20.0, 558.0),
        "leg_hem_left_outer": (280.0, 558.0),
    }

    def width(marks):
        return marks["leg_hem_left_outer"][0] - marks["leg_hem_left_inner"][0]

    usual = width(fitted(trousers).landmarks)
    assert width(fitted(replace(trousers, landmarks=wide)).landmarks) > 1.3 * usual


def test_legs_that_are_not_seen_hang_down():
    points = standing_points()
    for joint in ("LEFT_KNEE", "RIGHT_KNEE", "LEFT_ANKLE", "RIGHT_ANKLE"):
        points[Joint[joint]] = (900, -200)
    body = standing_body()
    pose = make_pose(points)
    pose.visibility[[Joint.LEFT_KNEE, Joint.RIGHT_KNEE]] = 0.0
    pose.visibility[[Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]] = 0.0
    fit = GarmentFitter(flat_trousers()).fit(Body(pose, body.mask), 0.0)
    assert fit
    for side, hip in (("left", 348), ("right", 292)):
        hem = np.mean([fit.landmarks[f"leg_hem_{side}_{e}"] for e in ("outer", "inner")], axis=0)
        assert abs(hem[0] - hip) < 25
        assert 480 < hem[1] < 560


def test_a_higher_worn_waistband_is_hidden_but_only_a_little_higher():
    size = 160
    rows = np.arange(size)[:, None] * 4.0 + 1.5 + np.zeros((1, size))

    def waist(lower_from):
        shares = np.zeros((len(Label), size, size), np.float32)
        shares[Label.LOWER] = rows > lower_from
        shares[Label.UPPER] = rows <= lower_from
        body = standing_body()
        body = Body(body.pose, body.mask, Labels(shares, 0.0, 0.0, 640.0))
        fit = GarmentFitter(flat_trousers()).fit(body, 0.0)
        assert fit
        return fit.landmarks["waist_left"][1]

    own = fitted(flat_trousers()).landmarks["waist_left"][1]
    assert waist(own + 10) == pytest.approx(own, abs=1)
    assert waist(own - 8) == pytest.approx(own - 11, abs=5)
    assert waist(own - 60) >= own - 0.27 * UNIT_PX


@pytest.mark.parametrize(("alpha", "half"), [(128, 80.0), (127, 0.0)])
def test_hips_are_found_where_cloth_ends_most_of_the_way_down_to_the_fork(alpha, half):
    trousers = flat_trousers()
    seen = np.where(trousers.parts > 0, alpha, 0).astype(np.uint8)
    found = leg_marks(replace(trousers, alpha=seen), garment_landmarks(trousers))
    row = 42 + 0.72 * 156
    assert found["hip_left"] == pytest.approx((150 + half, row), abs=1.1)
    assert found["hip_right"] == pytest.approx((150 - half, row), abs=1.1)


@pytest.mark.parametrize("missing", ["crotch", "waist_left", "waist_right"])
def test_what_has_no_fork_or_waistband_has_no_hips(missing):
    marks = garment_landmarks(flat_trousers())
    del marks[missing]
    assert leg_marks(flat_trousers(), marks) == {}
