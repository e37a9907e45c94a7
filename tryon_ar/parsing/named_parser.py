"""Another parser than the program's own: a file the user names.

``.onnx`` or ``.tflite``, with one picture in - (1, 3, S, S) or (1, S, S, 3), float32 - and one
map of classes out - (1, C, H, W), or (1, H, W, C) for ``.tflite`` - of 8 classes (ours), 20
(Look Into Person, CIHP) or 6 (MediaPipe's selfie segmentation), as scores or probabilities.
An ONNX file may say in its metadata what else it expects: ``labels`` (``own``, ``lip``,
``cihp``, ``selfie``), ``channels`` (``rgb`` or ``bgr``), ``mean`` and ``std`` (three numbers with
commas, for values from 0 to 1, in that order of channels). Without it the picture is RGB from
0 to 1.
"""

import math
from pathlib import Path
from typing import Any

import numpy as np
from onnx import (
    GraphProto,
    ModelProto,
    NodeProto,
    TensorProto,
    ValueInfoProto,
    compose,
    helper,
    numpy_helper,
)

from tryon_ar.core.errors import GraphRejected, MissingResource
from tryon_ar.core.labels import Label
from tryon_ar.inference.tflite.convert import to_onnx
from tryon_ar.inference.tflite.writer import IR_VERSION
from tryon_ar.parsing.label_sets import BY_COUNT, LABEL_SETS
from tryon_ar.parsing.onnx_files import read_model
from tryon_ar.parsing.picture import PICTURE, SHARES, ParserGraph, picture_graph

_CHANNELS = 3
_SIDES_PX = (64, 1024)
_RANK = 4
_TO_LAST, _TO_FIRST = (0, 2, 3, 1), (0, 3, 1, 2)
_OLDEST_OPSET = 13  # the first whose softmax is over one axis
_LARGEST_BYTES = 1 << 30
_MOST_WORDS = 200
_HINT = "Choose another file, or none: the program has a parser of its own."


def named_parser(path: Path) -> ParserGraph:
    """Return a user's parser as a graph like the program's own.

    Parameters
    ----------
    path : Path
        An ``.onnx`` or ``.tflite`` file.

    Raises
    ------
    MissingResource
        When there is no such file.
    GraphRejected
        When it is not a parser that can be used, in words.
    """
    network = _read(path)
    try:
        return _adapted(network)
    except GraphRejected as error:
        raise GraphRejected(
            f"{path.name} cannot be used as a parser. {error.user_text}", error.hint or _HINT
        ) from error


def _read(path: Path) -> ModelProto:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise GraphRejected(f"{path.name} is too large for a parser.", _HINT)
        content = path.read_bytes()
    except OSError as error:
        raise MissingResource(
            f"The parser {path} cannot be read: {error.strerror or error}.",
            "Check the environment variable TRYON_AR_PARSER.",
        ) from error
    kind = path.suffix.lower()
    if kind not in (".onnx", ".tflite"):
        raise GraphRejected(
            f"{path.name} is no parser: only .onnx and .tflite files can be.",
            "Export the network as ONNX.",
        )
    try:
        return to_onnx(content) if kind == ".tflite" else read_model(content)
    except GraphRejected as error:
        raise GraphRejected(f"{path.name}: {error.user_text}", error.hint or _HINT) from error


def _adapted(network: ModelProto) -> ParserGraph:
    """Return the network between pixels and shares."""
    model = compose.add_prefix(network, "named_")
    graph = model.graph
    opset = {entry.domain: entry.version for entry in model.opset_import}.get("", 0)
    if opset < _OLDEST_OPSET:
        raise GraphRejected(
            f"It has opset {opset}, but {_OLDEST_OPSET} or later is needed.",
            "Export it again, with a later opset.",
        )
    held = {constant.name for constant in graph.initializer}
    inputs = [value for value in graph.input if value.name not in held]
    if len(inputs) != 1 or not graph.output:
        raise GraphRejected("It must have one input, the picture.")
    said = {_words(entry.key): _words(entry.value) for entry in network.metadata_props}
    last, side_px = _picture_layout(_shape(inputs[0]))
    before = picture_graph(side_px, **_reading(said))
    bridge = _turned(PICTURE, inputs[0].name, _TO_LAST if last else None)
    behind = _shares_graph(graph, said)
    parts = [before, graph, behind]
    joined = helper.make_graph(
        [*before.node, bridge, *graph.node, *behind.node],
        "named parser",
        before.input,
        behind.output,
        [constant for part in parts for constant in part.initializer],
        sparse_initializer=graph.sparse_initializer,
    )
    version = max(IR_VERSION, model.ir_version)
    whole = helper.make_model(joined, opset_imports=model.opset_import, ir_version=version)
    return ParserGraph(whole.SerializeToString(), side_px)


