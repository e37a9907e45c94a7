"""Areas, landmarks, folds and stretch against cases worked out by hand."""

import numpy as np
import pytest

from tryon_ar.evaluation.warp_measures import (
    above_worn_hem,
    deformation,
    iou,
    landmark_errors,
    landmark_group,
)
from tryon_ar.fitting.fit import Layer, Segment
from tryon_ar.fitting.placement import BACK
from tryon_ar.garments.garment import LANDMARK_NAMES, Part
from tryon_ar.kernels.flow import coarse_flow
from tryon_ar.kernels.tps import fit_tps
from tryon_ar.rendering.trace import TracedPiece

SEGMENT = Segment("torso", frozenset({Part.TORSO}), Layer.TRUNK)
GRID = np.array([(x, y) for x in (0, 40, 80, 120) for y in (0, 40, 80, 120)], np.float64)


def piece(frame_points, photo_points=GRID, alpha=1.0, segment=SEGMENT):
    """Return a piece drawn on 120 x 120 pixels."""
    spline = fit_tps(photo_points, frame_points)
    flow = coarse_flow(spline, (0, 0, 120, 120), step_px=4)
    covered = np.full((120, 120), alpha, np.float32)
    return TracedPiece(None, segment, flow, covered, np.zeros((120, 120), np.uint8))


def test_iou_by_counting():
    first, second = np.zeros((2, 10, 10), np.bool_)
    first[0:6, 0:5] = second[2:8, 0:5] = True
    assert iou(first, second) == pytest.approx(20 / 40)
    counted = np.zeros((10, 10), np.bool_)
    counted[:6] = True
    assert iou(first, second, counted) == pytest.approx(20 / 30)
    assert iou(~first & first, ~second & second) == 1.0


def test_the_hem_is_each_columns_own_and_the_median_elsewhere():
    worn = np.zeros((10, 7), np.bool_)
    worn[2:5, 1] = worn[2:8, 2] = worn[2:7, 3] = True
    worn[1:4, 3] = False  # a hole does not matter
    counted = above_worn_hem(worn)
    assert counted.sum(axis=0).tolist() == [7, 5, 8, 7, 7, 7, 7]
    assert counted[:5, 1].all()


def test_what_hangs_below_the_worn_hem_costs_nothing_only_above():
    worn, drawn = np.zeros((2, 40, 20), np.bool_)
    worn[5:25, 5:15], drawn[5:35, 5:15] = True, True
    assert iou(drawn, worn, above_worn_hem(worn)) == 1.0
    assert iou(drawn, worn) == pytest.approx(20 / 30)
    beside = np.roll(drawn, 3, axis=1)
    assert iou(beside, worn, above_worn_hem(worn)) == pytest.approx(140 / 260)


def test_nothing_worn_counts_everything():
    assert above_worn_hem(np.zeros((4, 4), np.bool_)).all()


def test_landmarks_are_compared_by_part_in_shoulder_widths():
    drawn = {"cuff_left_inner": (3.0, 4.0), "neck_left": (0.0, 0.0), "hem_left": (1.0, 1.0)}
    true = {"cuff_left_inner": (0.0, 0.0), "neck_left": (0.0, 2.0), "elbow_left": (5.0, 5.0)}
    found = landmark_errors(drawn, true, 100.0)
    assert found == {"sleeves": [pytest.approx(0.05)], "collar": [pytest.approx(0.02)]}


@pytest.mark.parametrize("name", sorted(LANDMARK_NAMES))
def test_every_landmark_counts_somewhere(name):
    expected = {
        "neck": "collar",
        "shoulder": "torso",
        "armpit": "torso",
        "waist": "torso",
        "crotch": "torso",
        "elbow": "sleeves",
        "cuff": "sleeves",
        "hem": "hem",
        "leg": "hem",
        "knee": "knees",
    }
    assert landmark_group(name) == expected[name.split("_")[0]]


def test_no_landmark_is_refused():
    with pytest.raises(ValueError, match="no landmark"):
        landmark_group("nose")


def test_a_scaled_and_turned_photo_is_neither_folded_nor_stretched():
    turn = np.array([[0.0, -0.5], [0.5, 0.0]])
    found = deformation([piece(GRID @ turn.T + (100.0, 10.0))])
    assert found.cells > 500
    assert found.fold_rate == 0.0
    assert found.stretch == pytest.approx(1.0, abs=1e-3)


def test_stretch_is_the_worse_way_of_the_two():
    wide = deformation([piece(GRID * (1.5, 1.0))])
    # Less the own scale sqrt(1.5), 1.5 by 1 is 1.22 by 1 / 1.22.
    assert wide.stretch == pytest.approx(np.sqrt(1.5), abs=1e-3)


def test_stretch_is_measured_against_the_scale_of_the_whole_garment():
    plain, small = piece(GRID), piece(GRID / 3.0)
    small.alpha[40:] = 0.0
    found = deformation([plain, small])
    assert found.stretch == pytest.approx(3.0, abs=0.01)


def test_folds_are_counted_where_they_are():
    mirrored = deformation([piece(GRID * (-1.0, 1.0) + (120.0, 0.0))])
    assert mirrored.fold_rate == 1.0
    swapped = GRID.copy()
    swapped[[5, 9]] = swapped[[9, 5]]
    found = deformation([piece(swapped)])
    assert 0.0 < found.fold_rate < 0.5


def test_only_what_is_drawn_counts():
    drawn, hidden = piece(GRID), piece(GRID * (-1.0, 1.0) + (120.0, 0.0), alpha=0.2)
    assert deformation([drawn, hidden]).fold_rate == 0.0
    assert deformation([hidden]) is None
    assert deformation([]) is None


def test_what_lies_under_later_pieces_is_not_looked_at():
    mirrored, plain = piece(GRID * (-1.0, 1.0) + (120.0, 0.0)), piece(GRID)
    under = deformation([mirrored, plain])
    assert under.fold_rate == 0.0
    assert under.cells == deformation([plain]).cells
    plain.alpha[:, 60:] = 0.0
    assert deformation([mirrored, plain]).fold_rate == pytest.approx(0.5, abs=0.03)


def test_the_back_mirrors_the_fronts_photo():
    mirror = GRID * (-1.0, 1.0) + (120.0, 0.0)
    assert deformation([piece(mirror, segment=BACK)]).fold_rate == 0.0
    assert deformation([piece(GRID, segment=BACK)]).fold_rate == 1.0


def test_limbs_are_mirrored_where_the_back_is_what_is_seen():
    mirror = GRID * (-1.0, 1.0) + (120.0, 0.0)
    sleeve = piece(mirror, segment=Segment("right_sleeve", frozenset(), Layer.SLEEVE))
    back, front = piece(mirror, segment=BACK), piece(GRID)
    assert deformation([back, sleeve]).fold_rate == 0.0
    assert deformation([back, front, sleeve]).fold_rate > 0.9
    assert deformation([sleeve]).fold_rate == 1.0
