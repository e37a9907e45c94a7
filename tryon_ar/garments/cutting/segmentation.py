"""Which side of the outline each pixel is on, from the network's matte and the colours nearby."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.colour_evidence import (
    EVIDENCE_LIMIT,
    LocalColours,
    local_colours,
    log_likelihood,
    with_spread_towards_black,
)
from tryon_ar.garments.cutting.outline import coarse_pixel_px, signed_distance

# How far the outline may be off in each pass, in pixels of the network.
_PASSES_COARSE_PX = (2.2, 1.3, 0.8)
_WINDOW_COARSE_PX = 7.0
_PRIOR_LIMIT = 6.0
_EVIDENCE_SHARE = 0.6
_EVIDENCE_BLUR_PX = 1.2
_MIN_NOISE_LEVELS = 1.2
_MAX_NOISE_LEVELS = 6.0
# Pale cloth on a pale, even ground: whatever is off the ground's colour is cloth, however rare
# that shade is in the cloth. Not so where the two differ widely: there it may be a shadow.
_ALIKE_LEVELS = 30.0
_UNLIKELY = -9.0
# On an even ground a plain garment that stands out well throws shadows; a carpet is dark in
# places, and what looks like shadow beside stripes may be the pale ones.
_EVEN_LEVELS = 4.0
_SHADE_SHARE = 0.15


def segment(
    picture_bgr: NDArray[np.uint8], coarse_alpha: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Move the outline of a coarse matte to where the colours change.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    coarse_alpha : ndarray of shape (H, W), float32
        0 to 1; its outline is believed to about two pixels of the network.

    Returns
    -------
    ndarray of shape (H, W), float32
        Probability of the garment.

    Notes
    -----
    In a band about the outline, the logit of each pixel is that of its distance to the outline
    plus the log ratio of two local Gaussians of colour, fitted to what lies surely inside and
    surely outside near it. Where both look alike the ratio is nought and the network's outline
    stands; where they differ by a few grey levels over an even background it decides. Repeated
    with narrower bands.
    """
    picture = picture_bgr.astype(np.float32)
    noise = _background_noise(picture, coarse_alpha)
    probability = coarse_alpha
    for reach in _PASSES_COARSE_PX:
        reach_px = reach * coarse_pixel_px(probability.shape)
        probability = _one_pass(picture, probability, reach_px, noise)
    return probability


def _background_noise(picture: NDArray[np.float32], alpha: NDArray[np.float32]) -> float:
    """Return the spread of the background from pixel to pixel, in grey levels."""
    outside = signed_distance(alpha > 0.05) < -coarse_pixel_px(alpha.shape)
    steps = np.abs(np.diff(picture, axis=1)).max(axis=2)[outside[:, 1:]]
    if steps.size == 0:
        return _MAX_NOISE_LEVELS
    return float(np.clip(steps.mean(), _MIN_NOISE_LEVELS, _MAX_NOISE_LEVELS))


def _one_pass(
    picture: NDArray[np.float32],
    probability: NDArray[np.float32],
    reach_px: float,
    noise_levels: float,
) -> NDArray[np.float32]:
    import cv2

    distance = signed_distance(probability > 0.5)
    prior = np.clip(distance * (3.0 / reach_px), -_PRIOR_LIMIT, _PRIOR_LIMIT)
    band = np.abs(distance) < 2 * reach_px
    rows, columns = np.nonzero(band)
    where = (rows, columns)
    if rows.size == 0:
        return probability
    window = round(_WINDOW_COARSE_PX * coarse_pixel_px(probability.shape))
    inside, outside = (
        local_colours(picture, _certainty(sign * distance, reach_px), where, window)
        for sign in (1, -1)
    )
    garment = log_likelihood(picture[where], inside, noise_levels)
    contrast = np.abs(inside.mean - outside.mean).max(axis=1)
    garment = np.where(contrast < _ALIKE_LEVELS, np.maximum(garment, _UNLIKELY), garment)
    plain = 3 * _spread_levels(inside) < contrast
    even = _spread_levels(outside) < _EVEN_LEVELS
    shade = (even & plain) * _SHADE_SHARE * np.maximum(contrast - _ALIKE_LEVELS, 0)
    shaded = with_spread_towards_black(outside, shade)
    ratio = garment - log_likelihood(picture[where], shaded, noise_levels)
    evidence = np.zeros_like(distance)
    evidence[where] = np.clip(ratio, -EVIDENCE_LIMIT, EVIDENCE_LIMIT)
    smooth = cv2.GaussianBlur(evidence, (0, 0), _EVIDENCE_BLUR_PX)
    logit = prior + _EVIDENCE_SHARE * smooth
    moved: NDArray[np.float32] = (1.0 / (1.0 + np.exp(-logit))).astype(np.float32)
    return moved


def _spread_levels(colours: LocalColours) -> NDArray[np.float32]:
    variance = colours.covariance[:, [0, 3, 5]].max(axis=1)
    levels: NDArray[np.float32] = np.sqrt(np.maximum(variance, 0))
    return levels


def _certainty(distance: NDArray[np.float32], reach_px: float) -> NDArray[np.float32]:
    """Return how much a pixel that far inside counts when the colours of that side are learnt.

    Straps hold no pixel far inside: the little weight of those near the outline decides there.
    """
    sure = np.clip((distance - reach_px) / reach_px, 0, 1)
    weight: NDArray[np.float32] = np.where(distance > 0, np.maximum(sure, 0.01), 0)
    return weight.astype(np.float32)
