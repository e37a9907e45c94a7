"""Garments of a few pixels, and a stand-in for the cutter."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from tryon_ar.core.errors import NotAGarment
from tryon_ar.core.images import read_picture
from tryon_ar.garments.folder import required_landmarks
from tryon_ar.garments.garment import Garment, Part

NOT_A_GARMENT = "mug"


def small_garment(
    name: str = "Tee", *, bgr: tuple[int, int, int] = (40, 40, 200), seed: int = 1
) -> Garment:
    """Return a garment of 60 by 80 pixels with a print that the seed chooses."""
    photo = np.full((80, 60, 3), 230, np.uint8)
    alpha = np.zeros((80, 60), np.uint8)
    alpha[10:70, 10:50] = 255
    photo[alpha > 0] = bgr
    rng = np.random.default_rng(seed)
    for row, column in rng.integers((14, 14), (56, 38), (4, 2)):
        photo[row : row + 10, column : column + 8] = [255 - level for level in bgr]
    parts = np.where(alpha > 0, Part.TORSO, Part.BACKGROUND).astype(np.uint8)
    marks = {
        mark: (12.0 + place, 20.0 + place)
        for place, mark in enumerate(sorted(required_landmarks("tshirt")))
    }
    identifier = "".join(one if one.isalnum() else "-" for one in name.lower() if one.isascii())
    return Garment(identifier or "garment", name, "tshirt", photo, alpha, parts, marks)


def fake_cutter(calls: list[Path]) -> Callable[..., SimpleNamespace]:
    """Return a ``cut_photo`` that takes every picture for a tee, but for those called a mug."""

    def cut_photo(source: Path, **options: object) -> SimpleNamespace:
        calls.append(source)
        read_picture(source)
        if source.stem == NOT_A_GARMENT:
            raise NotAGarment(f"{source.name} shows no garment.", "Use a photo of one.")
        progress = options.get("progress")
        if callable(progress):
            progress("Cutting it out", 0.5)
        pixels = source.read_bytes()
        garment = small_garment(source.stem, seed=sum(pixels))
        return SimpleNamespace(garment=garment, original_bgr=garment.photo_bgr, notices=("Small.",))

    return cut_photo
