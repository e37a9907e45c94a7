"""The frozen networks under the parsing head: BlazePose's feature pyramid and the selfie mask.

They come from the tracker's fetched model files and are converted, never shipped.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tryon_ar.core.errors import CorruptResource, GraphRejected
from tryon_ar.inference.tflite.schema import read_network

if TYPE_CHECKING:
    from onnx import ModelProto

#: Side of the square picture both networks read.
SIDE_PX = 256


@dataclass(frozen=True, slots=True)
class TrunkFiles:
    """The fetched files the trunk is made of.

    Attributes
    ----------
    pose_landmarks : bytes
        BlazePose's landmark network (full), a TensorFlow Lite flatbuffer.
    selfie : bytes
        Selfie segmentation for square pictures, the same.
    """

    pose_landmarks: bytes
    selfie: bytes


@dataclass(frozen=True, slots=True)
class Tap:
    """A tensor of the pose network that the parsing head reads.

    Attributes
    ----------
    name : str
        Of the trunk's output.
    tensor : int
        Its index in the TensorFlow Lite file.
    channels, side_px : int
        Its shape is (1, channels, side_px, side_px).
    """

    name: str
    tensor: int
    channels: int
    side_px: int


#: The five taps, in the order of the trunk's outputs.
TAPS = (
    Tap("tap_a", 206, 16, 128),
    Tap("tap_b", 216, 24, 64),
    Tap("tap_c", 279, 48, 64),
    Tap("tap_d", 251, 88, 16),
    Tap("tap_e", 261, 144, 8),
)


def trunk_and_selfie(files: TrunkFiles) -> "tuple[ModelProto, ModelProto]":
    """Convert the frozen networks.

    Parameters
    ----------
    files : TrunkFiles

    Returns
    -------
    trunk : ModelProto
        ``picture`` (1, 3, 256, 256) float32, RGB (not BGR), 0 to 1, channels first; outputs
        ``tap_a`` ... ``tap_e`` as :data:`TAPS` describes them.
    selfie : ModelProto
        The same ``picture``; output ``person`` (1, 1, 256, 256), 0 to 1.

    Raises
    ------
    CorruptResource
        When a file is not the network it should be.
    """
    from tryon_ar.inference.tflite.convert import to_onnx

    try:
        _check_taps(files.pose_landmarks)
        trunk = to_onnx(
            files.pose_landmarks,
            outputs=[tap.tensor for tap in TAPS],
            output_names=[tap.name for tap in TAPS],
            prefix="trunk",
        )
        selfie = to_onnx(files.selfie, output_names=["person"], prefix="selfie")
    except GraphRejected as error:
        raise CorruptResource(
            f"The tracker's networks are not those the parser was made for. {error.user_text}",
            "Run `tryon-ar models fetch`.",
        ) from error
    return trunk, selfie


def _check_taps(pose_landmarks: bytes) -> None:
    shapes = [tensor.shape for tensor in read_network(pose_landmarks).tensors]
    for tap in TAPS:
        if shapes[tap.tensor : tap.tensor + 1] != [(1, tap.side_px, tap.side_px, tap.channels)]:
            raise GraphRejected("The pose network has another shape.")
