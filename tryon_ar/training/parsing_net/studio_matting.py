"""A person before the plain grey ground of a studio, taken off it.

The ground is known wherever nobody stands before it and smooth in between, so alpha is the share
of the way from the ground's colour to the nearest sure colour of the person (difference matting):
``alpha = (I - B)(F - B) / |F - B|^2``.
"""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]
Mask = NDArray[np.bool_]

# CIELAB: the ground is neutral and neither as dark as hair nor as light as white cloth.
_NEUTRAL = 7.0
_NEUTRAL_SHADOW = 4.5
# Hue of skin over lightness: where it begins, and how far on it is sure.
_SKIN_FROM, _SKIN_RAMP = 0.16, 0.08
_DARKEST, _LIGHTEST = 18.0, 75.0
_ROUGHEST = 1.0
_SURELY_OTHER = 18.0
_SURELY_GROUND = 6.0
# What is left of alpha when the noise at both ends is cut off.
_LOW, _HIGH = 0.06, 0.92


class Cutout(NamedTuple):
    """A person taken off the ground.

    Attributes
    ----------
    alpha : ndarray of shape (H, W), float32
        0 to 1.
    person_bgr : ndarray of shape (H, W, 3), float32
        0 to 255, multiplied by alpha, without the ground's colour.
    """

    alpha: Picture
    person_bgr: Picture


def lightness_and_colour(picture_bgr: NDArray[np.generic]) -> tuple[Picture, Picture, Picture]:
    """Return L (0 to 100), a and b of CIELAB of a picture with values of 0 to 255."""
    scaled = np.asarray(picture_bgr, np.float32) / 255
    lab = cv2.cvtColor(np.clip(scaled, 0, 1), cv2.COLOR_BGR2LAB)
    lightness, a, b = (np.asarray(lab[..., i], np.float32) for i in range(3))
    return lightness, a, b


def cut_out(
    picture_bgr: NDArray[np.uint8], solid: Mask, tolerance: float, floor: Mask | None = None
) -> Cutout:
    """Take the person off the ground.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
    solid : ndarray of shape (H, W), bool
        What surely is the person, though it may be as grey as the ground.
    tolerance : float
        How far the ground's lightness may be from a cubic over the picture: little for a wall
        alone, more with a floor and shadows.
    floor : ndarray of shape (H, W), bool, optional
        Where whatever is neutral is ground, however dark: about bare legs.
    """
    plain = _plain(picture_bgr, tolerance, floor) & ~solid
    ground = spread(picture_bgr, cv2.erode(plain.astype(np.uint8), np.ones((5, 5))) > 0)
    distance = _distance(picture_bgr, ground)
    surely = _eroded((distance > _SURELY_OTHER) | solid, 3)
    if floor is not None:
        surely &= ~(floor & plain)
    near = np.where(surely[..., None], picture_bgr, spread(picture_bgr, surely))
    way = near - ground
    alpha = ((picture_bgr - ground) * way).sum(-1) / np.maximum((way * way).sum(-1), 200)
    alpha = np.clip((alpha - _LOW) / (_HIGH - _LOW), 0, 1)
    alpha[plain & (distance < _SURELY_GROUND)] = 0
    if floor is not None:
        alpha = np.where(floor, _bare_skin(picture_bgr), alpha)
    alpha = _filled(alpha.astype(np.float32), distance, plain, solid)
    person = picture_bgr - (1 - alpha[..., None]) * ground
    return Cutout(alpha, np.clip(person, 0, 255 * alpha[..., None]).astype(np.float32))


def spread(values: NDArray[np.generic], known: Mask) -> Picture:
    """Return values (H, W, 3) with smooth ones where they are not known (push-pull)."""
    weight = known.astype(np.float32)
    levels = [(np.asarray(values, np.float32) * weight[..., None], weight)]
    while min(levels[-1][1].shape) > 2:
        above, share = levels[-1]
        levels.append((np.asarray(cv2.pyrDown(above)), np.asarray(cv2.pyrDown(share))))
    above, share = levels[-1]
    filled = above / np.maximum(share, 1e-6)[..., None]
    for above, share in reversed(levels[:-1]):
        coarse = cv2.pyrUp(filled, dstsize=(share.shape[1], share.shape[0]))
        trust = np.minimum(share * 4, 1)[..., None]
        filled = trust * above / np.maximum(share, 1e-6)[..., None] + (1 - trust) * coarse
    return np.asarray(filled, np.float32)


