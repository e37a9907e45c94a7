"""A drawn garment on nothing, ready to be laid on any background."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LAYER_PX = 320


@dataclass(frozen=True, eq=False)
class Layer:
    """A garment cut out exactly, in a square of :data:`LAYER_PX`.

    Attributes
    ----------
    colour_bgr : ndarray of shape (S, S, 3), uint8
        Straight (not premultiplied) colours, meaningful where ``alpha`` is not 0.
    alpha : ndarray of shape (S, S), uint8
    parts : ndarray of shape (S, S), uint8
        Garment parts; 0 outside.
    landmarks : ndarray of shape (25, 3), float32
        x, y in pixels (centres at integers) and 1 where it exists, else 0, in the order of
        ``LANDMARK_ORDER``.
    category : int
        Index into ``CATEGORIES``.
    """

    colour_bgr: NDArray[np.uint8]
    alpha: NDArray[np.uint8]
    parts: NDArray[np.uint8]
    landmarks: NDArray[np.float32]
    category: int


@dataclass(frozen=True, eq=False)
class Example:
    """A finished picture with its truth, to train on.

    Attributes
    ----------
    photo_bgr : ndarray of shape (256, 256, 3), uint8
    alpha, parts : ndarray of shape (256, 256), uint8
    landmarks : ndarray of shape (25, 3), float32
        Pixels of ``photo_bgr``; the third is 1 where it exists and lies inside the picture.
    category : int
        -1 where there is no garment.
    """

    photo_bgr: NDArray[np.uint8]
    alpha: NDArray[np.uint8]
    parts: NDArray[np.uint8]
    landmarks: NDArray[np.float32]
    category: int
