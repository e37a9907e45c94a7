import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.bodies import flat_tee, make_pose, standing_body, standing_points
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.fitting.fit import Layer
from tryon_ar.fitting.landmarks import garment_landmarks
from tryon_ar.fitting.limbs import Bones, edge_pair, facing, limb_segments, piece, with_middles
from tryon_ar.fitting.sleeves import SLEEVES, arm_bones

UNIT_PX = 100.0


def bones(joint, end, outward=1):
    return Bones(np.zeros(2), np.array(joint, float), np.array(end, float), outward)


def test_a_hanging_left_arm_has_its_outer_side_on_the_right_of_the_picture():
    body = standing_body()
    frame = body_frame(body.pose)
    for side, sign in (("left", 1), ("right", -1)):
        arm = arm_bones(body.pose, frame, side)
        normal = arm.outer_normal(arm.upper_axis())
        assert normal[0] * sign > 0.9


def test_the_outer_side_never_flips_as_an_arm_goes_round():
    turns = np.linspace(0, 2 * np.pi, 60)
    arm = [bones((50 * np.cos(t), 50 * np.sin(t)), (90 * np.cos(t), 90 * np.sin(t))) for t in turns]
    normals = np.array([one.outer_normal(one.upper_axis()) for one in arm])
    assert (np.einsum("ij,ij->i", normals[1:], normals[:-1]) > 0.99).all()


def test_facing_is_known_from_the_front_and_from_behind():
    assert facing(body_frame(standing_body().pose)) == 1
    points = standing_points()
    for left, right in ((11, 12), (23, 24)):
        points[[left, right]] = points[[right, left]]
    assert facing(body_frame(make_pose(points))) == -1


@settings(max_examples=50, deadline=None)
@given(angle=st.floats(-3.1, 3.1), length=st.floats(0.0, 90.0))
def test_cross_sections_at_the_joint_are_bounded_for_any_bend(angle, length):
    end = (60.0 + length * np.cos(angle), length * np.sin(angle))
    upper, lower = bones((60.0, 0.0), end).joint_normals(UNIT_PX)
    for normal in (upper, lower):
        assert np.isfinite(normal).all()
        assert 0.99 <= np.hypot(*normal) <= 1.5
    assert upper @ bones((60.0, 0.0), end).outer_normal(np.array([1.0, 0.0])) > 0.5


def test_a_straight_limb_has_one_mitre_and_a_folded_one_two_ends():
    upper, lower = bones((60, 0), (120, 5)).joint_normals(UNIT_PX)
    np.testing.assert_allclose(upper, lower, atol=1e-9)
    upper, lower = bones((60, 0), (20, 50)).joint_normals(UNIT_PX)
    assert float(upper @ lower) < 0


def test_a_foreshortened_forearm_borrows_the_upper_arms_direction():
    arm = bones((60, 0), (60.5, -0.5))
    np.testing.assert_allclose(arm.lower_axis(UNIT_PX), (1, 0), atol=0.05)
    long = bones((60, 0), (60, 60))
    np.testing.assert_allclose(long.lower_axis(UNIT_PX), (0, 1), atol=1e-9)


def test_an_upper_arm_points_at_the_camera_the_more_the_shorter_it_is():
    shares = [bones((length, 0), (length, 50)).forward(UNIT_PX) for length in (90, 50, 40, 20)]
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert shares == sorted(shares)


def test_a_long_sleeve_is_cut_at_the_elbow_from_both_sides():
    marks = garment_landmarks(flat_tee(long=True))
    upper, lower = limb_segments(SLEEVES[1], marks, Layer.SLEEVE, frozenset())
    assert upper.name == "left_sleeve_upper"
    np.testing.assert_allclose(upper.cuts[0].point, lower.cuts[0].point)
    np.testing.assert_allclose(upper.cuts[0].direction, -lower.cuts[0].direction)
    assert lower.cuts[0].direction[1] > 0.9
    assert limb_segments(SLEEVES[1], garment_landmarks(flat_tee()), Layer.SLEEVE, frozenset())[
        0
    ].name == ("left_sleeve")


def test_a_cap_ends_a_bent_piece_in_a_disc():
    frame = body_frame(standing_body().pose)
    names = limb_segments(
        SLEEVES[1], garment_landmarks(flat_tee(long=True)), Layer.SLEEVE, frozenset()
    )
    elbow = np.array(standing_points()[Joint.LEFT_ELBOW], float)
    offsets = np.array([(0, -80), (20, -80), (15, 0), (-15, 0)], float)
    target = list(elbow + offsets)
    photo = [np.array(p, float) for p in ((0, 0), (50, 0), (50, 200), (0, 200))]
    fitted = piece(names[0], photo, target, frame, (elbow, 15.0))
    below = fitted.hull_points[:, 1].max() + fitted.hull_margin_px
    assert below == pytest.approx(elbow[1] + 15.0, abs=1.0)
    square = piece(names[0], photo, target, frame)
    np.testing.assert_array_equal(square.hull_points, square.frame_points)


def test_edges_and_their_middles():
    centre, outward = np.array([10.0, 20.0]), np.array([3.0, 0.0])
    pair = edge_pair(centre, outward)
    np.testing.assert_allclose(pair, [(13, 20), (7, 20)])
    middles = with_middles(pair, edge_pair(centre + np.array([0.0, 10.0]), outward))
    np.testing.assert_allclose(middles, [(13, 25), (7, 25)])


def test_a_piece_without_a_joint_ends_no_further_than_it_or_its_crook():
    straight, sharp = bones((0, 80), (0, 150)), bones((0, 80), (60, 40))
    assert straight.cross_section(110.0, UNIT_PX)[0] == pytest.approx((0, 80))
    assert sharp.cross_section(110.0, UNIT_PX)[0] == pytest.approx((0, 68))
    for limb in (straight, sharp):
        assert limb.cross_section(50.0, UNIT_PX)[0] == pytest.approx((0, 50))


def test_the_end_of_a_piece_moves_and_turns_smoothly_along_a_limb_and_never_over():
    reaches = np.arange(20.0, 140.0)
    for angle in np.radians((0, 30, 60, 90, 120, 150, 170)):
        limb = bones((0, 80), (70 * np.sin(angle), 80 + 70 * np.cos(angle)), outward=1)
        centres, outers = zip(*(limb.cross_section(one, UNIT_PX) for one in reaches), strict=True)
        assert np.hypot(*np.diff(centres, axis=0).T).max() < 1.5
        assert np.hypot(*np.diff(outers, axis=0).T).max() < 0.1
        assert (np.array(outers) @ limb.outer_normal(limb.upper_axis()) > 0.3).all()
