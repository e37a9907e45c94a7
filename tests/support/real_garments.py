"""Real product photos of the shared data with landmarks and parts placed by hand.

The JSON files beside this module are ``garment.json`` in form, except that ``photo`` and
``alpha`` point into the shared data folder and ``parts`` is a list of polygons, painted in
order over a whole garment of its main part. A ``BACKGROUND`` polygon cuts a hole.
"""

import json
from pathlib import Path

import cv2
import numpy as np

from tryon_ar.core.images import read_picture
from tryon_ar.garments.garment import Garment, Part

FOLDER = Path(__file__).parent / "real_garments"


def real_garment_names() -> tuple[str, ...]:
    """Names that :func:`load_real_garment` knows."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def load_real_garment(shared_data: Path, name: str) -> Garment:
    """Load one real garment; ``shared_data`` is the folder of the fixture of that name."""
    about = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    photo = read_picture(shared_data / about["photo"])
    alpha = read_picture(shared_data / about["alpha"], "L").copy()
    parts = np.zeros(alpha.shape, np.uint8)
    lower = about["category"] in ("trousers", "shorts")
    parts[alpha > 0] = Part.RIGHT_LEG if lower else Part.TORSO
    for area in about["parts"]:
        inside = np.zeros(alpha.shape, np.uint8)
        cv2.fillPoly(inside, [np.array(area["polygon"], np.int32)], 1)
        part = Part[area["part"]]
        parts[(inside > 0) & (alpha > 0)] = part
        if part == Part.BACKGROUND:
            alpha[inside > 0] = 0
    parts[alpha == 0] = Part.BACKGROUND
    return Garment(
        id=about["id"],
        name=about["name"],
        category=about["category"],
        photo_bgr=photo,
        alpha=alpha,
        parts=parts,
        landmarks={key: (float(x), float(y)) for key, (x, y) in about["landmarks"].items()},
        confidence=about["confidence"],
        licence=about["licence"],
    )
