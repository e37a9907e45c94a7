"""The frozen networks that the head reads, run as the program runs them.

They are never differentiated through, and ONNX Runtime is as fast as PyTorch's 16-bit
arithmetic here while giving exactly what the head will be given in the program; so the trunk
needs no second implementation.
"""

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray

from tryon_ar.core.errors import GraphRejected
from tryon_ar.inference.session import open_session
from tryon_ar.training.parsing_net.interface import INPUTS, PICTURE_PX, SHAPES

Floats = NDArray[np.float32]


class Trunk:
    """BlazePose up to its five taps, and selfie segmentation.

    Parameters
    ----------
    trunk, selfie : Path
        ONNX files with one input (1, 3, 256, 256). The taps are told apart by their shape, so
        their order and names do not matter.
    threads : int
        Of ONNX Runtime.

    Raises
    ------
    GraphRejected
        When a file's outputs are not the ones the head reads.
    """

    def __init__(self, trunk: Path, selfie: Path, threads: int = 1) -> None:
        self._networks = [
            (_input_name(path), open_session(path, "cpu", threads=threads))
            for path in (trunk, selfie)
        ]
        black = np.zeros((PICTURE_PX, PICTURE_PX, 3), np.uint8)
        self.read(black)

    def read(self, picture_bgr: NDArray[np.uint8]) -> dict[str, Floats]:
        """Return everything the head reads of a picture.

        Parameters
        ----------
        picture_bgr : ndarray of shape (256, 256, 3), uint8

        Returns
        -------
        dict of str to ndarray, float32
            By the names of :class:`~tryon_ar.training.parsing_net.interface.Inputs`, in their
            order, each with a batch of 1.
        """
        picture = as_picture(picture_bgr)
        found = {"picture": picture}
        for name, session in self._networks:
            for value in session.run({name: picture}):
                found[_name_of(value)] = value
        if set(found) != set(INPUTS):
            missing = ", ".join(sorted(set(INPUTS) - set(found)))
            raise GraphRejected(f"The trunk does not give {missing}.")
        return {name: found[name] for name in INPUTS}


def as_picture(picture_bgr: NDArray[np.uint8]) -> Floats:
    """Return a picture (256, 256, 3) uint8 BGR as (1, 3, 256, 256) RGB, 0 to 1."""
    rgb = picture_bgr[:, :, ::-1].transpose(2, 0, 1)[None]
    return np.ascontiguousarray(rgb, np.float32) / np.float32(255)


def _name_of(value: Floats) -> str:
    for name, (channels, side) in zip(INPUTS, SHAPES, strict=True):
        if value.shape == (1, channels, side, side):
            return name
    raise GraphRejected(f"The trunk gives an array of shape {value.shape} that no one reads.")


def _input_name(path: Path) -> str:
    return str(onnx.load(path).graph.input[0].name)
