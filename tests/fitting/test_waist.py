"""Where waistbands lie, and how large what hangs from them is."""

from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import standing_body
from tryon_ar.core.types import Body
from tryon_ar.fitting.body_frame import body_frame
from tryon_ar.fitting.steadying import SteadyOffsets
from tryon_ar.fitting.waist import place_waist
from tryon_ar.fitting.wearer import Wearer

UNIT_PX = 100.0


def wearing(half_width_px=0, turn=1.0):
    """Somebody upright, hips at (320, 300), of whom so much is seen to both sides; or nothing."""
    body = standing_body(half_width_px=half_width_px)
    if not half_width_px:
        body = Body(body.pose, np.zeros((480, 640), np.float32))
    frame = replace(body_frame(body.pose), width_px=UNIT_PX * turn)
    return Wearer(body, frame, SteadyOffsets(), 0.0)


def trousers(rise, hips=None):
    """Marks of trousers with a waistband 200 px wide, so high above the fork."""
    marks = {
        "waist_right": np.array([100.0, 50.0]),
        "waist_left": np.array([300.0, 50.0]),
        "crotch": np.array([200.0, 50.0 + rise]),
    }
    if hips is not None:
        marks["hip_right"] = np.array([200.0 - hips / 2, 120.0])
        marks["hip_left"] = np.array([200.0 + hips / 2, 120.0])
    return marks


def skirt(hem):
    marks = {name: place for name, place in trousers(9.0).items() if name != "crotch"}
    side = np.array([hem / 2, 300.0])
    middle = np.array([200.0, 0.0])
    return marks | {"hem_left": middle + side, "hem_right": middle + side * (-1, 1)}


@pytest.mark.parametrize(
    ("hips", "flat"),
    [
        (None, 1.18 * 1.2**-0.55),
        (150.0, 1.18),  # no narrower than the waistband
        (260.0, 1.18 * 1.3**-0.55),
        (500.0, 1.18 * 2.0**-0.55),  # and no wider than twice that
    ],
)
def test_trousers_are_as_large_as_waistband_and_hips_say(hips, flat):
    assert place_waist(trousers(150.0, hips), wearing()).scale == pytest.approx(flat / 2)


@pytest.mark.parametrize(
    ("hem", "flat"),
    [
        (200.0, 1.14),
        (320.0, 1.14),
        (480.0, 1.14 * 1.5**-0.25),
        (960.0, 1.14 * 2.0**-0.25),
    ],
)
def test_skirts_count_by_their_hem_beyond_a_usual_flare(hem, flat):
    placed = place_waist(skirt(hem), wearing())
    assert placed.scale == pytest.approx(flat / 2)
    assert placed.targets["waist_left"][1] == pytest.approx(300 - 42.0)


@pytest.mark.parametrize(("half_px", "counts"), [(44, 0.445), (50, 0.505), (30, 0.42), (59, 0.56)])
def test_a_wider_waist_wears_larger_clothes(half_px, counts):
    usual = place_waist(trousers(150.0), wearing()).scale
    seen = place_waist(trousers(150.0), wearing(half_px)).scale
    assert seen / usual == pytest.approx((counts / 0.48) ** 0.5, abs=0.008)


@pytest.mark.parametrize(("turn", "counts"), [(0.84, False), (0.86, True)])
def test_a_turned_waist_tells_nothing_of_ones_own(turn, counts):
    usual = place_waist(trousers(150.0), wearing(turn=turn)).scale
    seen = place_waist(trousers(150.0), wearing(40, turn)).scale
    assert (abs(seen / usual - 1) > 0.03) is counts


@pytest.mark.parametrize(
    ("rise_px", "rise"), [(60.0, 0.20), (120.0, 120 * 0.59 / 100 - 0.26), (500.0, 0.66)]
)
def test_a_waistband_lies_as_far_above_the_fork_as_in_its_photo(rise_px, rise):
    targets = place_waist(trousers(rise_px, 200.0), wearing()).targets
    assert targets["waist_left"] == pytest.approx((366.0, 300 - 100 * rise))
    assert targets["waist_right"] == pytest.approx((274.0, 300 - 100 * rise))


@pytest.mark.parametrize(
    ("worn", "raised"),
    [((0.30, 0.2), 0.0), ((0.42, 0.2), 0.03), ((0.52, 0.0), 0.13), ((0.9, 0.0), 0.26)],
)
def test_what_is_worn_higher_is_hidden_up_to_a_limit(worn, raised):
    targets = place_waist(skirt(300.0), wearing(), worn).targets
    assert targets["waist_left"][1] == pytest.approx(300 - 100 * (0.42 + raised))


@pytest.mark.parametrize(
    ("half_px", "turn", "half"),
    [
        (0, 1.0, 46.0),
        (0, 0.8, 46.0 * 0.8),
        (0, 0.3, 46.0 * 0.62),
        (45, 1.0, 47.5),
        (30, 1.0, 40.0),
        (30, 0.7, 32.5),
        (20, 0.7, 28.0),
        (20, 0.3, 40.0 * 0.62),
        (100, 1.0, 60.0),
    ],
)
def test_a_waistband_covers_the_trunk_within_bounds(half_px, turn, half):
    wearer = wearing(half_px, turn)
    wearer.pose.points_px[13:23] = (20.0, 20.0)  # no arm in the way
    targets = place_waist(skirt(300.0), wearer).targets
    assert targets["waist_left"][0] - 320 == pytest.approx(half, abs=0.8)
    assert 320 - targets["waist_right"][0] == pytest.approx(half, abs=0.8)
