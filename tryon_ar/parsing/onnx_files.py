"""Read ONNX models that may not be any, or that may want more than to compute."""

from collections.abc import Iterator

from onnx import GraphProto, ModelProto, NodeProto, TensorProto, checker

from tryon_ar.core.errors import GraphRejected

_OWN_DOMAINS = ("", "ai.onnx")
# What may go round without end; no parser needs it.
_ENDLESS = ("Loop", "Scan")


def read_model(content: bytes) -> ModelProto:
    """Return a model that has been checked: whole, of ONNX's own operators, and by itself.

    Raises
    ------
    GraphRejected
        When the bytes are no ONNX model, or half of one; when it names other files for its
        numbers, has operators or functions of its own, or loops.
    """
    from google.protobuf.message import DecodeError

    try:
        model = ModelProto.FromString(content)
    except DecodeError as error:
        raise _not_whole() from error
    _check_alone(model)
    try:
        checker.check_model(model)
    except (checker.ValidationError, ValueError, TypeError) as error:
        raise _not_whole() from error
    return model


def _not_whole() -> GraphRejected:
    return GraphRejected(
        "The file is not a whole ONNX network.", "Get it again, or choose another."
    )


def _check_alone(model: ModelProto) -> None:
    """Refuse what reaches outside of the file, before any library follows it there."""
    if model.functions or model.training_info:
        raise GraphRejected(
            "The network has functions of its own, which are not trusted.",
            "Export it again with ONNX's own operators alone.",
        )
    for graph in _graphs(model.graph):
        for tensor in _tensors(graph):
            if tensor.data_location == TensorProto.EXTERNAL or tensor.external_data:
                raise GraphRejected(
                    "The network keeps its numbers in other files, which are not opened.",
                    "Export it again as one file.",
                )
        for node in graph.node:
            _check_operator(node)


def _check_operator(node: NodeProto) -> None:
    if node.domain not in _OWN_DOMAINS:
        raise GraphRejected(
            f"The network needs operators of {node.domain[:40]!r}, which are not trusted.",
            "Export it again with ONNX's own operators alone.",
        )
    if node.op_type in _ENDLESS:
        raise GraphRejected(
            f"The network goes round in a {node.op_type}, which may never end.",
            "Export it again without loops.",
        )


def _graphs(graph: GraphProto) -> Iterator[GraphProto]:
    """Yield a graph and all those inside its nodes."""
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            for inner in (attribute.g, *attribute.graphs):
                if inner.node or inner.initializer or inner.sparse_initializer:
                    yield from _graphs(inner)


def _tensors(graph: GraphProto) -> Iterator[TensorProto]:
    """Yield every tensor of a graph, not of those inside it."""
    sparse = list(graph.sparse_initializer)
    yield from graph.initializer
    for node in graph.node:
        for attribute in node.attribute:
            yield attribute.t
            yield from attribute.tensors
            sparse += [attribute.sparse_tensor, *attribute.sparse_tensors]
    for tensor in sparse:
        yield tensor.values
        yield tensor.indices
