from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, flat_trousers
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.landmarks import (
    _outline_middle,
    covers_forearms,
    garment_landmarks,
    has_sleeves,
    is_long_sleeved,
    middle_name,
    ray_length,
    sleeve_length,
)
from tryon_ar.garments.garment import Garment, Part


def test_elbow_edges_lie_on_the_sleeves_outline():
    marks = garment_landmarks(flat_tee(long=True))
    assert abs(marks["elbow_left_outer"][0] - 351) < 2
    assert abs(marks["elbow_left_inner"][0] - 290) < 2
    assert abs(marks["elbow_right_outer"][0] - 50) < 2


def test_derivable_landmarks_are_filled_in():
    tee = flat_tee()
    for name in ("waist_left", "hem_center", "neck_front"):
        del tee.landmarks[name]
    marks = garment_landmarks(tee)
    assert tuple(marks["hem_center"]) == (200.0, 455.0)
    assert tuple(marks["neck_front"]) == (200.0, 62.0)
    assert 170 < marks["waist_left"][1] < 455


def test_sleeves_are_recognised():
    assert has_sleeves(garment_landmarks(flat_tee()))
    assert not is_long_sleeved(garment_landmarks(flat_tee()))
    assert is_long_sleeved(garment_landmarks(flat_tee(long=True)))


def test_cuffs_at_the_shoulders_are_armholes():
    vest = flat_tee()
    for side in ("left", "right"):
        x, y = vest.landmarks[f"shoulder_{side}"]
        vest.landmarks[f"cuff_{side}_outer"] = (x + 3.0, y + 2.0)
    assert not has_sleeves(garment_landmarks(vest))
    vest.landmarks["cuff_left_outer"] = flat_tee().landmarks["cuff_left_outer"]
    assert has_sleeves(garment_landmarks(vest))


def rolled_up(elbow_row, cuff_row):
    """A long-sleeved top with its elbows and cuffs moved up."""
    top = flat_tee(long=True)
    for side in ("left", "right"):
        x, _ = top.landmarks[f"elbow_{side}"]
        top.landmarks[f"elbow_{side}"] = (x, elbow_row)
        for name in (f"cuff_{side}_outer", f"cuff_{side}_inner"):
            top.landmarks[name] = (top.landmarks[name][0], cuff_row)
    return top


def test_a_sleeve_that_ends_above_the_elbow_has_none():
    short = garment_landmarks(rolled_up(150.0, 180.0))
    assert not is_long_sleeved(short)
    assert "elbow_left_outer" not in short
    assert is_long_sleeved(garment_landmarks(rolled_up(200.0, 270.0)))


def test_a_sleeve_that_ends_at_the_elbow_is_one_piece():
    assert not covers_forearms(garment_landmarks(rolled_up(200.0, 215.0)))
    assert covers_forearms(garment_landmarks(rolled_up(240.0, 255.0)))
    assert covers_forearms(garment_landmarks(rolled_up(200.0, 270.0)))
    assert not covers_forearms(garment_landmarks(flat_tee()))


def test_the_shoulder_line_follows_the_cloth_between_its_ends():
    tee = flat_tee()
    flat = garment_landmarks(tee)[middle_name("neck_left", "shoulder_left")]
    parts, alpha = tee.parts.copy(), tee.alpha.copy()
    cut = slice(0, int(flat[1]) + 4), slice(245, 275)
    parts[cut], alpha[cut] = 0, 0
    hollow = garment_landmarks(replace(tee, parts=parts, alpha=alpha))
    moved = hollow[middle_name("neck_left", "shoulder_left")] - flat
    assert 2.0 < float(np.hypot(*moved)) < 8.0
    assert moved[1] > 0


@pytest.mark.parametrize("side", ["left", "right"])
def test_both_arms_must_have_what_sleeves_are_said_to_have(side):
    marks = garment_landmarks(flat_tee(long=True))
    for name in (f"cuff_{side}_inner", f"cuff_{side}_outer"):
        assert not has_sleeves({k: v for k, v in marks.items() if k != name})
    without = {k: v for k, v in marks.items() if k != f"elbow_{side}"}
    assert not is_long_sleeved(without)
    assert covers_forearms(without)
    assert not covers_forearms({k: v for k, v in marks.items() if k != f"elbow_{side}_outer"})


