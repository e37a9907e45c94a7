from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.support.bodies import flat_tee, make_pose, standing_body, standing_points
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.fitting.hood import beside_neck, hood_marks, lay_hood
from tryon_ar.fitting.landmarks import garment_landmarks
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.garments.garment import Garment, Part

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


def hooded(neck_row, columns=(25, 76), neck_column=50.0):
    """The marks of a hood of rows 10 to 59, so wide in its middle, with a neck in some row."""
    parts = np.zeros((100, 100), np.uint8)
    parts[10:60, 40:61] = Part.HOOD
    parts[30:50] = 0
    parts[30:50, slice(*columns)] = Part.HOOD
    photo = np.zeros((100, 100, 3), np.uint8)
    garment = Garment(
        "hood", "Hood", "hoodie", photo, (parts > 0).astype(np.uint8) * 255, parts, {}
    )
    neck = {
        "neck_left": np.array([neck_column + 10.0, neck_row + 4.0]),
        "neck_right": np.array([neck_column - 10.0, neck_row - 4.0]),
    }
    return {name: tuple(place) for name, place in hood_marks(garment, neck).items()}


def test_a_hoods_sides_are_found_halfway_up_from_the_neck():
    sides = {"hood_right": (25.0, 45.0), "hood_left": (75.0, 45.0)}
    assert hooded(80.0) == {"hood_top": (50.0, 10.0)} | sides
    assert hooded(55.0)["hood_right"] == (25.0, 32.0)


@pytest.mark.parametrize(
    "options",
    [
        {"neck_row": 80.0, "columns": (60, 76)},  # to one side of the neck
        {"neck_row": 80.0, "columns": (25, 41)},  # to the other
        {"neck_row": 80.0, "columns": (50, 76)},  # only just
        {"neck_row": 80.0, "columns": (25, 51)},
        {"neck_row": 80.0, "columns": (25, 25)},  # nothing there
        {"neck_row": -40.0},  # above the photo
        {"neck_row": 190.0},  # below it
    ],
)
def test_a_hood_without_two_sides_has_its_top_alone(options):
    assert hooded(**options).keys() == {"hood_top"}


def leaning(degrees):
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return body_frame(make_pose((standing_points() - (320, 240)) @ turn + (320, 240)))


@pytest.mark.parametrize("degrees", [0.0, 30.0])
def test_a_hood_is_laid_down_along_the_body(degrees):
    frame = leaning(degrees)
    middle = np.array([320.0, 130.0])
    targets = {"neck_left": middle + 20 * frame.across, "neck_right": middle - 20 * frame.across}
    marks = {name: np.array([3.0, 4.0]) for name in ("hood_top", "hood_left", "hood_right")}
    photo, target = lay_hood(marks, targets, frame)
    assert len(photo) == 3
    told = [((place - middle) @ frame.across, (place - middle) @ frame.up) for place in target]
    np.testing.assert_allclose(told, [(0, 11), (-26, 6), (26, 6)], atol=1e-9)
    assert len(lay_hood({"hood_top": marks["hood_top"]}, targets, frame)[0]) == 1


@pytest.mark.parametrize("degrees", [0.0, 30.0])
def test_all_around_the_neck_a_hood_is_seen(degrees):
    frame = leaning(degrees)
    middle = np.array([320.0, 130.0])
    targets = {"neck_left": middle + 20 * frame.across, "neck_right": middle - 20 * frame.across}
    seen = beside_neck(targets, frame).astype(np.float32)
    for across, up, inside in (
        (0, 5, False), (12, 60, False), (-12, -19, False), (0, -21, True), (14, 5, True),
        (-14, 110, True), (119, -119, True), (-119, 119, True), (121, 0, False), (0, -121, False),
        (-121, 0, False), (60, 121, False),
    ):  # fmt: skip
        place = middle + across * frame.across + up * frame.up
        told = cv2.pointPolygonTest(seen, [float(value) for value in place], False) > 0
        assert told is inside, (across, up)
