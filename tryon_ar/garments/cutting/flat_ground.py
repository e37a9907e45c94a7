"""What the network half sees on a flat ground, and the ground's own colour decides."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.outline import coarse_pixel_px

_FLAT_SHARE = 0.9
_FLAT_LEVELS = 2.0
_LEAST_OFF_LEVELS = 3.0
_INKLING = 0.01
_BELIEVED = 0.5
_GIVEN = 0.9
# Narrower gains are fringes and shadows along the outline, which the colours there settle.
_LEAST_GAIN_COARSE_PX = 1.5


def strengthen(
    picture_bgr: NDArray[np.uint8], coarse_alpha: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the coarse matte with half-seen pieces of a garment on a flat ground made whole.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    coarse_alpha : ndarray of shape (H, W), float32
        The network's matte at the picture's size.

    Returns
    -------
    ndarray of shape (H, W), float32
        Unchanged where the picture's border is not of one colour. Else, whatever is off that
        colour, is connected with what the network believes in, and of which it has at least
        an inkling, is believed.

    Notes
    -----
    White on white is the commonest product photo. There a sleeve differs from the ground by a
    few grey levels, which is little for a network and plenty for a comparison.
    """
    import cv2

    ground = _flat_colour(picture_bgr)
    if ground is None:
        return coarse_alpha
    distance = np.abs(picture_bgr.astype(np.float32) - ground).max(axis=2)
    off = cv2.medianBlur((distance >= _LEAST_OFF_LEVELS).astype(np.uint8), 5) > 0
    believed = coarse_alpha > _BELIEVED
    _, labels = cv2.connectedComponents(
        (believed | (off & (coarse_alpha > _INKLING))).astype(np.uint8)
    )
    joined = np.isin(labels, np.unique(labels[believed])) & (labels > 0)
    radius = max(1, round(_LEAST_GAIN_COARSE_PX * coarse_pixel_px(coarse_alpha.shape)))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2)
    gained = (joined & ~believed).astype(np.uint8)
    core = cv2.morphologyEx(gained, cv2.MORPH_OPEN, disc)
    whole = (cv2.dilate(core, disc) > 0) & (gained > 0)
    return np.where(whole, np.maximum(coarse_alpha, _GIVEN), coarse_alpha).astype(np.float32)


def _flat_colour(picture_bgr: NDArray[np.uint8]) -> NDArray[np.float32] | None:
    """Return the colour (3,) of the picture's border, or None when it has not one."""
    edges = (picture_bgr[0], picture_bgr[-1], picture_bgr[:, 0], picture_bgr[:, -1])
    border = np.concatenate(edges).astype(np.float32)
    colour = np.median(border, axis=0)
    near = np.abs(border - colour).max(axis=1) <= _FLAT_LEVELS
    return np.asarray(colour, np.float32) if near.mean() >= _FLAT_SHARE else None
