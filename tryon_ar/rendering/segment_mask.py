"""Which pixels of a product photo a segment draws."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.fitting.fit import Cut, Layer, Segment
from tryon_ar.garments.garment import Garment, Part

# Neighbouring segments overlap by this much of the photo's height, so that no gap opens.
_SEAM_OVERLAP = 0.006


def segment_mask(garment: Garment, segment: Segment) -> NDArray[np.bool_]:
    """Return the pixels of the photo that belong to a segment.

    Parameters
    ----------
    garment : Garment
    segment : Segment

    Returns
    -------
    ndarray of shape (H, W), bool
        Overlapping its neighbours by a few pixels, never into the inside back
        panel, whose lining would lie over the throat.
    """
    mask: NDArray[np.bool_] = np.isin(garment.parts, [int(part) for part in segment.parts])
    grown_px = max(1, round(_SEAM_OVERLAP * garment.parts.shape[0]))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * grown_px + 1,) * 2)
    grown = np.asarray(cv2.dilate(mask.astype(np.uint8), kernel), dtype=bool)
    neighbours = grown & (garment.parts != 0) & (_others(garment, segment))
    mask |= neighbours
    for cut in segment.cuts:
        mask &= _kept(mask.shape, cut)
    return mask


def _others(garment: Garment, segment: Segment) -> NDArray[np.bool_]:
    """Return where a segment may overlap its neighbours."""
    inside_back = garment.parts == Part.INSIDE_BACK
    return np.asarray(inside_back if segment.layer is Layer.BEHIND else ~inside_back, dtype=bool)


def _kept(shape: tuple[int, ...], cut: Cut) -> NDArray[np.bool_]:
    rows, columns = np.indices(shape[:2], dtype=np.float32)
    beyond = (columns - cut.point[0]) * cut.direction[0] + (rows - cut.point[1]) * cut.direction[1]
    return np.asarray(beyond > -cut.overlap_px, dtype=bool)
