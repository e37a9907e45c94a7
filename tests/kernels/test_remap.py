import threading

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryon_ar.kernels._gather import taps_of
from tryon_ar.kernels.flow import coarse_flow
from tryon_ar.kernels.pyramid import build_pyramid
from tryon_ar.kernels.region import hull_spans
from tryon_ar.kernels.remap import dense_flow, warp, warp_over
from tryon_ar.kernels.tps import fit_tps

seeds = st.integers(0, 2**32 - 1)
CORNERS = np.array([[0, 0], [50, 0], [0, 40], [50, 40.0]])


def _fit(source, target, regularisation=0.0):
    fit = fit_tps(source, target, regularisation)
    assert fit
    return fit


def _picture(rng, height, width):
    bgr = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    alpha = rng.integers(1, 256, (height, width), dtype=np.uint8)
    return bgr, alpha


def _bent(rng):
    return _fit(CORNERS * 1.3 + rng.normal(size=CORNERS.shape) * 5, CORNERS)


def _premultiplied(bgr, alpha):
    share = alpha[..., None] / 255.0
    return np.concatenate([bgr / 255.0 * share, share], axis=-1)


@settings(deadline=None, max_examples=40)
@given(seeds, st.integers(1, 40), st.integers(1, 40), st.integers(-9, 9), st.integers(-9, 9))
def test_matches_plain_numpy_everywhere(seed, height, width, left, top):
    """Four texels by hand, transparent outside, over sizes, offsets and the photo's edge."""
    rng = np.random.default_rng(seed)
    bgr, alpha = _picture(rng, height, width)
    roi = (left, top, left + 37, top + 23)
    grid = coarse_flow(_bent(rng), roi)
    texture = build_pyramid(bgr, alpha).levels[0]
    flow = dense_flow(grid).astype(np.float64)
    bordered = np.pad(_premultiplied(bgr, alpha), ((2, 2), (2, 2), (0, 0)))
    expected = np.zeros((23, 37, 4))
    base = np.floor(flow).astype(int)
    part = flow - base
    for dy in (0, 1):
        for dx in (0, 1):
            weight = (part[..., 0] if dx else 1 - part[..., 0]) * (
                part[..., 1] if dy else 1 - part[..., 1]
            )
            x = np.clip(base[..., 0] + dx + 2, 0, width + 3)
            y = np.clip(base[..., 1] + dy + 2, 0, height + 3)
            expected += bordered[y, x] * weight[..., None]
    np.testing.assert_allclose(warp(texture, grid), expected, atol=2e-4)


def test_matches_opencv_inside_the_photo(rng):
    bgr, alpha = _picture(rng, 80, 90)
    grid = coarse_flow(_bent(rng), (0, 0, 50, 40))
    premultiplied = _premultiplied(bgr, alpha).astype(np.float32)
    other = cv2.remap(
        premultiplied, dense_flow(grid), None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
    )
    drawn = warp(build_pyramid(bgr, alpha).levels[0], grid)
    # OpenCV may round coordinates to 1/32 of a pixel.
    assert np.abs(drawn - other).max() < 2 / 32
    assert np.abs(drawn - other).mean() < 0.01


def test_identity_returns_the_picture(rng):
    bgr, alpha = _picture(rng, 40, 50)
    grid = coarse_flow(_fit(CORNERS, CORNERS), (0, 0, 50, 40))
    drawn = warp(build_pyramid(bgr, alpha).levels[0], grid)
    np.testing.assert_allclose(drawn, _premultiplied(bgr, alpha), atol=1e-4)


def test_whole_pixel_shift_moves_the_picture(rng):
    bgr, alpha = _picture(rng, 40, 50)
    grid = coarse_flow(_fit(CORNERS - [7, 3], CORNERS), (-5, -5, 70, 60))
    drawn = warp(build_pyramid(bgr, alpha).levels[0], grid)
    expected = np.zeros((65, 75, 4))
    expected[8:48, 12:62] = _premultiplied(bgr, alpha)
    np.testing.assert_allclose(drawn, expected, atol=1e-4)


