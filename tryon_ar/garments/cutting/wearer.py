"""Whether a person wears the garment in a photo."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.reading import Reading
from tryon_ar.garments.garment import Part

# Given a photo (H, W, 3) uint8 BGR, the pixels (N, 2) of a face's landmarks, or None.
FaceFinder = Callable[[NDArray[np.uint8]], NDArray[np.float32] | None]
_LEAST_SKIN_IN_FACE = 0.45
_MOST_GARMENT = 0.35
_MOST_SKIN_IN_GARMENT = 0.5
_LEAST_SKIN = 0.004
_PRINT_ON_TORSO = 0.8


def is_worn(photo_bgr: NDArray[np.uint8], reading: Reading, face_in: FaceFinder) -> bool:
    """Whether the photo shows a person.

    Notes
    -----
    A pose network finds "people" in empty hoodies and long sleeves as well. A face counts
    only where most of it has the colour of skin, and where it is not garment, or the garment
    itself is not of that colour (the garment network takes some heads for hoods; a face on
    its torso is a print). The search is spared where hardly anything has the colour of skin.
    """
    skin = skin_coloured(photo_bgr)
    if float(skin.mean()) < _LEAST_SKIN:
        return False
    face = face_in(photo_bgr)
    if face is None:
        return False
    height, width = photo_bgr.shape[:2]
    low = np.clip(np.floor(face.min(0)), 0, (width - 1, height - 1)).astype(int)
    high = np.clip(np.ceil(face.max(0)) + 1, 1, (width, height)).astype(int)
    window = (slice(low[1], high[1]), slice(low[0], high[0]))
    if skin[window].size == 0 or float(skin[window].mean()) < _LEAST_SKIN_IN_FACE:
        return False
    garment = reading.alpha > 0.5
    if float(garment[window].mean()) < _MOST_GARMENT:
        return True
    if _is_print(face, reading):
        return False
    return float(skin[garment].mean()) < _MOST_SKIN_IN_GARMENT


def _is_print(face: NDArray[np.float32], reading: Reading) -> bool:
    """Whether the middle of a face lies where the network sees the torso."""
    height, width = reading.alpha.shape
    rows, columns = reading.parts.shape[1:]
    x, y = face.mean(0)
    column = min(columns - 1, max(0, int(x * columns / width)))
    row = min(rows - 1, max(0, int(y * rows / height)))
    return float(reading.parts[Part.TORSO, row, column]) > _PRINT_ON_TORSO


def skin_coloured(photo_bgr: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where a photo (H, W, 3) has the chroma of skin, of any tone.

    Notes
    -----
    Cb in 77 to 127 and Cr in 135 to 175 (Chai & Ngan, Face segmentation using skin-color
    map, 1999); Y at least 30, below which chroma is noise.
    """
    import cv2

    y, cr, cb = cv2.split(cv2.cvtColor(photo_bgr, cv2.COLOR_BGR2YCrCb))
    return np.asarray((y > 30) & (cr >= 135) & (cr <= 175) & (cb >= 77) & (cb <= 127), np.bool_)
