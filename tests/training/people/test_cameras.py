import numpy as np
import pytest

from tryon_ar.training.people.cameras import View, camera_before, draw_view, draw_yaw

_BONES = {
    "neck01": 0,
    "spine01": 1,
    "spine04": 2,
    "upperleg01.L": 3,
    "lowerleg01.L": 4,
    "foot.L": 5,
    "oris05": 6,
}
_HEADS = np.array([[0.0, 0.0, z] for z in (0.4, 0.2, 0.0, -0.1, -0.5, -0.85, 0.5)])


def _cloud(seed=0):
    rng = np.random.default_rng(seed)
    return rng.uniform([-0.3, -0.15, -0.9], [0.3, 0.15, 0.7], (4000, 3))


def test_camera_before_the_figure_has_its_left_on_the_right():
    camera = camera_before(np.zeros(3), 0.0, 0.0, 0.0, 2.0)
    left, top = camera.seen(np.array([[0.5, 0.0, 0.0], [0.0, 0.0, 0.5]]))
    np.testing.assert_allclose(left, [0.25, 0.0], atol=1e-12)
    np.testing.assert_allclose(top, [0.0, -0.25], atol=1e-12)


def test_a_quarter_turn_sees_the_left_side():
    camera = camera_before(np.zeros(3), np.pi / 2, 0.0, 0.0, 2.0)
    np.testing.assert_allclose(camera.eye, [2.0, 0.0, 0.0], atol=1e-12)


def test_matrix_and_pixels_say_the_same():
    camera = camera_before(np.array([0.1, 0.0, 0.2]), 0.4, 0.2, 0.1, 1.7)
    view = View(camera, (-0.21, -0.33, 0.5), (-1.0, -1.0, 1.0, 0.1))
    points = _cloud()
    clip = np.column_stack([points, np.ones(len(points))]) @ view.to_screen().T
    on_screen = clip[:, :2] / clip[:, 3:]
    pixels = (on_screen * [1, -1] * 0.5 + 0.5) * 256 - 0.5
    np.testing.assert_allclose(view.to_square_px(points, 256), pixels, atol=1e-9)
    assert (clip[:, 3] > 0).all()


def test_frame_is_cut_to_the_square():
    camera = camera_before(np.zeros(3), 0.0, 0.0, 0.0, 2.0)
    view = View(camera, (-0.5, -0.5, 1.0), (-np.inf, -0.25, 0.5, 0.25))
    np.testing.assert_allclose(view.frame_px(100), [0, 25, 100, 75])


@pytest.mark.parametrize("seed", range(20))
def test_square_is_tight_round_what_is_seen(seed):
    rng = np.random.default_rng(seed)
    points = _cloud(seed)
    view = draw_view(rng, points, _HEADS, _BONES, draw_yaw(rng))
    x0, y0, x1, y1 = view.frame_px(1000)
    assert x1 > x0
    assert y1 > y0
    column, row = view.to_square_px(points, 1000).T
    seen = (column >= x0) & (column < x1) & (row >= y0) & (row < y1)
    longer = max(np.ptp(column[seen]), np.ptp(row[seen]))
    assert 650 < longer <= 1000