def test_a_missing_waist_lies_nearly_halfway_down_the_side():
    tee = flat_tee()
    del tee.landmarks["waist_left"]
    assert garment_landmarks(tee)["waist_left"] == pytest.approx((288, 170 + 0.45 * 285))


def straight_sleeves(lengths, below):
    """A top whose sleeves go straight on from the middles of their seams, left and right.

    All in distances of the shoulder joints, as the seams tell it; the elbow lies so far above
    the cuff.
    """
    top = flat_tee(long=True)
    unit_px = 170 / anatomy.SEAM_WIDTH
    for side, length in zip(("left", "right"), lengths, strict=True):
        seam = np.add(top.landmarks[f"shoulder_{side}"], top.landmarks[f"armpit_{side}"]) / 2
        x, y = seam + np.array([0.0, length * unit_px])
        top.landmarks[f"elbow_{side}"] = (x, y - below * unit_px)
        sign = 1 if side == "left" else -1
        for edge, aside in (("outer", 28), ("inner", -28)):
            top.landmarks[f"cuff_{side}_{edge}"] = (x + sign * aside, y)
    return garment_landmarks(top)


@pytest.mark.parametrize(
    ("lengths", "below", "elbows", "forearms"),
    [
        ((0.54, 0.54), 0.3, False, False),
        ((0.56, 0.56), 0.3, True, True),
        ((0.56, 0.40), 0.3, True, True),  # the longer one counts
        ((0.40, 0.56), 0.3, True, True),
        ((0.83, 0.83), 0.21, True, False),
        ((0.83, 0.70), 0.21, True, False),
        ((0.85, 0.70), 0.21, True, True),
        ((0.70, 0.85), 0.21, True, True),
        ((0.83, 0.83), 0.23, True, True),
    ],
)
def test_how_long_a_sleeve_is_says_whether_it_has_an_elbow(lengths, below, elbows, forearms):
    marks = straight_sleeves(lengths, below)
    assert (is_long_sleeved(marks), covers_forearms(marks)) == (elbows, forearms)


def test_a_sleeve_is_as_long_as_the_way_over_its_elbow_if_it_has_one():
    marks = {
        "shoulder_left": np.array([300.0, 80.0]),
        "armpit_left": np.array([280.0, 160.0]),  # the seam's middle: 290, 120
        "cuff_left_outer": np.array([340.0, 190.0]),
        "cuff_left_inner": np.array([300.0, 210.0]),  # the cuff's: 320, 200
    }
    assert sleeve_length(marks, "left") == pytest.approx(np.hypot(30, 80))
    marks["elbow_left"] = np.array([350.0, 120.0])
    assert sleeve_length(marks, "left") == pytest.approx(60 + np.hypot(30, 80))


def test_sleeves_shorter_than_a_tenth_of_the_seams_are_armholes():
    for length, sleeved in ((16.9, False), (17.1, True)):  # of 170 px
        vest = flat_tee()
        for side, sign in (("left", 1), ("right", -1)):
            x, y = vest.landmarks[f"shoulder_{side}"]
            vest.landmarks[f"cuff_{side}_outer"] = (x + sign * length, y)
        marks = garment_landmarks(vest)
        assert has_sleeves(marks) is sleeved
        assert ("cuff_left_inner" in marks) is sleeved


def elbowed(out_px, in_px, alpha=255):
    """A sleeve that hangs straight down, so wide at its elbow at (350, 200), 56 px at its cuff."""
    parts = np.zeros((320, 700), np.uint8)
    parts[190:211, 350 - in_px : 351 + out_px] = Part.LEFT_SLEEVE
    marks = {
        "shoulder_left": (350.0, 100.0),
        "elbow_left": (350.0, 200.0),
        "cuff_left_outer": (378.0, 300.0),
        "cuff_left_inner": (322.0, 300.0),
    }
    alphas = np.where(parts > 0, alpha, 0).astype(np.uint8)
    photo = np.zeros((320, 700, 3), np.uint8)
    found = garment_landmarks(Garment("one", "One", "jacket", photo, alphas, parts, marks))
    outer, inner = (found[f"elbow_left_{edge}"] for edge in ("outer", "inner"))
    assert outer[1] == pytest.approx(200.0)
    assert inner[1] == pytest.approx(200.0)
    return outer[0] - 350, 350 - inner[0]


