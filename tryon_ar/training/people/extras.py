"""What pictures of people may have besides: depth, garment landmarks and motion."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.training.people.cameras import View

# How far behind what is seen a landmark may lie, m.
_CLOTH_M, _SLEEVE_M = 0.03, 0.09

_Value = TypeVar("_Value", bound=np.generic)


@dataclass(frozen=True)
class Extras:
    """What pictures have besides; see the module ``pool``."""

    depth: bool = False
    landmarks: bool = False
    motion: bool = False


def inside(frame: NDArray[np.float32], values: NDArray[_Value]) -> NDArray[_Value]:
    """Return a picture with nothing (0) beyond what the camera's frame shows."""
    x0, y0, x1, y1 = np.round(frame).astype(int)
    kept = np.zeros_like(values)
    kept[y0:y1, x0:x1] = values[y0:y1, x0:x1]
    return kept


def within(placed: NDArray[np.float64], frame: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return which points (N, 2) a picture's frame holds (N,)."""
    x0, y0, x1, y1 = np.round(frame).astype(int)
    column, row = np.round(placed).astype(int).T
    return np.asarray((column >= x0) & (column < x1) & (row >= y0) & (row < y1))


def placed_landmarks(
    landmarks: Mapping[str, NDArray[np.float64]],
    view: View,
    frame: NDArray[np.float32],
    depth: NDArray[np.float16],
) -> NDArray[np.float32]:
    """Return landmarks in a picture: x, y and whether they are seen, NaN where there are none.

    Parameters
    ----------
    landmarks : mapping of str to ndarray of shape (3,)
        In the room.
    view : View
    frame : ndarray of shape (4,)
    depth : ndarray of shape (S, S), float16
        Metres; what is nearer than a landmark by more than its cloth is thick hides it.

    Returns
    -------
    ndarray of shape (25, 3), float32
    """
    size = len(depth)
    table = np.full((len(LANDMARK_ORDER), 3), np.nan, np.float32)
    for row, name in enumerate(LANDMARK_ORDER):
        if name not in landmarks:
            continue
        point = landmarks[name][None]
        at = view.to_square_px(point, size)
        far = float(((point - view.camera.eye) @ view.camera.forward)[0])
        seen = False
        if within(at, frame)[0]:
            x, y = np.round(at[0]).astype(int)
            around = depth[max(0, y - 1) : y + 2, max(0, x - 1) : x + 2].astype(np.float32)
            # An elbow is the middle of its sleeve; what lies on an edge may just miss its pixel.
            behind = _SLEEVE_M if name.startswith("elbow") else _CLOTH_M
            seen = bool(((around > 0) & (np.abs(far - around) < behind)).any())
        table[row] = (*at[0], seen)
    return table
