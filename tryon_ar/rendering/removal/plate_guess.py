"""What was never seen of a room, continued from what is seen around it."""

import cv2
import numpy as np
from numpy.typing import NDArray

# The guess has at most so many rows; far from what is known, fewer.
_ROWS, _SMOOTH_ROWS = 360, 120
_KNOWN = 0.5
_INPAINT_RADIUS_PX = 4
# Within so much of the frame's height what is known is reflected; up to the second part of that
# wholly so.
_REACH, _WHOLLY = 0.16, 0.6
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
        At most 360 rows.

    Notes
    -----
    Near its border a gap shows the reflection of what is beyond it, which keeps texture, grain
    and the lines that run into the gap; further inside, where nobody looks, it is filled
    smoothly (A. Telea, "An Image Inpainting Technique Based on the Fast Marching Method", 2004).
    """
    small, missing = _shrunk(plate, votes, _ROWS)
    if not missing.any() or missing.all():
        return small
    smooth = _smooth(plate, votes, small.shape[:2])
    reflected, distance = _reflected(small, missing, smooth)
    near = 1.0 - distance / (_REACH * len(small))
    weight = np.clip(near / (1.0 - _WHOLLY), 0.0, 1.0).astype(np.float32)[..., None]
    filled = smooth + weight * (reflected.astype(np.float32) - smooth)
    soft = cv2.GaussianBlur(filled, (0, 0), _SEAM_SIGMA_PX)
    # The further inside, the more seams between reflections there are to be softened.
    share = np.clip(1.5 - 1.5 * near, 0.0, 1.0).astype(np.float32)[..., None]
    filled += share * (soft - filled)
    return np.where(missing[..., None] > 0, filled + 0.5, small).astype(np.uint8)


def _shrunk(
    plate: NDArray[np.float32], votes: NDArray[np.uint8], rows: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return a plate made small, and 1 where too little of a pixel is known."""
    height, width = votes.shape
    step = max(1.0, height / rows)
    size = max(2, round(width / step)), max(2, round(height / step))
    weight = np.asarray(votes > 0, np.float32)
    known = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), np.float32)
    colours = cv2.resize(plate * weight[..., None], size, interpolation=cv2.INTER_AREA)
    small = np.asarray(colours / np.maximum(known, 1e-3)[..., None] + 0.5, np.uint8)
    return small, np.asarray(known < _KNOWN, np.uint8)


def _smooth(
    plate: NDArray[np.float32], votes: NDArray[np.uint8], shape: tuple[int, ...]
) -> NDArray[np.float32]:
    small, missing = _shrunk(plate, votes, _SMOOTH_ROWS)
    if missing.any() and not missing.all():
        small = np.asarray(
            cv2.inpaint(small, missing, _INPAINT_RADIUS_PX, cv2.INPAINT_TELEA), np.uint8
        )
    return np.asarray(cv2.resize(small, (shape[1], shape[0])), np.float32)


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
