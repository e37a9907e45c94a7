"""Masks of real product photos, drawn by hand.

The JSON files in the folder of this name hold the outlines of the garments on twelve photos
of the shared data: hangers, tags and whatever is seen through gaps left out, the inside of the
back that the neck shows left in. Coordinates are pixels of the photo with pixel centres at
integers. They were drawn by eye on enlarged photos and pulled onto the nearest edge of colour
where there is one; no other mask was looked at.

``wrong_machine_masks.json`` names those of the masks that come with the shared data which do
not show the garment, with the reason; judged by eye before any cut was compared with them.
"""

import json
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "exact_masks"
WRONG_MASKS = FOLDER / "wrong_machine_masks.json"
_FRACTION_BITS = 6


def exact_mask_names() -> tuple[str, ...]:
    """Names that :func:`exact_mask` knows: those of the photos, without ending."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json") if path != WRONG_MASKS))


def exact_mask(name: str) -> NDArray[np.uint8]:
    """Return the mask of shape (H, W) of a photo: 255 on the garment, 0 elsewhere."""
    drawing = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    width, height = drawing["size"]
    mask = np.zeros((height, width), np.uint8)
    for role, value in (("garment", 255), ("hole", 0)):
        for polygon in drawing["polygons"]:
            if polygon["role"] == role:
                _fill(mask, polygon["points"], value)
    return mask


def photo_of(name: str, data: Path) -> Path:
    """Return the photo that a mask belongs to; ``data`` is the shared data folder."""
    drawing = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return data / str(drawing["photo"])


def wrong_machine_masks() -> dict[str, str]:
    """Return what is wrong with masks of the shared data, by the name of the photo."""
    reasons: dict[str, str] = json.loads(WRONG_MASKS.read_text(encoding="utf-8"))
    return reasons


def _fill(mask: NDArray[np.uint8], points: list[list[float]], value: int) -> None:
    fixed = np.round(np.array(points) * 2**_FRACTION_BITS).astype(np.int32)
    cv2.fillPoly(mask, [fixed], (value,), shift=_FRACTION_BITS)
