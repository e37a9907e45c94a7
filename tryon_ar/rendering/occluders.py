"""Soft masks of what of the person may hide a garment."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Body
from tryon_ar.fitting.fit import Layer
from tryon_ar.rendering.hand_evidence import HandEvidence
from tryon_ar.rendering.planes import together


@dataclass(frozen=True, slots=True)
class Occluders:
    """Soft masks over one ROI, each an array of shape (h, w), uint8, 0 to 255.

    Attributes
    ----------
    person : ndarray
    head : ndarray
        Face and hair.
    throat : ndarray
        Neck and bare chest.
    hands : ndarray
        Both hands, and what they hold before the trunk.
    upper_arms, forearms : ndarray
        Of both sides, where they are before the trunk or beside it. A sleeved arm counts in
        its own shape, not in its sleeve's.
    cloth : ndarray or None
        Worn cloth; None where nobody parsed the frame.
    seen_hands : HandEvidence or None
        By which labels can be put right; None where no hand may be.
    """

    person: NDArray[np.uint8]
    head: NDArray[np.uint8]
    throat: NDArray[np.uint8]
    hands: NDArray[np.uint8]
    upper_arms: NDArray[np.uint8]
    forearms: NDArray[np.uint8]
    cloth: NDArray[np.uint8] | None = None
    seen_hands: HandEvidence | None = None

    def before(self, layer: Layer, *, long_sleeves: bool) -> NDArray[np.uint8]:
        """Return what lies in front of a layer.

        Parameters
        ----------
        layer : Layer
        long_sleeves : bool
            The garment's own sleeves stand for the arms, so only hands hide it.
        """
        if layer is Layer.BEHIND:
            return self.person
        limbs = self.hands
        if not long_sleeves:
            limbs = np.maximum(limbs, self.forearms)
            if layer is not Layer.SLEEVE:
                limbs = np.maximum(limbs, self.upper_arms)
        # Head and limbs divide a pixel between them: half of either leaves nothing to cloth.
        front = together(self.head, limbs)
        return np.maximum(front, self.throat) if layer is Layer.HOOD else front

    @property
    def bare(self) -> NDArray[np.uint8]:
        """What is not worn cloth, as far as labels or the pose can tell."""
        if self.cloth is not None:
            return np.asarray(255 - self.cloth, dtype=np.uint8)
        arms = np.maximum(self.upper_arms, self.forearms)
        return np.maximum(np.maximum(self.head, self.hands), arms)


def person_mask(body: Body, roi: Roi) -> NDArray[np.uint8]:
    """Return the person mask with its slope steepened to a pixel-soft edge, 0 to 255."""
    middle = np.clip(body.mask[roi.slices], 0.25, 0.75)
    return np.asarray(cv2.convertScaleAbs(middle, alpha=510.0, beta=-127.5), dtype=np.uint8)
