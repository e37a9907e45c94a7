from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, standing_body, standing_points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import Joint, body_frame
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


def test_a_bare_armpit_stays_beside_the_arm():
    points = standing_points()
    halves = []
    for inwards_px in (0, 12):
        points[Joint.LEFT_ELBOW] = standing_points()[Joint.LEFT_ELBOW] - (inwards_px, 0)
        _, frame, placement = placed(load_builtin("tank-mustard"), standing_body(points))
        halves.append((placement.targets["armpit_left"] - frame.shoulder_mid) @ frame.across)
        arm_px = frame.unit_px * 0.5 + 20 - inwards_px  # no further out than the elbow
        assert halves[-1] < arm_px
    assert halves[1] < halves[0] - 1


def jumper(narrower, shorter):
    """A long-sleeved top with a narrower chest and with shorter sleeves."""
    top = flat_tee(long=True)
    for side, sign in (("left", 1), ("right", -1)):
        x, y = top.landmarks[f"armpit_{side}"]
        top.landmarks[f"armpit_{side}"] = (x - sign * narrower, y)
        for name in (f"cuff_{side}_outer", f"cuff_{side}_inner"):
            x, y = top.landmarks[name]
            top.landmarks[name] = (x, y - shorter)
    return top


def test_only_a_jumper_both_narrow_and_short_of_sleeve_has_dropped_shoulders():
    scales = [placed(jumper(*less))[2].scale for less in ((0, 0), (15, 0), (0, 160), (15, 160))]
    assert scales[1] == scales[2] == scales[0]
    assert 1.1 * scales[0] < scales[3] <= anatomy.MOST_DROP * scales[0] + 1e-9
    with_seams = [placed(jumper(*less))[2].targets["shoulder_left"] for less in ((0, 0), (15, 160))]
    assert with_seams[1][1] > with_seams[0][1] + 5  # down the arm, not out into the air
    assert with_seams[1][0] < with_seams[0][0] + 10


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


def test_what_sticks_out_on_one_side_does_not_widen_it():
    lopsided = standing_body(half_width_px=42)
    mask = lopsided.mask.copy()
    mask[250:320, 320:390] = 1.0
    even, uneven = (
        placed(flat_tee(), replace(lopsided, mask=seen))[2].targets["waist_left"][0] - 320
        for seen in (lopsided.mask, mask)
    )
    assert uneven <= even * 1.12 + 6.0


def wide_tee(half):
    """A tee that hangs straight down, so many photo pixels from its middle to its sides."""
    tee = flat_tee()
    for side, sign in (("left", 1), ("right", -1)):
        for name in ("waist", "hem"):
            tee.landmarks[f"{name}_{side}"] = (
                200.0 + sign * half,
                tee.landmarks[f"{name}_{side}"][1],
            )
    return tee


@pytest.mark.parametrize(("half", "seen"), [(60, 20), (60, 44), (60, 90), (105, 90), (125, 90)])
def test_cloth_covers_a_trunk_by_a_little_more_up_to_a_third_and_no_wider_than_any_hips(half, seen):
    points = standing_points()
    for joint in range(13, 23):
        points[joint] = (20.0, 20.0)  # no arm in the way
    nobody = replace(standing_body(points), mask=np.zeros((480, 640), np.float32))
    own = placed(wide_tee(half), nobody)[2].targets["waist_left"][0] - 320
    worn = placed(wide_tee(half), standing_body(points, half_width_px=seen))[2].targets
    most = max(min(1.30 * own, 78.0), own)
    expected = max(own, min(seen + 0.5 + 2.0, most))
    assert worn["waist_left"][0] - 320 == pytest.approx(expected, abs=0.8)
    assert 320 - worn["waist_right"][0] == pytest.approx(expected, abs=0.8)


def test_a_trunk_that_is_uneven_is_covered_as_wide_as_its_narrower_side_allows():
    points = standing_points()
    for joint in range(13, 23):
        points[joint] = (20.0, 20.0)
    body = standing_body(points, half_width_px=44)
    mask = body.mask.copy()
    mask[200:460, 320:420] = 1.0
    worn = placed(wide_tee(76), replace(body, mask=mask))[2].targets
    assert 320 - worn["waist_right"][0] == pytest.approx(46.5, abs=0.8)
    assert worn["waist_left"][0] - 320 == pytest.approx(44.5 * 1.12 + 3 + 2, abs=0.8)