@pytest.mark.parametrize(
    ("px", "found"), [(11, 33.6), (15, 15.5), (40, 40.5), (110, 110.5), (114, 33.6)]
)
def test_an_elbow_is_as_wide_as_its_outline_unless_that_cannot_be(px, found):
    """Less than half or more than four times as wide as at the cuff: a little wider than that."""
    assert elbowed(px, 30) == pytest.approx((found, 30.5), abs=0.6)
    assert elbowed(30, px) == pytest.approx((30.5, found), abs=0.6)


def test_the_line_of_a_bent_sleeve_is_halved_at_its_elbow():
    top = flat_tee(long=True)
    top.landmarks.update(shoulder_left=(320.0, 100.0), elbow_left=(320.0, 250.0))
    top.landmarks.update(cuff_left_outer=(470.0, 222.0), cuff_left_inner=(470.0, 278.0))
    marks = garment_landmarks(top)
    across = marks["elbow_left_outer"] - marks["elbow_left_inner"]
    assert across / np.hypot(*across) == pytest.approx(np.array([1, -1]) / np.sqrt(2))
    assert marks["elbow_left"] == pytest.approx((320.0, 250.0))


@pytest.mark.parametrize("garment", [flat_tee(long=True), flat_trousers()], ids=["top", "trousers"])
def test_cloth_is_what_is_seen_more_than_half(garment):
    def marks(alpha):
        seen = np.where(garment.parts > 0, alpha, 0).astype(np.uint8)
        return garment_landmarks(replace(garment, alpha=seen))

    for alpha, same in ((128, 255), (127, 0)):
        found, expected = marks(alpha), marks(same)
        assert found.keys() == expected.keys()
        for name, place in expected.items():
            np.testing.assert_array_equal(found[name], place, err_msg=name)


@pytest.mark.parametrize("turn", [0.0, 0.5, -1.2, 3.0])
@pytest.mark.parametrize("bulge", [-16, -13, -4, 0, 6, 13, 16])
def test_the_middle_of_an_edge_lies_on_the_outline_where_that_is_near(turn, bulge):
    """Within 15 % of the edge's length, 100 px; else it lies on the chord."""
    along, outward = np.array([np.cos(turn), np.sin(turn)]), np.array([np.sin(turn), -np.cos(turn)])
    middle = np.array([150.0, 160.0])
    rows, columns = np.mgrid[0:320, 0:300]
    limb = (columns - 150) * outward[0] + (rows - 160) * outward[1] <= bulge
    ends = middle - 50 * along, middle + 50 * along
    for start, stop in (ends, ends[::-1]):
        found = _outline_middle(limb, start, stop, outward * 7.0 + along * 3.0)
        expected = middle + outward * (bulge + 0.5) if abs(bulge) < 15 else middle
        assert found == pytest.approx(expected, abs=1.0)


def test_rays_end_where_the_mask_or_the_picture_does():
    rows, columns = np.mgrid[0:90, 0:120]
    disc = (columns - 50) ** 2 + (rows - 40) ** 2 <= 30**2
    for turn in np.linspace(0, 6, 9):
        way = np.array([np.cos(turn), np.sin(turn)])
        assert ray_length(disc, np.array([50.0, 40.0]), way) == pytest.approx(30.5, abs=0.8)
        assert ray_length(disc, np.array([50.0, 40.0]) + way * 33, way) == 0.0
    everywhere = np.ones((90, 120), bool)
    for start, way, length in (
        ((0.0, 5.0), (1.0, 0.0), 119.5),
        ((119.0, 89.0), (-1.0, 0.0), 119.5),
        ((3.0, 0.0), (0.0, 1.0), 89.5),
        ((3.0, 89.0), (0.0, -1.0), 89.5),
    ):
        assert ray_length(everywhere, np.array(start), np.array(way)) == pytest.approx(
            length, abs=0.5
        )
    assert ray_length(everywhere, np.array([-3.0, 5.0]), np.array([1.0, 0.0])) == 0.0
    assert ray_length(everywhere, np.array([3.0, 5.0]), np.zeros(2)) == 119.5  # goes nowhere