def _words(text: str | bytes) -> str:
    """Return the start of text that may not be UTF-8: protobuf hands it out as bytes then."""
    words = text if isinstance(text, str) else text.decode("utf-8", "replace")
    return words[:_MOST_WORDS]


def _shape(value: ValueInfoProto) -> list[int]:
    """Return a value's shape; 0 where it is open."""
    kind = value.type.tensor_type
    if kind.elem_type != TensorProto.FLOAT:
        raise GraphRejected("Its input and output must be float32.")
    return [int(dimension.dim_value) for dimension in kind.shape.dim]


def _picture_layout(shape: list[int]) -> tuple[bool, int]:
    """Return whether channels are last, and the side in pixels."""
    if len(shape) == _RANK and _CHANNELS in (shape[1], shape[3]):
        last = shape[1] != _CHANNELS
        rows, columns = shape[1:3] if last else shape[2:4]
        if rows == columns and _SIDES_PX[0] <= rows <= _SIDES_PX[1]:
            return last, rows
    raise GraphRejected(
        f"Its picture has shape {tuple(shape)}, but must be (1, 3, S, S) or (1, S, S, 3), "
        f"S from {_SIDES_PX[0]} to {_SIDES_PX[1]}."
    )


def _reading(said: dict[str, str]) -> dict[str, Any]:
    """Return how the file wants its pixels, as ``picture_graph`` takes it."""
    order = said.get("channels", "rgb")
    if order not in ("rgb", "bgr"):
        raise GraphRejected(f"Its metadata says channels are {order}, but rgb or bgr can be.")
    reading: dict[str, Any] = {"order": order}
    for name in ("mean", "std"):
        if name not in said:
            continue
        try:
            values = tuple(float(part) for part in said[name].split(","))
        except ValueError:
            values = ()
        usable = len(values) == _CHANNELS and all(math.isfinite(value) for value in values)
        if not usable or (name == "std" and min(values) <= 0):
            raise GraphRejected(f"Its metadata says {name} is {said[name]}, not three numbers.")
        reading[name] = values
    return reading


def _shares_graph(graph: GraphProto, said: dict[str, str]) -> GraphProto:
    """Return what turns the network's classes into shares of our labels."""
    shape = _shape(graph.output[0])
    last, classes = _class_layout(shape)
    labels = _labels_of(classes, said)
    merging = np.zeros((len(Label), classes, 1, 1), np.float32)
    merging[list(labels), range(classes)] = 1.0
    nodes = [_turned(graph.output[0].name, "shares_classes", _TO_FIRST if last else None)]
    probable = "shares_classes"
    if not _ends_in_shares(graph):
        probable = "shares_probable"
        nodes.append(helper.make_node("Softmax", ["shares_classes"], [probable], axis=1))
    nodes.append(helper.make_node("Conv", [probable, "shares_merging"], [SHARES]))
    rows, columns = shape[1:3] if last else shape[2:4]
    sides = [side if side > 0 else None for side in (rows, columns)]
    return helper.make_graph(
        nodes,
        "shares",
        [],
        [helper.make_tensor_value_info(SHARES, TensorProto.FLOAT, [1, len(Label), *sides])],
        [numpy_helper.from_array(merging, "shares_merging")],
    )


def _class_layout(shape: list[int]) -> tuple[bool, int]:
    """Return whether channels are last, and how many classes there are."""
    if len(shape) == _RANK:
        for last, count in ((False, shape[1]), (True, shape[3])):
            rows, columns = shape[1:3] if last else shape[2:4]
            if count in BY_COUNT and rows == columns and rows != count:
                return last, count
    known = ", ".join(str(count) for count in BY_COUNT)
    raise GraphRejected(
        f"Its answer has shape {tuple(shape)}, but must be a square map of {known} classes."
    )


def _labels_of(classes: int, said: dict[str, str]) -> tuple[Label, ...]:
    name = said.get("labels", BY_COUNT[classes])
    labels = LABEL_SETS.get(name, ())
    if len(labels) != classes:
        raise GraphRejected(
            f"Its metadata says labels are {name}, which does not fit its {classes} classes."
        )
    return labels


def _ends_in_shares(graph: GraphProto) -> bool:
    """Return whether the answer is a softmax already, perhaps moved about."""
    makers = {output: node for node in graph.node for output in node.output}
    node = makers.get(graph.output[0].name)
    while node is not None and node.op_type in ("Identity", "Transpose", "Resize", "Cast"):
        node = makers.get(node.input[0])
    return node is not None and node.op_type == "Softmax"


def _turned(name: str, result: str, order: tuple[int, ...] | None) -> NodeProto:
    if order is None:
        return helper.make_node("Identity", [name], [result])
    return helper.make_node("Transpose", [name], [result], perm=list(order))
