"""Operators that move values about: padding, resizing, reshaping, joining, averaging."""

import numpy as np

from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.tflite.conversion import (
    IMAGE_RANK,
    TO_CHANNELS_FIRST,
    TO_CHANNELS_LAST,
    Conversion,
    options_byte,
    options_integer,
)
from tryon_ar.inference.tflite.schema import Operator


def pad(conversion: Conversion, operator: Operator) -> None:
    """PAD with zeros: (dimensions, 2), before and behind."""
    amounts = np.array(conversion.integers(operator.inputs[1]), np.int64).reshape(-1, 2)
    if len(amounts) == IMAGE_RANK:
        amounts = amounts[list(TO_CHANNELS_FIRST)]
    amount = conversion.writer.constant(amounts.T.reshape(-1).tolist())
    result = conversion.writer.add("Pad", conversion.value(operator.inputs[0]), amount)
    conversion.set_value(operator.outputs[0], result)


def resize_bilinear(conversion: Conversion, operator: Operator) -> None:
    """RESIZE_BILINEAR: corners aligned, pixel centres halfway, or top left corners aligned."""
    _, rows, columns, channels = conversion.tensor(operator.outputs[0]).shape
    if options_byte(operator, 2):
        mode = "align_corners"
    else:
        mode = "half_pixel" if options_byte(operator, 3) else "asymmetric"
    result = conversion.writer.add(
        "Resize",
        conversion.value(operator.inputs[0]),
        "",
        "",
        conversion.writer.constant([1, channels, rows, columns]),
        mode="linear",
        coordinate_transformation_mode=mode,
    )
    conversion.set_value(operator.outputs[0], result)


def reshape(conversion: Conversion, operator: Operator) -> None:
    """RESHAPE, in the file's own order of axes."""
    before = conversion.tensor(operator.inputs[0]).shape
    after = conversion.tensor(operator.outputs[0]).shape
    value = conversion.value(operator.inputs[0])
    if len(before) == IMAGE_RANK:
        value = conversion.writer.add("Transpose", value, perm=list(TO_CHANNELS_LAST))
    value = conversion.writer.add("Reshape", value, conversion.writer.constant(list(after)))
    if len(after) == IMAGE_RANK:
        value = conversion.writer.add("Transpose", value, perm=list(TO_CHANNELS_FIRST))
    conversion.set_value(operator.outputs[0], value)


def concatenation(conversion: Conversion, operator: Operator) -> None:
    """CONCATENATION along an axis, with an activation behind."""
    rank = len(conversion.tensor(operator.outputs[0]).shape)
    axis = _axis(options_integer(operator, 0), rank)
    values = [conversion.value(index) for index in operator.inputs]
    result = conversion.writer.add("Concat", *values, axis=axis)
    conversion.set_value(operator.outputs[0], result, options_byte(operator, 1))


def depth_to_space(conversion: Conversion, operator: Operator) -> None:
    """DEPTH_TO_SPACE: channels become the pixels of a block, rows first."""
    result = conversion.writer.add(
        "DepthToSpace",
        conversion.value(operator.inputs[0]),
        blocksize=options_integer(operator, 0),
        mode="DCR",
    )
    conversion.set_value(operator.outputs[0], result)


def mean(conversion: Conversion, operator: Operator) -> None:
    """MEAN over axes, which stay with length one or go."""
    rank = len(conversion.tensor(operator.inputs[0]).shape)
    stays = bool(options_byte(operator, 0))
    axes = [_axis(axis, rank) for axis in conversion.integers(operator.inputs[1])]
    if rank == IMAGE_RANK and not stays and sorted(axes) != [2, 3]:
        raise GraphRejected("The network averages an image over something else than its pixels.")
    value, over = conversion.value(operator.inputs[0]), conversion.writer.constant(axes)
    result = conversion.writer.add("ReduceMean", value, over, keepdims=int(stays))
    conversion.set_value(operator.outputs[0], result)


def _axis(axis: int, rank: int) -> int:
    """Return where an axis of the file's order is in ours."""
    if not -rank <= axis < rank:
        raise GraphRejected("The network names an axis that its values do not have.")
    axis %= rank
    return TO_CHANNELS_FIRST.index(axis) if rank == IMAGE_RANK else axis
