import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("anny")

from tryon_ar.core.labels import Label
from tryon_ar.training.people import clothes_bottoms as bottoms
from tryon_ar.training.people import clothes_coats as coats
from tryon_ar.training.people import clothes_cuts as cuts
from tryon_ar.training.people import clothes_tops as tops
from tryon_ar.training.people.body import BodyModel, BodyPart
from tryon_ar.training.people.clothes import dress
from tryon_ar.training.people.clothes_dressing import Dressing, Top
from tryon_ar.training.people.clothes_measures import measure
from tryon_ar.training.people.clothes_shells import Layers
from tryon_ar.training.people.clothes_trims import neckline
from tryon_ar.training.people.clothes_tubes import Flare, hang

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def figures():
    model = BodyModel()
    rng = np.random.default_rng(5)
    return [model.pose(rng) for _ in range(8)]


@pytest.fixture
def work(figures, rng):
    body = measure(figures[0])
    return Dressing(figures[0], body, Layers(figures[0], body, rng), rng)


def of(mesh):
    return Label(int(mesh.labels[0]))


def test_measures_are_in_order(figures):
    for figure in figures:
        body = measure(figure)
        heights = [body.ankle_z, body.knee_z, body.crotch_z, body.hip_z, body.waist_z]
        heights += [body.armpit_z, float(body.neck[2])]
        assert heights == sorted(heights)
        wrists = body.along_arm[body.parts == BodyPart.HAND]
        assert wrists.min() > body.upper_arm


def test_outfits_are_whole_and_lawful(figures):
    for number, figure in enumerate(figures):
        outfit = dress(figure, np.random.default_rng(number))
        assert len(outfit.meshes) < 40
        labels = set()
        for mesh in outfit.meshes:
            assert np.isfinite(mesh.vertices).all()
            assert mesh.triangles.max() < len(mesh.vertices)
            assert mesh.strand.shape == (len(mesh.vertices),)
            np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=0.01)
            assert mesh.colours.min() >= 0
            assert mesh.colours.max() <= 1
            reach = np.linalg.norm(mesh.vertices - figure.vertices.mean(axis=0), axis=1)
            assert reach.max() < 1.6
            labels.add(of(mesh))
        assert labels <= {Label.UPPER, Label.LOWER, Label.LEGS}
        assert Label.UPPER in labels
        assert outfit.bare.shape == outfit.thickness_m.shape == (len(figure.rest),)
        assert (outfit.thickness_m[outfit.bare] == 0).all()
        assert (outfit.thickness_m[~outfit.bare] >= 0).all()


def test_the_chest_is_covered_and_the_face_bare(figures):
    for number, figure in enumerate(figures):
        outfit = dress(figure, np.random.default_rng(100 + number))
        head = figure.parts == BodyPart.HEAD
        assert outfit.bare[head].mean() > 0.97
        body = measure(figure)
        chest = (figure.parts == BodyPart.TORSO) & (np.abs(body.rest[:, 2] - body.armpit_z) < 0.05)
        back = chest & (body.rest[:, 1] > 0.05) & (body.across < 0.08)
        assert not outfit.bare[back].any()


def test_the_same_seed_dresses_alike(figures):
    first, second = (dress(figures[1], np.random.default_rng(3)) for _ in range(2))
    assert len(first.meshes) == len(second.meshes)
    for one, other in zip(first.meshes, second.meshes, strict=True):
        np.testing.assert_array_equal(one.vertices, other.vertices)


def test_cloth_never_enters_the_skin(work):
    body, layers = work.body, work.layers
    field = np.minimum(cuts.above(body, body.hip_z), cuts.sleeves(body, body.whole_arm))
    field = np.minimum(field, cuts.round_neck(body, 0.08, 0.08))
    layers.lay(field, layers.height_m(0.0, 0.0))
    assert layers.standoff_m[field > 0].min() >= 0.003


def test_outer_cloth_lies_outside_inner(work):
    body, layers = work.body, work.layers
    field = np.minimum(cuts.above(body, body.hip_z), cuts.round_neck(body, 0.08, 0.08))
    field = np.where(body.arm, -0.05, field)
    layers.lay(field, layers.height_m(0.02, 0.8))
    inner = layers.standoff_m.copy()
    layers.lay(field, layers.height_m(0.001, 0.0))
    assert (layers.standoff_m - inner)[field > 0].min() >= 0.0039


