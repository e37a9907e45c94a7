"""How alike two masks are, and how real garments are bleached to test white on white."""

import numpy as np
from numpy.typing import NDArray

BOUNDARY_PX = 2.0
THRESHOLD_LEVELS = 4


def mask_iou(one: NDArray[np.bool_], two: NDArray[np.bool_]) -> float:
    """Return intersection over union; 1 where both are empty."""
    either = int((one | two).sum())
    return int((one & two).sum()) / either if either else 1.0


def boundary_f(found: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    """Return the F measure of two outlines, within two pixels (Martin et al., TPAMI 2004).

    Precision is the share of the found outline near the wanted one, recall the reverse.
    """
    shares = [_share_near(found, wanted), _share_near(wanted, found)]
    return 2 * shares[0] * shares[1] / sum(shares) if sum(shares) else 0.0


def bleached(
    photo_bgr: NDArray[np.uint8], mask: NDArray[np.uint8], contrast: int, ground: int
) -> NDArray[np.uint8]:
    """Return the garment as a white one before a plain ground.

    Parameters
    ----------
    photo_bgr : ndarray of shape (H, W, 3), uint8
    mask : ndarray of shape (H, W), uint8
        0 to 255.
    contrast : int
        The garment's grey values span this many levels below pure white; its darkest and
        brightest two per cent are cut off.
    ground : int
        Grey value around it.
    """
    import cv2

    grey = cv2.cvtColor(photo_bgr, cv2.COLOR_BGR2GRAY).astype(np.float32)
    low, high = np.percentile(grey[mask > 127], (2, 98))
    shade = np.clip((grey - low) / max(high - low, 20), 0, 1)
    white = 255 - contrast * (1 - shade)
    share = mask.astype(np.float32) / 255
    level = np.round(white * share + ground * (1 - share)).astype(np.uint8)
    return np.repeat(level[:, :, None], 3, axis=2)


def threshold_and_fill(photo_bgr: NDArray[np.uint8], ground: int) -> NDArray[np.bool_]:
    """Return what is off the ground's grey value, holes filled: the simplest way to cut."""
    import cv2

    off = np.abs(photo_bgr.astype(np.int16) - ground).max(axis=2) > THRESHOLD_LEVELS
    canvas = np.pad(off.astype(np.uint8), 1)
    cv2.floodFill(canvas, None, (0, 0), (2,))
    return np.asarray(canvas[1:-1, 1:-1] != 2)


def _share_near(one: NDArray[np.bool_], two: NDArray[np.bool_]) -> float:
    import cv2

    here, there = _outline(one), _outline(two)
    if not here.any() or not there.any():
        return 0.0
    distance = cv2.distanceTransform((~there).astype(np.uint8), cv2.DIST_L2, 5)
    return float((distance[here] <= BOUNDARY_PX).mean())


def _outline(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    import cv2

    padded = np.pad(mask.astype(np.uint8), 1)
    inner = cv2.erode(padded, np.ones((3, 3), np.uint8))[1:-1, 1:-1]
    return np.asarray(mask & (inner == 0))
