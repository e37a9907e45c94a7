from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, standing_body
from tryon_ar.core.types import Body
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import body_frame
from tryon_ar.fitting.garment_scale import GarmentScale
from tryon_ar.fitting.landmarks import garment_landmarks, middle_name
from tryon_ar.fitting.shoulder_line import place_shoulders
from tryon_ar.fitting.steadying import SteadyOffsets
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