def _plain(picture_bgr: NDArray[np.uint8], tolerance: float, floor: Mask | None) -> Mask:
    """Return what looks like the ground: neutral, smooth, about as light as its surroundings."""
    lightness, a, b = lightness_and_colour(cv2.GaussianBlur(picture_bgr, (0, 0), 1))
    neutral = np.hypot(a, b) < _NEUTRAL
    rough = cv2.blur(np.abs(lightness - cv2.blur(lightness, (9, 9))), (9, 9))
    height, width = lightness.shape
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    terms = np.stack([columns**i * rows**j for i in range(4) for j in range(4 - i)], -1)
    plain = neutral & (lightness > _DARKEST) & (lightness < _LIGHTEST) & (rough < 0.6)
    rng = np.random.default_rng(0)
    for step in (12, 7, 5, tolerance, tolerance):
        chosen = rng.choice(np.flatnonzero(plain), 4000)
        flat = terms.reshape(-1, terms.shape[-1])[chosen]
        cubic = np.linalg.lstsq(flat, lightness.ravel()[chosen], rcond=None)[0]
        plain = neutral & (np.abs(lightness - terms @ cubic) < step) & (rough < _ROUGHEST)
    if floor is not None:
        shadow = (np.hypot(a, b) < _NEUTRAL_SHADOW) & (lightness > _DARKEST)
        plain |= floor & shadow & (lightness < _LIGHTEST)
    opened = cv2.morphologyEx(plain.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5)))
    count, parts, about, _ = cv2.connectedComponentsWithStats(opened)
    wide = [i for i in range(1, count) if about[i, cv2.CC_STAT_AREA] > 0.001 * plain.size]
    return np.isin(parts, wide)


def _bare_skin(picture_bgr: NDArray[np.uint8]) -> Picture:
    """Return how surely each pixel is skin, which alone is not grey; shadows are."""
    lightness, a, b = lightness_and_colour(cv2.GaussianBlur(picture_bgr, (0, 0), 0.8))
    colour = (0.55 * a + 0.83 * b) / np.maximum(lightness, 10)
    return np.clip((colour - _SKIN_FROM) / _SKIN_RAMP, 0, 1).astype(np.float32)


def _distance(picture_bgr: NDArray[np.uint8], ground: Picture) -> Picture:
    """Return how far each colour is from the ground's; hue counts more than lightness."""
    there, here = lightness_and_colour(picture_bgr), lightness_and_colour(ground)
    light, a, b = (one - other for one, other in zip(there, here, strict=True))
    return np.asarray(np.sqrt(light**2 + 4 * a**2 + 4 * b**2), np.float32)


def _filled(alpha: Picture, distance: Picture, plain: Mask, solid: Mask) -> Picture:
    """Make the inside of the person opaque and drop specks beside them."""
    body = cv2.morphologyEx(
        ((alpha > 0.6) | solid).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3))
    )
    count, parts, about, _ = cv2.connectedComponentsWithStats(1 - body, connectivity=4)
    areas = np.maximum(about[:, cv2.CC_STAT_AREA], 1)
    share_plain = np.bincount(parts.ravel(), plain.ravel(), count) / areas
    mean_distance = np.bincount(parts.ravel(), distance.ravel(), count) / areas
    closed = (areas < 0.02 * alpha.size) & (share_plain < 0.3) | (areas < 0.0004 * alpha.size)
    holes = closed & ((areas < 20) | (mean_distance > 5))
    holes[0] = False
    body[holes[parts]] = 1
    inside = cv2.erode(body, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7)), borderValue=1)
    alpha[(inside > 0) | solid] = 1
    count, parts, about, _ = cv2.connectedComponentsWithStats(body)
    if count == 1:
        return np.zeros_like(alpha)
    largest = parts == 1 + int(np.argmax(about[1:, cv2.CC_STAT_AREA]))
    alpha[cv2.dilate(largest.astype(np.uint8), np.ones((15, 15))) == 0] = 0
    return alpha


def _eroded(mask: Mask, side: int) -> Mask:
    return cv2.erode(mask.astype(np.uint8), np.ones((side, side))) > 0
