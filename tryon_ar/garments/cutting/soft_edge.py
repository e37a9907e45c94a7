"""A soft edge one or two pixels wide along an outline known to a pixel or two."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.outline import signed_distance
from tryon_ar.garments.cutting.spread import spread_colours

# Below this distance of the colours on both sides the picture does not show the edge.
_FAINT_LEVELS = 12.0
_PLAIN_EDGE_PX = 1.6


def soft_edge(
    photo_bgr: NDArray[np.uint8], probability: NDArray[np.float32], reach_px: float
) -> NDArray[np.float32]:
    """Return the matte along the outline of a probability.

    Parameters
    ----------
    photo_bgr : ndarray of shape (H, W, 3), uint8
    probability : ndarray of shape (H, W), float32
        The outline is where it crosses 0.5.
    reach_px : float
        How far off the outline may be.

    Returns
    -------
    ndarray of shape (H, W), float32
        0 to 1; 0 and 1 further than ``reach_px`` from the outline.

    Notes
    -----
    Within reach each pixel is taken for a mixture a F + (1 - a) B of the colours spread from
    both sides; a is the projection of its colour on the line from B to F. Where the two are
    alike, or the pixel is far from that line (a pattern), a is a plain ramp across the
    smoothed outline instead.
    """
    import cv2

    distance = signed_distance(probability > 0.5)
    rows, columns = _around(np.abs(distance) < 4 * reach_px + 4)
    alpha = (distance > 0).astype(np.float32)
    near = distance[rows, columns]
    if near.size == 0:
        return alpha
    picture = photo_bgr[rows, columns]
    band = np.nonzero(np.abs(near) < reach_px)
    inner = spread_colours(picture, near > reach_px)[band]
    outer = spread_colours(picture, near < -reach_px)[band]
    mixture, trust = _unmix(picture[band].astype(np.float32), inner, outer)
    smooth = cv2.GaussianBlur(near, (0, 0), max(0.8, 0.6 * reach_px))
    plain = np.clip(0.5 + smooth[band] / _PLAIN_EDGE_PX, 0, 1)
    edge = trust * mixture + (1 - trust) * plain
    inward = near[band] / reach_px
    soft = alpha[rows, columns]
    soft[band] = np.clip(edge, np.clip(inward, 0, 1), np.clip(1 + inward, 0, 1))
    alpha[rows, columns] = cv2.GaussianBlur(soft, (3, 3), 0.5)
    return alpha


def _around(mask: NDArray[np.bool_]) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return slice(0), slice(0)
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def _unmix(
    picture: NDArray[np.float32], inner: NDArray[np.float32], outer: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the share of the inner colour in each pixel, and how much to believe it."""
    line = inner - outer
    length2 = np.einsum("ij,ij->i", line, line)
    offset = picture - outer
    share = np.einsum("ij,ij->i", offset, line) / np.maximum(length2, 1.0)
    aside = offset - np.clip(share, 0, 1)[:, None] * line
    aside2 = np.einsum("ij,ij->i", aside, aside)
    visible = length2 / (length2 + _FAINT_LEVELS**2)
    on_line = np.exp(-aside2 / (0.1 * length2 + _FAINT_LEVELS**2))
    return np.clip(share, 0, 1), visible * on_line
