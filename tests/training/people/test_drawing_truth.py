import numpy as np
import pytest

pytest.importorskip("moderngl")

from tryon_ar.core.labels import Label
from tryon_ar.training.people.cameras import View, camera_before, metres_of
from tryon_ar.training.people.drawing import Studio
from tryon_ar.training.people.drawing_lights import Lighting
from tryon_ar.training.people.drawing_truth import depth_m, mean_of_nearest
from tryon_ar.training.people.mesh import Mesh

SIZE = 64
# From 4 m, x and z from -1 to 1 at y = 0: 32 pixels a metre.
VIEW = View(camera_before(np.zeros(3), 0, 0, 0, 4.0), (-0.25, -0.25, 0.5), (-1.0, -1.0, 1.0, 1.0))
MIDDLE = np.s_[24:40, 24:40]


@pytest.fixture(scope="module")
def studio():
    return Studio(SIZE)


def square(half, y):
    corners = np.array([[-half, y, -half], [half, y, -half], [half, y, half], [-half, y, half]])
    return Mesh(
        vertices=corners,
        normals=np.tile([0.0, -1.0, 0.0], (4, 1)),
        colours=np.full((4, 3), 0.5),
        rest=corners,
        labels=np.full(4, Label.UPPER, np.uint8),
        triangles=np.array([[0, 1, 2], [0, 2, 3]]),
    )


def depths_of(studio, *meshes):
    way, none = np.array([0.0, -1.0, 0.0]), np.zeros(3)
    light = Lighting(way, way, none, none, np.ones(3), np.ones(3), 0.002, 1.0, 1.0)
    with studio.load(meshes) as scene:
        assert studio.draw(scene, VIEW, light).depths is None
        return studio.draw(scene, VIEW, light, with_depths=True).depths


def test_depth_is_metres_from_the_camera(studio):
    depth = depth_m(depths_of(studio, square(0.9, 0.0), square(0.5, -0.4)))
    assert depth.shape == (SIZE, SIZE)
    np.testing.assert_allclose(depth[MIDDLE].astype(float), 3.6, atol=0.005)
    np.testing.assert_allclose(depth[8, 8:56].astype(float), 4.0, atol=0.005)
    assert (depth[:2] == 0).all()


def test_depth_is_that_of_the_nearest_of_four():
    depths = np.ones((2, 4), np.float32)
    depths[0, 0], depths[1, 1] = 0.99, 0.97
    depth = depth_m(depths)
    assert depth[0, 0] == np.float16(metres_of(np.float32(0.97)))
    assert depth[0, 1] == 0


def test_only_samples_of_the_nearest_surface_are_averaged():
    depths = np.array([[0.9, 0.9], [0.99, 1.0]], np.float32)
    values = np.array([[[2.0], [4.0]], [[100.0], [0.0]]], np.float32)
    np.testing.assert_allclose(mean_of_nearest(values, depths), [[[3.0]]])


def test_motion_is_in_pixels_right_and_down(studio):
    mesh = square(0.5, 0.0)
    flow = studio.motion([mesh], [mesh.vertices + np.array([0.125, 0.0, -0.25])], VIEW)
    np.testing.assert_allclose(flow[MIDDLE].astype(float)[..., 0], 4.0, atol=0.02)
    np.testing.assert_allclose(flow[MIDDLE].astype(float)[..., 1], 8.0, atol=0.02)
    assert (flow[:8] == 0).all()


def test_what_comes_nearer_spreads(studio):
    mesh = square(0.5, 0.0)
    flow = studio.motion([mesh], [mesh.vertices + np.array([0.0, -2.0, 0.0])], VIEW).astype(float)
    # Twice as near, twice as large: what is 8.5 pixels from the middle goes as far again.
    assert flow[31, 40, 0] == pytest.approx(8.5, abs=0.1)
    assert flow[40, 31, 1] == pytest.approx(8.5, abs=0.1)


def test_the_motion_of_what_is_hidden_is_not_seen(studio):
    near, far = square(0.4, -0.3), square(0.9, 0.3)
    moved = [near.vertices + np.array([0.1, 0, 0]), far.vertices - np.array([0.2, 0, 0])]
    for order in (slice(None), slice(None, None, -1)):
        flow = studio.motion([near, far][order], moved[order], VIEW)
        assert (flow[MIDDLE][..., 0] > 0).all()
        assert (flow[10, 10:54, 0] < 0).all()
