"""What every parser is: a graph that reads a camera's pixels."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import GraphProto

#: Input of every parser: (1, S, S, 3) uint8, BGR.
CROP = "crop_bgr"
#: What comes of it: (1, 3, S, S) float32, RGB unless asked otherwise.
PICTURE = "picture"
#: Output of every parser: (1, 8, T, T) float32, the share of each label.
SHARES = "shares"
_LARGEST = 255.0
_ORDERS = {"rgb": (2, 1, 0), "bgr": (0, 1, 2)}


class ParserGraph(NamedTuple):
    """A parser as one graph from pixels to labels.

    Attributes
    ----------
    content : bytes
        An ONNX model with the input ``crop_bgr`` (1, S, S, 3) uint8 and the output ``shares``
        (1, 8, T, T) float32: the share of each label, in order.
    side_px : int
        S.
    """

    content: bytes
    side_px: int


def picture_graph(
    side_px: int,
    *,
    order: str = "rgb",
    mean: Sequence[float] = (0.0, 0.0, 0.0),
    std: Sequence[float] = (1.0, 1.0, 1.0),
) -> "GraphProto":
    """Return a graph from ``crop_bgr`` to ``picture``: ``(crop / 255 - mean) / std``.

    Parameters
    ----------
    side_px : int
        Of the square crop.
    order : {"rgb", "bgr"}
        Of the channels of ``picture``.
    mean, std : sequence of 3 floats
        Of each channel in that order, for values from 0 to 1.

    Returns
    -------
    GraphProto
        Names of what is between begin with ``picture_``.
    """
    from onnx import TensorProto, helper, numpy_helper

    scale = 1.0 / (_LARGEST * np.array(std, np.float64))
    shift = -np.array(mean, np.float64) / np.array(std, np.float64)
    constants = {
        "picture_order": np.array(_ORDERS[order], np.int64),
        "picture_scale": _per_channel(scale),
        "picture_shift": _per_channel(shift),
    }
    nodes = [
        helper.make_node("Transpose", [CROP], ["picture_bgr"], perm=[0, 3, 1, 2]),
        helper.make_node("Gather", ["picture_bgr", "picture_order"], ["picture_bytes"], axis=1),
        helper.make_node("Cast", ["picture_bytes"], ["picture_levels"], to=TensorProto.FLOAT),
    ]
    unshifted = PICTURE if not shift.any() else "picture_unshifted"
    nodes.append(helper.make_node("Mul", ["picture_levels", "picture_scale"], [unshifted]))
    if unshifted != PICTURE:
        nodes.append(helper.make_node("Add", [unshifted, "picture_shift"], [PICTURE]))
    return helper.make_graph(
        nodes,
        "picture",
        [helper.make_tensor_value_info(CROP, TensorProto.UINT8, [1, side_px, side_px, 3])],
        [helper.make_tensor_value_info(PICTURE, TensorProto.FLOAT, [1, 3, side_px, side_px])],
        [
            numpy_helper.from_array(value, name)
            for name, value in constants.items()
            if name != "picture_shift" or unshifted != PICTURE
        ],
    )


def _per_channel(values: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(values, np.float32).reshape(1, 3, 1, 1)
