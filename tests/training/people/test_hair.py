"""Hair on real figures; the body model is an extra of training."""

import numpy as np
import pytest

pytest.importorskip("anny")

from tryon_ar.training.people import things_head, things_held, things_worn
from tryon_ar.training.people.beards import grow_beard
from tryon_ar.training.people.body import BodyModel, BodyPart
from tryon_ar.training.people.hair import grow_hair
from tryon_ar.training.people.hair_head import head_space
from tryon_ar.training.people.hair_styles import STYLES
from tryon_ar.training.people.mesh import Label
from tryon_ar.training.people.things import adorn

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def figure():
    return BodyModel().pose(np.random.default_rng(5))


@pytest.fixture(scope="module")
def thickness(figure):
    return np.where(np.isin(figure.parts, (BodyPart.TORSO, BodyPart.UPPER_ARM)), 0.02, 0.0)


def _check(mesh):
    assert len(mesh.triangles)
    assert mesh.triangles.max() < len(mesh.vertices)
    for values in (mesh.vertices, mesh.normals, mesh.colours, mesh.rest):
        assert values.shape == (len(mesh.vertices), 3)
        assert np.isfinite(values).all()
    assert mesh.colours.min() >= 0.0
    assert mesh.colours.max() <= 1.0
    assert len(mesh.labels) == len(mesh.vertices) == len(mesh.strand)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name.replace(" ", "-"))
def test_every_style_is_hair_that_keeps_off_the_face(figure, thickness, style):
    meshes = grow_hair(figure, thickness, np.random.default_rng(3), style)
    assert bool(meshes) == (style.name != "bald")
    space = head_space(figure)
    for mesh in meshes:
        _check(mesh)
        assert (mesh.labels == Label.HAIR).all()
        local = space.local(np.asarray(mesh.vertices))
        middle = (np.abs(local[:, 0]) < 0.025) & (local[:, 1] < 0.0)
        eyes_to_mouth = (local[:, 2] < 0.0) & (local[:, 2] > -0.07)
        assert (middle & eyes_to_mouth).mean() < 0.01


def test_long_hair_reaches_the_chest_and_lies_outside_the_clothes(figure, thickness):
    from scipy.spatial import cKDTree

    style = next(style for style in STYLES if style.name == "long straight")
    cloth = figure.vertices + figure.normals * thickness[:, None]
    torso = np.flatnonzero(figure.parts == BodyPart.TORSO)
    tree = cKDTree(cloth[torso])
    reached = []
    for seed in range(6):
        wisps = grow_hair(figure, thickness, np.random.default_rng(seed), style)[-1]
        low = wisps.vertices[wisps.vertices[:, 2] < figure.heads[figure.bones["neck01"], 2] - 0.08]
        reached.append(len(low))
        if len(low):
            _, near = tree.query(low)
            height = ((low - cloth[torso][near]) * figure.normals[torso][near]).sum(axis=1)
            assert (height < -0.012).mean() < 0.1
    assert np.count_nonzero(reached) >= 5


@pytest.mark.parametrize("kind", ["stubble", "short", "full", "long", "goatee", "moustache"])
def test_beards_are_face_and_lie_low_on_it(figure, kind):
    space = head_space(figure)
    for mesh in grow_beard(figure, np.random.default_rng(1), kind):
        _check(mesh)
        assert (mesh.labels == Label.FACE).all()
        assert space.local(np.asarray(mesh.vertices))[:, 2].max() < 0.0


@pytest.mark.parametrize("side", ["L", "R"])
def test_a_hand_closes_round_what_it_holds(figure, side):
    closed = things_held.closed_hand(figure, side, 1.2)
    grip = things_held.grip_of(figure, side)
    hand = figure.weights[:, figure.bones[f"finger3-3.{side}"]] > 0.5
    moved = (closed.vertices - figure.vertices)[hand] @ grip.palm
    assert moved.mean() >= 0.0
    tip = closed.heads[closed.bones[f"finger3-3.{side}"]]
    # The fingers' ends come as far as the palm's side.
    assert (tip - figure.heads[figure.bones[f"finger3-1.{side}"]]) @ grip.palm > 0.02
    others = ~np.isin(figure.parts, (BodyPart.HAND,))
    assert np.allclose(closed.vertices[others], figure.vertices[others])
    for maker in (things_held.phone, things_held.cup, things_held.book, things_held.tablet):
        for mesh in maker(closed, side, np.random.default_rng(2)):
            _check(mesh)
            assert (mesh.labels == Label.BACKGROUND).all()
            skin = closed.vertices[closed.parts == BodyPart.HAND]
            reach = np.linalg.norm(skin[:, None] - mesh.vertices[None, ::7], axis=2).min()
            assert reach < 0.012


def test_things_are_labelled_as_what_they_cover(figure, thickness):
    rng = np.random.default_rng(4)
    trunk = things_worn.trunk_of(figure, thickness)
    cases = [
        (things_head.glasses(figure, rng, dark=True), Label.FACE),
        (things_head.earrings(figure, rng), Label.FACE),
        (things_head.beanie(figure, rng), Label.HAIR),
        (things_head.cap(figure, rng), Label.HAIR),
        (things_head.headband(figure, rng), Label.HAIR),
        (things_head.headphones(figure, rng), Label.HAIR),
        (things_head.headscarf(figure, thickness, rng), Label.HAIR),
        (things_worn.necklace(trunk, rng), Label.NECK),
        (things_worn.lanyard(trunk, rng), Label.BACKGROUND),
        (things_worn.rucksack(trunk, rng), Label.BACKGROUND),
        (things_worn.cross_body_strap(trunk, rng), Label.BACKGROUND),
        (things_worn.shoulder_bag(trunk, rng), Label.BACKGROUND),
        (things_worn.scarf(trunk, rng), Label.UPPER),
        (things_worn.wristband(figure, rng), Label.ARMS),
    ]
    for meshes, label in cases:
        assert meshes
        for mesh in meshes:
            _check(mesh)
            assert (mesh.labels == label).all()


def test_adorning_is_repeatable_and_varied(figure, thickness):
    counts = set()
    for seed in range(12):
        _, first = adorn(figure, thickness, np.random.default_rng(seed))
        counts.add(len(first))
        for mesh in first:
            _check(mesh)
    _, again = adorn(figure, thickness, np.random.default_rng(11))
    assert all(np.array_equal(a.vertices, b.vertices) for a, b in zip(first, again, strict=True))
    assert len(counts) > 2
