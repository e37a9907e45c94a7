from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, flat_trousers, make_pose, standing_body, standing_points
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Body
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.fitting.tuck import may_be_tucked

TUCKED = DressingOptions(tucked=True)
HIP_ROW, UNIT_PX = 300.0, 100.0


def labelled(lower_from, slope=0.0, half_width_px=45):
    """A standing body whose lower clothes begin at a row (at the middle), sloping."""
    body = standing_body(half_width_px=half_width_px)
    size = 160
    rows, columns = np.mgrid[0:size, 0:size] * 4.0 + 1.5
    shares = np.zeros((len(Label), size, size), np.float32)
    person = np.abs(columns - 320) <= half_width_px
    lower = person & (rows > lower_from + slope * (columns - 320))
    shares[Label.LOWER][lower] = 0.9
    shares[Label.UPPER][person & ~lower] = 0.9
    shares[Label.BACKGROUND] = 1.0 - shares.sum(axis=0)
    return Body(body.pose, body.mask, Labels(shares, 0.0, 0.0, 640.0))


def tucked(body, garment=None, waistband=None):
    fit = GarmentFitter(garment or flat_tee()).fit(body, 0.0, TUCKED, waistband)
    assert fit
    return fit


def test_a_top_hangs_out_unless_it_is_tucked():
    fit = GarmentFitter(flat_tee()).fit(standing_body(), 0.0)
    assert fit
    assert fit.tucked_along is None


def test_it_ends_where_the_worn_trousers_begin():
    for row in (232.0, 252.0, 272.0):
        line = tucked(labelled(row)).tucked_along
        assert line[:, 1].mean() == pytest.approx(row, abs=6)


def test_the_edge_slopes_with_the_waistband():
    line = tucked(labelled(250.0, slope=0.15)).tucked_along
    slope = (line[-1, 1] - line[0, 1]) / (line[-1, 0] - line[0, 0])
    assert slope == pytest.approx(0.15, abs=0.07)


def test_the_hem_of_a_top_that_hangs_out_tells_nothing_of_the_waist():
    usual = HIP_ROW - anatomy.WAIST_RISE * UNIT_PX
    for body in (labelled(315.0), standing_body()):
        line = tucked(body).tucked_along
        assert line[:, 1].mean() == pytest.approx(usual, abs=4)


def test_stray_columns_are_left_out():
    body = labelled(250.0)
    shares = body.labels.shares.copy()
    hand = (slice(None), slice(55, 75), slice(72, 77))  # a hand before the belt
    shares[hand] = 0.0
    shares[(Label.ARMS, *hand[1:])] = 1.0
    labels = replace(body.labels, shares=shares)
    line = tucked(Body(body.pose, body.mask, labels)).tucked_along
    assert line[:, 1].mean() == pytest.approx(250.0, abs=6)


def test_it_goes_beneath_the_waistband_that_is_put_on():
    trousers = GarmentFitter(flat_trousers()).fit(labelled(232.0), 0.0)
    assert trousers
    line = tucked(labelled(232.0), waistband=trousers.waistband).tucked_along
    top = trousers.landmarks["waist_left"][1]
    assert top < line[:, 1].min() < top + 0.2 * UNIT_PX


def test_the_edge_reaches_from_side_to_side_of_the_trunk():
    line = tucked(labelled(250.0, half_width_px=48)).tucked_along
    assert line[0, 0] == pytest.approx(320 - 48, abs=3)
    assert line[-1, 0] == pytest.approx(320 + 48, abs=3)
    assert (np.diff(line[:, 0]) > 0).all()


def test_cloth_runs_in_to_the_body_at_the_edge_and_stays_wide_above():
    body = labelled(262.0, half_width_px=32)
    loose = GarmentFitter(flat_tee()).fit(body, 0.0)
    assert loose
    fit = tucked(body)
    hem = {"hem_left": fit.segments[0].frame_points, "loose": loose.segments[0].frame_points}
    assert hem["hem_left"][:, 0].max() <= hem["loose"][:, 0].max() + 1e-6
    at_hem = [points[np.argmax(points[:, 1])] for points in hem.values()]
    assert abs(at_hem[0][0] - 320) <= abs(at_hem[1][0] - 320)
    assert fit.landmarks["armpit_left"] == loose.landmarks["armpit_left"]


def test_landmarks_say_where_the_hem_is_seen():
    fit = tucked(labelled(250.0))
    for name in ("hem_left", "hem_center", "hem_right"):
        assert fit.landmarks[name][1] == pytest.approx(250.0, abs=6)


@pytest.mark.parametrize(
    ("category", "may"),
    [("tshirt", True), ("shirt", True), ("hoodie", True), ("skirt", False), ("blazer", False)],
)
def test_only_tops_are_tucked_in(category, may):
    assert may_be_tucked(replace(flat_tee(), category=category)) is may


def test_a_tunic_may_be_tucked_in_and_a_dress_may_not():
    tunic = replace(flat_tee(), category="dress")
    hems = {f"hem_{side}": (tunic.landmarks[f"hem_{side}"][0], 330.0) for side in ("left", "right")}
    assert may_be_tucked(replace(tunic, landmarks={**tunic.landmarks, **hems}))
    assert not may_be_tucked(tunic)


def test_the_edge_rests_while_labels_flicker():
    fitter, rows = GarmentFitter(flat_tee()), []
    for frame in range(30):
        body = labelled(250.0 + 4.0 * (frame % 2))
        rows.append(fitter.fit(body, frame * 33.0, TUCKED).tucked_along[3, 1])
    assert np.ptp(rows[10:]) < 1.0


def test_it_moves_with_the_person():
    shift = np.array([14.0, -8.0])
    first = tucked(standing_body()).tucked_along
    body = standing_body()
    moved = Body(make_pose(standing_points() + shift), np.roll(body.mask, (-8, 14), axis=(0, 1)))
    np.testing.assert_allclose(tucked(moved).tucked_along, first + shift, atol=1.01)
