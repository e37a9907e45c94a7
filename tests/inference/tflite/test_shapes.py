"""Operators that move values compute what TensorFlow Lite documents, written out in NumPy."""

import numpy as np
import pytest

from tests.support.tflite_files import options, picture_of, run
from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.tflite.convert import to_onnx


@pytest.mark.parametrize("mode", ["alignCorners", "halfPixelCenters", ""])
def test_resize_bilinear(rng, mode):
    writer, picture = picture_of(rng, (1, 3, 4, 2))
    settings = options("ResizeBilinearOptions", **({mode: True} if mode else {}))
    target = writer.constant(np.array([6, 9], np.int32))
    writer.operator("RESIZE_BILINEAR", [0, target], (1, 6, 9, 2), settings)

    def matrix(before: int, after: int) -> np.ndarray:
        weights = np.zeros((after, before))
        for place in range(after):
            at = place * before / after
            if mode == "alignCorners":
                at = place * (before - 1) / (after - 1)
            elif mode:
                at = (place + 0.5) * before / after - 0.5
            at = min(max(at, 0.0), before - 1.0)
            low = int(at)
            weights[place, low] += 1 - (at - low)
            weights[place, min(low + 1, before - 1)] += at - low
        return weights

    expected = np.einsum("ay,bx,yxc->abc", matrix(3, 6), matrix(4, 9), picture[0])
    np.testing.assert_allclose(run(writer, picture)[0], expected, atol=1e-5)


@pytest.mark.parametrize("after", [(1, 24), (1, 4, 3, 2), (1, 2, 2, 6), (3, 8)])
def test_reshape_keeps_the_files_order(rng, after):
    writer, picture = picture_of(rng, (1, 3, 4, 2))
    target = writer.constant(np.array(after, np.int32))
    writer.operator("RESHAPE", [0, target], after)
    np.testing.assert_array_equal(run(writer, picture), picture.reshape(after))


def test_pad(rng):
    writer, picture = picture_of(rng, (1, 3, 4, 2))
    amounts = np.array([[0, 0], [1, 2], [0, 3], [2, 1]], np.int32)
    expected = np.pad(picture, amounts)
    writer.operator("PAD", [0, writer.constant(amounts)], expected.shape)
    np.testing.assert_array_equal(run(writer, picture), expected)


@pytest.mark.parametrize("axis", [1, 2, 3, -1])
def test_concatenation(rng, axis):
    writer, picture = picture_of(rng, (1, 3, 4, 2))
    other = rng.standard_normal(picture.shape).astype(np.float32)
    expected = np.concatenate([picture, other], axis)
    settings = options("ConcatenationOptions", axis=axis)
    writer.operator("CONCATENATION", [0, writer.constant(other)], expected.shape, settings)
    np.testing.assert_array_equal(run(writer, picture), expected)


def test_depth_to_space(rng):
    writer, picture = picture_of(rng, (1, 2, 3, 8))
    blocks = picture.reshape(1, 2, 3, 2, 2, 2)
    expected = blocks.transpose(0, 1, 3, 2, 4, 5).reshape(1, 4, 6, 2)
    settings = options("DepthToSpaceOptions", blockSize=2)
    writer.operator("DEPTH_TO_SPACE", [0], expected.shape, settings)
    np.testing.assert_array_equal(run(writer, picture), expected)


@pytest.mark.parametrize("stays", [True, False])
def test_mean_over_the_pixels(rng, stays):
    writer, picture = picture_of(rng, (1, 3, 4, 2))
    expected = picture.mean((1, 2), keepdims=stays)
    axes = writer.constant(np.array([1, 2], np.int32))
    writer.operator("MEAN", [0, axes], expected.shape, options("ReducerOptions", keepDims=stays))
    np.testing.assert_allclose(run(writer, picture), expected, atol=1e-6)


@pytest.mark.parametrize("axes", [[0], [1], [1, 2]])
def test_mean_of_values_that_are_no_picture(rng, axes):
    writer, values = picture_of(rng, (2, 3, 4))
    expected = values.mean(tuple(axes))
    over = writer.constant(np.array(axes, np.int32))
    writer.operator("MEAN", [0, over], expected.shape, options("ReducerOptions"))
    np.testing.assert_allclose(run(writer, values), expected, atol=1e-6)


def test_a_picture_is_averaged_over_its_pixels_only(rng):
    writer, _ = picture_of(rng, (1, 3, 4, 2))
    over = writer.constant(np.array([1, 3], np.int32))
    writer.operator("MEAN", [0, over], (1, 4), options("ReducerOptions"))
    with pytest.raises(GraphRejected, match="something else than its pixels"):
        to_onnx(writer.file())


def test_an_axis_that_is_not_there_is_refused(rng):
    writer, picture = picture_of(rng, (1, 3, 4, 2))
    settings = options("ConcatenationOptions", axis=4)
    writer.operator("CONCATENATION", [0, writer.constant(picture)], (1, 3, 4, 4), settings)
    with pytest.raises(GraphRejected, match="axis"):
        to_onnx(writer.file())


def test_values_that_are_no_picture_keep_their_order(rng):
    writer, values = picture_of(rng, (2, 12))
    amounts = np.array([[0, 1], [2, 0]], np.int32)
    padded = writer.operator("PAD", [0, writer.constant(amounts)], (3, 14))
    target = writer.constant(np.array([6, 7], np.int32))
    writer.operator("RESHAPE", [padded, target], (6, 7))
    np.testing.assert_array_equal(run(writer, values), np.pad(values, amounts).reshape(6, 7))
