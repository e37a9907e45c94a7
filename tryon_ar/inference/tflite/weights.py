"""A network's constants as dense arrays."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.tflite.schema import Dimension, DimensionKind, Network, Sparsity, Tensor

_MOST_VALUES = 1 << 26


def constant(network: Network, tensor: Tensor) -> NDArray[Any] | None:
    """Return a tensor's value when the file holds it, else None.

    Returns
    -------
    ndarray
        Of the tensor's own shape, type and axes; sparse ones are made dense.

    Raises
    ------
    GraphRejected
        When the bytes do not fit the shape.
    """
    try:
        stored = network.buffers[tensor.buffer]
        if stored.size == 0:
            return None
        values = np.frombuffer(stored, tensor.dtype)
        if tensor.sparsity is not None:
            return dense(values, tensor.shape, tensor.sparsity)
        return values.reshape(tensor.shape)
    except (ValueError, IndexError) as error:
        raise GraphRejected(
            f"The weights {tensor.name} of the network are damaged.", "Get the file again."
        ) from error


def dense(values: NDArray[Any], shape: tuple[int, ...], sparsity: Sparsity) -> NDArray[Any]:
    """Return a sparse tensor with its zeros.

    Parameters
    ----------
    values : ndarray of shape (K,)
        What is stored, in the order of traversal.
    shape : tuple of int
        Of the tensor.
    sparsity : Sparsity

    Raises
    ------
    ValueError, IndexError
        When they do not fit one another.

    Notes
    -----
    TensorFlow Lite's format is that of the TACO compiler [1]_: a tree whose levels are the
    dimensions in the order of traversal. A level starts from the nodes of the one above; a
    dense one gives every node all its places, a compressed one those listed between two
    segments. Leaves are values. A dimension divided into blocks is met twice, and its place
    is ``block * size of a block + place in the block``.

    References
    ----------
    .. [1] F. Kjolstad et al., The tensor algebra compiler, OOPSLA 2017, 10.1145/3133901.
    """
    if math.prod(shape) > _MOST_VALUES:
        raise ValueError("too large")
    rank = len(shape)
    block_sizes = _block_sizes(sparsity, rank)
    places = np.zeros((1, rank), np.int64)  # of every node of the level, so far
    for axis, level in zip(sparsity.order, sparsity.dimensions, strict=True):
        if level.kind == DimensionKind.DENSE:
            parents = np.repeat(np.arange(len(places)), level.size)
            here = np.tile(np.arange(level.size), len(places))
        else:
            parents = np.repeat(np.arange(len(places)), _row_lengths(level))
            here = level.indices.astype(np.int64)
        places = places[parents]
        if axis < rank:
            places[:, axis] += here * block_sizes.get(axis, 1)
        else:
            places[:, sparsity.blocks[axis - rank]] += here
    filled = np.zeros(shape, values.dtype)
    filled[tuple(places.T)] = values
    return filled


def _row_lengths(level: Dimension) -> NDArray[np.int64]:
    ends = level.segments.astype(np.int64)
    return ends[1:] - ends[:-1]


def _block_sizes(sparsity: Sparsity, rank: int) -> dict[int, int]:
    """Return how long blocks are along the tensor's dimensions that are divided."""
    return {
        axis: sparsity.dimensions[sparsity.order.index(rank + i)].size
        for i, axis in enumerate(sparsity.blocks)
    }
