from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, make_pose, standing_body, standing_points
from tryon_ar.core.types import Body
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.fitting.garment_scale import GarmentScale
from tryon_ar.fitting.landmarks import garment_landmarks, middle_name
from tryon_ar.fitting.shoulder_line import _halfway, place_shoulders
from tryon_ar.fitting.steadying import SteadyOffsets
from tryon_ar.fitting.straps import bare_height
from tryon_ar.fitting.wearer import Wearer
from tryon_ar.garments.builtin import load_builtin

UNIT_PX = 100.0
MIDDLE = middle_name("neck_left", "shoulder_left")


def placed(body, garment=None, scale=0.66):
    garment = garment or flat_tee()
    frame = body_frame(body.pose)
    wearer = Wearer(body, frame, SteadyOffsets(), 0.0)
    return place_shoulders(garment_landmarks(garment), wearer, GarmentScale(scale, scale, 1.0))


def shouldered(lift_px):
    """A person whose shoulder outline lies so far above the line from neck to seam."""
    bare = Body(standing_body().pose, np.zeros((480, 640), np.float32))
    line = placed(bare)
    neck, seam = line["neck_left"], line["shoulder_left"]
    columns, rows = np.meshgrid(np.arange(640), np.arange(480))
    slope = (seam[1] - neck[1]) / (seam[0] - neck[0])
    top = neck[1] + (columns - neck[0]) * slope - lift_px
    mask = ((rows >= top) & (np.abs(columns - 320) < 60)).astype(np.float32)
    return Body(bare.pose, mask)


@pytest.mark.parametrize("lift_px", [-3, 0, 3, 5])
def test_cloth_lies_on_the_shoulder_it_covers(lift_px):
    on, off = placed(shouldered(lift_px))[MIDDLE], placed(shouldered(-60))[MIDDLE]
    cover_px = anatomy.SHOULDER_COVER * UNIT_PX
    assert off[1] - on[1] == pytest.approx(lift_px + cover_px, abs=1.6)


def test_hair_on_the_shoulder_is_no_shoulder():
    away = placed(shouldered(-60))[MIDDLE]
    assert placed(shouldered(30))[MIDDLE][1] == pytest.approx(away[1], abs=1e-9)


def test_between_shoulder_and_hair_nothing_jumps():
    places = [placed(shouldered(lift))[MIDDLE][1] for lift in np.arange(0.0, 14.0, 0.5)]
    assert np.abs(np.diff(places)).max() < 3.0


def test_the_wider_a_neck_the_lower_it_lies():
    rises = []
    for wider in (0, 20, 40):
        tee = flat_tee()
        marks = dict(tee.landmarks)
        marks["neck_left"] = (235.0 + wider, 62.0)
        marks["neck_right"] = (165.0 - wider, 62.0)
        neck = placed(standing_body(), replace(tee, landmarks=marks))["neck_left"]
        rises.append((150 - neck[1]) / UNIT_PX)
    assert rises[0] > rises[1] + 0.02 > rises[2] + 0.04
    assert rises[2] > anatomy.SEAM_RISE
    assert rises[0] < anatomy.NECK_RISE + 0.03


def test_what_reaches_further_up_the_neck_in_its_photo_does_so_when_worn():
    rises = []
    for higher in (-10, 0, 20, 90):
        tee = flat_tee()
        marks = dict(tee.landmarks)
        for side in ("left", "right"):
            x, y = marks[f"neck_{side}"]
            marks[f"neck_{side}"] = (x, y - higher)
        line = placed(standing_body(), replace(tee, landmarks=marks))
        rises.append((150 - line["neck_left"][1]) / UNIT_PX)
        assert line["shoulder_left"][1] == pytest.approx(150 - 100 * anatomy.SEAM_RISE, abs=0.5)
    assert rises[1] - rises[0] > 0.03
    assert rises[2] - rises[1] == pytest.approx(0.8 * 20 * 0.66 / UNIT_PX, abs=0.01)
    assert rises[3] < anatomy.NECK_RISE + 0.17


def test_a_strap_that_ends_down_the_armhole_in_its_photo_does_so_when_worn():
    top = load_builtin("tank-mustard")
    marks = dict(top.landmarks)
    own = placed(standing_body(), top, 0.2)
    for side in ("left", "right"):
        x, y = marks[f"shoulder_{side}"]
        marks[f"shoulder_{side}"] = (x, y + 200)
    low = placed(standing_body(), replace(top, landmarks=marks), 0.2)
    assert low["shoulder_left"][1] > own["shoulder_left"][1] + 25
    assert low["neck_left"] == pytest.approx(own["neck_left"])


def test_a_strap_has_no_line_to_lay():
    tee = flat_tee()
    marks = {**tee.landmarks, "neck_left": (282.0, 80.0), "neck_right": (118.0, 80.0)}
    assert MIDDLE not in placed(standing_body(), replace(tee, landmarks=marks))


def test_a_seam_comes_down_onto_a_shoulder_that_slopes_more():
    flat, sloping = (placed(shouldered(lift))["shoulder_left"] for lift in (0, -6))
    assert 1.5 < sloping[1] - flat[1] < 100 * anatomy.EDGE_DROP
    missing = placed(shouldered(-60))["shoulder_left"]
    assert missing[1] == pytest.approx(flat[1], abs=2.5)


