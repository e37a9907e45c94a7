from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, flat_trousers, make_pose, standing_body, standing_points
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Body
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import body_frame
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.fitting.placement import TorsoPlacement
from tryon_ar.fitting.steadying import SteadyOffsets
from tryon_ar.fitting.tuck import WaistLine, may_be_tucked, tuck_in, waist_line
from tryon_ar.fitting.wearer import Wearer

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


def wearing(half_width_px=50, turn=1.0):
    """Somebody upright, hips at (320, 300), of whom so much is seen to both sides; or nothing."""
    body = standing_body(half_width_px=half_width_px)
    if not half_width_px:
        body = Body(body.pose, np.zeros((480, 640), np.float32))
    frame = replace(body_frame(body.pose), width_px=UNIT_PX * turn)
    return Wearer(body, frame, SteadyOffsets(), 0.0)


BAND = np.array([270.0, 240.0]), np.array([370.0, 230.0])


@pytest.mark.parametrize(
    ("options", "row", "slope"),
    [
        ({}, 258.0, 0.0),
        ({"worn": (0.5, 0.2)}, 250.0, 0.2),
        ({"worn": (0.3, -0.1)}, 270.0, -0.1),
        ({"waistband": BAND}, 243.0, 0.1),
        ({"waistband": BAND, "worn": (0.5, 0.2)}, 243.0, 0.1),
    ],
)
@pytest.mark.parametrize("half_width_px", [0, 50])
def test_the_line_sags_between_its_ends_on_the_trunks_sides(options, row, slope, half_width_px):
    line = waist_line(wearing(half_width_px), **options)
    assert line.centre == pytest.approx((320.0, row))
    shares = np.array([-1, -2 / 3, -1 / 3, 0, 1 / 3, 2 / 3, 1])
    out = shares * np.where(shares < 0, line.halves_px["right"], line.halves_px["left"])
    np.testing.assert_allclose(line.points[:, 0], 320 + out)
    np.testing.assert_allclose(line.points[:, 1], row - slope * out + 2.5 * (1 - shares**2))


@pytest.mark.parametrize(
    ("half_width_px", "turn", "half"),
    [(50, 1.0, 50.5), (0, 1.0, 52.0), (0, 0.5, 26.0), (140, 1.0, 62.9)],
)
def test_a_waist_is_as_wide_as_it_is_seen_or_as_hips_are(half_width_px, turn, half):
    """The last one is seen as far as the arms beside it."""
    halves = waist_line(wearing(half_width_px, turn)).halves_px
    assert halves["left"] == pytest.approx(half, abs=1.5)
    assert halves["right"] == pytest.approx(half, abs=1.5)


def test_no_waist_is_wider_than_hips_can_be():
    wearer = wearing(140)
    pose = wearer.pose
    pose.points_px[13:23] = (20.0, 20.0)  # no arm in the way
    assert waist_line(wearer).halves_px["left"] == pytest.approx(70.0, abs=1.1)


def drawn_in(waist, hem, half_px=45.0):
    """Return how far out waist and hem of the left side are, so much above the line or below."""
    line = WaistLine(np.zeros((7, 2)), np.array([320.0, 260.0]), {"left": half_px, "right": 45.0})
    targets = {
        "waist_left": np.array([320.0 + waist[0], 260.0 - waist[1]]),
        "hem_left": np.array([320.0 + hem[0], 260.0 - hem[1]]),
        "waist_right": np.array([260.0, 230.0]),
        "hem_right": np.array([260.0, 330.0]),
    }
    rows = {name: place[1] for name, place in targets.items()}
    tuck_in({}, TorsoPlacement(targets, 1.0, 1.0), line, wearing())
    assert rows == {name: place[1] for name, place in targets.items()}
    assert targets["waist_right"][0] == 260.0
    return targets["waist_left"][0] - 320, targets["hem_left"][0] - 320


@pytest.mark.parametrize("up", [16.0, 30.0, 60.0, 95.0])
@pytest.mark.parametrize("waist_px", [50.0, 60.0, 43.0])
def test_between_waist_and_hem_the_side_passes_the_line_snugly(up, waist_px):
    waist, hem = drawn_in((waist_px, up), (62.0, up - 100.0))
    assert waist == waist_px
    at_line = waist + (hem - waist) * up / 100
    if hem == pytest.approx(0.3 * 62.0):  # it cannot be drawn in further
        assert at_line > 46.5
    elif hem == pytest.approx(62.0):  # nor is it pushed out
        assert at_line < 46.5
    else:
        assert at_line == pytest.approx(46.5)


def test_all_ways_to_draw_a_hem_in_are_met():
    assert drawn_in((60.0, 30.0), (62.0, -70.0))[1] == pytest.approx(18.6)
    assert drawn_in((60.0, 60.0), (62.0, -40.0))[1] == pytest.approx(60 - 13.5 / 0.6)
    assert drawn_in((43.0, 16.0), (62.0, -84.0))[1] == pytest.approx(62.0)


@pytest.mark.parametrize("up", [-20.0, 0.0, 14.0, 120.0])
def test_near_the_line_the_hem_itself_is_snug(up):
    """As it is when it hangs down no further than the line."""
    waist, hem = drawn_in((60.0, up), (62.0, up - 100.0))
    assert waist == pytest.approx(60.0 if up > 0 else 46.5)
    assert hem == pytest.approx(46.5)


def test_a_waist_below_the_line_that_is_narrow_stays_so():
    assert drawn_in((40.0, -20.0), (62.0, -120.0))[0] == pytest.approx(40.0)


def test_shoulders_on_one_another_are_no_trouble():
    dress = replace(flat_tee(), category="dress")
    at = {**dress.landmarks, "shoulder_left": dress.landmarks["shoulder_right"]}
    assert not may_be_tucked(replace(dress, landmarks=at))
    assert not may_be_tucked(replace(dress, landmarks={"hem_left": (1.0, 2.0)}))


@pytest.mark.parametrize(("widths", "may"), [(1.79, True), (1.81, False)])
def test_a_dress_is_longer_than_one_and_four_fifths_of_its_shoulders(widths, may):
    marks = {
        "neck_left": (230.0, 40.0),
        "neck_right": (170.0, 60.0),
        "shoulder_left": (260.0, 80.0),
        "shoulder_right": (140.0, 80.0),
        "hem_left": (300.0, 50.0 + 120 * widths + 9),
        "hem_right": (100.0, 50.0 + 120 * widths - 9),
    }
    assert may_be_tucked(replace(flat_tee(), category="dress", landmarks=marks)) is may
