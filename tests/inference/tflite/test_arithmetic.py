"""Operators on single values compute what TensorFlow Lite documents, written out in NumPy."""

import numpy as np
import pytest

from tests.support.tflite_files import options, picture_of, run


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("LOGISTIC", lambda x: 1 / (1 + np.exp(-x))),
        ("RELU", lambda x: np.maximum(x, 0)),
        ("RELU6", lambda x: np.clip(x, 0, 6)),
        ("TANH", np.tanh),
        ("HARD_SWISH", lambda x: x * np.clip(x + 3, 0, 6) / 6),
    ],
)
def test_elementwise(rng, name, expected):
    writer, picture = picture_of(rng, (1, 3, 4, 2))
    picture *= 5
    writer.operator(name, [0], picture.shape)
    np.testing.assert_allclose(run(writer, picture), expected(picture), atol=1e-5)


@pytest.mark.parametrize("shape", [(1, 3, 4, 2), (1, 1, 1, 2), (2,), ()])
@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("ADD", "AddOptions", np.add),
        ("MUL", "MulOptions", np.multiply),
        ("SUB", "SubOptions", np.subtract),
    ],
)
def test_pairs_are_broadcast_in_their_own_axes(rng, name, kind, expected, shape):
    writer, picture = picture_of(rng, (1, 3, 4, 2))
    other = np.asarray(rng.standard_normal(shape), np.float32)
    writer.operator(name, [0, writer.constant(other)], picture.shape, options(kind))
    np.testing.assert_allclose(run(writer, picture), expected(picture, other), atol=1e-6)


def test_slopes_of_channels(rng):
    writer, picture = picture_of(rng, (1, 3, 4, 2))
    slopes = rng.random((1, 1, 2)).astype(np.float32)
    writer.operator("PRELU", [0, writer.constant(slopes)], picture.shape)
    expected = np.where(picture > 0, picture, slopes * picture)
    np.testing.assert_allclose(run(writer, picture), expected, atol=1e-6)


@pytest.mark.parametrize("shape", [(1, 3, 4, 5), (2, 5)])
def test_softmax_is_over_channels(rng, shape):
    writer, picture = picture_of(rng, shape)
    writer.operator("SOFTMAX", [0], shape, options("SoftmaxOptions", beta=2.0))
    powers = np.exp(2 * picture)
    np.testing.assert_allclose(
        run(writer, picture), powers / powers.sum(-1, keepdims=True), atol=1e-5
    )


def test_dense_layers_read_pictures_in_the_files_order(rng):
    writer, picture = picture_of(rng, (1, 3, 4, 2))
    weights = rng.standard_normal((5, 24)).astype(np.float32)
    bias = rng.standard_normal(5).astype(np.float32)
    inputs = [0, writer.constant(weights), writer.constant(bias)]
    writer.operator("FULLY_CONNECTED", inputs, (1, 5), options("FullyConnectedOptions"))
    expected = picture.reshape(1, -1) @ weights.T + bias
    np.testing.assert_allclose(run(writer, picture), expected, atol=1e-5)


def test_half_weights_are_read_as_they_are(rng):
    writer, picture = picture_of(rng, (1, 3, 4, 2))
    half = rng.standard_normal(picture.shape).astype(np.float16)
    weights = writer.operator("DEQUANTIZE", [writer.constant(half)], half.shape)
    writer.operator("ADD", [0, weights], picture.shape, options("AddOptions"))
    np.testing.assert_allclose(run(writer, picture), picture + half.astype(np.float32), atol=1e-6)
