"""What is done to every network before it is stored as ONNX."""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

_LEAST_TO_NARROW = 256


def narrow_weights(model: onnx.ModelProto) -> None:
    """Store large float32 weights as float16, widened by a Cast in front of their use."""
    casts = []
    for weight in model.graph.initializer:
        if weight.data_type != TensorProto.FLOAT:
            continue
        values = numpy_helper.to_array(weight)
        if values.size < _LEAST_TO_NARROW:
            continue
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def without_traces(model: onnx.ModelProto) -> None:
    """Drop what the exporter noted about the machine: source lines and metadata."""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in [*model.graph.value_info, *model.graph.input, *model.graph.output]:
        del value.metadata_props[:]
    del model.graph.value_info[:]
    del model.graph.metadata_props[:]
    del model.metadata_props[:]
    model.doc_string = ""
    model.graph.doc_string = ""
