import numpy as np
import pytest

from tests.tracking.bodies import body_at
from tryon_ar.core.types import Body
from tryon_ar.tracking.anatomy import LEFT_WRIST
from tryon_ar.tracking.smoothing import BodySmoother, SmoothingParameters, blend_masks


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
    assert a == pytest.approx(b * 2)


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
    loose = BodySmoother(SmoothingParameters(min_cutoff_hz=50.0, mask_keep=0.0))
    tight = BodySmoother(SmoothingParameters(min_cutoff_hz=0.05, beta=0.0))
    for smoother in (loose, tight):
        smoother.smooth(body_at(x=300.0), 0.0)
    moved = [s.smooth(body_at(x=310.0), 33.0).pose.points_px[0, 0] - 300.0 for s in (loose, tight)]
    assert moved[0] > 8.0
    assert moved[1] < 1.0
