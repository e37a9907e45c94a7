"""Sliding windows compute what TensorFlow Lite documents, written out in NumPy."""

import numpy as np
import pytest

from tests.support.tflite_files import options, picture_of, run

SAME, VALID = 0, 1
RELU, RELU6 = 1, 3


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
