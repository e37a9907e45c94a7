import numpy as np
import pytest

from tests.support.bodies import (
    flat_tee,
    flat_trousers,
    make_pose,
    standing_body,
    standing_points,
)
from tryon_ar.core.adjustment import Adjustment
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.types import Body
from tryon_ar.fitting.adjusting import body_axes
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.fitting.fitter import GarmentFitter


def fit(garment, body, adjustment=None, **options):
    adjustments = {} if adjustment is None else {garment.id: adjustment}
    chosen = DressingOptions(adjustments=adjustments, **options)
    result = GarmentFitter(garment).fit(body, 0.0, chosen)
    assert result
    return result


def person(scale=1.0, degrees=0.0, behind=False):
    """Return somebody so large and so bent in the picture, seen from before or behind."""
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points = (standing_points() - (320, 240)) * (-1 if behind else 1, 1)
    return Body(make_pose(points @ turn.T * scale + (320, 240)), np.zeros((480, 640), np.float32))


def places(result, name="torso"):
    piece = next(one for one in result.segments if one.segment.name == name)
    return piece.frame_points


BODIES = pytest.mark.parametrize(
    "body",
    [person(), person(0.5), person(1.4, 12.0), person(0.8, -20.0), person(0.7, 5.0, behind=True)],
    ids=["upright", "small", "large and bent", "bent the other way", "from behind"],
)


@BODIES
@pytest.mark.parametrize("garment", [flat_tee(), flat_trousers()], ids=["tee", "trousers"])
def test_a_shift_moves_every_landmark_by_as_much_of_the_shoulders_width(body, garment):
    before = fit(garment, body)
    after = fit(garment, body, Adjustment(dx=0.25, dy=-0.1))
    frame = body_frame(body.pose)
    moved = 0.25 * frame.unit_px * frame.across + 0.1 * frame.unit_px * frame.up
    for name, place in before.landmarks.items():
        assert np.subtract(after.landmarks[name], place) == pytest.approx(moved, abs=1e-6)
    for one, other in zip(before.segments, after.segments, strict=True):
        np.testing.assert_allclose(other.frame_points, one.frame_points + moved, atol=1e-6)
        np.testing.assert_allclose(other.hull_points, one.hull_points + moved, atol=1e-6)
        np.testing.assert_array_equal(other.photo_points, one.photo_points)


@BODIES
def test_sizes_are_about_the_shoulders_and_along_the_body(body):
    before = fit(flat_tee(), body)
    after = fit(flat_tee(), body, Adjustment(scale=1.2, width=0.9))
    axes = body_axes(body_frame(body.pose), is_lower=False)
    for name, place in before.landmarks.items():
        own = np.subtract(place, axes.pivot)
        now = np.subtract(after.landmarks[name], axes.pivot)
        assert now @ axes.across == pytest.approx(1.2 * 0.9 * (own @ axes.across), abs=1e-6)
        assert now @ axes.down == pytest.approx(1.2 * (own @ axes.down), abs=1e-6)


@BODIES
def test_a_turn_keeps_every_distance_and_goes_from_the_wearers_left_to_the_feet(body):
    before = fit(flat_trousers(), body)
    after = fit(flat_trousers(), body, Adjustment(rotation_deg=10.0))
    axes = body_axes(body_frame(body.pose), is_lower=True)
    own, now = (
        np.subtract(one.landmarks["waist_left"], one.landmarks["waist_right"])
        for one in (before, after)
    )
    assert np.hypot(*now) == pytest.approx(np.hypot(*own))
    turned = np.arctan2(now @ axes.down, now @ axes.across)
    assert np.degrees(turned - np.arctan2(own @ axes.down, own @ axes.across)) == pytest.approx(10)


def test_nothing_adjusted_is_the_very_same_fit():
    body = standing_body()
    one, other = fit(flat_tee(True), body), fit(flat_tee(True), body, Adjustment())
    assert one.landmarks == other.landmarks
    for piece, same in zip(one.segments, other.segments, strict=True):
        np.testing.assert_array_equal(piece.frame_points, same.frame_points)
        assert piece.hull_margin_px == same.hull_margin_px


def test_another_garments_adjustment_is_not_taken():
    body = standing_body()
    options = DressingOptions(adjustments={"another": Adjustment(dx=1.0)})
    moved = GarmentFitter(flat_tee()).fit(body, 0.0, options)
    assert moved.landmarks == fit(flat_tee(), body).landmarks


def test_pieces_that_share_their_points_go_on_sharing_them():
    shared = [id(one.frame_points) for one in fit(flat_tee(), standing_body()).segments]
    moved = fit(flat_tee(), standing_body(), Adjustment(dx=0.1)).segments
    assert len({id(one.frame_points) for one in moved}) == len(set(shared))


def test_a_tucked_top_still_ends_at_the_waist():
    body = standing_body()
    before = fit(flat_tee(), body, tucked=True)
    after = fit(flat_tee(), body, Adjustment(dy=0.3), tucked=True)
    np.testing.assert_array_equal(after.tucked_along, before.tucked_along)
    assert after.landmarks["hem_center"] == before.landmarks["hem_center"]
    assert after.landmarks["neck_front"][1] > before.landmarks["neck_front"][1] + 25


def test_a_shift_across_is_seen_less_from_the_side():
    points = standing_points()
    points[Joint.LEFT_SHOULDER], points[Joint.RIGHT_SHOULDER] = (330, 150), (310, 150)
    pose = make_pose(points)
    pose.world_m[Joint.LEFT_SHOULDER] = pose.world_m[Joint.LEFT_HIP] = (0.05, 0, 0.2)
    axes = body_axes(body_frame(pose), is_lower=False)
    assert axes.across_px < 0.4 * axes.down_px


def test_ways_in_the_picture_are_told_in_the_bodys_measures():
    axes = body_axes(body_frame(person(0.8, -20.0).pose), is_lower=False)
    way = 0.3 * axes.across_px * axes.across - 0.2 * axes.down_px * axes.down
    assert axes.shift_of(way) == pytest.approx((0.3, -0.2))
