"""What of a stored garment can stay as it is when the garment is kept anew."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import GarmentError, UnsafeImage
from tryon_ar.garments.description import read_description
from tryon_ar.garments.folder import load_garment
from tryon_ar.garments.garment import Garment


def unchanged_files(folder: Path, garment: Garment, *, keep_original: bool) -> dict[str, Path]:
    """Return the stored files whose pixels a changed garment still has, by field.

    None where what is stored is damaged: the changed garment is whole, and takes its place.
    """
    reuse: dict[str, Path] = {}
    try:
        about, stored = read_description(folder), load_garment(folder)
    except (GarmentError, UnsafeImage):
        return reuse
    if np.array_equal(stored.photo_bgr, garment.photo_bgr):
        reuse["photo"] = about.photo
    if about.back_photo is not None and _are_same(stored.back_bgr, garment.back_bgr):
        reuse["back_photo"] = about.back_photo
    if keep_original and about.original is not None and about.original.is_file():
        reuse["original"] = about.original
    return reuse


def _are_same(one: NDArray[np.uint8] | None, other: NDArray[np.uint8] | None) -> bool:
    return one is not None and other is not None and np.array_equal(one, other)
