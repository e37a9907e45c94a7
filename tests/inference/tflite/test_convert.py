"""Converted operators compute what TensorFlow Lite documents, written out in NumPy."""

import numpy as np
import pytest

from tests.support.tflite_files import Writer, options
from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.session import open_session
from tryon_ar.inference.tflite.convert import to_onnx

SAME, VALID = 0, 1
RELU, RELU6 = 1, 3


def run(writer: Writer, picture: np.ndarray) -> np.ndarray:
    """Convert and run; channels last in and out."""
    model = to_onnx(writer.file())
    session = open_session(model.SerializeToString(), "cpu")
    fed = picture.transpose(0, 3, 1, 2) if picture.ndim == 4 else picture
    result = session.run({"picture": np.ascontiguousarray(fed)})[0]
    return result.transpose(0, 2, 3, 1) if result.ndim == 4 else result


def picture_of(rng: np.random.Generator, shape: tuple[int, ...]) -> tuple[Writer, np.ndarray]:
    writer = Writer()
    writer.computed(shape)
    return writer, rng.standard_normal(shape).astype(np.float32)


def windows_of(picture, size, stride, dilation, padding, fill=0.0):
    """Every window of one picture: (rows, columns, window rows, window columns, channels)."""
    reach = [(k - 1) * dilation + 1 for k in size]
    before, after = [0, 0], []
    for axis in range(2):
        length = picture.shape[axis]
        count = -(-length // stride) if padding == SAME else (length - reach[axis]) // stride + 1
        if padding == SAME:
            before[axis] = max((count - 1) * stride + reach[axis] - length, 0) // 2
        after.append(count)
    wide = np.pad(picture, [(b, 99) for b in before] + [(0, 0)], constant_values=fill)
    found = np.empty((*after, *size, picture.shape[2]), picture.dtype)
    for row, column in np.ndindex(*after):
        y, x = row * stride, column * stride
        window = wide[y : y + reach[0] : dilation, x : x + reach[1] : dilation]
        found[row, column] = window
    return found


@pytest.mark.parametrize("padding", [SAME, VALID])
@pytest.mark.parametrize(("stride", "dilation"), [(1, 1), (2, 1), (1, 2)])
@pytest.mark.parametrize("size", [(3, 3), (5, 3), (2, 2)])
def test_convolution(rng, padding, stride, dilation, size):
    writer, picture = picture_of(rng, (1, 12, 11, 3))
    weights = rng.standard_normal((4, *size, 3)).astype(np.float32)
    bias = rng.standard_normal(4).astype(np.float32)
    windows = windows_of(picture[0], size, stride, dilation, padding)
    expected = np.maximum(np.einsum("rcyxi,oyxi->rco", windows, weights) + bias, 0)
    settings = options(
        "Conv2DOptions",
        padding=padding,
        strideW=stride,
        strideH=stride,
        dilationWFactor=dilation,
        dilationHFactor=dilation,
        fusedActivationFunction=RELU,
    )
    inputs = [0, writer.constant(weights), writer.constant(bias)]
    writer.operator("CONV_2D", inputs, (1, *expected.shape), settings)
    np.testing.assert_allclose(run(writer, picture)[0], expected, atol=1e-5)


@pytest.mark.parametrize("padding", [SAME, VALID])
@pytest.mark.parametrize(("stride", "times"), [(1, 1), (2, 1), (2, 2)])
def test_depthwise_convolution(rng, padding, stride, times):
    writer, picture = picture_of(rng, (1, 8, 9, 3))
    weights = rng.standard_normal((1, 3, 3, 3 * times)).astype(np.float32)
    windows = windows_of(picture[0], (3, 3), stride, 1, padding)
    expected = np.einsum("rcyxi,yxit->rcit", windows, weights[0].reshape(3, 3, 3, times))
    expected = np.clip(expected.reshape(*expected.shape[:2], -1), 0, 6)
    settings = options(
        "DepthwiseConv2DOptions",
        padding=padding,
        strideW=stride,
        strideH=stride,
        depthMultiplier=times,
        fusedActivationFunction=RELU6,
    )
    inputs = [0, writer.constant(weights)]
    writer.operator("DEPTHWISE_CONV_2D", inputs, (1, *expected.shape), settings)
    np.testing.assert_allclose(run(writer, picture)[0], expected, atol=1e-5)


def test_transposed_convolution_is_the_adjoint_of_a_convolution(rng):
    """<y, conv(x)> = <conv^T(y), x>, for the strided SAME convolution of the same weights."""
    writer, small = picture_of(rng, (1, 4, 5, 2))
    weights = rng.standard_normal((3, 2, 2, 2)).astype(np.float32)  # out, row, column, in
    large = rng.standard_normal((8, 10, 3)).astype(np.float32)
    down = np.einsum("rcyxo,oyxi->rci", windows_of(large, (2, 2), 2, 1, SAME), weights)
    inputs = [0, writer.constant(weights), writer.constant(np.zeros(3, np.float32))]
    custom = np.array([1, 2, 2], np.int32).tobytes()
    writer.operator("Convolution2DTransposeBias", inputs, (1, 8, 10, 3), custom=custom)
    up = run(writer, small)[0]
    assert float((down * small[0]).sum()) == pytest.approx(float((large * up).sum()), rel=1e-4)


@pytest.mark.parametrize("name", ["MAX_POOL_2D", "AVERAGE_POOL_2D"])
@pytest.mark.parametrize(("size", "padding"), [(2, SAME), (3, SAME), (3, VALID), (7, VALID)])
def test_pooling_does_not_count_padding(rng, name, size, padding):
    writer, picture = picture_of(rng, (1, 7, 7, 3))
    windows = windows_of(picture[0], (size, size), 2, 1, padding, fill=np.nan)
    pool = np.nanmax if name == "MAX_POOL_2D" else np.nanmean
    expected = pool(windows, axis=(2, 3))
    settings = options(
        "Pool2DOptions", padding=padding, strideW=2, strideH=2, filterWidth=size, filterHeight=size
    )
    writer.operator(name, [0], (1, *expected.shape), settings)
    np.testing.assert_allclose(run(writer, picture)[0], expected, atol=1e-6)


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


def test_half_weights_are_read_as_they_are(rng):
    writer, picture = picture_of(rng, (1, 3, 4, 2))
    half = rng.standard_normal(picture.shape).astype(np.float16)
    weights = writer.operator("DEQUANTIZE", [writer.constant(half)], half.shape)
    writer.operator("ADD", [0, weights], picture.shape, options("AddOptions"))
    np.testing.assert_allclose(run(writer, picture), picture + half.astype(np.float32), atol=1e-6)


def test_what_only_other_outputs_need_is_left_out(rng):
    writer, _ = picture_of(rng, (1, 3, 4, 2))
    first = writer.operator("RELU", [0], (1, 3, 4, 2))
    writer.operator("A_NEW_ONE", [first], (1, 3, 4, 2), custom=b"")
    model = to_onnx(writer.file(), outputs=[first], output_names=["positive"])
    assert [node.op_type for node in model.graph.node] == ["Relu", "Identity"]
    assert model.graph.output[0].name == "positive"


def test_unknown_operators_are_named(rng):
    writer, _ = picture_of(rng, (1, 3, 4, 2))
    writer.operator("A_NEW_ONE", [0], (1, 3, 4, 2), custom=b"")
    with pytest.raises(GraphRejected, match="A_NEW_ONE"):
        to_onnx(writer.file())


def test_quantised_networks_are_refused(rng):
    writer, _ = picture_of(rng, (1, 3, 4, 2))
    weights = writer.constant(np.ones((2, 1, 1, 2), np.uint8))
    writer.operator(
        "CONV_2D", [0, weights], (1, 3, 4, 2), options("Conv2DOptions", strideW=1, strideH=1)
    )
    with pytest.raises(GraphRejected, match="quantised"):
        to_onnx(writer.file())


@pytest.mark.parametrize(
    "content", [b"", b"TFL3", b"\0\0\0\0TFL3", b"\xff" * 4 + b"TFL3" + b"\xff" * 64]
)
def test_what_is_no_network_is_refused(content):
    with pytest.raises(GraphRejected):
        to_onnx(content)


def test_damage_anywhere_is_a_sentence_or_harmless(rng):
    writer, _ = picture_of(rng, (1, 8, 7, 3))
    weights = rng.standard_normal((4, 3, 3, 3)).astype(np.float32)
    settings = options("Conv2DOptions", strideW=2, strideH=2)
    writer.operator("CONV_2D", [0, writer.constant(weights)], (1, 4, 4, 4), settings)
    whole = writer.file()
    refused = 0
    for place in range(8, len(whole)):
        damaged = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        try:
            to_onnx(damaged)
        except GraphRejected:
            refused += 1
    assert refused > 100
    for length in range(0, len(whole), 7):
        with pytest.raises(GraphRejected):
            to_onnx(whole[:length])
