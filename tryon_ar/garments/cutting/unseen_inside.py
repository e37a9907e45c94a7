"""Insides of necks that are supposed where no picture shows an edge."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import Part

# Edges are looked for in a picture so large, as steep as any within so many of its pixels.
_SIDE_PX = 256
_WITHIN_PX = 3
_SIGMA_PX = 1.0
# Beside the garment's own outline, and on the front near the border, edges tell nothing.
_BESIDE_PX = 4
_FRONT_PX = 5
# Grey levels a pixel; an edge less steep than this is none if the front's own folds are steeper.
_STEEP = 6.0
_LEAST_BORDER_PX = 8
_LEAST_FRONT_PX = 100
_FRONT = (Part.TORSO, Part.COLLAR, Part.SKIRT)


def without_unseen_inside(
    photo_bgr: NDArray[np.uint8], parts: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Return a part map in which an inside of the back that nothing shows is front.

    Parameters
    ----------
    photo_bgr : ndarray of shape (H, W, 3), uint8
    parts : ndarray of shape (H, W), uint8

    Returns
    -------
    ndarray of shape (H, W), uint8
        The map itself where the inside's border is seen, or there is none.

    Notes
    -----
    For garments whose front may reach as high as their back. A front that ends before a back
    throws a shadow on it or differs from it; where neither is seen there is no opening.
    """
    import cv2

    scale = min(1.0, _SIDE_PX / max(parts.shape))
    size = max(1, round(parts.shape[1] * scale)), max(1, round(parts.shape[0] * scale))
    small = cv2.resize(parts, size, interpolation=cv2.INTER_NEAREST)
    inside = np.asarray(small == Part.INSIDE_BACK, np.uint8)
    front = np.isin(small, _FRONT).astype(np.uint8)
    outside = _grown(np.asarray(small == Part.BACKGROUND, np.uint8), _BESIDE_PX)
    border = (_grown(front, 1) > 0) & (inside > 0) & (outside == 0)
    plain = (_grown(1 - front, _FRONT_PX) == 0) & (front > 0)
    if border.sum() < _LEAST_BORDER_PX or plain.sum() < _LEAST_FRONT_PX:
        return parts
    shrunk = np.asarray(cv2.resize(photo_bgr, size, interpolation=cv2.INTER_AREA), np.uint8)
    steep = _steepness(shrunk)
    seen = float(np.median(steep[border]))
    if seen >= min(_STEEP, float(np.median(steep[plain]))):
        return parts
    return np.where(parts == Part.INSIDE_BACK, np.uint8(Part.TORSO), parts).astype(np.uint8)


def _steepness(photo_bgr: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return how steep the steepest edge near each pixel is, grey levels a pixel."""
    import cv2

    soft = cv2.GaussianBlur(cv2.cvtColor(photo_bgr, cv2.COLOR_BGR2YCrCb), (0, 0), _SIGMA_PX)
    soft = soft.astype(np.float32)
    slopes = [cv2.Scharr(soft, cv2.CV_32F, *to, scale=1 / 16) for to in ((1, 0), (0, 1))]
    total = np.sqrt(sum((slope**2).sum(axis=2) for slope in slopes))
    side = 2 * _WITHIN_PX + 1
    return np.asarray(cv2.dilate(total, np.ones((side, side), np.uint8)), np.float32)


def _grown(mask: NDArray[np.uint8], reach_px: int) -> NDArray[np.uint8]:
    import cv2

    side = 2 * reach_px + 1
    return np.asarray(cv2.dilate(mask, np.ones((side, side), np.uint8)), np.uint8)
