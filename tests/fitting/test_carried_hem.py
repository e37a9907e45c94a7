from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, make_pose, standing_body, standing_points
from tryon_ar.core.seen_motion import PELVIS, TRUNK, SeenMotion
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.fitter import GarmentFitter

STEP_MS = 33.0
RESTING = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])


def seen(since_ms, moves=(0.0, 0.0), at_hips=None):
    """Texture all over a trunk that moves by so much, and around its hips by something else."""
    rows = np.arange(140.0, 440, 8)
    places = np.stack(np.meshgrid(np.arange(270.0, 371, 8), rows), axis=-1).reshape(-1, 2)
    low = places[:, 1] > 270
    each = np.where(low[:, None], moves if at_hips is None else at_hips, moves)
    trunk = RESTING + np.array([[0.0, 0.0, moves[0]], [0.0, 0.0, moves[1]]])
    parts = np.where(low, PELVIS, TRUNK).astype(np.uint8)
    return SeenMotion(places, each, parts, trunk, since_ms)


def lifted(px):
    """Somebody whose shoulders went up and nearer to one another."""
    points = standing_points()
    points[[Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER]] += [(-px / 2, -px), (px / 2, -px)]
    return points


def test_a_hem_rests_on_cloth_that_rests_though_shoulders_are_lifted():
    fitter, rows, by_pose = GarmentFitter(flat_tee()), [], []
    for index in range(20):
        body = standing_body(lifted(4.0 * min(max(index - 5, 0), 5) / 5))
        by_pose.append(GarmentFitter(flat_tee()).fit(body, 0.0).landmarks["hem_left"][1])
        body = replace(body, motion=seen((index - 1) * STEP_MS))
        rows.append(fitter.fit(body, index * STEP_MS).landmarks["hem_left"][1])
    assert by_pose[0] - by_pose[-1] > 8.0
    assert rows[0] - rows[-1] < 0.35 * (by_pose[0] - by_pose[-1])


def test_a_hem_goes_where_the_texture_around_it_goes():
    fitter, places = GarmentFitter(flat_tee()), []
    for index in range(4):
        motion = seen((index - 1) * STEP_MS, at_hips=(1.0, 2.0))
        body = replace(standing_body(), motion=motion)
        places.append(fitter.fit(body, index * STEP_MS).landmarks["hem_center"])
    moved = np.diff(np.array(places), axis=0)
    assert moved.mean(axis=0) == pytest.approx((1.0, 2.0), abs=0.4)


def test_a_hem_that_was_carried_away_comes_back():
    fitter, away = GarmentFitter(flat_tee()), []
    for index in range(400):
        moves = (0.0, 1.0) if index in range(1, 9) else (0.0, 0.0)
        body = replace(standing_body(), motion=seen((index - 1) * STEP_MS, moves, moves))
        away.append(fitter.fit(body, index * STEP_MS).landmarks["hem_center"][1])
    assert away[8] - away[0] == pytest.approx(8.0, abs=1.0)
    assert away[-1] - away[0] < 0.4


def test_motion_since_another_frame_does_not_count():
    fitter = GarmentFitter(flat_tee())
    start = fitter.fit(standing_body(), 0.0).landmarks["hem_center"]
    body = replace(standing_body(), motion=seen(STEP_MS, (9.0, 9.0)))
    after = fitter.fit(body, 2 * STEP_MS).landmarks["hem_center"]
    assert after == pytest.approx(start, abs=0.01)


def test_without_motion_a_hem_goes_with_the_hips():
    fitter = GarmentFitter(flat_tee())
    start = fitter.fit(standing_body(), 0.0).landmarks["hem_center"]
    moved = fitter.fit(
        replace(standing_body(), pose=make_pose(standing_points() + np.array([12.0, 5.0]))), STEP_MS
    ).landmarks["hem_center"]
    assert np.subtract(moved, start) == pytest.approx((12.0, 5.0), abs=0.01)


def test_after_a_reset_or_a_pause_the_hem_is_where_the_pose_has_it():
    fitter, there = GarmentFitter(flat_tee()), standing_body(lifted(8))
    expected = GarmentFitter(flat_tee()).fit(there, 0.0).landmarks["hem_left"]
    for forget in (fitter.reset, lambda: None):
        fitter.fit(standing_body(), 0.0)
        forget()
        assert fitter.fit(there, 5000.0).landmarks["hem_left"] == pytest.approx(expected, abs=2.0)
