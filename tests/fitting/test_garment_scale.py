import numpy as np
import pytest

from tests.support.bodies import flat_tee, standing_body, standing_points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.fitting.garment_scale import FLAT_SEAMS, garment_scale
from tryon_ar.fitting.landmarks import garment_landmarks
from tryon_ar.fitting.steadying import SteadyOffsets
from tryon_ar.fitting.wearer import Wearer
from tryon_ar.garments.builtin import load_builtin

UNIT_PX = 100.0


def scaled(garment, body=None):
    body = body or standing_body()
    marks = garment if isinstance(garment, dict) else garment_landmarks(garment)
    return garment_scale(marks, Wearer(body, body_frame(body.pose), SteadyOffsets(), 0.0))


def long_trunk(longer_px):
    points = standing_points()
    points[[Joint.LEFT_HIP, Joint.RIGHT_HIP], 1] += longer_px
    return standing_body(points)


def test_what_lies_flat_is_longer_than_it_is_worn_wide():
    scale = scaled(flat_tee())
    assert scale.across == pytest.approx(anatomy.SEAM_WIDTH * UNIT_PX / 170)
    assert scale.along == pytest.approx(FLAT_SEAMS * UNIT_PX / 170, rel=0.03)
    assert scale.trunk < 1.0


def test_a_trunk_photographed_worn_keeps_its_width():
    marks = garment_landmarks(flat_tee())
    for side, sign in (("left", 1), ("right", -1)):
        marks[f"armpit_{side}"] = np.array([200.0 + sign * 68, marks[f"armpit_{side}"][1]])
    assert scaled(marks).trunk == 1.0


def test_the_longer_trunk_wears_the_longer_clothes_but_not_by_as_much():
    usual, longer = scaled(flat_tee()).along, scaled(flat_tee(), long_trunk(20)).along
    trunk = body_frame(standing_body().pose)
    share = 20 / float(np.hypot(*(trunk.shoulder_mid - trunk.hip_mid)))
    assert 0.1 * share < longer / usual - 1 < 0.4 * share


def test_a_trunk_that_leans_towards_the_camera_shortens_clothes():
    lean = [scaled(flat_tee(), long_trunk(px)).along for px in (-50, -60, -70)]
    assert lean[0] / lean[1] > 1.05
    assert lean[1] / lean[2] > 1.05


@pytest.mark.parametrize("longer", [1.0, 1.3])
def test_lengths_of_a_flat_tank_say_that_its_chest_is_wider_than_worn(longer):
    marks = garment_landmarks(load_builtin("tank-mustard"))
    neck = (marks["neck_left"][1] + marks["neck_right"][1]) / 2
    for name in ("armpit", "waist"):
        for side in ("left", "right"):
            x, y = marks[f"{name}_{side}"]
            marks[f"{name}_{side}"] = np.array([x, neck + (y - neck) * longer])
    chest_px = float(np.hypot(*(marks["armpit_left"] - marks["armpit_right"])))
    scale = scaled(marks)
    if longer == 1.0:
        assert scale.across * chest_px == pytest.approx(1.01 * UNIT_PX, rel=0.02)
        assert scale.along > 1.05 * scale.across
    else:
        assert scale.along == scale.across


def test_a_trunk_of_usual_length_and_build_changes_nothing():
    """Clothes grow by the fourth root of the trunk; very short trunks are foreshortened."""
    own_px = 150.0  # shoulders to hips of somebody 100 px wide

    def build(trunk):
        return scaled(flat_tee(), long_trunk(trunk * UNIT_PX - own_px)).along / (1.21 / 1.7)

    assert build(1.42) == pytest.approx(1.0)
    assert build(1.70) == pytest.approx((1.70 / 1.42) ** 0.25)
    assert build(1.16) == pytest.approx((1.16 / 1.42) ** 0.25)
    assert build(1.00) == pytest.approx((1.15 / 1.42) ** 0.25 * 1.00 / 1.15)
    assert build(0.40) == pytest.approx(0.5)  # never less


def test_a_trunk_longer_than_any_has_turned():
    """Its shoulders are wider than they are seen, and clothes as long as for the longest trunk."""
    scale = scaled(flat_tee(), long_trunk(60))  # 210 px long: 120 px of shoulders
    assert scale.along == pytest.approx(1.21 * 120 / 170 * (1.75 / 1.42) ** 0.25)


