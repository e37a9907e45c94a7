"""Operators that slide a window over an image: convolutions and pooling."""

from typing import NamedTuple

import numpy as np

from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.tflite.conversion import Conversion, options_byte, options_integer
from tryon_ar.inference.tflite.schema import Operator

_SAME = 0
_TRANSPOSE_OPTIONS_BYTES = 12


class Window(NamedTuple):
    """Two numbers of a window: along rows (y) and columns (x)."""

    y: int
    x: int


def convolution(conversion: Conversion, operator: Operator) -> None:
    """CONV_2D: weights (out, row, column, in), in groups when ``in`` is a part of the image's."""
    weights = conversion.weights(operator.inputs[1]).transpose(0, 3, 1, 2)
    groups = conversion.tensor(operator.inputs[0]).shape[3] // weights.shape[1]
    dilation = Window(options_integer(operator, 5, 1), options_integer(operator, 4, 1))
    _convolve(conversion, operator, weights, groups, dilation, activation_slot=3)


def depthwise_convolution(conversion: Conversion, operator: Operator) -> None:
    """DEPTHWISE_CONV_2D: weights (1, row, column, out), a group for every channel."""
    weights = conversion.weights(operator.inputs[1]).transpose(3, 0, 1, 2)
    groups = conversion.tensor(operator.inputs[0]).shape[3]
    dilation = Window(options_integer(operator, 6, 1), options_integer(operator, 5, 1))
    _convolve(conversion, operator, weights, groups, dilation, activation_slot=4)


def _convolve(
    conversion: Conversion,
    operator: Operator,
    weights: np.ndarray,
    groups: int,
    dilation: Window,
    activation_slot: int,
) -> None:
    size = Window(*weights.shape[2:])
    strides = _strides(operator)
    reach = Window(*((k - 1) * d + 1 for k, d in zip(size, dilation, strict=True)))
    result = conversion.writer.add(
        "Conv",
        conversion.value(operator.inputs[0]),
        conversion.writer.constant(weights),
        *_bias(conversion, operator, 2),
        kernel_shape=list(size),
        strides=list(strides),
        dilations=list(dilation),
        group=int(groups),
        pads=_pads(conversion, operator, reach, strides),
    )
    conversion.set_value(operator.outputs[0], result, options_byte(operator, activation_slot))


def transposed_convolution(conversion: Conversion, operator: Operator) -> None:
    """MediaPipe's ``Convolution2DTransposeBias``: weights (out, row, column, in) and a bias.

    Its options are three int32: padding, stride along columns, stride along rows [1]_.

    References
    ----------
    .. [1] mediapipe/util/tflite/operations/transpose_conv_bias.cc
    """
    if len(operator.custom_options) < _TRANSPOSE_OPTIONS_BYTES:
        raise GraphRejected("The network's transposed convolution lacks its options.")
    _, stride_x, stride_y = np.frombuffer(operator.custom_options, np.int32, 3).tolist()
    weights = conversion.weights(operator.inputs[1])
    size, strides = Window(*weights.shape[1:3]), Window(stride_y, stride_x)
    before = conversion.tensor(operator.inputs[0]).shape[1:3]
    after = conversion.tensor(operator.outputs[0]).shape[1:3]
    spare = [
        max((b - 1) * stride + k - a, 0)  # none where the padding is VALID
        for b, a, k, stride in zip(before, after, size, strides, strict=True)
    ]
    result = conversion.writer.add(
        "ConvTranspose",
        conversion.value(operator.inputs[0]),
        conversion.writer.constant(weights.transpose(3, 0, 1, 2)),
        *_bias(conversion, operator, 2),
        kernel_shape=list(size),
        strides=list(strides),
        pads=[s // 2 for s in spare] + [s - s // 2 for s in spare],
    )
    conversion.set_value(operator.outputs[0], result)


def pooling(conversion: Conversion, operator: Operator) -> None:
    """MAX_POOL_2D and AVERAGE_POOL_2D; padding does not count in an average."""
    size = Window(options_integer(operator, 4), options_integer(operator, 3))
    strides = _strides(operator)
    pads = _pads(conversion, operator, size, strides)
    whole = size == conversion.tensor(operator.inputs[0]).shape[1:3] and not any(pads)
    if whole and operator.name == "AVERAGE_POOL_2D":
        result = conversion.writer.add("GlobalAveragePool", conversion.value(operator.inputs[0]))
        conversion.set_value(operator.outputs[0], result, options_byte(operator, 5))
        return
    result = conversion.writer.add(
        "MaxPool" if operator.name == "MAX_POOL_2D" else "AveragePool",
        conversion.value(operator.inputs[0]),
        kernel_shape=list(size),
        strides=list(strides),
        pads=pads,
    )
    conversion.set_value(operator.outputs[0], result, options_byte(operator, 5))


def _strides(operator: Operator) -> Window:
    return Window(options_integer(operator, 2), options_integer(operator, 1))


def _bias(conversion: Conversion, operator: Operator, place: int) -> list[str]:
    if len(operator.inputs) <= place or operator.inputs[place] < 0:
        return []
    return [conversion.writer.constant(conversion.weights(operator.inputs[place]))]


def _pads(conversion: Conversion, operator: Operator, reach: Window, strides: Window) -> list[int]:
    """Return rows above, columns left, rows below, columns right.

    ``SAME`` makes the result ``ceil(size / stride)`` large and puts the odd pixel behind.
    """
    if min(strides) < 1 or min(reach) < 1:
        raise GraphRejected("The network has a window without size, so it is damaged.")
    if options_byte(operator, 0) != _SAME:
        return [0, 0, 0, 0]
    rows_columns = conversion.tensor(operator.inputs[0]).shape[1:3]
    spare = [
        max((-(-size // stride) - 1) * stride + extent - size, 0)
        for size, stride, extent in zip(rows_columns, strides, reach, strict=True)
    ]
    return [s // 2 for s in spare] + [s - s // 2 for s in spare]
