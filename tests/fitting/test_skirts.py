from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import make_pose, standing_body, standing_points
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.types import Body
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.fitting.landmarks import garment_landmarks
from tryon_ar.fitting.skirts import Hanging, _outline, _reach_at, hanging, skirt_marks
from tryon_ar.fitting.steadying import SteadyOffsets
from tryon_ar.fitting.wearer import Wearer
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


def fallen(falls, above_px=40.0, visibility=(1.0, 1.0), turn=0.0, behind=False):
    """Tell how cloth falls on somebody whose knees lie so far below their hips, of a thigh."""
    points = standing_points()
    for joint, fall in zip((Joint.RIGHT_KNEE, Joint.LEFT_KNEE), falls, strict=True):
        points[joint, 1] = 300 + fall * 118
    if behind:
        points[:, 0] = 640 - points[:, 0]
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    upper = [Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP]
    points[upper] = (points[upper] - (320, 300)) @ rotation + (320, 300)
    pose = make_pose(points)
    pose.visibility[[Joint.RIGHT_KNEE, Joint.LEFT_KNEE]] = visibility
    body = replace(standing_body(), pose=pose)
    wearer = Wearer(body, body_frame(pose), SteadyOffsets(), 0.0)
    return hanging(wearer, np.array([320.0, 300.0 - above_px]))


@pytest.mark.parametrize(
    ("falls", "above_px", "lap"),
    [
        ((0.93, 0.93), 40.0, 1.0),
        ((1.40, 1.40), 40.0, 1.0),
        ((0.86, 0.86), 40.0, 1.0),  # as good as standing
        ((0.44, 0.44), 40.0, (40 + 0.44 * 118) / 158),  # on a chair: what is seen of the way
        ((0.20, 0.68), 40.0, (40 + 0.44 * 118) / 158),  # on the whole
        ((0.65, 0.65), 40.0, (40 + 0.65 * 118 + 158) / 2 / 158),  # halfway between
        ((0.0, 0.0), 40.0, 40 / 158),
        ((-0.5, -0.5), 40.0, 40 / 158),  # knees above the hips hide no more
        ((0.1, 0.1), 0.0, 0.20),  # never less
        ((0.44, 0.44), -30.0, 0.44),  # from below the hips on
    ],
)
def test_how_much_of_a_skirt_is_seen_over_a_lap(falls, above_px, lap):
    fall = fallen(falls, above_px)
    assert fall.lap == pytest.approx(lap)
    assert fall.knees_px == pytest.approx(max(above_px, 0.0) + 118)


def test_knees_that_are_not_seen_tell_nothing_of_a_lap():
    assert fallen((0.1, 0.9), visibility=(0.29, 1.0)).lap == 1.0
    assert fallen((0.1, 0.9), visibility=(1.0, 0.29)).lap < 0.4
    assert fallen((0.1, 0.9), visibility=(0.31, 1.0)).lap < 0.8
    assert fallen((0.1, 0.1), visibility=(0.0, 0.0)).lap == 1.0


@pytest.mark.parametrize(
    ("cosine", "share"), [(1.0, 1.0), (0.56, 1.0), (0.375, 0.5), (0.19, 0.0), (0.0, 0.0)]
)
@pytest.mark.parametrize("sign", [1, -1])
def test_cloth_falls_straight_down_but_along_who_lies(cosine, share, sign):
    turn = sign * np.arccos(cosine)
    fall = fallen((0.9, 0.9), turn=turn)
    along = np.array([-np.sin(turn), np.cos(turn)])  # the trunk, shoulders to hips
    expected = share * np.array([0.0, 1.0]) + (1 - share) * along
    np.testing.assert_allclose(fall.down, expected / np.hypot(*expected), atol=1e-9)
    assert fall.across @ fall.down == pytest.approx(0.0, abs=1e-9)
    assert fall.across @ (np.cos(turn), np.sin(turn)) > 0.1
    assert np.hypot(*fall.across) == pytest.approx(1.0)


def test_from_behind_the_wearers_left_is_on_the_left():
    np.testing.assert_allclose(fallen((0.9, 0.9), behind=True).across, (-1, 0), atol=1e-9)


def test_cloth_is_shortened_as_far_as_the_knees():
    fall = Hanging(np.array([0.0, 1.0]), np.array([1.0, 0.0]), 0.4, 100.0)
    assert [fall.drop(px) for px in (0.0, 50.0, 100.0, 130.0)] == pytest.approx([0, 20, 40, 70])


@pytest.mark.parametrize(
    ("down_px", "out_px"),
    [(-9.0, 25), (0.0, 25), (50.0, 28), (100.0, 31), (150.0, 25), (250.0, 19)],
)
def test_a_leg_reaches_out_as_its_joints_do(down_px, out_px):
    assert _reach_at([(0.0, 25.0), (100.0, 31.0), (200.0, 19.0)], down_px) == pytest.approx(out_px)
    assert _reach_at([], down_px) == 0.0


@pytest.mark.parametrize("downs", [(0.0, -10.0, 90.0), (0.0, 80.0, 70.0), (50.0, 40.0, 90.0)])
def test_a_bent_leg_reaches_out_as_far_as_its_knee(downs):
    outline = list(zip(downs, (25.0, 31.0, 19.0), strict=True))
    assert [_reach_at(outline, px) for px in (-50.0, 60.0, 200.0)] == [31.0] * 3


@pytest.mark.parametrize(
    ("half", "found"), [(41, 41), (43, 50.5), (50, 50.5), (60, 50.5), (66, 66)]
)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_skirts_side_lies_on_its_outline_within_a_fifth(half, found, sign):
    cloth = np.zeros((100, 200), bool)
    cloth[20:80, 50:151] = True
    middle = np.array([100.0, 50.0])
    place = _outline(cloth, middle + np.array([sign * half, 0.0]), middle)
    assert place == pytest.approx((100 + sign * found, 50.0), abs=0.6)


def test_a_skirt_is_what_is_seen_more_than_half_of_it(skirt):
    def marks(alpha):
        seen = np.where(skirt.parts > 0, alpha, 0).astype(np.uint8)
        return skirt_marks(replace(skirt, alpha=seen), garment_landmarks(skirt))

    for alpha, same in ((128, 255), (127, 0)):
        found, expected = marks(alpha), marks(same)
        for name, place in expected.items():
            np.testing.assert_array_equal(found[name], place, err_msg=name)
    chord = marks(0)["hem_left_at_30"]
    assert not np.array_equal(chord, marks(255)["hem_left_at_30"])
