"""The small picture of a garment, cut out, on the bright paper of the shelf."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import Garment

THUMBNAIL_PX = 256
PAPER_BGR = (240, 242, 243)
_MARGIN = 0.06


def thumbnail_of(garment: Garment) -> NDArray[np.uint8]:
    """Return a garment cut out on paper, in the middle of a square.

    Returns
    -------
    ndarray of shape (256, 256, 3), uint8
        BGR.
    """
    import cv2

    rows, columns = np.flatnonzero(garment.alpha.any(1)), np.flatnonzero(garment.alpha.any(0))
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if len(rows) else np.s_[:, :]
    alpha = garment.alpha[box].astype(np.float32)[:, :, None] / 255
    paper = np.array(PAPER_BGR, np.float32)
    cut = np.asarray(garment.photo_bgr[box] * alpha + paper * (1 - alpha), np.float32)
    scale = THUMBNAIL_PX * (1 - 2 * _MARGIN) / max(cut.shape[:2])
    width, height = (max(1, round(side * scale)) for side in (cut.shape[1], cut.shape[0]))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(cut, (width, height), interpolation=way)
    picture = np.empty((THUMBNAIL_PX, THUMBNAIL_PX, 3), np.uint8)
    picture[:] = PAPER_BGR
    top, left = (THUMBNAIL_PX - height) // 2, (THUMBNAIL_PX - width) // 2
    picture[top : top + height, left : left + width] = (small + 0.5).clip(0, 255)
    return picture


def write_thumbnail(garment: Garment, path: Path) -> None:
    """Write a garment's thumbnail as PNG, in one stroke.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    from PIL import Image

    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    try:
        picture = Image.fromarray(np.ascontiguousarray(thumbnail_of(garment)[:, :, ::-1]))
        picture.save(draft, format="PNG")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
