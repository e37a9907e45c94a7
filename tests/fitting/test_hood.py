from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.support.bodies import flat_tee, standing_body
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.fitting.hood import hood_marks
from tryon_ar.fitting.landmarks import garment_landmarks
from tryon_ar.garments.builtin import load_builtin

UNIT_PX = 100.0


@pytest.fixture(scope="module")
def hoodie():
    return load_builtin("hoodie-grey")


def hood_of(fit):
    return next(one for one in fit.segments if one.segment.name == "hood")


def test_top_and_sides_of_a_hood_are_found_in_its_photo(hoodie):
    marks = garment_landmarks(hoodie)
    found = hood_marks(hoodie, marks)
    neck = (marks["neck_left"] + marks["neck_right"]) / 2
    assert found["hood_top"][1] < found["hood_left"][1] < neck[1]
    assert found["hood_right"][0] < marks["neck_right"][0]
    assert found["hood_left"][0] > marks["neck_left"][0]


def test_what_has_no_hood_has_no_marks_of_one():
    tee = flat_tee()
    assert hood_marks(tee, garment_landmarks(tee)) == {}
    assert hood_marks(tee, {}) == {}


def test_it_lies_down_behind_the_neck_and_rolls_beside_it(hoodie):
    fit = GarmentFitter(hoodie).fit(standing_body(), 0.0)
    assert fit
    points = hood_of(fit).frame_points
    neck = {side: np.array(fit.landmarks[f"neck_{side}"]) for side in ("left", "right")}
    above = points[points[:, 1] < neck["left"][1] - 1.0]
    assert (neck["left"][1] - above[:, 1] < 0.25 * UNIT_PX).all()
    assert above[:, 0].max() - neck["left"][0] < 0.2 * UNIT_PX
    assert neck["right"][0] - above[:, 0].min() < 0.2 * UNIT_PX
    assert np.isclose((above[:, 0].max() + above[:, 0].min()) / 2, 320, atol=3)


def test_it_is_drawn_behind_the_trunk(hoodie):
    fit = GarmentFitter(hoodie).fit(standing_body(), 0.0)
    names = [one.segment.name for one in fit.segments]
    assert names.index("hood") < names.index("torso")


def test_from_before_the_neck_hides_it(hoodie):
    outline = hood_of(GarmentFitter(hoodie).fit(standing_body(), 0.0)).outline
    seen = np.zeros((480, 640), np.uint8)
    cv2.fillPoly(seen, [np.rint(outline).astype(np.int32)], 1)
    row = round(standing_body().pose.points_px[Joint.LEFT_SHOULDER][1] - 0.15 * UNIT_PX)
    assert not seen[row, 310:330].any()
    assert seen[row, [295, 345]].all()


def test_a_foot_that_lies_wide_in_the_photo_is_worn_around_the_neck(hoodie):
    wide = dict(hoodie.landmarks)
    for side, aside in (("left", 120.0), ("right", -120.0)):
        x, y = wide[f"neck_{side}"]
        wide[f"neck_{side}"] = (x + aside, y)
    fit = GarmentFitter(replace(hoodie, landmarks=wide)).fit(standing_body(), 0.0)
    across = fit.landmarks["neck_left"][0] - fit.landmarks["neck_right"][0]
    assert across < 0.52 * UNIT_PX
