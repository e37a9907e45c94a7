"""Collect the nodes and constants of an ONNX graph."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

#: Of every graph written here.
OPSET = 18
IR_VERSION = 8


class GraphWriter:
    """A growing list of nodes; every method returns the name of its result.

    Parameters
    ----------
    prefix : str
        Names begin with it, so that several graphs can be joined.
    """

    def __init__(self, prefix: str) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []
        self._prefix = prefix

    def add(self, kind: str, *inputs: str, **attributes: object) -> str:
        """Append a node of one output."""
        name = f"{self._prefix}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], name=name, **attributes))
        return name

    def constant(self, value: NDArray[Any] | list[int] | float) -> str:
        """Append a constant: an array as it is, integers as int64, a number as float32."""
        dtype = {list: np.int64, float: np.float32}.get(type(value))
        array = np.ascontiguousarray(np.asarray(value, dtype)).reshape(np.shape(value))
        name = f"{self._prefix}c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(array, name))
        return name