def unseen(marks, turn=1.0, across=0.8, along=0.7):
    """Place shoulders on somebody upright of whom no pixel is seen; arms point straight down."""
    points = standing_points()
    for side in ("LEFT", "RIGHT"):
        points[Joint[f"{side}_ELBOW"]] = points[Joint[f"{side}_SHOULDER"]] + (0.0, 80.0)
    body = Body(make_pose(points), np.zeros((480, 640), np.float32))
    frame = replace(body_frame(body.pose), width_px=UNIT_PX * turn)
    wearer = Wearer(body, frame, SteadyOffsets(), 0.0)
    return place_shoulders(marks, wearer, GarmentScale(along, across, 1.0))


@pytest.mark.parametrize("turn", [1.0, 0.6])
def test_seams_wider_than_shoulders_go_down_the_arm(turn):
    """170 px of photo at 0.8: 136 px of cloth from seam to seam, 113 px of shoulders."""
    line = unseen(garment_landmarks(flat_tee()), turn)
    edge, over = 56.5 * turn, (68.0 - 56.5) * turn
    assert line["shoulder_left"] == pytest.approx((320 + edge, 150 - 10.0 + over))
    assert line["shoulder_right"] == pytest.approx((320 - edge, 150 - 10.0 + over))
    neck = 35.0 * 0.7
    # As high as cloth lies there, and by four fifths of what this neck is higher than most.
    usual = np.interp(neck, (22.0, 56.5), (26.0, 10.0))
    higher = 0.8 * (23.0 * 0.7 - 12.7)
    assert line["neck_left"] == pytest.approx((320 + neck * turn, 150 - usual - higher))
    assert line["neck_right"] == pytest.approx((320 - neck * turn, 150 - usual - higher))


def test_seams_narrower_than_shoulders_stay_where_they_are():
    line = unseen(garment_landmarks(flat_tee()), across=0.5)
    half = 42.5
    rise = np.interp(half, (22.0, 56.5), (26.0, 10.0))
    assert line["shoulder_left"] == pytest.approx((320 + half, 150 - rise))


@pytest.mark.parametrize("turn", [1.0, 0.6])
def test_straps_lie_on_the_skin_as_wide_as_lengths_say(turn):
    marks = garment_landmarks(flat_tee())
    for name in [one for one in marks if one.startswith(("cuff", "elbow"))]:
        del marks[name]
    for side in ("left", "right"):  # the edge no lower than the skin is there
        marks[f"shoulder_{side}"] = marks[f"shoulder_{side}"] - np.array([0.0, 20.0])
    line = unseen(marks, turn, along=0.6)
    for name, half in (("neck", 35 * 0.6), ("shoulder", 85 * 0.6)):
        place = 320 + half * turn, 150 - 100 * bare_height(half / 100)
        assert line[f"{name}_left"] == pytest.approx(place)


def test_the_neck_of_what_has_a_hood_is_no_wider_than_half_a_shoulder_width():
    tee = garment_landmarks(flat_tee())
    tee["neck_left"], tee["neck_right"] = np.array([240.0, 62.0]), np.array([160.0, 62.0])
    assert unseen(tee)["neck_left"][0] == pytest.approx(320 + 28.0)
    assert unseen(tee | {"hood_top": np.zeros(2)})["neck_left"][0] == pytest.approx(320 + 25.0)
    assert unseen(tee | {"hood_top": np.zeros(2)}, along=0.5)["neck_left"][0] == 320 + 20.0


@pytest.mark.parametrize(("higher", "seen"), [(-40.0, -6.0), (60.0, 16.0)])
def test_a_neck_is_higher_or_lower_than_most_within_bounds(higher, seen):
    marks = garment_landmarks(flat_tee())
    for side in ("left", "right"):
        marks[f"neck_{side}"] = marks[f"neck_{side}"] - np.array([0.0, higher])
    usual = np.interp(24.5, (22.0, 56.5), (26.0, 10.0))
    assert unseen(marks)["neck_left"][1] == pytest.approx(150 - usual - seen)


@pytest.mark.parametrize("edge", [(30.0, 0.0), (30.0, 40.0), (3.0, 60.0), (50.0, 1.0)])
def test_the_middle_of_the_line_is_as_far_along_it_from_both_ends(edge):
    neck, edge, seam = np.zeros(2), np.array(edge), np.array([40.0, 50.0])
    middle = _halfway(neck, edge, seam)
    first, second = np.hypot(*(edge - neck)), np.hypot(*(seam - edge))
    from_neck, from_seam = np.hypot(*(middle - neck)), np.hypot(*(middle - seam))
    if first >= second:
        assert from_neck == pytest.approx((first + second) / 2)
        assert from_neck + np.hypot(*(edge - middle)) == pytest.approx(first)
    else:
        assert from_seam == pytest.approx((first + second) / 2)
        assert from_seam + np.hypot(*(edge - middle)) == pytest.approx(second)


@pytest.mark.parametrize(
    ("beside_px", "out_px"), [(-8, 0.0), (3, 3.5), (6, 6.5), (9, 7.0), (13, 7.0), (40, 0.0)]
)
def test_the_edge_moves_out_over_the_shoulder_that_is_seen_and_comes_down(beside_px, out_px):
    """By at most 7 px, half of which it comes down; what reaches out further is no shoulder."""
    mask = np.zeros((480, 640), np.float32)
    mask[136:155, 300 : 377 + beside_px] = 1.0  # the edge is at 376.5, 140; looked for 6 px below
    body = Body(standing_body().pose, mask)
    seam = placed(body, scale=1.13 / 1.7)["shoulder_left"]
    assert seam == pytest.approx((376.5 + out_px, 140 + out_px / 2), abs=0.6)
