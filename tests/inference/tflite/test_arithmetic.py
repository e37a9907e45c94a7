"""Operators on single values compute what TensorFlow Lite documents, written out in NumPy."""

import numpy as np
import pytest

from tests.support.tflite_files import options, picture_of, run, schema
from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.tflite.convert import to_onnx


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


def test_numbers_that_are_computed_as_integers_are_refused(rng):
    writer, _ = picture_of(rng, (1, 3, 4, 2))
    writer.operator("DEQUANTIZE", [0], (1, 3, 4, 2))
    with pytest.raises(GraphRejected, match="quantised"):
        to_onnx(writer.file())


def test_values_of_different_ranks_are_not_combined(rng):
    writer, _ = picture_of(rng, (1, 3, 4, 2))
    flat = writer.operator("RESHAPE", [0, writer.constant(np.array([1, 24], np.int32))], (1, 24))
    writer.operator("ADD", [0, flat], (1, 3, 4, 2), options("AddOptions"))
    with pytest.raises(GraphRejected, match="different ranks"):
        to_onnx(writer.file())


def test_slopes_of_values_that_are_no_picture(rng):
    writer, values = picture_of(rng, (2, 5))
    slopes = rng.random(5).astype(np.float32)
    writer.operator("PRELU", [0, writer.constant(slopes)], values.shape)
    expected = np.where(values > 0, values, slopes * values)
    np.testing.assert_allclose(run(writer, values), expected, atol=1e-6)


def test_softmax_without_options_is_the_plain_one(rng):
    writer, values = picture_of(rng, (2, 5))
    writer.operator("SOFTMAX", [0], values.shape)
    powers = np.exp(values)
    np.testing.assert_allclose(
        run(writer, values), powers / powers.sum(-1, keepdims=True), atol=1e-5
    )


@pytest.mark.parametrize("without", [[], [-1]])
def test_dense_layers_of_values_need_no_bias(rng, without):
    writer, values = picture_of(rng, (2, 5))
    weights = rng.standard_normal((3, 5)).astype(np.float32)
    inputs = [0, writer.constant(weights), *without]
    writer.operator("FULLY_CONNECTED", inputs, (2, 3), options("FullyConnectedOptions"))
    np.testing.assert_allclose(run(writer, values), values @ weights.T, atol=1e-5)


def test_a_dense_layer_that_keeps_a_picture_s_axes_is_refused(rng):
    writer, _ = picture_of(rng, (1, 3, 4, 2))
    weights = writer.constant(np.ones((5, 2), np.float32))
    settings = options("FullyConnectedOptions", keepNumDims=True)
    writer.operator("FULLY_CONNECTED", [0, weights], (1, 3, 4, 5), settings)
    with pytest.raises(GraphRejected, match="dense layer"):
        to_onnx(writer.file())


@pytest.mark.parametrize(
    ("activation", "expected"),
    [
        ("NONE", lambda x: x),
        ("RELU", lambda x: np.maximum(x, 0)),
        ("RELU6", lambda x: np.clip(x, 0, 6)),
        ("TANH", np.tanh),
    ],
)
def test_what_comes_behind_an_operator_is_done(rng, activation, expected):
    writer, values = picture_of(rng, (4, 6))
    number = getattr(schema().ActivationFunctionType, activation)
    settings = options("AddOptions", fusedActivationFunction=number)
    writer.operator("ADD", [0, writer.constant(values * 4)], values.shape, settings)
    np.testing.assert_allclose(run(writer, values), expected(values * 5), atol=1e-5)


def test_an_activation_that_nobody_uses_is_refused(rng):
    writer, values = picture_of(rng, (4, 6))
    number = schema().ActivationFunctionType.SIGN_BIT
    settings = options("AddOptions", fusedActivationFunction=number)
    writer.operator("ADD", [0, writer.constant(values)], values.shape, settings)
    with pytest.raises(GraphRejected, match="activation 5"):
        to_onnx(writer.file())


def test_a_value_that_nothing_computes_is_refused(rng):
    writer, values = picture_of(rng, (4, 6))
    nothing = writer.computed(values.shape)
    writer.operator("ADD", [0, nothing], values.shape, options("AddOptions"))
    with pytest.raises(GraphRejected, match="before it is computed"):
        to_onnx(writer.file())
