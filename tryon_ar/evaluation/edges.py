"""How a garment's edge lies and looks: agreement with the true outline, and the seam around it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage, Mask
from tryon_ar.evaluation.similarity import luma

#: Edges agree where they are no farther apart than this, in shoulder widths.
TOLERANCE = 0.02


def edge_pixels(mask: Mask) -> Mask:
    """Return the pixels (H, W) of a mask beside others; at the picture's border it has no edge."""
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    inner = cv2.erode(mask.astype(np.uint8), cross, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(mask & (inner == 0))


def boundary_f(drawn: Mask, true: Mask, unit_px: float, counted: Mask | None = None) -> float:
    """Return the F1 score of the pixels of two outlines.

    Parameters
    ----------
    drawn, true : ndarray of shape (H, W), bool
    unit_px : float
        Shoulder width: pixels agree within :data:`TOLERANCE` of it.
    counted : ndarray of shape (H, W), bool, optional
        Edge pixels elsewhere say nothing.

    Returns
    -------
    float
        Harmonic mean of the share of drawn edge pixels near a true one and of true ones near a
        drawn one; 0 when there is none of either.
    """
    edges = edge_pixels(drawn), edge_pixels(true)
    near = [_distance_to(edge) <= TOLERANCE * unit_px for edge in edges]
    if counted is not None:
        edges = edges[0] & counted, edges[1] & counted
    if not (edges[0].any() and edges[1].any()):
        return 0.0
    precision, recall = (float(near[1 - k][edges[k]].mean()) for k in range(2))
    both = precision + recall
    return 2.0 * precision * recall / both if both else 0.0


def seam_score(picture_bgr: BgrImage, drawn: Mask, truth_bgr: BgrImage, true: Mask) -> float | None:
    """Return how steep the picture is across the garment's edge, compared with real clothes.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    drawn : ndarray of shape (H, W), bool
        Visible garment.
    truth_bgr, true : ndarray
        A real picture, and the clothes really worn in it.

    Returns
    -------
    float or None
        Mean gradient of luma over a band of 3 px on the one edge by that on the other; above 1 the
        garment looks cut out, below smeared. None where there is no edge.
    """
    own, real = _steepness(picture_bgr, drawn), _steepness(truth_bgr, true)
    return own / real if own is not None and real else None


def _steepness(picture_bgr: BgrImage, mask: Mask) -> float | None:
    edge = edge_pixels(mask).astype(np.uint8)
    band = cv2.dilate(edge, np.ones((3, 3), np.uint8)) > 0
    if not band.any():
        return None
    grey = luma(picture_bgr)
    across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    return float(np.hypot(across, down)[band].mean())


def _distance_to(edge: Mask) -> NDArray[np.float32]:
    if not edge.any():
        return np.full(edge.shape, np.inf, np.float32)
    away = (~edge).astype(np.uint8)
    return np.asarray(cv2.distanceTransform(away, cv2.DIST_L2, cv2.DIST_MASK_PRECISE), np.float32)
