"""What was never seen of a room, continued from what is seen around it."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage, SoftMask
from tryon_ar.kernels.gaps import carry_on_nb, close_in_nb
from tryon_ar.rendering.planes import blurred

# The guess has half the rows of the plate, if these are within the bounds; far from what is known
# fewer.
_LEAST_ROWS, _MOST_ROWS, _SMOOTH_ROWS = 240, 480, 80
_KNOWN = 0.5
_INPAINT_RADIUS_PX = 4
# Within so much of the frame's height the lines of what is known go on; up to the second part of
# that wholly so.
_REACH, _WHOLLY = 0.15, 0.5
# How lines run is told from slopes this soft (pixels), over so much of the height, and, where
# that is far from all that is known, three times as much.
_SLOPE_SIGMA_PX, _LINES, _WIDER, _WIDER_SHARE = 1.0, 0.015, 3.0, 0.02
# Slopes of so many grey levels a pixel are noise. What lies more than this share of a pixel aside
# of a clear line is not on it.
_NOISE, _ASIDE_PX = 2.0, 0.13
_RADIUS_PX = 3
# A person reaches so far at most (pixels of the guess) beyond where they are this likely.
_PERSON, _NEAREST = 0.04, 5
# People throw soft shadows on what is behind them: light this coarse (of the height) goes on as
# at the gap's border, unless it changes by more grey levels than a shadow does.
_LIGHT_REACH, _MOST_SHADOW = 0.008, 16.0


def guess_plate(
    plate: NDArray[np.float32],
    votes: NDArray[np.uint8],
    frame_bgr: BgrImage | None = None,
    person: SoftMask | None = None,
) -> NDArray[np.uint8]:
    """Continue a background into its gaps.

    Parameters
    ----------
    plate : ndarray of shape (H, W, 3), float32
        BGR, 0 to 255.
    votes : ndarray of shape (H, W), uint8
        0 where the background was never seen.
    frame_bgr : ndarray of shape (H, W, 3), uint8, optional
        What is near a person is not learnt, lest it be part of them; of a frame it is taken where
        it goes on as what is beside it.
    person : ndarray of shape (H, W), float32, optional
        Person probability in that frame, 0 to 1.

    Returns
    -------
    ndarray of shape (h, w, 3), uint8
        At most 480 rows.

    Notes
    -----
    Near its border a gap goes on along the lines that run into it (F. Bornemann and T. Maerz,
    "Fast Image Inpainting Based on Coherence Transport", 2007); further inside, where nobody
    looks, it is filled smoothly (A. Telea, "An Image Inpainting Technique Based on the Fast
    Marching Method", 2004).
    """
    sums, known = _shrunk(plate, votes)
    small, missing = _means(sums, known)
    if not missing.any() or missing.all():
        return small
    if frame_bgr is not None and person is not None:
        _close_in(sums, known, small, missing, frame_bgr, person)
    reach_px = _REACH * len(small)
    box = _around(missing, reach_px)
    smooth = np.ascontiguousarray(_smooth(sums, known)[box])
    part, gap = (np.ascontiguousarray(plane[box]) for plane in (small, missing))
    filled = _carried_on(part, gap, smooth, reach_px)
    small[box] = np.where(gap[..., None] > 0, (filled + 0.5).astype(np.uint8), part)
    return small


def _shrunk(
    plate: NDArray[np.float32], votes: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return a plate made small, times how much of every pixel is known, and that."""
    height, width = votes.shape
    step = max(1.0, height / _MOST_ROWS, min(2.0, height / _LEAST_ROWS))
    size = max(2, round(width / step)), max(2, round(height / step))
    weight = np.asarray(votes > 0, np.float32)
    known = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    learnt = cv2.copyTo(plate, votes)  # black where nothing was
    sums = cv2.resize(learnt, size, interpolation=cv2.INTER_AREA)
    return np.asarray(sums, np.float32), np.asarray(known, np.float32)


def _means(
    sums: NDArray[np.float32], known: NDArray[np.float32]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the colours of what is known, and 1 where too little of a pixel is."""
    colours = np.asarray(sums / np.maximum(known, 1e-3)[..., None] + 0.5, np.uint8)
    return colours, np.asarray(known < _KNOWN, np.uint8)


def _close_in(
    sums: NDArray[np.float32],
    known: NDArray[np.float32],
    small: NDArray[np.uint8],
    missing: NDArray[np.uint8],
    frame_bgr: BgrImage,
    person: SoftMask,
) -> None:
    """Take from a frame what lies between the gaps' borders and the person, in place."""
    size = small.shape[1], small.shape[0]
    seen = np.asarray(cv2.resize(frame_bgr, size, interpolation=cv2.INTER_AREA), np.uint8)
    share = cv2.resize(person, size, interpolation=cv2.INTER_AREA)
    solid = cv2.dilate(np.asarray(share > _PERSON, np.uint8), np.ones((_NEAREST, _NEAREST)))
    beside = _light(small, missing)
    close_in_nb(
        seen, np.asarray(solid, np.uint8), *beside, _MOST_SHADOW, small, sums, known, missing
    )


def _around(missing: NDArray[np.uint8], reach_px: float) -> tuple[slice, slice]:
    """Return the part of a picture that holds its gaps and what is reflected into them."""
    x, y, width, height = cv2.boundingRect(missing)
    reach = int(reach_px) + 1
    return (
        slice(max(0, y - reach), y + height + reach),
        slice(max(0, x - reach), x + width + reach),
    )


def _smooth(sums: NDArray[np.float32], known: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a picture of the same size with its gaps filled smoothly."""
    height, width = known.shape
    step = max(1.0, height / _SMOOTH_ROWS)
    size = max(2, round(width / step)), max(2, round(height / step))
    coarse = (cv2.resize(each, size, interpolation=cv2.INTER_AREA) for each in (sums, known))
    small, missing = _means(*(np.asarray(each, np.float32) for each in coarse))
    if missing.any() and not missing.all():
        filled = cv2.inpaint(small, missing, _INPAINT_RADIUS_PX, cv2.INPAINT_TELEA)
        small = np.asarray(filled, np.uint8)
    return np.asarray(cv2.resize(small, (width, height)), np.float32)


def _carried_on(
    small: NDArray[np.uint8],
    missing: NDArray[np.uint8],
    smooth: NDArray[np.float32],
    reach_px: float,
) -> NDArray[np.float32]:
    """Return the picture with its gaps filled."""
    distance = np.asarray(cv2.distanceTransform(missing, cv2.DIST_L2, 5), np.float32)
    # In eighths of a pixel: whole numbers of two bytes are sorted in no time.
    depth = np.asarray(np.minimum(distance.ravel() * 8.0, 65535.0), np.uint16)
    wanted = np.flatnonzero((depth > 0) & (depth < 8.0 * reach_px))
    order = np.ascontiguousarray(wanted[np.argsort(depth[wanted], kind="stable")], np.int64)
    gap = missing[..., None] > 0
    filled = np.where(gap, smooth, small).astype(np.float32)
    lines = _across_lines(small, missing)
    carry_on_nb(filled, np.ascontiguousarray(1 - missing), order, lines, _RADIUS_PX)
    share = np.clip((1.0 - distance / reach_px) / (1.0 - _WHOLLY), 0.0, 1.0)[..., None]
    return np.asarray(smooth + share * (filled - smooth), np.float32)


def _across_lines(small: NDArray[np.uint8], missing: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the direction across the lines around, as long as they are clear, (h, w, 2).

    From the structure tensor of what is known, continued into the gaps.
    """
    known = np.asarray(1 - missing, np.float32)
    luma = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32) * known
    sums, weight = (cv2.GaussianBlur(each, (0, 0), _SLOPE_SIGMA_PX) for each in (luma, known))
    soft = sums / np.maximum(weight, np.float32(1e-3))
    slope_x, slope_y = (cv2.Scharr(soft, cv2.CV_32F, *to, scale=1 / 32) for to in ((1, 0), (0, 1)))
    inside = cv2.erode(known, np.ones((3, 3), np.uint8))
    slopes = (slope_x * slope_x, slope_x * slope_y, slope_y * slope_y, np.ones_like(inside))
    tensor = np.stack([each * inside for each in slopes], axis=-1)
    sigma = _LINES * len(small)
    tensor = blurred(tensor, sigma) + _WIDER_SHARE * blurred(tensor, _WIDER * sigma)
    xx, xy, yy = (tensor[..., i] / (tensor[..., 3] + np.float32(1e-6)) for i in range(3))
    clear, turn = cv2.cartToPolar(xx - yy, 2 * xy)
    length = clear / (xx + yy + np.float32(_NOISE**2)) / np.float32(_ASIDE_PX)
    x, y = cv2.polarToCart(length, turn / 2)
    return np.ascontiguousarray(np.stack([x, y], axis=-1), np.float32)


def _light(
    small: NDArray[np.uint8], missing: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return what is known, coarsely, times its weight, and that."""
    known = np.asarray(1 - missing, np.float32)
    sigma = _LIGHT_REACH * len(small)
    weight = cv2.GaussianBlur(known, (0, 0), sigma)
    seen = cv2.copyTo(small, 1 - missing).astype(np.float32)
    sums = cv2.GaussianBlur(seen, (0, 0), sigma)
    return np.asarray(sums, np.float32), np.asarray(weight, np.float32)
