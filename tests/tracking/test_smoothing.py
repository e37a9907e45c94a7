import numpy as np
import pytest

from tests.tracking.bodies import SIZE_PX, body_at, pose_at
from tryon_ar.core.seen_motion import SeenMotion
from tryon_ar.core.types import Body
from tryon_ar.tracking.anatomy import LEFT_HIP, LEFT_SHOULDER, LEFT_WRIST
from tryon_ar.tracking.carried_filter import CarriedParameters
from tryon_ar.tracking.smoothing import (
    BodySmoother,
    SmoothingParameters,
    blend_masks,
    confidence_of,
    with_play,
)


def shaken(body, rng, sigma_px):
    pose = body.pose
    points = pose.points_px + rng.normal(0, sigma_px, pose.points_px.shape)
    return Body(type(pose)(points, pose.visibility, pose.depth_px, pose.world_m), body.mask)


def test_a_still_body_shakes_less_than_half(rng):
    body, smoother, out = body_at(), BodySmoother(), []
    bodies = [shaken(body, rng, 0.4) for _ in range(120)]
    for i, each in enumerate(bodies):
        out.append(smoother.smooth(each, i * 33.3).pose.points_px)
    raw = np.std([each.pose.points_px for each in bodies[30:]], axis=0).mean()
    assert np.std(out[30:], axis=0).mean() < 0.5 * raw


def test_a_moving_body_is_followed_within_a_frame():
    smoother, speed = BodySmoother(), 300.0  # pixels a second: 2.5 shoulder widths
    for i in range(45):
        x = 200.0 + speed * i / 30
        out = smoother.smooth(body_at(x=x), i * 1000 / 30)
    late_px = x - out.pose.points_px[LEFT_WRIST, 0] + 0.6 * 120.0
    assert 0.0 < late_px < speed / 30


def test_far_and_near_people_are_smoothed_alike():
    near, far = BodySmoother(), BodySmoother()
    for i in range(20):
        x = 100.0 + 5.0 * np.sin(i)
        a = near.smooth(body_at(x * 2, 200.0, 120.0), i * 33.3).pose.points_px
        b = far.smooth(body_at(x, 100.0, 60.0), i * 33.3).pose.points_px
    inside = slice(None, 25)  # the others lie outside one picture and not the other
    assert a[inside] == pytest.approx(b[inside] * 2)


def test_reset_lets_the_next_body_pass():
    smoother = BodySmoother()
    smoother.smooth(body_at(x=100.0), 0.0)
    smoother.reset()
    body = body_at(x=400.0)
    out = smoother.smooth(body, 33.0)
    assert out.pose.points_px == pytest.approx(body.pose.points_px)
    assert np.array_equal(out.mask, body.mask)


@pytest.mark.parametrize("later_ms", [0.0, -500.0, 5000.0])
def test_odd_times_start_afresh(later_ms):
    smoother = BodySmoother()
    smoother.smooth(body_at(x=100.0), 1000.0)
    body = body_at(x=400.0)
    out = smoother.smooth(body, 1000.0 + later_ms)
    assert out.pose.points_px == pytest.approx(body.pose.points_px)


def test_the_measured_body_is_left_alone():
    smoother, body = BodySmoother(), body_at()
    before = body.pose.points_px.copy()
    smoother.smooth(body, 0.0)
    smoother.smooth(body_at(x=330.0), 33.0)
    assert np.array_equal(body.pose.points_px, before)


def test_masks_blend_where_they_agree_and_jump_where_they_do_not(rng):
    before, now = (rng.random((6, 7), dtype=np.float32) for _ in range(2))
    keep = 0.5
    expected = now + (before - now) * keep * np.maximum(0, 1 - 2 * np.abs(before - now))
    out = blend_masks(before, now, keep)
    assert out == pytest.approx(expected, abs=1e-6)
    assert out.dtype == np.float32
    assert not out.flags.writeable
    ones = np.ones((2, 2), np.float32)
    assert np.array_equal(blend_masks(ones, 0 * ones, keep), 0 * ones)


def test_masks_of_another_size_do_not_blend():
    now = np.full((4, 4), 0.3, np.float32)
    assert blend_masks(np.ones((5, 4), np.float32), now, 0.5) is now
    assert blend_masks(None, now, 0.5) is now


