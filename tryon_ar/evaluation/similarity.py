"""How alike two pictures are to the eye: structural similarity of their luma."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage, Mask

_WINDOW_PX, _SIGMA = 11, 1.5
_BORDER_PX = _WINDOW_PX // 2
_ERODED_PX = 2


def ssim_map(picture_bgr: BgrImage, truth_bgr: BgrImage) -> NDArray[np.float64]:
    """Return the structural similarity around every pixel.

    Parameters
    ----------
    picture_bgr, truth_bgr : ndarray of shape (H, W, 3), uint8

    Returns
    -------
    ndarray of shape (H, W), float64
        -1 to 1; 1 where both are equal.

    Raises
    ------
    ValueError
        When their sizes differ, or they are smaller than the window.

    Notes
    -----
    On luma (Rec. 601), with a Gaussian window of 11 x 11, sigma 1.5, K = (0.01, 0.03) [1]_.

    References
    ----------
    .. [1] Z. Wang et al., "Image Quality Assessment: From Error Visibility to Structural
       Similarity", IEEE TIP 13(4), 2004, 10.1109/TIP.2003.819861.
    """
    from skimage.metrics import structural_similarity

    _, similarity = structural_similarity(
        luma(picture_bgr),
        luma(truth_bgr),
        data_range=255.0,
        gaussian_weights=True,
        sigma=_SIGMA,
        use_sample_covariance=False,
        full=True,
    )
    return np.asarray(similarity, np.float64)


def mean_ssim(similarity: NDArray[np.float64]) -> float:
    """Return the mean of a map where its window lies within the picture."""
    return float(similarity[_BORDER_PX:-_BORDER_PX, _BORDER_PX:-_BORDER_PX].mean())


def ssim_inside(similarity: NDArray[np.float64], mask: Mask) -> float | None:
    """Return the mean of a map inside a mask (H, W) drawn in by 2 px; None when nothing is left."""
    inner = drawn_in(mask, _ERODED_PX)
    return float(similarity[inner].mean()) if inner.any() else None


def luma(picture_bgr: BgrImage) -> NDArray[np.float32]:
    """Return the luma (H, W) of a picture, 0 to 255, not rounded."""
    return np.asarray(cv2.cvtColor(picture_bgr.astype(np.float32), cv2.COLOR_BGR2GRAY), np.float32)


def drawn_in(mask: Mask, by_px: int) -> Mask:
    """Return a mask less what lies within so many pixels of its edge; the border is no edge."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by_px + 1, 2 * by_px + 1))
    return np.asarray(cv2.erode(mask.astype(np.uint8), disc) > 0)
