"""Operators that change every value by itself, and dense layers."""

import numpy as np

from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.tflite.conversion import (
    IMAGE_RANK,
    TO_CHANNELS_LAST,
    Conversion,
    options_byte,
)
from tryon_ar.inference.tflite.schema import Operator

_PLAIN = {
    "LOGISTIC": "Sigmoid",
    "RELU": "Relu",
    "HARD_SWISH": "HardSwish",
    "TANH": "Tanh",
    "ADD": "Add",
    "MUL": "Mul",
    "SUB": "Sub",
}


def dequantize(conversion: Conversion, operator: Operator) -> None:
    """DEQUANTIZE and DENSIFY: float16 or sparse weights are read as float32 ahead of time."""
    source, result = operator.inputs[0], operator.outputs[0]
    if conversion.is_computed(source):
        raise GraphRejected("The network is quantised; only networks of real numbers can be used.")
    dtype = conversion.tensor(result).dtype
    conversion.set_constant(result, conversion.weights(source).astype(dtype))


def elementwise(conversion: Conversion, operator: Operator) -> None:
    """One input: LOGISTIC, RELU, HARD_SWISH, TANH."""
    result = conversion.writer.add(_PLAIN[operator.name], conversion.value(operator.inputs[0]))
    conversion.set_value(operator.outputs[0], result)


def pairwise(conversion: Conversion, operator: Operator) -> None:
    """Two inputs, broadcast: ADD, MUL, SUB, with an activation behind."""
    rank = len(conversion.tensor(operator.outputs[0]).shape)
    for index in operator.inputs:
        if conversion.is_computed(index) and len(conversion.tensor(index).shape) != rank:
            raise GraphRejected("The network combines values of different ranks.")
    values = [conversion.value(index, rank) for index in operator.inputs]
    result = conversion.writer.add(_PLAIN[operator.name], *values)
    conversion.set_value(operator.outputs[0], result, options_byte(operator, 0))


def relu6(conversion: Conversion, operator: Operator) -> None:
    """RELU6: between 0 and 6."""
    limits = [conversion.writer.constant(0.0), conversion.writer.constant(6.0)]
    result = conversion.writer.add("Clip", conversion.value(operator.inputs[0]), *limits)
    conversion.set_value(operator.outputs[0], result)


def prelu(conversion: Conversion, operator: Operator) -> None:
    """PRELU: a slope for every channel."""
    rank = len(conversion.tensor(operator.inputs[0]).shape)
    slopes = conversion.weights(operator.inputs[1])
    slopes = slopes.reshape((1,) * (rank - 1 - slopes.ndim) + slopes.shape)
    if rank == IMAGE_RANK:
        slopes = slopes.transpose(2, 0, 1)
    result = conversion.writer.add(
        "PRelu", conversion.value(operator.inputs[0]), conversion.writer.constant(slopes)
    )
    conversion.set_value(operator.outputs[0], result)


def softmax(conversion: Conversion, operator: Operator) -> None:
    """SOFTMAX over the channels, with its inverse temperature."""
    beta = 1.0 if operator.options is None else operator.options.real(0)
    rank = len(conversion.tensor(operator.inputs[0]).shape)
    value = conversion.value(operator.inputs[0])
    if beta != 1.0:
        value = conversion.writer.add("Mul", value, conversion.writer.constant(beta))
    axis = 1 if rank == IMAGE_RANK else rank - 1
    conversion.set_value(operator.outputs[0], conversion.writer.add("Softmax", value, axis=axis))


def fully_connected(conversion: Conversion, operator: Operator) -> None:
    """FULLY_CONNECTED: weights (out, in), on everything but the batch."""
    weights = conversion.weights(operator.inputs[1])
    if options_byte(operator, 2) and len(conversion.tensor(operator.inputs[0]).shape) > 2:
        raise GraphRejected("The network has a dense layer of a kind that is not known here.")
    value = conversion.value(operator.inputs[0])
    if len(conversion.tensor(operator.inputs[0]).shape) == IMAGE_RANK:
        value = conversion.writer.add("Transpose", value, perm=list(TO_CHANNELS_LAST))
    flat = conversion.writer.add(
        "Reshape", value, conversion.writer.constant([-1, int(np.shape(weights)[1])])
    )
    inputs = [flat, conversion.writer.constant(weights)]
    if len(operator.inputs) > 2 and operator.inputs[2] >= 0:
        inputs.append(conversion.writer.constant(conversion.weights(operator.inputs[2])))
    result = conversion.writer.add("Gemm", *inputs, transB=1)
    conversion.set_value(operator.outputs[0], result, options_byte(operator, 0))