def test_transparent_colours_never_show():
    bgr = np.zeros((20, 20, 3), np.uint8)
    bgr[:, 10:] = 255
    alpha = np.where(np.arange(20) < 10, 255, 0).astype(np.uint8) * np.ones((20, 1), np.uint8)
    grid = coarse_flow(_fit(CORNERS / 3, CORNERS), (0, 0, 60, 60))
    drawn = warp(build_pyramid(bgr, alpha).levels[0], grid)
    assert drawn[..., 3].max() == pytest.approx(1.0)
    assert drawn[..., :3].max() == 0.0


@settings(deadline=None, max_examples=20)
@given(seeds)
def test_over_is_warp_then_over(seed):
    rng = np.random.default_rng(seed)
    bgr, alpha = _picture(rng, 30, 40)
    texture = build_pyramid(bgr, alpha).levels[0]
    inner, outer = (5, 4, 42, 33), (-2, 0, 50, 40)
    grid = coarse_flow(_bent(rng), inner)
    below = rng.random((40, 52, 4), np.float32)
    layer = below.copy()
    warp_over(texture, grid, layer, outer)
    above = np.zeros_like(below)
    above[4:33, 7:44] = warp(texture, grid)
    np.testing.assert_allclose(layer, above + (1 - above[..., 3:]) * below, atol=1e-5)
    untouched = np.ones(below.shape[:2], bool)
    untouched[4:33, 7:44] = False
    np.testing.assert_array_equal(layer[untouched], below[untouched])


def test_spans_limit_what_is_drawn(rng):
    bgr, alpha = _picture(rng, 60, 70)
    texture = build_pyramid(bgr, alpha).levels[0]
    grid = coarse_flow(_fit(CORNERS, CORNERS), (0, 0, 50, 40))
    spans = hull_spans([[10, 8], [40, 12], [22, 33]], 3.0, grid.roi)
    inside = np.zeros((40, 50), bool)
    for row, (start, stop) in enumerate(spans):
        inside[row, start:stop] = True
    whole = warp(texture, grid)
    drawn = warp(texture, grid, spans=spans)
    np.testing.assert_array_equal(drawn, np.where(inside[..., None], whole, 0))
    layer = np.full_like(whole, 0.25)
    warp_over(texture, grid, layer, grid.roi, spans=spans)
    np.testing.assert_array_equal(layer[~inside], 0.25)


def test_spans_out_of_range_are_clipped(rng):
    texture = build_pyramid(*_picture(rng, 60, 70)).levels[0]
    grid = coarse_flow(_fit(CORNERS, CORNERS), (0, 0, 50, 40))
    spans = np.tile(np.array([[-5, 999]], np.int32), (40, 1))
    spans[3] = (30, 10)
    drawn = warp(texture, grid, spans=spans)
    expected = warp(texture, grid)
    expected[3] = 0
    np.testing.assert_array_equal(drawn, expected)


def test_weights_that_all_flows_share_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        taps_of(5)[0, 0] = 1.0


def test_weights_are_those_of_the_cubic_with_its_neighbours_slopes():
    """Catmull and Rom: through the two nodes, each with the slope between those beside it."""
    for step in (1, 3, 8):
        phases = np.arange(step) / step
        before, first, second, after = np.eye(4)
        rise, slopes = second - first, ((second - before) / 2, (after - first) / 2)
        curves = [
            first
            + slopes[0] * t
            + (3 * rise - 2 * slopes[0] - slopes[1]) * t**2
            + (slopes[0] + slopes[1] - 2 * rise) * t**3
            for t in phases
        ]
        np.testing.assert_allclose(taps_of(step), np.array(curves).T, atol=1e-7)


def test_a_layer_is_drawn_on_right_to_its_edges(rng):
    """And nowhere beyond any of them."""
    texture = build_pyramid(*_picture(rng, 30, 40)).levels[0]
    grid = coarse_flow(_fit(CORNERS, CORNERS), (10, 20, 50, 40))
    layer = np.zeros((20, 40, 4), np.float32)
    warp_over(texture, grid, layer, grid.roi)
    for beyond in ((11, 20, 50, 40), (10, 21, 50, 40), (10, 20, 49, 40), (10, 20, 50, 39)):
        x0, y0, x1, y1 = beyond
        with pytest.raises(ValueError, match="outside"):
            warp_over(texture, grid, np.zeros((y1 - y0, x1 - x0, 4), np.float32), beyond)
    slanted = np.zeros((40, 20, 4), np.float32).transpose(1, 0, 2)
    with pytest.raises(ValueError, match="contiguous"):
        warp_over(texture, grid, slanted, grid.roi)


