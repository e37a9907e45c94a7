"""A closer look at the head, laid into what is known of the whole person."""

import numpy as np
import pytest

from tests.support.bodies import make_pose, standing_body, standing_points
from tryon_ar.core.labels import Label
from tryon_ar.parsing.close_look import head_square, merged
from tryon_ar.parsing.crop import Square


def test_the_closer_square_holds_head_and_shoulders():
    pose = standing_body().pose
    closer = head_square(pose, Square(0.0, 0.0, 640.0))
    for joint in (0, 7, 8, 11, 12):
        x, y = pose.points_px[joint]
        assert closer.x0_px < x < closer.x0_px + closer.side_px
        assert closer.y0_px < y < closer.y0_px + closer.side_px
    assert closer.side_px < 300


def test_a_close_picture_has_no_closer_one():
    assert head_square(standing_body().pose, Square(200.0, 40.0, 240.0)) is None


def test_an_unseen_head_is_not_looked_for():
    pose = make_pose(standing_points())
    pose.visibility[0] = 0.1
    assert head_square(pose, Square(0.0, 0.0, 640.0)) is None


def solid(label, side=32):
    shares = np.zeros((side, side, len(Label)), np.float32)
    shares[..., label] = 1.0
    return shares


def test_what_was_seen_close_lies_where_it_was_seen():
    close = solid(Label.FACE)
    close[:16, :, :] = solid(Label.HAIR)[:16]
    square, closer = Square(0.0, 0.0, 128.0), Square(32.0, 16.0, 64.0)
    found = merged(solid(Label.UPPER), square, close, closer)
    assert found.shape == (64, 64, 8)
    best = found.argmax(axis=2)
    assert best[48 // 2 - 4, 64 // 2] == Label.HAIR  # above the middle of the closer square
    assert best[48 // 2 + 4, 64 // 2] == Label.FACE
    assert best[5, 5] == best[60, 32] == best[24, 60] == Label.UPPER
    assert found.sum(axis=2) == pytest.approx(1.0, abs=1e-5)


def test_the_border_between_both_looks_is_soft():
    square, closer = Square(0.0, 0.0, 128.0), Square(32.0, 32.0, 64.0)
    row = merged(solid(Label.UPPER), square, solid(Label.HAIR), closer)[32, :, Label.HAIR]
    assert np.abs(np.diff(row)).max() < 0.35
    assert row[32] == 1.0
