"""A picture of a person from the package the demo uses."""

from pathlib import Path
from types import ModuleType

import cv2
import numpy as np

from tryon_ar.core.images import read_picture


def one_person(openpeople: ModuleType, height_px: int) -> np.ndarray:
    """The upper part of a generated person before a plain backdrop, BGR."""
    folder = Path(openpeople.__file__).parent / "data" / "curated" / "P001" / "assets"
    picture = read_picture(folder / "studio_posture.jpg")[:1700]
    width_px = round(picture.shape[1] * height_px / picture.shape[0])
    small = cv2.resize(picture, (width_px, height_px), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(small)
