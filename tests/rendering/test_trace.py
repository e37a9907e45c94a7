"""What a renderer keeps for those who measure it, and that keeping it changes nothing."""

import numpy as np
import pytest

from tests.support.bodies import flat_tee
from tests.support.drawn_person import painted
from tryon_ar.rendering.lighting import Lighting
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver
from tryon_ar.rendering.renderer import Renderer
from tryon_ar.rendering.tone import ToneMatch
from tryon_ar.rendering.trace import Trace
from tryon_ar.rendering.worn_garment import WornGarment


def rendered(pose, trace=None, tone=None):
    frame, body = painted(pose)
    worn = WornGarment(flat_tee())
    renderer = Renderer(Lighting(NumbaPoissonSolver(), tone))
    return renderer.render(frame, body, [(worn, worn.fit(body, 0.0))], trace=trace)


@pytest.fixture(scope="module")
def crossed():
    trace = Trace()
    return rendered("crossed", trace), trace


def test_a_traced_picture_is_the_same(crossed):
    plain = rendered("crossed")
    np.testing.assert_array_equal(crossed[0].image_bgr, plain.image_bgr)
    np.testing.assert_array_equal(crossed[0].coverage, plain.coverage)


def test_arms_before_the_chest_hide_only_what_is_seen(crossed):
    composite, trace = crossed
    whole = trace.whole(composite.coverage.shape[::-1])
    assert (whole >= composite.coverage - 0.01).all()
    hidden = (whole > 0.99) & (composite.coverage < 0.01)
    assert hidden.sum() > 500
    fronts = [piece.front.max() for piece in trace.pieces]
    assert max(fronts) == 255


def test_pieces_are_named_in_the_order_they_were_drawn(crossed):
    _, trace = crossed
    names = [piece.segment.name for piece in trace.pieces]
    assert names[0] == "torso" or "torso" in names
    assert any("sleeve" in name for name in names)
    for piece in trace.pieces:
        assert piece.alpha.shape == piece.front.shape == piece.flow.shape
        assert piece.garment is trace.fits[0][0]


def test_layers_are_kept_before_and_after_light(crossed):
    composite, trace = crossed
    covered = trace.unlit[..., 3] > 0.999
    np.testing.assert_array_equal(trace.unlit[..., 3], trace.lit[..., 3])
    lit = np.rint(trace.lit[covered][:, :3] * 255)
    shown = composite.image_bgr[trace.roi.slices][covered]
    assert np.abs(lit - shown).max() <= 1
    assert np.abs(trace.shaded - trace.unlit)[covered].max() > 0.005


def test_shaded_is_what_is_shown_when_no_tone_is_matched(crossed):
    _, trace = crossed
    covered = trace.unlit[..., 3] > 0.999
    plain = Trace()
    rendered("crossed", plain, ToneMatch(strength=0.0))
    apart = np.abs(trace.shaded - plain.shaded)[covered]
    assert np.median(apart) < 0.01
    assert np.median(np.abs(trace.lit - trace.shaded)[covered]) > 0.005
