import numpy as np
import pytest

from tryon_ar.core.labels import Label
from tryon_ar.core.roi import Roi
from tryon_ar.evaluation.rig_measures import (
    Occlusion,
    before_anyone,
    light_as_drawn,
    occlusion,
    relative_light,
    shading_correlation,
)
from tryon_ar.evaluation.rig_reading import RigTruth
from tryon_ar.fitting.fit import Layer, Segment
from tryon_ar.garments.garment import Garment, Part
from tryon_ar.kernels.flow import FlowGrid
from tryon_ar.rendering.trace import Trace

SIZE = 60


@pytest.fixture
def truth():
    """A garment everywhere but 4 px at the edges, an arm across its upper half."""
    whole = np.zeros((SIZE, SIZE), np.float32)
    whole[4:-4, 4:-4] = 1
    front = np.zeros((SIZE, SIZE), np.uint8)
    front[10:30, 4:-4] = Label.ARMS
    worn = np.where(front > 0, 0, whole).astype(np.float32)
    light = np.linspace(0.5, 1.5, SIZE, dtype=np.float32)[None].repeat(SIZE, 0)
    return RigTruth(worn, whole, front, np.where(worn > 0, light, 0).astype(np.float32))


def test_the_truth_is_found_wholly_and_rightly(truth):
    found = occlusion(truth.whole, truth.worn, truth)
    assert (found.precision, found.recall) == (1.0, 1.0)
    assert found.right == 20 * (SIZE - 12)


def test_what_is_hidden_wrongly_and_what_is_missed_are_told_apart(truth):
    shown = truth.whole.copy()
    shown[20:40] = 0  # half of the arm, and as much of the garment below
    found = occlusion(truth.whole, shown, truth)
    assert found.precision == pytest.approx(0.5)
    assert found.recall == pytest.approx(0.5)
    both = found + Occlusion(right=found.wrong)
    assert both.precision == pytest.approx(2 / 3)
    assert Occlusion().precision is None
    assert Occlusion(wrong=3).recall is None


def test_where_only_one_of_both_garments_lies_nothing_is_judged(truth):
    drawn = truth.whole.copy()
    drawn[:, : SIZE // 2] = 0
    found = occlusion(drawn, np.zeros_like(drawn), truth)
    # Two pixels from the garments' edges on either side.
    assert found.right == 20 * (SIZE // 2 - 4 - 4)


def test_light_correlates_with_itself_and_not_with_its_opposite(truth):
    shown = truth.worn
    light = np.linspace(80, 160, SIZE, dtype=np.float32)[None].repeat(SIZE, 0)
    assert shading_correlation(light, shown, truth, 30.0) == pytest.approx(1.0, abs=1e-3)
    assert shading_correlation(-light, shown, truth, 30.0) == pytest.approx(-1.0, abs=1e-3)
    flat = np.full_like(light, 100)
    assert shading_correlation(flat, shown, truth, 30.0) == 0.0
    assert shading_correlation(light, np.zeros_like(shown), truth, 30.0) is None


def test_noise_finer_than_folds_does_not_count(truth):
    light = np.linspace(80, 160, SIZE, dtype=np.float32)[None].repeat(SIZE, 0)
    noise = np.random.default_rng(0).normal(0, 30, light.shape).astype(np.float32)
    fine = shading_correlation(light + noise, truth.worn, truth, 40.0)
    assert fine > 0.95 > np.corrcoef((light + noise).ravel(), light.ravel())[0, 1]


def test_a_print_is_no_shadow(truth):
    colours = np.full((SIZE, SIZE, 3), 200, np.uint8)
    colours[:, ::7] = 60
    light = np.linspace(0.5, 1.0, SIZE)[None, :, None]
    picture = np.round(colours * light).astype(np.uint8)
    found = relative_light(picture, colours)
    np.testing.assert_allclose(found, np.broadcast_to(light[..., 0], found.shape), atol=0.02)


def _traced(layer, alpha):
    """A trace of one piece: the photo drawn as it is, in the frame's upper left."""
    columns, rows = np.meshgrid(np.arange(-8, 40, 8), np.arange(-8, 40, 8))
    nodes = np.stack([columns, rows], axis=1).astype(np.float32)
    flow = FlowGrid(nodes, 8, (0, 0, 24, 24), 0.0)
    photo = np.zeros((24, 24, 3), np.uint8)
    full = np.full((24, 24), 255, np.uint8)
    garment = Garment("g", "G", "tshirt", photo, full, full // 255, {})
    trace = Trace(roi=Roi(0, 0, 24, 24))
    segment = Segment("torso", frozenset({Part.TORSO}), layer)
    hiding = (np.zeros((24, 24), np.uint8), None)
    trace.add_piece(garment, segment, flow, np.full((24, 24), alpha, np.float32), hiding)
    return trace


def test_light_of_the_photo_goes_where_the_cloth_goes():
    light = np.linspace(0.5, 1.5, 24, dtype=np.float32)[None].repeat(24, 0)
    np.testing.assert_allclose(light_as_drawn(light, _traced(Layer.TRUNK, 1.0)), light, atol=1e-3)
    half = light_as_drawn(light, _traced(Layer.TRUNK, 0.5))
    np.testing.assert_allclose(half, 0.5 + 0.5 * light, atol=1e-3)


def test_the_inside_of_the_back_is_behind_everybody():
    trunk = before_anyone(_traced(Layer.TRUNK, 1.0), (30, 26))
    assert trunk.shape == (26, 30)
    assert trunk[:24, :24].min() == 1.0
    assert trunk[24:].max() == trunk[:, 24:].max() == 0.0
    assert before_anyone(_traced(Layer.BEHIND, 1.0), (30, 26)).max() == 0.0
