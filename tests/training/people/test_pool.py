import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("moderngl")
pytest.importorskip("anny")

from tryon_ar.core.labels import Label
from tryon_ar.training.people import pool
from tryon_ar.training.people.body import BodyPart
from tryon_ar.training.people.body_shapes import draw_shape
from tryon_ar.training.people.cameras import View, camera_before
from tryon_ar.training.people.drawing_lights import draw_lighting
from tryon_ar.training.people.poses_arms import Arm, Reach
from tryon_ar.training.people.poses_check import tangled
from tryon_ar.training.people.rotations import turn_about
from tryon_ar.training.people.skin import skin_meshes

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def people():
    return pool.People(7, size_px=128)


@pytest.fixture(scope="module")
def figure(people):
    rng = np.random.default_rng(1)
    return people._body.figure(draw_shape(rng), {}, np.array([0.8, 0.6, 0.5]))


def test_left_is_left(figure):
    for bone in ("wrist", "upperarm01", "foot", "eye"):
        assert figure.head_of(f"{bone}.L")[0] > 0.01
        assert figure.head_of(f"{bone}.R")[0] < -0.01


def test_parts_are_in_order_from_top_to_bottom(figure):
    order = (BodyPart.HEAD, BodyPart.NECK, BodyPart.TORSO, BodyPart.THIGH, BodyPart.SHIN)
    heights = [figure.rest[figure.parts == part, 2].mean() for part in order]
    assert heights == sorted(heights, reverse=True)
    np.testing.assert_allclose(figure.weights.sum(axis=1), 1.0, atol=1e-5)


def test_unposed_is_rest_and_normals_look_outwards(figure):
    np.testing.assert_allclose(figure.vertices, figure.rest, atol=1e-12)
    a, b, c = (figure.rest[figure.triangles[:, k]] for k in range(3))
    assert (np.cross(a, b) * c).sum() / 6 > 0.03  # m^3: triangles are counter-clockwise
    np.testing.assert_allclose(np.linalg.norm(figure.normals, axis=1), 1.0, atol=1e-6)


def test_smoothing_keeps_what_is_outside_the_mask(figure):
    mask = figure.parts == BodyPart.TORSO
    smoothed = figure.smooth(figure.vertices, 3, mask)
    np.testing.assert_array_equal(smoothed[~mask], figure.vertices[~mask])
    assert np.abs(smoothed[mask] - figure.vertices[mask]).max() > 1e-4
    np.testing.assert_allclose(figure.smooth(np.ones(len(mask)), 5), 1.0)


def test_submesh_is_inside_the_mask(figure):
    mask = figure.parts == BodyPart.HAND
    assert mask[figure.submesh(mask)].all()
    assert len(figure.submesh(mask)) > 1000


def test_a_turned_bone_carries_what_hangs_on_it(people, figure):
    rotations = {"lowerarm01.L": turn_about((1, 0, 0), 0.8)}
    bent = people._body.posed(
        figure.rest, figure.rest_heads, figure.shape, rotations, figure.skin_rgb
    )
    elbow = figure.rest_head_of("lowerarm01.L")
    expected = elbow + turn_about((1, 0, 0), 0.8) @ (figure.rest_head_of("wrist.L") - elbow)
    np.testing.assert_allclose(bent.head_of("wrist.L"), expected, atol=1e-9)
    np.testing.assert_allclose(bent.head_of("wrist.R"), figure.rest_head_of("wrist.R"))


@pytest.mark.parametrize("side", ["L", "R"])
def test_a_hand_gets_where_it_is_sent(people, figure, side):
    arm = Arm(figure.topology, figure.rest_heads, side)
    palm = arm.shoulder + np.array([arm.sign * 0.05, -0.3, 0.1])
    reach = Reach(
        palm, np.array([arm.sign, 0, -1.0]), np.array([0, 0, 1.0]), np.array([0, -1.0, 0])
    )
    rotations = arm.bend(reach, np.random.default_rng(0))
    posed = people._body.posed(
        figure.rest, figure.rest_heads, figure.shape, rotations, figure.skin_rgb
    )
    wrist, knuckle = posed.head_of(f"wrist.{side}"), posed.head_of(f"finger3-1.{side}")
    assert np.linalg.norm(wrist + 0.75 * (knuckle - wrist) - palm) < 0.04


def test_an_arm_through_the_trunk_is_told(people, figure):
    assert not tangled(figure)
    arm = Arm(figure.topology, figure.rest_heads, "L")
    through = figure.rest_head_of("spine03") + np.array([0.0, 0.03, 0.0])
    rotations = arm.bend(Reach(through, np.array([1.0, 0, 0])), np.random.default_rng(0))
    posed = people._body.posed(
        figure.rest, figure.rest_heads, figure.shape, rotations, figure.skin_rgb
    )
    assert tangled(posed)


def test_labels_of_pixels_agree_with_parts(people, figure):
    rng = np.random.default_rng(0)
    camera = camera_before(np.zeros(3), 0.0, 0.0, 0.0, 3.0)
    view = View(camera, (-0.4, -0.4, 0.8), (-9.0, -9.0, 9.0, 9.0))
    meshes = skin_meshes(figure, np.ones(len(figure.parts), bool), rng)
    with people._studio.load(meshes) as scene:
        lighting = draw_lighting(rng, np.array([0.0, -1, 0]), np.array([1.0, 0, 0]))
        labels = people._studio.draw(scene, view, lighting).labels
    column, row = np.round(view.to_square_px(figure.vertices, 128)).astype(int).T
    for part, label in ((BodyPart.HAND, Label.ARMS), (BodyPart.SHIN, Label.LEGS),
                        (BodyPart.HEAD, Label.FACE)):  # fmt: skip
        facing = (figure.parts == part) & (figure.normals[:, 1] < -0.7)
        found = labels[row[facing], column[facing]]
        # Tips of fingers are thinner than a pixel.
        assert (found > 0).mean() > 0.8, part
        assert (found[found > 0] == label).mean() > 0.98, part
    left_hand = (figure.parts == BodyPart.HAND) & (figure.rest[:, 0] > 0)
    assert column[left_hand].min() > 64


def test_equal_seeds_give_equal_pictures(people):
    first, again, other = people.person(0), people.person(0), people.person(1)
    for one, two in zip(first, again, strict=True):
        for name in one.__dataclass_fields__:
            np.testing.assert_array_equal(getattr(one, name), getattr(two, name))
    assert any((one.rgba != two.rgba).any() for one, two in zip(first, other, strict=True))


def test_pictures_are_whole(people):
    for one in people.person(2):
        assert one.rgba.shape == (128, 128, 4)
        x0, y0, x1, y1 = one.frame.astype(int)
        outside = np.ones((128, 128), bool)
        outside[y0:y1, x0:x1] = False
        assert not one.rgba[outside].any()
        assert not one.labels[outside].any()
        # What is opaque is of the person or what they hold; what is labelled is not see-through.
        assert (one.rgba[..., 3][one.labels > 0] > 100).all()
        assert (one.rgba[..., :3].max(axis=2) <= one.rgba[..., 3]).all()


def test_pool_files_hold_the_pictures(people, tmp_path):
    pictures = people.person(3)
    pool.save_pictures(tmp_path / "seed000-0000.npz", pictures)
    with np.load(tmp_path / "seed000-0000.npz") as stored:
        assert set(stored) == {"rgba", "labels", "frame", "joints", "light", "level"}
        np.testing.assert_array_equal(stored["labels"][1], pictures[1].labels)
    assert [path.name for path in tmp_path.iterdir()] == ["seed000-0000.npz"]