def test_parameters_are_used():
    loose = BodySmoother(SmoothingParameters(CarriedParameters(min_cutoff_hz=50.0, calm=1e6)))
    tight = BodySmoother(SmoothingParameters(CarriedParameters(min_cutoff_hz=0.05, beta=0.0)))
    for smoother in (loose, tight):
        smoother.smooth(body_at(x=300.0), 0.0)
    moved = [s.smooth(body_at(x=310.0), 33.0).pose.points_px[0, 0] - 300.0 for s in (loose, tight)]
    assert moved[0] > 8.0
    assert moved[1] < 1.0


def seen_moving(x_px):
    """Texture all over, and all of it moving sideways."""
    places = np.stack(np.meshgrid(np.arange(100.0, 600, 20), np.arange(60.0, 460, 20)), axis=-1)
    places = places.reshape(-1, 2)
    moves = np.zeros_like(places) + np.array([x_px, 0.0])
    trunk = np.array([[1.0, 0.0, x_px], [0.0, 1.0, 0.0]])
    return SeenMotion(places, moves, np.ones(len(places), np.uint8), trunk)


def test_a_body_seen_to_move_is_followed_at_once_though_its_landmarks_come_late():
    smoother = BodySmoother()
    for i in range(30):
        motion = seen_moving(4.0) if i > 15 else seen_moving(0.0)
        late = max(i - 15 - 2, 0)  # the tracker is two frames behind
        out = smoother.smooth(body_at(x=200.0 + 4.0 * late), i * 33.3, motion)
    assert out.pose.points_px[LEFT_SHOULDER, 0] == pytest.approx(200.0 + 4.0 * 14 + 60.0, abs=3.0)


def test_a_shoulder_that_drifts_off_its_texture_is_held_back():
    with_texture, without = BodySmoother(), BodySmoother()
    for i in range(45):
        x = 300.0 + min(max(i - 15, 0), 10) * 0.4  # 4 px in a third of a second, then stays
        a = with_texture.smooth(body_at(x=x), i * 33.3, seen_moving(0.0))
        b = without.smooth(body_at(x=x), i * 33.3)
    assert a.pose.points_px[LEFT_SHOULDER, 0] - 360.0 < 2.8
    assert b.pose.points_px[LEFT_SHOULDER, 0] - 360.0 > 3.5


def test_pictures_are_not_followed_when_that_is_off():
    smoother = BodySmoother(SmoothingParameters(follow_pictures=False))
    smoother.smooth(body_at(), 0.0)
    out = smoother.smooth(body_at(), 33.3, seen_moving(9.0))
    assert out.pose.points_px == pytest.approx(body_at().pose.points_px)


def test_hips_outside_the_picture_are_guesses_that_go_with_the_shoulders(rng):
    smoother, hips = BodySmoother(), []
    for i in range(60):
        body = body_at(y=330.0)  # hips at 522 of 480
        body.pose.points_px[LEFT_HIP] += rng.normal(0, 4.0, 2)
        hips.append(smoother.smooth(body, i * 33.3).pose.points_px[LEFT_HIP])
    assert np.std(hips[20:], axis=0).max() < 0.8
    for i in range(60, 75):
        x = 320.0 + 4.0 * (i - 59)
        out = smoother.smooth(body_at(x=x, y=330.0), i * 33.3).pose.points_px
    assert out[LEFT_HIP, 0] == pytest.approx(x + 36.0, abs=10.0)


def test_confidence_falls_with_visibility_and_outside_the_picture():
    pose = pose_at(y=400.0)
    visible = pose.visibility.copy()
    visible[LEFT_WRIST] = 0.1
    confidence = confidence_of(pose, visible, SIZE_PX)
    assert confidence[LEFT_SHOULDER] == 1.0
    assert confidence[LEFT_HIP] == pytest.approx(0.1)
    assert confidence[LEFT_WRIST] == pytest.approx(0.1)


def test_a_visibility_that_flickers_about_a_threshold_is_one_or_the_other(rng):
    smoother, seen = BodySmoother(), []
    for i in range(120):
        body = body_at()
        body.pose.visibility[LEFT_WRIST] = 0.5 + rng.normal(0, 0.1)
        seen.append(smoother.smooth(body, i * 33.3).pose.visibility[LEFT_WRIST] > 0.5)
    assert np.count_nonzero(np.diff(np.array(seen[30:], int))) <= 1


def test_play_lets_a_value_rest_until_it_is_pushed():
    value = np.array([0.5])
    assert with_play(None, value, 0.1) == value
    assert with_play(value, np.array([0.58]), 0.1) == 0.5
    assert with_play(value, np.array([0.9]), 0.1) == pytest.approx(0.8)
    assert with_play(value, np.array([0.1]), 0.1) == pytest.approx(0.2)
