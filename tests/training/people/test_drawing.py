import numpy as np
import pytest

pytest.importorskip("moderngl")

from tryon_ar.core.labels import Label
from tryon_ar.training.people.cameras import View, camera_before
from tryon_ar.training.people.drawing import Studio, most_common
from tryon_ar.training.people.drawing_lights import Lighting
from tryon_ar.training.people.drawing_shaders import MOST_MESHES
from tryon_ar.training.people.mesh import Mesh, Paint, Surface

_SIZE_PX = 64


@pytest.fixture(scope="module")
def studio():
    return Studio(_SIZE_PX)


def _square(x0, x1, z0, z1, y, label, rgb=(0.5, 0.5, 0.5)):
    corners = np.array([[x0, y, z0], [x1, y, z0], [x1, y, z1], [x0, y, z1]], float)
    return Mesh(
        vertices=corners,
        normals=np.tile([0.0, -1.0, 0.0], (4, 1)),
        colours=np.tile(rgb, (4, 1)),
        rest=corners,
        labels=np.full(4, label, np.uint8),
        triangles=np.array([[0, 1, 2], [0, 2, 3]]),
        paint=Paint(surface=Surface.HARD, gloss=0.0),
    )


def _view():
    """See x and z from -1 to 1 at y = 0, a metre a side of 32 pixels."""
    camera = camera_before(np.zeros(3), 0.0, 0.0, 0.0, 4.0)
    return View(camera, (-0.25, -0.25, 0.5), (-1.0, -1.0, 1.0, 1.0))


def _light(direction=(0.0, -1.0, 0.0)):
    direction = np.asarray(direction, float) / np.linalg.norm(direction)
    return Lighting(
        key_direction=direction,
        fill_direction=np.array([0.0, -1.0, 0.0]),
        key_rgb=np.full(3, 0.5),
        fill_rgb=np.zeros(3),
        sky_rgb=np.full(3, 0.2),
        ground_rgb=np.full(3, 0.2),
        softness=0.002,
        shadow_depth=1.0,
        exposure=1.0,
    )


def _draw(studio, *meshes, light=None):
    with studio.load(meshes) as scene:
        return studio.draw(scene, _view(), light or _light())


def test_labels_are_where_the_geometry_is(studio):
    drawn = _draw(studio, _square(0.0, 0.5, 0.0, 0.75, 0.0, Label.ARMS))
    expected = np.zeros((_SIZE_PX, _SIZE_PX), np.uint8)
    # The figure's left is the picture's right, up is up.
    expected[8:32, 32:48] = Label.ARMS
    np.testing.assert_array_equal(drawn.labels, expected)
    np.testing.assert_array_equal(drawn.rgba[..., 3], np.where(expected > 0, 255, 0))


def test_what_is_nearer_is_in_front_whatever_comes_first(studio):
    near = _square(-0.25, 0.25, -0.25, 0.25, -0.1, Label.HAIR)
    far = _square(-0.5, 0.5, -0.5, 0.5, 0.1, Label.UPPER)
    for meshes in ((near, far), (far, near)):
        labels = _draw(studio, *meshes).labels
        assert labels[32, 32] == Label.HAIR
        assert labels[20, 20] == Label.UPPER


def test_a_triangle_has_its_first_vertex_label(studio):
    square = _square(-0.5, 0.5, -0.5, 0.5, 0.0, Label.FACE)
    square.labels[:] = [Label.NECK, Label.FACE, Label.HAIR, Label.LEGS]
    assert set(np.unique(_draw(studio, square).labels)) == {Label.BACKGROUND, Label.NECK}


def test_the_back_of_one_sided_meshes_is_not_drawn(studio):
    square = _square(-0.5, 0.5, -0.5, 0.5, 0.0, Label.FACE)
    parts = {name: getattr(square, name) for name in square.__dataclass_fields__}
    parts |= {"triangles": square.triangles[:, ::-1], "two_sided": False}
    assert not _draw(studio, Mesh(**parts)).labels.any()
    assert _draw(studio, Mesh(**(parts | {"triangles": square.triangles}))).labels.any()


def test_edges_are_blended(studio):
    alpha = _draw(studio, _square(0.0, 0.516, 0.0, 0.5, 0.0, Label.FACE)).rgba[24, :, 3]
    assert alpha[47] == 255
    assert alpha[48] == pytest.approx(128, abs=2)


def test_shadows_fall_away_from_the_light(studio):
    wall = _square(-0.9, 0.9, -0.9, 0.9, 0.3, Label.UPPER)
    post = _square(-0.1, 0.1, -0.5, 0.5, -0.1, Label.ARMS)
    light = _light((1.0, -1.0, 0.0))
    drawn = _draw(studio, wall, post, light=light)
    # The light is on the picture's right, so that the shadow is on the left, 0.4 m off.
    column = 32 - round(0.4 / 1.075 * 32)
    bright = float(drawn.rgba[32, 52, 0])
    assert drawn.labels[32, column] == Label.UPPER
    assert drawn.rgba[32, column, 0] < 0.8 * bright


def test_too_many_meshes_are_refused(studio):
    square = _square(0, 1, 0, 1, 0, Label.FACE)
    with pytest.raises(ValueError, match="meshes"):
        studio.load([square] * (MOST_MESHES + 1))


def test_most_common_label_of_four():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 5, (60, 80), np.uint8)[:60, :60]
    found = most_common(np.ascontiguousarray(labels))
    for row in range(30):
        for column in range(30):
            block = labels[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].ravel()
            assert found[row, column] == np.bincount(block).argmax()
