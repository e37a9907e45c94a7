"""What a TensorFlow Lite file says: tensors, operators and weights.

The part of TensorFlow Lite's schema (version 3) that image networks use; slots are counted
in the order ``schema.fbs`` declares the fields.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.tflite.record import Record

_IDENTIFIER = b"TFL3"
_CUSTOM = 32

#: Operators that can be converted, by their number in the schema.
OPERATOR_NAMES = {
    0: "ADD",
    1: "AVERAGE_POOL_2D",
    2: "CONCATENATION",
    3: "CONV_2D",
    4: "DEPTHWISE_CONV_2D",
    5: "DEPTH_TO_SPACE",
    6: "DEQUANTIZE",
    9: "FULLY_CONNECTED",
    14: "LOGISTIC",
    17: "MAX_POOL_2D",
    18: "MUL",
    19: "RELU",
    21: "RELU6",
    22: "RESHAPE",
    23: "RESIZE_BILINEAR",
    25: "SOFTMAX",
    28: "TANH",
    34: "PAD",
    40: "MEAN",
    41: "SUB",
    54: "PRELU",
    117: "HARD_SWISH",
    124: "DENSIFY",
}

_DTYPES: dict[int, type[np.generic]] = {
    0: np.float32,
    1: np.float16,
    2: np.int32,
    3: np.uint8,
    4: np.int64,
    6: np.bool_,
    9: np.int8,
}

#: What reading a flatbuffer that is no flatbuffer, or half of one, may raise.
DAMAGE = (struct.error, ValueError, OverflowError, TypeError, LookupError)


class DimensionKind(IntEnum):
    """How a dimension of a sparse tensor is stored."""

    DENSE = 0
    COMPRESSED = 1


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of a sparse tensor, in the order it is traversed.

    Attributes
    ----------
    size : int
        Of a dense one.
    segments, indices : ndarray of int
        Of a compressed one: where each row begins among the indices (one more than there
        are rows), and the places that are kept.
    """

    kind: int
    size: int
    segments: NDArray[np.integer]
    indices: NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Sparsity:
    """How a sparse tensor's values lie.

    Attributes
    ----------
    order : tuple of int
        Dimensions in the order they are traversed; those of blocks are numbered after the
        tensor's own.
    blocks : tuple of int
        The tensor's dimension that each dimension of a block divides.
    dimensions : tuple of Dimension
        As many as ``order`` has.
    """

    order: tuple[int, ...]
    blocks: tuple[int, ...]
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True, slots=True)
class Tensor:
    """A value of the network; images are (batch, row, column, channel).

    Attributes
    ----------
    buffer : int
        Which of the network's buffers holds it; one without bytes for what is computed.
    """

    name: str
    shape: tuple[int, ...]
    dtype: type[np.generic]
    buffer: int
    sparsity: Sparsity | None


@dataclass(frozen=True, slots=True)
class Operator:
    """A step of the network.

    Attributes
    ----------
    name : str
        As in ``OPERATOR_NAMES``, a custom operator's own name, or ``number N``.
    inputs, outputs : tuple of int
        Tensors by index; -1 for an absent one.
    options : Record or None
        Its attributes, numbered as in its options table.
    custom_options : bytes
        Those of a custom operator.
    """

    name: str
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    options: Record | None
    custom_options: bytes


@dataclass(frozen=True, slots=True)
class Network:
    """A file's first graph.

    Attributes
    ----------
    tensors, operators : tuple
    inputs, outputs : tuple of int
        Tensors by index.
    buffers : tuple of ndarray of uint8
    """

    tensors: tuple[Tensor, ...]
    operators: tuple[Operator, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    buffers: tuple[NDArray[np.uint8], ...]


def read_network(content: bytes) -> Network:
    """Return what a TensorFlow Lite file says.

    Raises
    ------
    GraphRejected
        When it is no such file, damaged, or of a kind of number nobody here knows.
    """
    if content[4:8] != _IDENTIFIER:
        raise GraphRejected("The file is not a TensorFlow Lite network.", "Choose another file.")
    try:
        return _network(Record.root(content))
    except DAMAGE as error:
        raise GraphRejected(
            "The TensorFlow Lite network is damaged or of an unknown version.",
            "Get the file again, or choose another.",
        ) from error


def _network(model: Record) -> Network:
    names = [_operator_name(code) for code in model.records(1)]
    graph = model.records(2)[0]
    return Network(
        tensors=tuple(_tensor(record) for record in graph.records(0)),
        operators=tuple(_operator(record, names) for record in graph.records(3)),
        inputs=_integers(graph, 1),
        outputs=_integers(graph, 2),
        buffers=tuple(record.array(0, np.uint8) for record in model.records(4)),
    )


def _operator_name(code: Record) -> str:
    # The number had one byte once; files of that time have it in slot 0 only.
    number = max(code.integer(0, np.int8), code.integer(3))
    if number == _CUSTOM:
        return code.text(1)
    return OPERATOR_NAMES.get(number, f"number {number}")


def _operator(record: Record, names: list[str]) -> Operator:
    return Operator(
        name=names[record.integer(0, np.uint32)],
        inputs=_integers(record, 1),
        outputs=_integers(record, 2),
        options=record.record(4),
        custom_options=record.array(5, np.uint8).tobytes(),
    )


def _tensor(record: Record) -> Tensor:
    sparsity = record.record(6)
    return Tensor(
        name=record.text(3),
        shape=_integers(record, 0),
        dtype=_DTYPES[record.integer(1, np.int8)],
        buffer=record.integer(2, np.uint32),
        sparsity=None if sparsity is None else _sparsity(sparsity),
    )


def _sparsity(record: Record) -> Sparsity:
    return Sparsity(
        order=_integers(record, 0),
        blocks=_integers(record, 1),
        dimensions=tuple(_dimension(each) for each in record.records(2)),
    )


def _dimension(record: Record) -> Dimension:
    return Dimension(
        kind=record.integer(0, np.int8),
        size=record.integer(1),
        segments=_index_vector(record, 2),
        indices=_index_vector(record, 4),
    )


def _index_vector(record: Record, slot: int) -> NDArray[np.integer]:
    """Return a vector of indices: a union of tables that differ in their integers' size."""
    table = record.record(slot + 1)
    if table is None:
        return np.zeros(0, np.int32)
    kinds: dict[int, type[np.integer]] = {1: np.int32, 2: np.uint16, 3: np.uint8}
    values: NDArray[np.integer] = table.array(0, kinds[record.integer(slot, np.uint8)])
    return values


def _integers(record: Record, slot: int) -> tuple[int, ...]:
    return tuple(int(value) for value in record.array(slot, np.int32))
