"""What the garment network says about a photo, before anything is refined."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import Part

# The order of the network's outputs; a trained network depends on it.
LANDMARK_ORDER: tuple[str, ...] = (
    "neck_left",
    "neck_right",
    "neck_front",
    "shoulder_left",
    "shoulder_right",
    "armpit_left",
    "armpit_right",
    "elbow_left",
    "elbow_right",
    "cuff_left_inner",
    "cuff_right_inner",
    "cuff_left_outer",
    "cuff_right_outer",
    "waist_left",
    "waist_right",
    "hem_left",
    "hem_right",
    "hem_center",
    "crotch",
    "knee_left",
    "knee_right",
    "leg_hem_left_inner",
    "leg_hem_right_inner",
    "leg_hem_left_outer",
    "leg_hem_right_outer",
)
PART_COUNT = len(Part)


@dataclass(frozen=True, eq=False)
class Reading:
    """What the network read off one photo.

    Attributes
    ----------
    alpha : ndarray of shape (H, W), float32
        Coarse matte at the photo's size, 0 to 1; the network sees 256 pixels, so its edge is
        right to about 1/200 of the photo.
    parts : ndarray of shape (10, h, w), float32
        Probabilities of :class:`~tryon_ar.garments.garment.Part`, summing to 1 along the first
        axis, on a coarse grid that covers the whole photo (pixel (x, y) of the photo lies at
        ((x + 0.5) w / W - 0.5, (y + 0.5) h / H - 0.5)).
    landmarks : ndarray of shape (25, 3), float32
        x, y in pixels of the photo, and the confidence from 0 to 1 that the landmark exists
        there, in the order of :data:`LANDMARK_ORDER`.
    categories : ndarray of shape (12,), float32
        Probabilities in the order of :data:`~tryon_ar.garments.garment.CATEGORIES`.
    garment : float
        Probability that the photo shows a garment at all.
    agreement : float
        Intersection over union of the matte seen upright and mirrored, 0 to 1: a cheap sign
        of how sure the matte is.
    """

    alpha: NDArray[np.float32]
    parts: NDArray[np.float32]
    landmarks: NDArray[np.float32]
    categories: NDArray[np.float32]
    garment: float
    agreement: float
