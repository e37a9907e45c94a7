import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryon_ar.kernels.compositing import (
    composite_over,
    darken_picture,
    hide_behind,
    lay_over,
)

seeds = st.integers(0, 2**32 - 1)
rois = st.tuples(
    st.integers(-15, 40), st.integers(-15, 30), st.integers(1, 50), st.integers(1, 50)
).map(lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3]))
H, W = 24, 32


def _canvas(rng):
    return rng.integers(0, 256, (H, W, 3), dtype=np.uint8)


def _layer(rng, roi):
    """A layer whose alpha is 0, 1 and all between."""
    height, width = roi[3] - roi[1], roi[2] - roi[0]
    alpha = np.clip(rng.uniform(-0.5, 1.5, (height, width, 1)), 0, 1)
    return np.concatenate([rng.random((height, width, 3)) * alpha, alpha], -1).astype(np.float32)


def _at_frame_size(layer, roi, height=H, width=W):
    pad = 80
    big = np.zeros((height + 2 * pad, width + 2 * pad, 4), np.float64)
    big[roi[1] + pad : roi[3] + pad, roi[0] + pad : roi[2] + pad] = layer
    return big[pad:-pad, pad:-pad]


@settings(deadline=None, max_examples=80)
@given(seeds, rois, st.floats(0, 1), st.booleans())
def test_matches_plain_numpy(seed, roi, opacity, masked):
    rng = np.random.default_rng(seed)
    canvas, layer = _canvas(rng), _layer(rng, roi)
    visible = rng.random((H, W), np.float32) if masked else None
    coverage = rng.random((H, W), np.float32)
    before, covered = canvas.astype(np.float64), coverage.astype(np.float64)
    composite_over(canvas, layer, roi, visible=visible, opacity=opacity, coverage=coverage)
    big = _at_frame_size(layer, roi)
    share = opacity * (visible if masked else np.ones((H, W)))
    alpha = share * big[..., 3]
    expected = 255 * share[..., None] * big[..., :3] + (1 - alpha[..., None]) * before
    assert np.abs(canvas - expected).max() <= 0.5 + 1e-3
    np.testing.assert_allclose(coverage, alpha + (1 - alpha) * covered, atol=1e-5)


@settings(deadline=None, max_examples=40)
@given(seeds, rois)
def test_alpha_0_keeps_the_bytes_and_alpha_1_replaces_them(seed, roi):
    rng = np.random.default_rng(seed)
    canvas, layer = _canvas(rng), _layer(rng, roi)
    before = canvas.copy()
    composite_over(canvas, layer, roi)
    big = _at_frame_size(layer, roi)
    np.testing.assert_array_equal(canvas[big[..., 3] == 0], before[big[..., 3] == 0])
    opaque = big[..., 3] == 1
    assert np.abs(canvas[opaque] - 255 * big[opaque][:, :3]).max(initial=0) <= 0.5 + 1e-3


@settings(deadline=None, max_examples=30)
@given(seeds, rois)
def test_what_is_hidden_or_faded_out_leaves_no_trace(seed, roi):
    rng = np.random.default_rng(seed)
    canvas, coverage = _canvas(rng), np.zeros((H, W), np.float32)
    before, layer = canvas.copy(), _layer(rng, roi)
    hidden = np.zeros((H, W), np.float32)
    composite_over(canvas, layer, roi, visible=hidden, coverage=coverage)
    composite_over(canvas, layer, roi, opacity=0.0, coverage=coverage)
    np.testing.assert_array_equal(canvas, before)
    assert not coverage.any()


def test_full_range_bytes_survive():
    canvas = np.arange(256, dtype=np.uint8).repeat(3).reshape(1, 256, 3)
    before = canvas.copy()
    layer = np.zeros((1, 256, 4), np.float32)
    composite_over(canvas, layer, (0, 0, 256, 1))
    np.testing.assert_array_equal(canvas, before)
    layer[..., :3] = before / np.float32(255.0)
    layer[..., 3] = 1.0
    canvas[:] = 77
    composite_over(canvas, layer, (0, 0, 256, 1))
    np.testing.assert_array_equal(canvas, before)


def test_one_pixel_canvas_obeys_its_mask():
    layer = np.ones((1, 1, 4), np.float32)
    for seen, expected in ((0.0, 10), (1.0, 255)):
        canvas = np.full((1, 1, 3), 10, np.uint8)
        composite_over(canvas, layer, (0, 0, 1, 1), visible=np.full((1, 1), seen, np.float32))
        assert (canvas == expected).all()


@settings(deadline=None, max_examples=50)
@given(seeds, rois, st.integers(-9, 9), st.integers(-9, 9))
def test_lay_over_matches_plain_numpy(seed, roi, left, top):
    rng = np.random.default_rng(seed)
    bottom_roi = (left, top, left + W, top + H)
    bottom, layer = _layer(rng, bottom_roi), _layer(rng, roi)
    moved = (roi[0] - left, roi[1] - top, roi[2] - left, roi[3] - top)
    big = _at_frame_size(layer, moved)
    expected = big + (1 - big[..., 3:]) * bottom
    lay_over(layer, roi, bottom, bottom_roi)
    np.testing.assert_allclose(bottom, expected, atol=1e-5)


