"""Bring pictures of differing sizes to one size."""

import numpy as np

from tryon_ar.core.types import BgrImage


def letterbox(image_bgr: BgrImage, size_px: tuple[int, int]) -> BgrImage:
    """Scale a picture to fit a size, keeping its shape, on black.

    Parameters
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        Read only.
    size_px : (int, int)
        Width and height wanted.

    Returns
    -------
    ndarray of shape (size_px[1], size_px[0], 3), uint8
        The same array when it has that size already.
    """
    import cv2

    height, width = image_bgr.shape[:2]
    if (width, height) == size_px:
        return image_bgr
    scale = min(size_px[0] / width, size_px[1] / height)
    inner = max(1, round(width * scale)), max(1, round(height * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    boxed = np.zeros((size_px[1], size_px[0], 3), np.uint8)
    x0, y0 = (size_px[0] - inner[0]) // 2, (size_px[1] - inner[1]) // 2
    boxed[y0 : y0 + inner[1], x0 : x0 + inner[0]] = cv2.resize(image_bgr, inner, interpolation=how)
    return boxed
