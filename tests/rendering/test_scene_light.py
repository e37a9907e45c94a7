import numpy as np
import pytest

from tryon_ar.rendering.scene_light import (
    CELL,
    SceneLight,
    Surface,
    SurfaceGuess,
    expected_shading,
    fitted,
)

SHAPE = (96, 64)


@pytest.fixture(scope="module")
def surface() -> Surface:
    body = np.zeros(SHAPE, np.float32)
    body[8:, 8:56] = 1.0
    return SurfaceGuess().of(body, 44.0)


def lit_by(surface, weights, reflectance=-1.0):
    return expected_shading(surface, np.array(weights), SHAPE) + np.float32(reflectance)


def seen():
    share = np.zeros(SHAPE, np.float32)
    share[16:, 12:52] = 1.0
    return share


@pytest.mark.parametrize("across", [-0.4, 0.0, 0.4])
def test_light_from_a_side_is_found_on_cloth(surface, across):
    found = fitted(surface, lit_by(surface, [across, -0.1, 0.2, -0.1]), [seen()], None)
    assert found[0] == pytest.approx(across, abs=0.06)
    assert found[3] == pytest.approx(-0.1, abs=0.05)


def test_a_print_and_another_kind_of_cloth_do_not_mislead(surface):
    light = lit_by(surface, [0.3, -0.1, 0.2, 0.0])
    light[24:48, 16:28] += 1.5
    upper, lower = seen(), seen()
    upper[64:], lower[:64] = 0.0, 0.0
    light[64:] -= 1.0
    found = fitted(surface, light, [upper, lower], None)
    assert found[0] == pytest.approx(0.3, abs=0.1)
    assert abs(found[3]) < 0.1


def test_where_no_cloth_tells_the_face_does(surface):
    nothing = np.zeros(SHAPE, np.float32)
    found = fitted(surface, nothing, [nothing], np.array([0.3, -0.2], np.float32))
    assert found[0] > 0.15
    assert found[1] < -0.1
    usual = fitted(surface, nothing, [nothing], None)
    assert usual[0] == 0.0


def test_light_is_followed_evenly_and_its_first_look_is_taken_whole(surface):
    scene = SceneLight()
    assert scene.wants_look()
    scene.look(surface, lit_by(surface, [0.4, 0.0, 0.2, 0.0]), [seen()], None)
    first = scene.follow()[0]
    assert first == pytest.approx(0.4, abs=0.06)
    assert not scene.wants_look()
    scene.look(surface, lit_by(surface, [-0.4, 0.0, 0.2, 0.0]), [seen()], None)
    course = [first, *(float(scene.follow()[0]) for _ in range(60))]
    assert (np.diff(course) < 0).all()
    assert np.abs(np.diff(course)).max() < 0.1
    assert course[-1] < -0.3
    scene.forget()
    assert scene.wants_look()


def test_expected_shading_has_the_light_grids_shape(surface):
    shading = expected_shading(surface, np.array([0.5, 0.0, 0.0, 0.0]), SHAPE)
    assert shading.shape == SHAPE
    assert surface.basis.shape == (4, SHAPE[0] // CELL, SHAPE[1] // CELL)
    assert shading[50, 12] < -0.2
    assert shading[50, 52] > 0.2