@pytest.mark.parametrize("share", [0.4, 0.9])
def test_sleeves_end_where_they_are_cut(work, share):
    body = work.body
    end = share * body.whole_arm
    top = Top(end, body.hip_z, cuts.round_neck(body, 0.08, 0.08), 0.2, 0.005)
    work.lay_top(top, work.plain(np.full(3, 0.5), 0.5))
    bare = ~work.layers.covered
    clear = body.arm & (np.abs(body.along_arm - end) > 0.005)
    np.testing.assert_array_equal(bare[clear], body.along_arm[clear] > end)


def test_a_hem_is_straight_at_rest_and_thick(work):
    body = work.body
    cut = work.layers.lay(
        np.where(body.arm, -0.05, cuts.above(body, body.waist_z)), np.full(len(body.rest), 0.01)
    )
    ends = np.unique(cut.edges)
    hem = cut.rest[ends, 2] < body.armpit_z - 0.1
    assert hem.sum() > 30
    np.testing.assert_allclose(cut.rest[ends[hem], 2], body.waist_z, atol=0.004)
    before = len(work.meshes)
    work.add(cut, work.plain(np.full(3, 0.5), 0.5), Label.UPPER)
    assert len(work.meshes[before].vertices) == len(cut.points) + 4 * len(cut.edges)


def test_a_skirt_spans_the_gap_between_the_legs(work):
    body, figure = work.body, work.figure
    flare = Flare(body.waist_z, body.knee_z, 0.1, 0.005)
    cut = hang(work.layers, flare, work.rng)
    low = cut.points[cut.inside_m < 1e-9]
    thighs = figure.parts == BodyPart.THIGH
    left = figure.vertices[
        thighs & (figure.rest[:, 0] > 0) & (figure.rest[:, 2] < body.knee_z + 0.1)
    ]
    right = figure.vertices[
        thighs & (figure.rest[:, 0] < 0) & (figure.rest[:, 2] < body.knee_z + 0.1)
    ]
    across = left.mean(axis=0) - right.mean(axis=0)
    across /= np.linalg.norm(across)
    assert (low @ across).max() > (left @ across).mean()
    assert (low @ across).min() < (right @ across).mean()


def test_wider_skirts_are_wider(work):
    body = work.body
    narrow, wide = (
        hang(work.layers, Flare(body.waist_z, body.knee_z, slope, 0.0), work.rng)
        for slope in (0.0, 0.5)
    )
    size = [np.ptp(cut.points, axis=0)[:2].sum() for cut in (narrow, wide)]
    assert size[1] > 1.2 * size[0]


def test_dresses_and_coats_are_upper_clothes_to_the_hem(work):
    tops.dress(work)
    coats.blazer(work, work.plain(np.full(3, 0.1), 0.5), long=True)
    assert {of(mesh) for mesh in work.meshes} == {Label.UPPER}
    assert min(mesh.rest[:, 2].min() for mesh in work.meshes) < work.body.crotch_z


@pytest.mark.parametrize("kind", ["trousers", "jeans", "shorts", "leggings"])
def test_trousers_are_lower_clothes(work, kind):
    bottoms.trousers(work, work.body.waist_z, kind)
    assert {of(mesh) for mesh in work.meshes} == {Label.LOWER}
    shins = work.figure.parts == BodyPart.SHIN
    assert work.layers.covered[shins].mean() > 0.8 or kind == "shorts"


@pytest.mark.parametrize("put_on", [coats.jacket, coats.cardigan, tops.hoodie])
def test_what_is_worn_over_has_sleeves_and_a_back(work, put_on):
    put_on(work)
    body, covered = work.body, work.layers.covered
    assert covered[work.figure.parts == BodyPart.FOREARM].mean() > 0.8
    assert {of(mesh) for mesh in work.meshes} == {Label.UPPER}
    back = (body.rest[:, 1] > 0.06) & (body.parts == BodyPart.TORSO) & (body.across < 0.1)
    assert covered[back & (np.abs(body.rest[:, 2] - body.armpit_z) < 0.08)].all()


def test_a_neckline_runs_from_right_over_the_nape_to_left(work):
    body = work.body
    field = np.minimum(cuts.above(body, body.hip_z), cuts.round_neck(body, 0.08, 0.08))
    cut = work.layers.lay(field, work.layers.height_m(0.005, 0.3))
    line = neckline(work.layers, cut)
    assert line.rest[5, 0] < -0.02
    assert line.rest[-6, 0] > 0.02
    middle = len(line.rest) // 2
    assert line.rest[middle, 1] > line.rest[0, 1] + 0.05
    assert np.linalg.norm(np.diff(line.points, axis=0), axis=1).max() < 0.06
