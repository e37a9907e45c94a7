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
