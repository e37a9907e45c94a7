"""Which pixels of a product photo a segment draws."""

from collections.abc import Collection
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.fitting.fit import Cut, Layer, Segment
from tryon_ar.garments.garment import Garment, Part

# Sleeves reach this much of the photo's height over the trunk they are sewn to, and legs
# over one another, so that no gap opens.
_SEAM_OVERLAPS = {Layer.SLEEVE: 0.009, Layer.LEG: 0.014, Layer.TRUNK: 0.004}
_CLOTH = frozenset(Part) - {Part.BACKGROUND, Part.INSIDE_BACK}


@dataclass(frozen=True, eq=False)
class PhotoMask:
    """A mask of a part of a photo.

    Attributes
    ----------
    pixels : ndarray of shape (h, w), uint8
        255 inside, 0 elsewhere; of ``roi``.
    roi : Roi
        Within the photo; outside the mask is 0.
    """

    pixels: NDArray[np.uint8]
    roi: Roi


def segment_mask(garment: Garment, segment: Segment) -> PhotoMask:
    """Return the pixels of the photo that belong to a segment.

    Parameters
    ----------
    garment : Garment
    segment : Segment

    Returns
    -------
    PhotoMask
        Sleeves and legs overlap their neighbours by a few pixels, never the inside back
        panel, whose lining would lie over the throat.
    """
    overlap = _SEAM_OVERLAPS.get(segment.layer, 0.0)
    steps = max(1, round(overlap * garment.parts.shape[0])) if overlap else 0
    whole = _of_parts(garment.parts, segment.parts)
    roi = roi_around(whole, steps)
    mask = whole[roi.slices]
    if steps:
        cloth = _of_parts(garment.parts[roi.slices], _CLOTH)
        mask = _grown(mask, cloth, steps)
    for cut in segment.cuts:
        mask = np.where(_kept(roi, cut), mask, np.uint8(0))
    return PhotoMask(np.ascontiguousarray(mask), roi)


def _of_parts(parts: NDArray[np.uint8], wanted: Collection[Part]) -> NDArray[np.uint8]:
    table = np.zeros(256, np.uint8)
    table[[int(part) for part in wanted]] = 255
    return np.asarray(cv2.LUT(parts, table), np.uint8)


def roi_around(mask: NDArray[np.uint8], margin_px: int) -> Roi:
    """Return the rectangle around what is not 0, and so many pixels more.

    Parameters
    ----------
    mask : ndarray of shape (H, W), uint8
    margin_px : int

    Returns
    -------
    Roi
        Within the mask; about its first pixel when it is 0 throughout.
    """
    x, y, width, height = cv2.boundingRect(mask)
    whole = Roi(0, 0, mask.shape[1], mask.shape[0])
    return Roi(x, y, x + max(width, 1), y + max(height, 1)).grown(margin_px, whole)


def _grown(mask: NDArray[np.uint8], cloth: NDArray[np.uint8], steps: int) -> NDArray[np.uint8]:
    """Grow through cloth only: never across the gap between a sleeve and the trunk."""
    grown = np.asarray(cv2.bitwise_and(mask, cloth), np.uint8)
    kernels = [cv2.getStructuringElement(s, (3, 3)) for s in (cv2.MORPH_CROSS, cv2.MORPH_RECT)]
    for step in range(steps):
        # Crosses and squares in turn grow an octagon.
        cv2.dilate(grown, kernels[step % 2], dst=grown)
        cv2.bitwise_and(grown, cloth, dst=grown)
    return np.asarray(cv2.bitwise_or(grown, mask), np.uint8)


def _kept(roi: Roi, cut: Cut) -> NDArray[np.bool_]:
    columns = (np.arange(roi.x0, roi.x1) - cut.point[0]) * cut.direction[0]
    rows = (np.arange(roi.y0, roi.y1) - cut.point[1]) * cut.direction[1]
    return np.asarray(columns > -cut.overlap_px - rows[:, None], dtype=bool)
