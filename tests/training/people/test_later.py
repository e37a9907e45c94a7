import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("moderngl")
pytest.importorskip("anny")

from scipy.spatial import cKDTree

from tryon_ar.training.people import pool
from tryon_ar.training.people.clothes import dress
from tryon_ar.training.people.extras import LANDMARK_ORDER, Extras
from tryon_ar.training.people.later import later_figure, moved_vertices
from tryon_ar.training.people.mesh import Surface

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def people():
    return pool.People(7, 128, Extras(depth=True, landmarks=True, motion=True))


@pytest.fixture(scope="module")
def figure(people):
    return people._body.pose(np.random.default_rng(2))


def test_a_moment_later_people_are_nearly_where_they_were(people, figure):
    later = later_figure(people._body, figure, np.random.default_rng(0))
    away = np.linalg.norm(later.vertices - figure.vertices, axis=1)
    assert 0.001 < np.median(away) < 0.08
    assert away.max() < 0.4


def test_clothes_go_with_the_skin_below_them(people, figure):
    meshes = pool.clothed_meshes(figure, np.random.default_rng(3))
    later = later_figure(people._body, figure, np.random.default_rng(0))
    moved = moved_vertices(figure, later, meshes)
    before, after = cKDTree(figure.vertices), cKDTree(later.vertices)
    for mesh, points in zip(meshes, moved, strict=True):
        assert points.shape == mesh.vertices.shape
        if mesh.paint.surface is Surface.SKIN:
            np.testing.assert_array_equal(points, later.vertices)
        elif mesh.paint.surface is Surface.CLOTH:
            gap, gap_later = before.query(mesh.vertices)[0], after.query(points)[0]
            assert np.quantile(np.abs(gap - gap_later), 0.95) < 0.01


def test_nothing_moves_with_a_pose_that_stays(figure):
    meshes = pool.clothed_meshes(figure, np.random.default_rng(3))
    for mesh, points in zip(meshes, moved_vertices(figure, figure, meshes), strict=True):
        np.testing.assert_allclose(points, mesh.vertices, atol=1e-9)


@pytest.mark.parametrize("kind", ["tee", "jumper"])
def test_landmarks_lie_on_the_garment(people, kind):
    body = people._body
    from tryon_ar.training.people.body_shapes import draw_shape

    figure = body.figure(draw_shape(np.random.default_rng(1)), {}, np.array([0.8, 0.6, 0.5]))
    marks = dress(figure, np.random.default_rng(4), (kind,)).landmarks
    assert set(marks) <= set(LANDMARK_ORDER)
    for name in ("neck", "shoulder", "armpit", "hem"):
        assert marks[f"{name}_left"][0] > 0.03 > -0.03 > marks[f"{name}_right"][0], name
    heights = [marks[name][2] for name in ("shoulder_left", "armpit_left", "hem_left")]
    assert heights == sorted(heights, reverse=True)
    assert marks["cuff_left_outer"][0] > marks["cuff_left_inner"][0]
    assert marks["neck_front"][1] < marks["neck_left"][1]
    assert ("elbow_left" in marks) == (kind == "jumper")


def test_extras_change_nothing_else(people, tmp_path):
    plain = pool.People(7, 128).person(0)
    for one, two in zip(plain, people.person(0), strict=True):
        np.testing.assert_array_equal(one.rgba, two.rgba)
        np.testing.assert_array_equal(one.labels, two.labels)
        assert one.depth is None
        assert (two.depth[two.labels > 0] > 0.1).all()
        assert np.abs(two.motion[two.labels > 0]).max() > 0
        assert two.landmarks.shape == (25, 3)
        assert (two.later_labels != two.labels).any()
    pool.save_pictures(tmp_path / "seed000-0000.npz", people.person(0))
    with np.load(tmp_path / "seed000-0000.npz") as stored:
        asked = {"depth", "landmarks", "motion", "later_rgba", "later_labels"}
        assert asked <= set(stored)
        assert stored["motion"].shape == (4, 128, 128, 2)


def test_the_later_picture_is_the_first_one_moved(people):
    import cv2

    for one in people.person(1):
        rows, columns = np.indices(one.labels.shape, dtype=np.float32)
        flow = one.motion.astype(np.float32)
        back = cv2.remap(
            one.later_labels, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_NEAREST
        )
        skin = one.labels == 2
        if skin.sum() > 200:
            assert (back[skin] == 2).mean() > 0.88
