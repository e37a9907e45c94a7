"""Which pixels of a product photo a segment draws."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.fitting.fit import Cut, Layer, Segment
from tryon_ar.garments.garment import Garment, Part

# Sleeves reach this much of the photo's height over the trunk they are sewn to, and legs
# over one another, so that no gap opens.
_SEAM_OVERLAPS = {Layer.SLEEVE: 0.014, Layer.LEG: 0.014, Layer.TRUNK: 0.004}


def segment_mask(garment: Garment, segment: Segment) -> NDArray[np.bool_]:
    """Return the pixels of the photo that belong to a segment.

    Parameters
    ----------
    garment : Garment
    segment : Segment

    Returns
    -------
    ndarray of shape (H, W), bool
        Sleeves and legs overlap their neighbours by a few pixels, never the inside back
        panel, whose lining would lie over the throat.
    """
    mask: NDArray[np.bool_] = np.isin(garment.parts, [int(part) for part in segment.parts])
    overlap = _SEAM_OVERLAPS.get(segment.layer, 0.0)
    if overlap:
        cloth = (garment.parts != 0) & (garment.parts != Part.INSIDE_BACK)
        mask |= _grown(mask, cloth, overlap)
    for cut in segment.cuts:
        mask &= _kept(mask.shape, cut)
    return mask


def _grown(mask: NDArray[np.bool_], cloth: NDArray[np.bool_], overlap: float) -> NDArray[np.bool_]:
    """Grow through cloth only: never across the gap between a sleeve and the trunk."""
    inside = cloth.astype(np.uint8)
    grown = mask.astype(np.uint8) & inside
    kernels = [cv2.getStructuringElement(s, (3, 3)) for s in (cv2.MORPH_CROSS, cv2.MORPH_RECT)]
    for step in range(max(1, round(overlap * mask.shape[0]))):
        # Crosses and squares in turn grow an octagon.
        grown = np.asarray(cv2.dilate(grown, kernels[step % 2]), np.uint8) & inside
    return np.asarray(grown, dtype=bool)


def _kept(shape: tuple[int, ...], cut: Cut) -> NDArray[np.bool_]:
    rows, columns = np.indices(shape[:2], dtype=np.float32)
    beyond = (columns - cut.point[0]) * cut.direction[0] + (rows - cut.point[1]) * cut.direction[1]
    return np.asarray(beyond > -cut.overlap_px, dtype=bool)
