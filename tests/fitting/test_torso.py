import numpy as np
import pytest

from tests.support.bodies import flat_tee, standing_body, standing_points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import body_frame
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.fitting.landmarks import garment_landmarks
from tryon_ar.fitting.steadying import SteadyOffsets
from tryon_ar.fitting.torso import HOOD, INSIDE_BACK, TORSO, place_torso, torso_segments
from tryon_ar.fitting.wearer import Wearer
from tryon_ar.garments.builtin import load_builtin

UNIT_PX = 100.0


def placed(garment, body=None):
    body = body or standing_body()
    frame = body_frame(body.pose)
    marks = garment_landmarks(garment)
    return marks, frame, place_torso(marks, Wearer(body, frame, SteadyOffsets(), 0.0))


def test_the_scale_is_set_by_the_shoulder_seams():
    _, _, placement = placed(flat_tee())
    assert placement.scale == pytest.approx(anatomy.SEAM_WIDTH * UNIT_PX / 170)
    targets = placement.targets
    across = targets["shoulder_left"] - targets["shoulder_right"]
    assert np.hypot(*across) == pytest.approx(anatomy.SEAM_WIDTH * UNIT_PX)


def test_a_sleeveless_top_is_scaled_by_its_armpits():
    _, _, placement = placed(load_builtin("tank-mustard"))
    targets = placement.targets
    shoulders = np.hypot(*(targets["shoulder_left"] - targets["shoulder_right"]))
    assert shoulders < anatomy.SEAM_WIDTH * UNIT_PX
    armpits = np.hypot(*(targets["armpit_left"] - targets["armpit_right"]))
    assert 0.8 * UNIT_PX < armpits < 1.3 * UNIT_PX


def test_the_trunk_leans_with_the_person():
    turn = np.deg2rad(20)
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    middle = np.array([320.0, 225.0])
    points = (standing_points() - middle) @ rotation + middle
    _, frame, straight = placed(flat_tee(), standing_body(half_width_px=5))
    _, frame, leaning = placed(flat_tee(), standing_body(points, half_width_px=5))
    expected = (straight.targets["hem_center"] - middle) @ rotation + middle
    np.testing.assert_allclose(leaning.targets["hem_center"], expected, atol=1e-6)
    along = leaning.targets["neck_front"] - leaning.targets["hem_center"]
    assert abs(np.linalg.det(np.array([along, frame.up]))) < 1e-6


def test_neck_above_shoulders_above_armpits_above_waist_above_hem():
    _, _, placement = placed(flat_tee())
    rows = [
        placement.targets[f"{name}_left"][1]
        for name in ("neck", "shoulder", "armpit", "waist", "hem")
    ]
    assert rows == sorted(rows)


@pytest.mark.parametrize("name", ["hoodie-grey", "dress-floral", "shirt-check"])
def test_every_piece_has_matching_finite_points(name):
    marks, frame, placement = placed(load_builtin(name))
    pieces = (INSIDE_BACK, HOOD, TORSO) if "hood_top" in marks else (INSIDE_BACK, TORSO)
    fits = torso_segments(marks, placement, frame, pieces)
    assert [fit.segment for fit in fits] == list(pieces)
    for fit in fits:
        assert fit.photo_points.shape == fit.frame_points.shape
        assert np.isfinite(fit.frame_points).all()
        assert np.isfinite(fit.photo_points).all()
        assert len(np.unique(fit.photo_points.round(3), axis=0)) == len(fit.photo_points)


def test_a_hood_lies_down_behind_the_neck():
    garment = load_builtin("hoodie-grey")
    fit = GarmentFitter(garment).fit(standing_body(), 0.0)
    hood = next(one for one in fit.segments if one.segment is HOOD)
    top = hood.frame_points[:, 1].min()
    neck = (fit.landmarks["neck_left"][1] + fit.landmarks["neck_right"][1]) / 2
    assert 0 < neck - top < 0.3 * UNIT_PX


def test_a_wide_chest_laid_flat_is_drawn_narrower_than_one_photographed_worn():
    def chest_share(widen):
        tee = flat_tee()
        for side, sign in (("left", 1), ("right", -1)):
            x, y = tee.landmarks[f"armpit_{side}"]
            tee.landmarks[f"armpit_{side}"] = (x + sign * widen, y)
        marks, _, placement = placed(tee)
        own = marks["armpit_left"][0] - marks["armpit_right"][0]
        drawn = placement.targets["armpit_left"][0] - placement.targets["armpit_right"][0]
        return drawn / own / placement.scale

    assert chest_share(-18) == pytest.approx(1.0, abs=0.02)
    assert chest_share(10) == pytest.approx(anatomy.FLAT_TO_WORN, abs=0.01)