def test_laying_behind_something_is_hiding_first(rng):
    roi = (0, 0, 9, 7)
    layer, bottom = _layer(rng, roi), _layer(rng, roi)
    front = rng.integers(0, 256, (7, 9), dtype=np.uint8)
    expected, hidden = bottom.copy(), layer.copy()
    hide_behind(hidden, front)
    lay_over(hidden, roi, expected, roi)
    before = layer.copy()
    lay_over(layer, roi, bottom, roi, front=front)
    np.testing.assert_allclose(bottom, expected, atol=1e-6)
    np.testing.assert_array_equal(layer, before)
    with pytest.raises(ValueError, match="mask"):
        lay_over(layer, roi, bottom, roi, front=front[1:])


def test_laying_first_and_compositing_once_is_the_same(rng):
    roi = (3, 2, 28, 20)
    below, above = _layer(rng, roi), _layer(rng, roi)
    canvas = _canvas(rng)
    twice = canvas.copy()
    composite_over(twice, below, roi)
    composite_over(twice, above, roi)
    lay_over(above, roi, below, roi)
    composite_over(canvas, below, roi)
    assert np.abs(canvas.astype(int) - twice).max() <= 1


def _frozen(array):
    array.flags.writeable = False
    return array


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layer": np.zeros((5, 5, 4), np.float32)}, "does not fill"),
        ({"canvas": np.zeros((H, W), np.uint8)}, "uint8"),
        ({"canvas": np.zeros((H, W, 3), np.float32)}, "uint8"),
        ({"canvas": _frozen(np.zeros((H, W, 3), np.uint8))}, "writable"),
        ({"canvas": np.zeros((H, 2 * W, 3), np.uint8)[:, ::2]}, "writable"),
        ({"visible": np.zeros((H, W + 1), np.float32)}, "visible"),
        ({"coverage": np.zeros((H + 1, W), np.float32)}, "coverage"),
        ({"coverage": _frozen(np.zeros((H, W), np.float32))}, "writable"),
        ({"opacity": 1.5}, "opacity"),
        ({"opacity": float("nan")}, "opacity"),
    ],
)
def test_misuse_raises(change, message):
    given = {"canvas": np.zeros((H, W, 3), np.uint8), "layer": np.zeros((4, 4, 4), np.float32)}
    given |= change
    canvas, layer = given.pop("canvas"), given.pop("layer")
    with pytest.raises(ValueError, match=message):
        composite_over(canvas, layer, (1, 1, 5, 5), **given)


def test_frozen_layers_and_masks_are_accepted(rng):
    roi = (0, 0, W, H)
    canvas = _canvas(rng)
    composite_over(canvas, _frozen(_layer(rng, roi)), roi, visible=_frozen(np.ones((H, W), "f4")))
    lay_over(_frozen(_layer(rng, roi)), roi, _layer(rng, roi), roi)


def test_threads_composite_the_same_as_one(rng):
    roi = (-3, -3, 200, 190)
    layer = _layer(rng, roi)
    canvas = rng.integers(0, 256, (180, 190, 3), dtype=np.uint8)
    expected = canvas.copy()
    composite_over(expected, layer, roi)
    wrong = []

    def work():
        for _ in range(25):
            mine = canvas.copy()
            composite_over(mine, layer, roi)
            if not np.array_equal(mine, expected):
                wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_hide_behind_takes_away_what_is_covered(rng):
    layer = rng.random((7, 9, 4)).astype(np.float32)
    front = rng.integers(0, 256, (9, 12), dtype=np.uint8)[1:8, 2:11]
    expected = layer * (1 - front[..., None].astype(np.float64) / 255)
    hide_behind(layer, front)
    np.testing.assert_allclose(layer, expected, atol=1e-6)


def test_hiding_refuses_what_does_not_fit():
    layer = np.zeros((4, 5, 4), np.float32)
    with pytest.raises(ValueError, match="does not fit"):
        hide_behind(layer, np.zeros((5, 4), np.uint8))
    layer.flags.writeable = False
    with pytest.raises(ValueError, match="writable"):
        hide_behind(layer, np.zeros((4, 5), np.uint8))


def test_shadows_fall_on_the_person_behind_what_is_in_front(rng):
    picture = rng.integers(0, 256, (12, 15, 3), dtype=np.uint8)
    depth, person, hands, head = rng.integers(0, 256, (4, 7, 9), dtype=np.uint8)
    depth[2] = 0
    seen = np.clip(person.astype(int) - np.maximum(hands, head), 0, 255) / 255
    expected = picture.astype(float)
    expected[3:10, 4:13] *= (1 - depth / 255 * seen)[..., None]
    before = picture.copy()
    darken_picture(picture, (4, 3, 13, 10), depth, person, (hands, head))
    assert np.abs(picture - expected).max() < 0.51
    np.testing.assert_array_equal(picture[5], before[5])
    with pytest.raises(ValueError, match="fill"):
        darken_picture(picture, (4, 3, 13, 10), depth[1:], person, (hands, head))
    with pytest.raises(ValueError, match="outside"):
        darken_picture(picture, (8, 3, 17, 10), depth, person, (hands, head))
    picture.flags.writeable = False
    with pytest.raises(ValueError, match="writable"):
        darken_picture(picture, (4, 3, 13, 10), depth, person, (hands, head))
