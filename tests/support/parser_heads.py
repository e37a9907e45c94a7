"""Parsing heads and parsers that were never trained, so small that they can be read."""

import numpy as np
from onnx import TensorProto, helper, numpy_helper

from tryon_ar.core.labels import Label
from tryon_ar.parsing.trunk import TAPS

SHARES_PX = 128


def outline_head(share: float = 1.0) -> bytes:
    """A head that calls the selfie mask upper clothes, as far as ``share``."""
    inputs = [
        ("picture", [1, 3, 256, 256]),
        ("person", [1, 1, 256, 256]),
        *((tap.name, [1, tap.channels, tap.side_px, tap.side_px]) for tap in TAPS),
    ]
    weights = np.zeros((8, 1, 1, 1), np.float32)
    weights[Label.BACKGROUND], weights[Label.UPPER] = -share, share
    bias = np.zeros(8, np.float32)
    bias[Label.BACKGROUND] = 1.0
    nodes = [
        helper.make_node("AveragePool", ["person"], ["half"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Conv", ["half", "weights", "bias"], ["shares"]),
    ]
    graph = helper.make_graph(
        nodes,
        "head",
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in inputs],
        [helper.make_tensor_value_info("shares", TensorProto.FLOAT, [1, 8, SHARES_PX, SHARES_PX])],
        [numpy_helper.from_array(weights, "weights"), numpy_helper.from_array(bias, "bias")],
    )
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8
    ).SerializeToString()


def colour_parser(
    classes: int = 8,
    side_px: int = 64,
    *,
    last: bool = False,
    softmax: bool = False,
    said: dict[str, str] | None = None,
    opset: int = 17,
) -> bytes:
    """A parser that scores class 1 by red, class 2 by green, class 3 by blue, all others 0.

    Parameters
    ----------
    last : bool
        Channels are last, in and out.
    softmax : bool
        The answer is probabilities.
    said : dict of str to str, optional
        Metadata.
    """
    weights = np.zeros((classes, 3, 1, 1), np.float32)
    for channel in range(3):
        weights[channel + 1, channel] = 10.0
    nodes = [helper.make_node("Conv", ["first", "weights"], ["scores"])]
    shapes = ([1, 3, side_px, side_px], [1, classes, side_px, side_px])
    answer = "scores"
    if softmax:
        nodes.append(helper.make_node("Softmax", [answer], ["shares"], axis=1))
        answer = "shares"
    nodes.insert(0, _moved("image", "first", (0, 3, 1, 2) if last else (0, 1, 2, 3)))
    nodes.append(_moved(answer, "answer", (0, 2, 3, 1) if last else (0, 1, 2, 3)))
    if last:
        shapes = ([1, side_px, side_px, 3], [1, side_px, side_px, classes])
    graph = helper.make_graph(
        nodes,
        "colours",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, shapes[0])],
        [helper.make_tensor_value_info("answer", TensorProto.FLOAT, shapes[1])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    helper.set_model_props(model, said or {})
    return model.SerializeToString()


def _moved(name: str, result: str, order: tuple[int, ...]):
    return helper.make_node("Transpose", [name], [result], perm=list(order))
