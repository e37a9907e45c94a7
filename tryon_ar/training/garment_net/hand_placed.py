"""Landmarks and neck openings that were placed by hand on photos that are trained on.

``hand_placed.json`` names some four hundred photos of ``garments_labelled`` (never held-back
ones) and gives, in pixels of each, the landmarks that a person saw there and the outlines of
every area where the inside of the garment's back is seen. The drawings teach what is
possible, these few where a person would put the point. One in eleven, fixed by the hash of the
names, is not learnt from: rules that come after the network are chosen on it.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.cutting.square import SQUARE_PX, Square

FILE = Path(__file__).with_suffix(".json")
UNKNOWN = 128
"""What the border of a hand-drawn outline is worth: neither inside nor not."""

INSIDE = 255
_BORDER_PX = 5
_KEPT_ASIDE_EVERY = 11


@dataclass(frozen=True, eq=False)
class HandPlaced:
    """What a person saw on a photo, in pixels of the network's square.

    Attributes
    ----------
    landmarks : ndarray of shape (25, 3), float32
        x, y and whether it was seen.
    inside : ndarray of shape (256, 256), uint8
        :data:`INSIDE` where the inside of the back is seen, :data:`UNKNOWN` along its
        border, else 0.
    """

    landmarks: NDArray[np.float32]
    inside: NDArray[np.uint8]

    @property
    def box(self) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
        """Low and high corner (x, y) of all landmarks; None with fewer than two."""
        seen = self.landmarks[self.landmarks[:, 2] > 0, :2]
        return None if len(seen) < 2 else (seen.min(0), seen.max(0))

    @classmethod
    def nothing(cls) -> "HandPlaced":
        """Return what is known of a photo that nobody looked at."""
        inside = np.full((SQUARE_PX, SQUARE_PX), UNKNOWN, np.uint8)
        return cls(np.zeros((len(LANDMARK_ORDER), 3), np.float32), inside)


def is_kept_aside(name: str) -> bool:
    """Whether what was placed on the photo of this file name is not learnt from."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _KEPT_ASIDE_EVERY == 3


@cache
def _placed() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def hand_placed(name: str, photo_bgr: NDArray[np.uint8]) -> HandPlaced | None:
    """Return what was placed by hand on a photo, or None where nobody looked at it.

    Parameters
    ----------
    name : str
        File name of the photo.
    photo_bgr : ndarray of shape (H, W, 3), uint8
        The photo; only its size matters.
    """
    if name not in _placed():
        return None
    square = Square.of_photo(photo_bgr)
    about = _placed()[name]
    landmarks = np.zeros((len(LANDMARK_ORDER), 3), np.float32)
    for key, at in dict(about["landmarks"]).items():  # type: ignore[call-overload]
        landmarks[LANDMARK_ORDER.index(key)] = (*square.to_square(_points([at]))[0], 1)
    inside = np.zeros((SQUARE_PX, SQUARE_PX), np.uint8)
    outlines = [
        np.rint(square.to_square(_points(outline))).astype(np.int32)
        for outline in list(about["inside"])  # type: ignore[call-overload]
    ]
    for outline in outlines:
        cv2.fillPoly(inside, [outline], INSIDE)
    cv2.polylines(inside, outlines, True, UNKNOWN, _BORDER_PX)
    return HandPlaced(landmarks, inside)


def _points(pairs: list[object]) -> NDArray[np.float32]:
    return np.asarray(pairs, np.float32).reshape(-1, 2)