def test_far_extrapolation_stays_transparent_and_finite():
    texture = build_pyramid(np.full((9, 9, 3), 9, np.uint8), np.full((9, 9), 255, np.uint8))
    fit = _fit(CORNERS * 1e6, CORNERS)
    drawn = warp(texture.levels[0], coarse_flow(fit, (-4000, 3000, -3950, 3040), step_px=8))
    assert np.isfinite(drawn).all()
    assert drawn.max() == 0.0


def test_misuse_raises(rng):
    texture = build_pyramid(*_picture(rng, 30, 40)).levels[0]
    grid = coarse_flow(_fit(CORNERS, CORNERS), (0, 0, 50, 40))
    with pytest.raises(ValueError, match="outside"):
        warp_over(texture, grid, np.zeros((40, 40, 4), np.float32), (0, 0, 40, 40))
    with pytest.raises(ValueError, match="does not fill"):
        warp_over(texture, grid, np.zeros((40, 40, 4), np.float32), (0, 0, 50, 40))
    frozen = np.zeros((40, 50, 4), np.float32)
    frozen.flags.writeable = False
    with pytest.raises(ValueError, match="writable"):
        warp_over(texture, grid, frozen, (0, 0, 50, 40))
    with pytest.raises(ValueError, match="writable"):
        warp_over(texture, grid, np.zeros((40, 50, 4)), (0, 0, 50, 40))
    with pytest.raises(ValueError, match="spans"):
        warp(texture, grid, spans=np.zeros((3, 2), np.int32))


def test_threads_draw_the_same_as_one(rng):
    bgr, alpha = _picture(rng, 200, 240)
    texture = build_pyramid(bgr, alpha).levels[0]
    fits = [_bent(np.random.default_rng(seed)) for seed in range(4)]
    roi = (0, 0, 160, 140)
    expected = [warp(texture, coarse_flow(fit, roi)) for fit in fits]
    wrong = []

    def draw(index):
        for _ in range(25):
            if not np.array_equal(warp(texture, coarse_flow(fits[index], roi)), expected[index]):
                wrong.append(index)

    threads = [threading.Thread(target=draw, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_no_variant_is_compiled_while_drawing(rng):
    """Frozen or not, sliced or whole: one signature, compiled once."""
    from tryon_ar.kernels import flow, remap

    bgr, alpha = _picture(rng, 30, 40)
    texture = build_pyramid(bgr, alpha).levels[0]
    assert not texture.pixels.flags.writeable
    grid = coarse_flow(_fit(CORNERS, CORNERS), (0, 0, 50, 40))
    spans = np.tile(np.array([[0, 50]], np.int32), (80, 1))
    for frozen in (False, True):
        spans.flags.writeable = grid.nodes.flags.writeable = not frozen
        warp(texture, grid, spans=spans[::2])
    for kernel in (flow._coarse_nb, flow._bound_nb, remap.draw_nb):
        assert len(kernel.compile().signatures) == 1


def test_what_is_in_front_hides_its_share(rng):
    texture = build_pyramid(*_picture(rng, 60, 70)).levels[0]
    grid = coarse_flow(_bent(rng), (3, 4, 53, 44))
    height, width = grid.shape
    front = np.tile(np.linspace(0, 255, width).round().astype(np.uint8), (height, 1))
    layer = np.full((height, width, 4), 0.5, np.float32)
    warp_over(texture, grid, layer, grid.roi, front=front)
    seen = warp(texture, grid) * (1 - front[..., None] / np.float32(255))
    np.testing.assert_allclose(layer, seen + (1 - seen[..., 3:]) * 0.5, atol=1e-5)
    assert (layer[:, -1] == 0.5).all(), "wholly behind"


def test_a_mask_of_another_size_is_refused(rng):
    texture = build_pyramid(*_picture(rng, 60, 70)).levels[0]
    grid = coarse_flow(_bent(rng), (0, 0, 50, 40))
    layer = np.zeros((40, 50, 4), np.float32)
    with pytest.raises(ValueError, match="does not fit a flow"):
        warp_over(texture, grid, layer, grid.roi, front=np.zeros((40, 49), np.uint8))
