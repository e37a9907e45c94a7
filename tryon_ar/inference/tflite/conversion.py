"""The state of one conversion: which ONNX value stands for which tensor."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.tflite.schema import Network, Operator, Tensor
from tryon_ar.inference.tflite.weights import constant
from tryon_ar.inference.tflite.writer import GraphWriter

IMAGE_RANK = 4
#: From (batch, row, column, channel) to (batch, channel, row, column), and back.
TO_CHANNELS_FIRST = (0, 3, 1, 2)
TO_CHANNELS_LAST = (0, 2, 3, 1)

# Numbers of the schema's ActivationFunctionType.
_NONE, _RELU, _RELU6, _TANH = 0, 1, 3, 4


class Conversion:
    """Tensors seen so far, and the graph written for them.

    Tensors of four dimensions are images, and their ONNX values have channels first; all
    others keep their axes.

    Parameters
    ----------
    network : Network
    prefix : str
        Names of the graph's values begin with it.
    """

    def __init__(self, network: Network, prefix: str) -> None:
        self.network = network
        self.writer = GraphWriter(prefix)
        self._values: dict[int, str] = {}
        self._constants: dict[int, NDArray[Any]] = {}

    def tensor(self, index: int) -> Tensor:
        """Return a tensor by its index.

        Raises
        ------
        GraphRejected
            When there is none: the file is damaged.
        """
        if not 0 <= index < len(self.network.tensors):
            raise GraphRejected("The network names a value that it does not have.")
        return self.network.tensors[index]

    def constant(self, index: int) -> NDArray[Any] | None:
        """Return a tensor's value in its own axes when it is known ahead, else None."""
        if index not in self._constants:
            value = constant(self.network, self.tensor(index))
            if value is None:
                return None
            self._constants[index] = value
        return self._constants[index]

    def weights(self, index: int) -> NDArray[np.float32]:
        """Return a tensor that must be known ahead, as float32.

        Raises
        ------
        GraphRejected
            When it is computed, or made of integers (a quantised network).
        """
        value = self.constant(index)
        if value is None:
            raise GraphRejected("The network computes its own weights, which cannot be converted.")
        if value.dtype not in (np.float32, np.float16):
            raise GraphRejected(
                "The network is quantised; only networks of real numbers can be converted.",
                "Choose the float32 or float16 version of it.",
            )
        return np.asarray(value, np.float32)

    def integers(self, index: int) -> list[int]:
        """Return a tensor of integers that must be known ahead, flat."""
        value = self.constant(index)
        if value is None:
            raise GraphRejected("The network computes its own shapes, which cannot be converted.")
        return [int(each) for each in value.reshape(-1)]

    def value(self, index: int, rank: int = 0) -> str:
        """Return the name of a tensor's ONNX value.

        Parameters
        ----------
        index : int
        rank : int
            A constant of fewer dimensions gets leading ones up to this many, as it would be
            broadcast in its own axes.

        Raises
        ------
        GraphRejected
            When nothing computes it.
        """
        if index in self._values:
            return self._values[index]
        if self.constant(index) is None:
            raise GraphRejected("The network uses a value before it is computed.")
        weights = self.weights(index)
        weights = weights.reshape((1,) * (rank - weights.ndim) + weights.shape)
        if weights.ndim == IMAGE_RANK:
            weights = weights.transpose(TO_CHANNELS_FIRST)
        return self.writer.constant(weights)

    def is_computed(self, index: int) -> bool:
        """Return whether a tensor has an ONNX value yet."""
        return index in self._values

    def set_value(self, index: int, name: str, activation: int = _NONE) -> None:
        """Say which ONNX value stands for a tensor, after the operator's own activation."""
        self._values[index] = self._activated(name, activation)

    def set_constant(self, index: int, value: NDArray[Any]) -> None:
        """Say what a tensor is, now that it is known ahead."""
        self._constants[index] = value

    def _activated(self, name: str, activation: int) -> str:
        if activation == _NONE:
            return name
        if activation == _RELU:
            return self.writer.add("Relu", name)
        if activation == _RELU6:
            limits = [self.writer.constant(0.0), self.writer.constant(6.0)]
            return self.writer.add("Clip", name, *limits)
        if activation == _TANH:
            return self.writer.add("Tanh", name)
        raise GraphRejected(f"The network uses activation {activation}, which is not known here.")


def options_integer(operator: Operator, slot: int, default: int = 0) -> int:
    """Return an integer or enumeration of an operator's options."""
    if operator.options is None:
        return default
    return operator.options.integer(slot, np.int32, default)


def options_byte(operator: Operator, slot: int) -> int:
    """Return an 8-bit enumeration or boolean of an operator's options; 0 by default."""
    return 0 if operator.options is None else operator.options.integer(slot, np.int8)
