"""What was never seen of a room, continued from what is seen around it."""

import cv2
import numpy as np
from numpy.typing import NDArray

# The guess has half the rows of the plate, if these are within the bounds; far from what is known
# fewer.
_LEAST_ROWS, _MOST_ROWS, _SMOOTH_ROWS = 240, 480, 80
_KNOWN = 0.5
_INPAINT_RADIUS_PX = 4
# Within so much of the frame's height what is known is reflected; up to the second part of that
# wholly so.
_REACH, _WHOLLY = 0.13, 0.6
_SEAM_SIGMA_PX = 1.2


def guess_plate(plate: NDArray[np.float32], votes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Continue a background into its gaps.

    Parameters
    ----------
    plate : ndarray of shape (H, W, 3), float32
        BGR, 0 to 255.
    votes : ndarray of shape (H, W), uint8
        0 where the background was never seen.

    Returns
    -------
    ndarray of shape (h, w, 3), uint8
        At most 480 rows.

    Notes
    -----
    Near its border a gap shows the reflection of what is beyond it, which keeps texture, grain
    and the lines that run into the gap; further inside, where nobody looks, it is filled
    smoothly (A. Telea, "An Image Inpainting Technique Based on the Fast Marching Method", 2004).
    """
    sums, known = _shrunk(plate, votes)
    small, missing = _means(sums, known)
    if not missing.any() or missing.all():
        return small
    box = _around(missing, _REACH * len(small))
    smooth = _smooth(sums, known)[box]
    part, gap = small[box], missing[box]
    reflected, distance = _reflected(part, gap, smooth)
    near = 1.0 - distance / (_REACH * len(small))
    weight = np.clip(near / (1.0 - _WHOLLY), 0.0, 1.0).astype(np.float32)[..., None]
    filled = smooth + weight * (reflected - smooth)
    soft = cv2.GaussianBlur(filled, (0, 0), _SEAM_SIGMA_PX)
    # The further inside, the more seams between reflections there are to be softened.
    share = np.clip(1.5 - 1.5 * near, 0.0, 1.0).astype(np.float32)[..., None]
    filled += share * (soft - filled)
    np.copyto(part, filled + 0.5, where=gap[..., None] > 0, casting="unsafe")
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
    sums = cv2.resize(plate * weight[..., None], size, interpolation=cv2.INTER_AREA)
    return np.asarray(sums, np.float32), np.asarray(known, np.float32)


def _means(
    sums: NDArray[np.float32], known: NDArray[np.float32]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the colours of what is known, and 1 where too little of a pixel is."""
    colours = np.asarray(sums / np.maximum(known, 1e-3)[..., None] + 0.5, np.uint8)
    return colours, np.asarray(known < _KNOWN, np.uint8)


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


def _reflected(
    small: NDArray[np.uint8], missing: NDArray[np.uint8], smooth: NDArray[np.float32]
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Return the picture reflected into its gaps, and how deep inside them every pixel lies."""
    distance, labels = cv2.distanceTransformWithLabels(
        missing, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    rows, columns = np.nonzero(missing == 0)
    nearest = np.zeros((int(labels.max()) + 1, 2), np.int32)
    nearest[labels[rows, columns]] = np.stack([columns, rows], axis=1)
    height, width = missing.shape
    gaps_y, gaps_x = np.nonzero(missing)
    border = nearest[labels[gaps_y, gaps_x]]
    x = np.clip(2 * border[:, 0] - gaps_x, 0, width - 1)
    y = np.clip(2 * border[:, 1] - gaps_y, 0, height - 1)
    # Where a reflection falls into another gap, nothing but the smooth filling is to be had.
    lost = missing[y, x] > 0
    found = small.copy()
    found[gaps_y, gaps_x] = np.where(lost[:, None], smooth[gaps_y, gaps_x], small[y, x])
    return found, np.asarray(distance, np.float32)
