from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import make_pose, standing_body, standing_points
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.types import Body
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.garments.builtin import load_builtin

UNIT_PX = 100.0
LOWER = [Joint.LEFT_KNEE, Joint.RIGHT_KNEE, Joint.LEFT_ANKLE, Joint.RIGHT_ANKLE]


@pytest.fixture(scope="module")
def skirt():
    return load_builtin("skirt-midi")


@pytest.fixture(scope="module")
def dress():
    return load_builtin("dress-floral")


def fitted(garment, points=None, half_width_px=45):
    fit = GarmentFitter(garment).fit(standing_body(points, half_width_px), 0.0)
    assert fit
    return fit


def width(marks, name="hem"):
    return marks[f"{name}_left"][0] - marks[f"{name}_right"][0]


def leaning(degrees):
    """Trunk leaning to the picture's right about the hips; legs upright."""
    points = standing_points()
    turn = np.deg2rad(degrees)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    upper = [i for i in range(33) if i not in LOWER]
    points[upper] = (points[upper] - (320, 300)) @ matrix.T + (320, 300)
    return points


def test_a_skirt_covers_the_hips(skirt):
    fit = fitted(skirt, half_width_px=58)
    assert fit.landmarks["hem_left"][1] > 370 > 300 > fit.landmarks["waist_left"][1]
    edge = fit.segments[0].frame_points
    near_hips = edge[np.abs(edge[:, 1] - 300) < 25]
    assert near_hips[:, 0].max() - 320 >= 58
    assert near_hips[:, 0].min() - 320 <= -58


@pytest.mark.parametrize("name", ["skirt-midi", "dress-floral"])
def test_skirts_hang_straight_down_from_a_leaning_trunk(name):
    garment = load_builtin(name)
    points = leaning(20)
    marks = fitted(garment, points, 40).landmarks
    top = (np.array(marks["waist_left"]) + marks["waist_right"]) / 2
    fall = np.array(marks["hem_center"]) - top
    along_trunk = (300 - top[1]) / max(abs(320 - top[0]), 1e-6)  # slope of the trunk
    assert abs(fall[0] / fall[1]) < 0.5 / along_trunk


def test_own_length_is_kept_whatever_the_legs_do(skirt):
    def length(points):
        marks = fitted(skirt, points).landmarks
        top = (marks["waist_left"][1] + marks["waist_right"][1]) / 2
        return marks["hem_center"][1] - top

    apart = standing_points()
    apart[[Joint.LEFT_KNEE, Joint.LEFT_ANKLE]] = (390, 405), (430, 495)
    apart[[Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE]] = (250, 405), (210, 495)
    assert length(apart) == pytest.approx(length(standing_points()), rel=0.02)


def test_legs_that_are_apart_widen_a_skirt_but_not_beyond_its_cloth(skirt):
    together = width(fitted(skirt).landmarks)
    apart = standing_points()
    apart[[Joint.LEFT_KNEE, Joint.LEFT_ANKLE]] = (385, 405), (410, 495)
    apart[[Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE]] = (255, 405), (230, 495)
    wide = width(fitted(skirt, apart).landmarks)
    apart[LOWER] = (560, 400), (80, 400), (600, 495), (40, 495)
    widest = width(fitted(skirt, apart).landmarks)
    assert together < wide < widest < 2.2 * together


def test_a_skirt_walks_with_the_knees(skirt):
    step = standing_points()
    step[LOWER] += (30, 0)
    assert fitted(skirt, step).landmarks["hem_center"][0] > 330


def test_a_turned_wearer_narrows_the_skirt(skirt):
    points = standing_points()
    points[Joint.LEFT_SHOULDER], points[Joint.RIGHT_SHOULDER] = (345, 150), (295, 150)
    front, turned = (fitted(skirt, p, 25).landmarks for p in (None, points))
    assert width(turned) < 0.9 * width(front)


def test_over_a_lap_less_of_a_skirt_is_seen(skirt):
    seated = standing_points()
    seated[LOWER] = (352, 335), (288, 335), (352, 430), (288, 430)
    standing, sitting = (fitted(skirt, p).landmarks["hem_center"][1] for p in (None, seated))
    assert sitting < standing - 30


def test_unseen_knees_change_nothing_wildly(skirt):
    points = standing_points()
    points[LOWER] = (900, -300), (-500, 900), (0, 0), (0, 0)
    body = standing_body()
    pose = make_pose(points)
    pose.visibility[LOWER] = 0.0
    fit = GarmentFitter(skirt).fit(Body(pose, body.mask), 0.0)
    assert fit
    assert fit.landmarks["hem_center"] == pytest.approx(
        fitted(skirt).landmarks["hem_center"], abs=12
    )


def test_the_skirt_of_a_dress_is_bent_by_the_points_of_its_trunk(dress):
    fit = fitted(dress)
    trunk = next(one for one in fit.segments if one.segment.name == "torso")
    hem = np.array(fit.landmarks["hem_left"])
    assert np.isclose(trunk.frame_points, hem).all(axis=1).any()
    assert (trunk.frame_points[:, 1] > fit.landmarks["waist_left"][1] + 5).sum() >= 9


def test_a_tilted_photo_hangs_as_straight_as_an_upright_one(skirt):
    turn = np.deg2rad(6)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    marks = {name: tuple(matrix @ place) for name, place in skirt.landmarks.items()}
    upright, tilted = fitted(skirt).landmarks, fitted(replace(skirt, landmarks=marks)).landmarks
    for name in ("hem_left", "hem_right", "hem_center"):
        assert tilted[name] == pytest.approx(upright[name], abs=6)


def test_a_hem_swings_when_its_wearer_stops_and_rests_without_sway(skirt):
    def hems(options):
        fitter, found = GarmentFitter(skirt), []
        for frame in range(60):
            moved = min(frame, 15) * 6.0
            body = standing_body()
            shifted = Body(
                make_pose(standing_points() + np.array([moved, 0])),
                np.roll(body.mask, int(moved), 1),
            )
            fit = fitter.fit(shifted, frame * 1000 / 30, options)
            found.append(fit.landmarks["hem_center"][0] - moved)
        return np.array(found)

    swinging, still = hems(DressingOptions()), hems(DressingOptions(sway=False))
    assert np.ptp(still) < 1.0
    assert np.ptp(swinging) > 4.0
    assert abs(swinging[-1] - still[-1]) < 1.0
