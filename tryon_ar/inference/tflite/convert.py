"""A TensorFlow Lite file becomes an ONNX model."""

from collections.abc import Callable, Sequence

from onnx import ModelProto, TensorProto, ValueInfoProto, helper

from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.tflite import arithmetic, shapes, windows
from tryon_ar.inference.tflite.conversion import IMAGE_RANK, TO_CHANNELS_FIRST, Conversion
from tryon_ar.inference.tflite.schema import DAMAGE, Operator, Tensor, read_network
from tryon_ar.inference.tflite.writer import IR_VERSION, OPSET

#: Name of a converted network's first input.
PICTURE = "picture"

_Converter = Callable[[Conversion, Operator], None]

_CONVERTERS: dict[str, _Converter] = {
    "ADD": arithmetic.pairwise,
    "AVERAGE_POOL_2D": windows.pooling,
    "CONCATENATION": shapes.concatenation,
    "CONV_2D": windows.convolution,
    "Convolution2DTransposeBias": windows.transposed_convolution,
    "DENSIFY": arithmetic.dequantize,
    "DEPTHWISE_CONV_2D": windows.depthwise_convolution,
    "DEPTH_TO_SPACE": shapes.depth_to_space,
    "DEQUANTIZE": arithmetic.dequantize,
    "FULLY_CONNECTED": arithmetic.fully_connected,
    "HARD_SWISH": arithmetic.elementwise,
    "LOGISTIC": arithmetic.elementwise,
    "MAX_POOL_2D": windows.pooling,
    "MEAN": shapes.mean,
    "MUL": arithmetic.pairwise,
    "PAD": shapes.pad,
    "PRELU": arithmetic.prelu,
    "RELU": arithmetic.elementwise,
    "RELU6": arithmetic.relu6,
    "RESHAPE": shapes.reshape,
    "RESIZE_BILINEAR": shapes.resize_bilinear,
    "SOFTMAX": arithmetic.softmax,
    "SUB": arithmetic.pairwise,
    "TANH": arithmetic.elementwise,
}


def to_onnx(
    content: bytes,
    *,
    outputs: Sequence[int] | None = None,
    output_names: Sequence[str] | None = None,
    prefix: str = "t",
) -> ModelProto:
    """Return a TensorFlow Lite network as an ONNX model.

    Parameters
    ----------
    content : bytes
        The ``.tflite`` file.
    outputs : sequence of int, optional
        Tensors that become the model's outputs, by their index in the file; what only
        others need is left out. The file's own outputs by default.
    output_names : sequence of str, optional
        What to call them; ``output0``, ``output1`` ... by default.
    prefix : str
        Names of all other values begin with it.

    Returns
    -------
    ModelProto
        Of opset 18, float32. Its inputs are called ``picture``, ``input1``, ``input2`` and so on
        and, like its outputs, have shape (1, channels, rows, columns) where the file has
        (1, rows, columns, channels).

    Raises
    ------
    GraphRejected
        When the file is damaged, quantised, or uses an operator that is not known here.
    """
    network = read_network(content)
    conversion = Conversion(network, prefix)
    wanted = list(network.outputs if outputs is None else outputs)
    inputs = [
        _value_info(f"input{i}" if i else PICTURE, conversion.tensor(index))
        for i, index in enumerate(network.inputs)
    ]
    for info, index in zip(inputs, network.inputs, strict=True):
        conversion.set_value(index, info.name)
    for operator in _needed(network.operators, wanted):
        _convert(conversion, operator)
    names = list(output_names or (f"output{i}" for i in range(len(wanted))))
    results = [
        _value_info(name, conversion.tensor(index))
        for name, index in zip(names, wanted, strict=True)
    ]
    nodes = conversion.writer.nodes
    for name, index in zip(names, wanted, strict=True):
        nodes.append(helper.make_node("Identity", [conversion.value(index)], [name], name=name))
    graph = helper.make_graph(nodes, "tflite", inputs, results, conversion.writer.constants)
    opset = [helper.make_opsetid("", OPSET)]
    return helper.make_model(graph, opset_imports=opset, ir_version=IR_VERSION)


def _convert(conversion: Conversion, operator: Operator) -> None:
    converter = _CONVERTERS.get(operator.name)
    if converter is None:
        raise GraphRejected(
            f"The network uses the operator {operator.name}, which cannot be converted.",
            "Export the network as ONNX.",
        )
    try:
        converter(conversion, operator)
    except (*DAMAGE, ZeroDivisionError) as error:
        raise GraphRejected(
            f"The network's operator {operator.name} is damaged.", "Get the file again."
        ) from error


def _needed(operators: Sequence[Operator], wanted: Sequence[int]) -> list[Operator]:
    """Return the operators that the wanted tensors depend on, in the file's order."""
    needed = set(wanted)
    kept: list[Operator] = []
    for operator in reversed(operators):
        if needed.intersection(operator.outputs):
            needed.update(operator.inputs)
            kept.append(operator)
    return kept[::-1]


def _value_info(name: str, tensor: Tensor) -> ValueInfoProto:
    shape = list(tensor.shape)
    if len(shape) == IMAGE_RANK:
        shape = [shape[axis] for axis in TO_CHANNELS_FIRST]
    if min(shape, default=1) < 1:
        raise GraphRejected("The network does not say how large its pictures are.")
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
