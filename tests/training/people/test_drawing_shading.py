import numpy as np
import pytest

pytest.importorskip("moderngl")

from tryon_ar.core.labels import Label
from tryon_ar.training.people.cameras import View, camera_before
from tryon_ar.training.people.drawing import Studio
from tryon_ar.training.people.drawing_lights import Lighting
from tryon_ar.training.people.mesh import Mesh, Paint, Pattern, Surface


@pytest.fixture(scope="module")
def studio():
    return Studio(64)


def square(x0, paint, rgb=(0.5, 0.5, 0.5)):
    """Return a square of half a metre whose left side is at ``x0``."""
    corners = np.array([[x0, 0, -0.25], [x0 + 0.5, 0, -0.25], [x0 + 0.5, 0, 0.25], [x0, 0, 0.25]])
    return Mesh(
        vertices=corners,
        normals=np.tile([0.0, -1.0, 0.0], (4, 1)),
        colours=np.tile(rgb, (4, 1)),
        rest=corners,
        labels=np.full(4, Label.UPPER, np.uint8),
        triangles=np.array([[0, 1, 2], [0, 2, 3]]),
        paint=paint,
    )


def draw(studio, *meshes):
    forwards, none = np.array([0.0, -1.0, 0.0]), np.zeros(3)
    light = Lighting(forwards, forwards, none, none, np.ones(3), np.ones(3), 0.002, 1.0, 1.0)
    view = View(camera_before(none, 0, 0, 0, 4.0), (-0.25, -0.25, 0.5), (-1.0, -1.0, 1.0, 1.0))
    with studio.load(meshes) as scene:
        return studio.draw(scene, view, light).rgba


LEFT, RIGHT = np.s_[26:38, 18:30], np.s_[26:38, 34:46]


def test_each_mesh_is_lit_by_its_own_paint(studio):
    hard = Paint(surface=Surface.HARD, gloss=0.0)
    dots = Paint(surface=Surface.CLOTH, pattern=Pattern.DOTS, second_rgb=(1.0, 0.0, 0.0))
    alone = draw(studio, square(-0.5, hard))
    both = draw(studio, square(-0.5, hard), square(0.0, dots))
    np.testing.assert_array_equal(both[LEFT], alone[LEFT])
    assert both[LEFT].std(axis=(0, 1)).max() < 1
    assert both[RIGHT][..., 1].std() > 10


def test_paints_of_one_kind_keep_their_own_colours(studio):
    def stripes(second_rgb):
        return Paint(Surface.CLOTH, Pattern.STRIPES_ACROSS, second_rgb=second_rgb)

    picture = draw(
        studio, square(-0.5, stripes((1.0, 0.0, 0.0))), square(0.0, stripes((0.0, 0.0, 1.0)))
    )
    red, blue = (
        picture[LEFT].reshape(-1, 4).mean(axis=0),
        picture[RIGHT].reshape(-1, 4).mean(axis=0),
    )
    assert red[0] > red[2] + 20
    assert blue[2] > blue[0] + 20


def test_nothing_of_the_last_picture_is_left(studio):
    paint = Paint(surface=Surface.SKIN)
    draw(studio, square(-0.5, paint), square(0.0, paint))
    assert not draw(studio, square(-0.5, paint))[RIGHT].any()


def test_folds_shade_cloth(studio):
    smooth, folded = (
        draw(studio, square(-0.25, Paint(surface=Surface.CLOTH, folds=folds, gloss=0.0)))
        for folds in (0.0, 2.0)
    )
    middle = np.s_[26:38, 26:38]
    assert np.abs(smooth[middle].astype(int) - folded[middle]).max() > 2
