"""Ground taken for cloth: in the gap between a sleeve and the body, or as a doubtful patch."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.outline import coarse_pixel_px, signed_distance
from tryon_ar.garments.cutting.spread import spread
from tryon_ar.garments.garment import Part

_BIN_LEVELS = 16
_BINS = 256 // _BIN_LEVELS
# So much of a colour's share is that of colours so many bins from it.
_BELL = (1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16)
_LIKELIER = 8.0
_NEAR_LEVELS = 40.0
_NEAR_SHARE = 0.4
# Where cloth and ground differ less, a shadow on the cloth has the ground's colour.
_LEAST_CONTRAST_LEVELS = 80.0
_SURE = 0.9
_DOUBTED = 0.8
_SEAM_COARSE_PX = 6.0
_LEAST_COARSE_PX2 = 10.0
_LEAST_WIDTH_COARSE_PX = 1.0
# A patch is wider than the outline's own uncertainty, this share of it looks like ground, and
# this share of its rim is ground: a print in the ground's colour is rimmed by cloth.
_PATCH_WIDTH_COARSE_PX = 5.0
_PATCH_SHARE = 0.5
_OPEN_SHARE = 0.25
_SLEEVES = (Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE)


def ground_within(
    picture_bgr: NDArray[np.uint8],
    inside: NDArray[np.bool_],
    coarse_alpha: NDArray[np.float32],
    parts: NDArray[np.float32],
) -> NDArray[np.bool_]:
    """Return what of a mask is ground.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    inside : ndarray of shape (H, W), bool
        The garment, gaps filled.
    coarse_alpha : ndarray of shape (H, W), float32
        The network's matte.
    parts : ndarray of shape (10, h, w), float32
        The network's parts.

    Returns
    -------
    ndarray of shape (H, W), bool
        Pixels whose colour is much likelier outside the garment than in it and like that of
        the ground nearest to them: along the border of a sleeve and the body, however sure the
        network is (it closes narrow gaps); elsewhere whole patches, where it doubts. A print
        in the ground's colour is neither; where cloth and ground look alike, nothing is
        likelier.
    """
    if not inside.any() or inside.all():
        return np.zeros_like(inside)
    alike, perhaps = _like_ground(picture_bgr, inside, coarse_alpha)
    gaps = _grown(_gaps(alike & _beside_seam(inside, parts)), perhaps)
    return gaps | _patches(inside, inside & (coarse_alpha < _DOUBTED), alike)


def _gaps(alike: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the pieces of a mask that are wider and larger than noise."""
    import cv2

    pixel = coarse_pixel_px(alike.shape)
    disc = _disc(_LEAST_WIDTH_COARSE_PX * pixel / 2)
    core = cv2.morphologyEx(alike.astype(np.uint8), cv2.MORPH_OPEN, disc)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(core)
    large = stats[:, cv2.CC_STAT_AREA] >= _LEAST_COARSE_PX2 * pixel**2
    large[0] = False
    grown = cv2.dilate(large[labels].astype(np.uint8), disc) > 0
    return np.asarray(grown & alike, np.bool_)


def _grown(gaps: NDArray[np.bool_], perhaps: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return gaps with what else is connected with them, unless it is more than they are."""
    import cv2

    _, labels = cv2.connectedComponents((perhaps | gaps).astype(np.uint8))
    whole = np.isin(labels, np.unique(labels[gaps])) & (labels > 0)
    return whole if whole.sum() <= 2 * gaps.sum() else gaps


def _patches(
    inside: NDArray[np.bool_], doubted: NDArray[np.bool_], alike: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return the wide pieces of what is doubted that look like ground and border on it."""
    import cv2

    disc = _disc(_PATCH_WIDTH_COARSE_PX * coarse_pixel_px(alike.shape) / 2)
    core = cv2.morphologyEx(doubted.astype(np.uint8), cv2.MORPH_OPEN, disc)
    count, labels = cv2.connectedComponents(core)
    found = np.zeros_like(doubted)
    for label in range(1, count):
        if alike[labels == label].mean() <= _PATCH_SHARE:
            continue
        patch = (cv2.dilate((labels == label).astype(np.uint8), disc) > 0) & doubted
        rim = (cv2.dilate(patch.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~patch
        if (~inside)[rim].mean() > _OPEN_SHARE:
            found |= patch
    return found


def _beside_seam(inside: NDArray[np.bool_], parts: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return what of a mask is near a sleeve as well as near the body."""
    import cv2

    size = inside.shape[::-1]
    names = cv2.resize(parts.argmax(axis=0).astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    disc = _disc(_SEAM_COARSE_PX * coarse_pixel_px(inside.shape))
    sleeve = cv2.dilate(np.isin(names, _SLEEVES).astype(np.uint8), disc)
    body = cv2.dilate(np.isin(names, (Part.TORSO, Part.SKIRT)).astype(np.uint8), disc)
    return np.asarray(inside & (sleeve > 0) & (body > 0), np.bool_)


def _like_ground(
    picture_bgr: NDArray[np.uint8], inside: NDArray[np.bool_], coarse_alpha: NDArray[np.float32]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return whose colour is common outside, rare within, and the nearest ground's, or nearly."""
    distance = signed_distance(inside)
    outside = distance < -coarse_pixel_px(inside.shape)
    bins = (picture_bgr // _BIN_LEVELS).astype(np.intp)
    index = (bins[:, :, 0] * _BINS + bins[:, :, 1]) * _BINS + bins[:, :, 2]
    without = _shares(index[outside])
    within = _shares(index[inside & (coarse_alpha > _SURE)])
    likelier = _likelier(without, within)
    picture = picture_bgr.astype(np.float32)
    ground = spread(picture, outside.astype(np.float32))
    cloth = picture[inside].mean(axis=0)
    contrast = np.abs(ground - cloth).max(axis=2)
    reach = np.minimum(_NEAR_LEVELS, _NEAR_SHARE * contrast)
    away = np.abs(picture - ground).max(axis=2)
    common = inside & likelier[index] & (contrast > _LEAST_CONTRAST_LEVELS)
    return common & (away < reach), common & (away < 2 * reach)


def _likelier(without: NDArray[np.float64], within: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which colours are much commoner outside, by themselves or with those like them.

    In a gap the ground is darker than elsewhere, and lit by the cloth beside it.
    """
    alone = without > _LIKELIER * within
    return np.asarray(alone | (_with_alike(without) > _LIKELIER * _with_alike(within)), np.bool_)


def _shares(index: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the share of each colour."""
    counts = np.bincount(index, minlength=_BINS**3)
    return np.asarray(counts / max(1, index.size), np.float64)


def _with_alike(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the share of each colour and, the less they are like it, of others."""
    cube = shares.reshape(_BINS, _BINS, _BINS)
    aside = len(_BELL) // 2
    for axis in range(cube.ndim):
        wide = np.pad(cube, [(aside, aside) if each == axis else (0, 0) for each in range(3)])
        places = (np.arange(_BINS) + step for step in range(len(_BELL)))
        parts = [w * wide.take(at, axis) for w, at in zip(_BELL, places, strict=True)]
        cube = np.sum(parts, axis=0)
    return cube.ravel()


def _disc(radius_px: float) -> NDArray[np.uint8]:
    import cv2

    side = 2 * max(1, round(radius_px)) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)
