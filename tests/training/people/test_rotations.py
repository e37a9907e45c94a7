import numpy as np
import pytest

from tryon_ar.training.people.rotations import about_axis_of, frame_of, turn_about, turn_between


def test_quarter_turn_about_z_takes_x_to_y():
    turned = turn_about((0, 0, 2.0), np.pi / 2) @ [1.0, 0.0, 0.0]
    np.testing.assert_allclose(turned, [0, 1, 0], atol=1e-12)


@pytest.mark.parametrize(
    ("start", "end"), [((1, 0, 0), (0, 0, 3)), ((1, 2, 3), (1, 2, 3)), ((0, 1, 0), (0, -1, 0))]
)
def test_turn_between_takes_one_direction_to_the_other(start, end):
    start, end = np.asarray(start, float), np.asarray(end, float)
    turn = turn_between(start, end)
    np.testing.assert_allclose(
        turn @ start / np.linalg.norm(start), end / np.linalg.norm(end), atol=1e-9
    )
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(turn) == pytest.approx(1.0)


def test_frame_is_right_handed_and_starts_along():
    frame = frame_of(np.array([0, 0, 2.0]), np.array([3.0, 0, 5.0]))
    np.testing.assert_allclose(frame, [[0, 1, 0], [0, 0, 1], [1, 0, 0]], atol=1e-12)


@pytest.mark.parametrize("angle", [-2.5, -0.3, 0.0, 1.0, 3.0])
def test_twist_is_told_from_swing(angle):
    axis = np.array([0.3, -0.5, 0.8])
    swing = turn_about(np.cross(axis, [1.0, 0.0, 0.0]), 0.9)
    assert about_axis_of(swing @ turn_about(axis, angle), axis) == pytest.approx(angle)