@pytest.mark.parametrize(
    ("chest", "shown"), [(0.5, 1.0), (0.85, 1.0), (0.975, 0.915), (1.10, 0.83), (1.5, 0.83)]
)
def test_how_much_of_a_chest_shows_goes_by_its_width_to_the_seams(chest, shown):
    marks = garment_landmarks(flat_tee())
    for side, sign in (("left", 1), ("right", -1)):
        marks[f"armpit_{side}"] = np.array([200.0 + sign * 85 * chest, marks[f"armpit_{side}"][1]])
    assert scaled(marks).trunk == pytest.approx(shown)


def long_sleeves(chest, sleeve):
    """A jumper of so wide a chest and such sleeves, by its seams, in shoulder widths."""
    marks = garment_landmarks(flat_tee(long=True))
    unit_px = 170 / 1.13
    for side, sign in (("left", 1), ("right", -1)):
        marks[f"shoulder_{side}"] = np.array([200.0 + sign * 85, 85.0])
        marks[f"armpit_{side}"] = np.array([200.0 + sign * chest / 2 * unit_px, 170.0])
        top = (marks[f"shoulder_{side}"] + marks[f"armpit_{side}"]) / 2
        marks[f"elbow_{side}"] = top + np.array([0.0, sleeve / 2 * unit_px])
        for edge in ("outer", "inner"):
            marks[f"cuff_{side}_{edge}"] = top + np.array([0.0, sleeve * unit_px])
    return marks


@pytest.mark.parametrize(
    ("chest", "sleeve", "drop"),
    [
        (1.2, 1.0, 1.0),  # wide enough for a chest, whatever its sleeves
        (0.9, 1.4, 1.0),  # long enough for an arm, whatever its chest
        (1.0, 1.0, 1.15),  # by its chest
        (0.8, 1.16, 1.865 / (0.565 + 1.16)),  # by its reach
        (0.5, 0.5, 1.25),  # and no further
    ],
)
def test_seams_that_neither_chest_nor_arms_allow_have_dropped(chest, sleeve, drop):
    scale = scaled(long_sleeves(chest, sleeve))
    assert scale.across == pytest.approx(1.13 * UNIT_PX / 170 * drop)


def test_a_longer_sleeve_makes_up_for_a_shorter_one():
    marks, even = long_sleeves(0.8, 1.16), scaled(long_sleeves(0.8, 1.16))
    for name, px in (("left", 30.0), ("right", -30.0)):
        for edge in ("outer", "inner"):
            marks[f"cuff_{name}_{edge}"] = marks[f"cuff_{name}_{edge}"] + np.array([0.0, px])
    assert scaled(marks).across == pytest.approx(even.across)


def bare_top(chest_px, armhole_px, waist_px):
    return {
        "neck_right": np.array([180.0, 50.0]),
        "neck_left": np.array([220.0, 54.0]),
        "shoulder_right": np.array([160.0, 60.0]),
        "shoulder_left": np.array([240.0, 60.0]),
        "armpit_right": np.array([200.0 - chest_px / 2, 52.0 + armhole_px]),
        "armpit_left": np.array([200.0 + chest_px / 2, 52.0 + armhole_px]),
        "waist_right": np.array([150.0, 54.0 + waist_px]),
        "waist_left": np.array([250.0, 50.0 + waist_px]),
    }


@pytest.mark.parametrize("body", [standing_body(), long_trunk(-40)], ids=["usual", "leaning"])
def test_a_bare_tops_lengths_are_weighed_with_its_chest(body):
    """Chest to armhole to waist as 1.01 to 0.53 to 1.33: halves count for the chest, quarters."""
    build = scaled(flat_tee(), body).along / (1.21 / 1.7)
    scale = scaled(bare_top(202.0, 106.0, 266.0), body)
    assert scale.along == pytest.approx(0.5 * build)
    assert scale.across == pytest.approx(0.5 * min(1.0, build))
    assert scale.trunk == 1.0
    for armhole, waist in ((2.0, 1.0), (1.0, 2.0), (0.5, 1.0)):
        longer = scaled(bare_top(202.0, 106.0 * armhole, 266.0 * waist), body)
        flat = np.clip(1.01 / (armhole * waist) ** 0.25, 0.9, 1.35)
        assert longer.along == pytest.approx(0.5 * build * flat / 1.01)


def test_a_bare_tops_lengths_count_within_bounds():
    assert scaled(bare_top(202.0, 900.0, 2000.0)).along == pytest.approx(
        0.9 / 1.01 * scaled(bare_top(202.0, 106.0, 266.0)).along
    )
    assert scaled(bare_top(202.0, -50.0, -9.0)).along == pytest.approx(
        1.35 / 1.01 * scaled(bare_top(202.0, 106.0, 266.0)).along
    )
