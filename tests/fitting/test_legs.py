from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_trousers, standing_body, standing_points
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fitter import GarmentFitter

UNIT_PX = 100.0


def fitted(garment, points=None, half_width_px=45):
    fit = GarmentFitter(garment).fit(standing_body(points, half_width_px), 0.0)
    assert fit
    return fit


def shorts():
    trousers = flat_trousers()
    marks = {
        name: (x, 300.0) if name.startswith("leg_hem") else (x, y)
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
