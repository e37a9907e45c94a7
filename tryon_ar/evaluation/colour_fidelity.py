"""How true the colours of a garment stay from its photo to the mirror."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import Mask

_LEAST_COVERAGE = 1e-3


def colour_shift(
    photo: NDArray[np.float32], shown: NDArray[np.float32], inside: Mask
) -> float | None:
    """Return the median colour difference between a warped photo and what is shown of it.

    Parameters
    ----------
    photo, shown : ndarray of shape (H, W, 4), float32
        Premultiplied BGRA, 0 to 1, sRGB-encoded.
    inside : ndarray of shape (H, W), bool
        Where to look.

    Returns
    -------
    float or None
        Median CIEDE2000 [1]_; None where neither covers anything.

    References
    ----------
    .. [1] G. Sharma et al., "The CIEDE2000 Color-Difference Formula", Color Research and
       Application 30, 2005, 10.1002/col.20070.
    """
    from skimage.color import deltaE_ciede2000

    seen = inside & (photo[..., 3] > _LEAST_COVERAGE) & (shown[..., 3] > _LEAST_COVERAGE)
    if not seen.any():
        return None
    return float(np.median(deltaE_ciede2000(lab(photo[seen]), lab(shown[seen]))))


def lab(premultiplied: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return CIELAB (D65) values (N, 3) of premultiplied BGRA (N, 4), 0 to 1."""
    plain = premultiplied[:, :3] / np.maximum(premultiplied[:, 3:], _LEAST_COVERAGE)
    colours = np.clip(plain, 0.0, 1.0).astype(np.float32)
    return np.asarray(cv2.cvtColor(colours[None], cv2.COLOR_BGR2LAB)[0], np.float32)
