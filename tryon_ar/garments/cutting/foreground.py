"""The garment's own colours along its soft edge, free of the background's."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.spread import spread_colours

# Pixels this near to the soft edge may still hold some of the background though alpha is 1.
_TAINTED_PX = 2
_SURE = 250
_CLEAR = 3
_TOLERATED_SHARE = 0.04


def estimate_foreground(
    photo_bgr: NDArray[np.uint8], alpha: NDArray[np.uint8]
) -> NDArray[np.uint8]:
    """Return the photo with the background's colour taken out of the garment's edge.

    Parameters
    ----------
    photo_bgr : ndarray of shape (H, W, 3), uint8
    alpha : ndarray of shape (H, W), uint8

    Returns
    -------
    ndarray of shape (H, W, 3), uint8
        The photo deep inside the garment; along its edge, and a little beyond it, colours of
        the garment, so that no fringe shows on any background; the photo elsewhere.

    Notes
    -----
    The colours F of the inside and B of the outside are spread into the band between. Each
    pixel of the band loses the component of its colour along F -> B, and keeps what lies
    across it; the less opaque it is, the more of it is F outright.
    """
    import cv2

    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _TAINTED_PX + 1,) * 2)
    sure = cv2.erode((alpha >= _SURE).astype(np.uint8), disc) > 0
    clear = cv2.erode((alpha <= _CLEAR).astype(np.uint8), disc) > 0
    band = ~sure & ~clear
    if not band.any() or not (alpha >= _SURE).any():
        return photo_bgr.copy()
    rows, columns = _window(band, margin=32)
    picture, at = photo_bgr[rows, columns], np.nonzero(band[rows, columns])
    inner = spread_colours(picture, sure[rows, columns])[at]
    outer = spread_colours(picture, clear[rows, columns])[at]
    cleaned = _cleaned(picture[at].astype(np.float32), inner, outer, alpha[band])
    result = photo_bgr.copy()
    result[band] = np.clip(np.round(cleaned), 0, 255).astype(np.uint8)
    return result


def _window(mask: NDArray[np.bool_], margin: int) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return (
        slice(max(0, int(rows[0]) - margin), int(rows[-1]) + 1 + margin),
        slice(max(0, int(columns[0]) - margin), int(columns[-1]) + 1 + margin),
    )


def _cleaned(
    picture: NDArray[np.float32],
    inner: NDArray[np.float32],
    outer: NDArray[np.float32],
    alpha: NDArray[np.uint8],
) -> NDArray[np.float32]:
    line = outer - inner
    length2 = np.maximum(np.einsum("ij,ij->i", line, line), 1.0)
    share = np.einsum("ij,ij->i", picture - inner, line) / length2
    excess = np.clip(share - _TOLERATED_SHARE, 0, 1)[:, None]
    own = picture - excess * line
    opaque = np.clip((alpha.astype(np.float32) / 255 - 0.6) / 0.4, 0, 1)[:, None]
    mixed: NDArray[np.float32] = opaque * own + (1 - opaque) * inner
    return mixed
