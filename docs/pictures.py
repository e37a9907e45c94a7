"""Make the readme's picture of garments.

Run ``python docs/pictures.py``.

Nine generated people of the openpeople package (MIT) in the built-in garments, dressed by
``TryOn`` exactly as ``tryon-ar render`` does.
"""

from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar import TryOn
from tryon_ar.core.images import read_picture
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.recording.picture import write_picture

OUTFITS = (
    ("P001", ("shirt-oxford", "jeans-blue")),
    ("P002", ("dress-floral",)),
    ("P004", ("tee-striped", "chinos-sand")),
    ("P005", ("polo-navy", "shorts-olive")),
    ("P006", ("blouse-cream", "skirt-midi")),
    ("P007", ("tee-sunset", "jeans-blue")),
    ("P008", ("longsleeve-green", "chinos-sand")),
    ("P009", ("jacket-denim", "skirt-midi")),
    ("P010", ("longsleeve-black", "jeans-blue")),
)
SIZE_PX = (227, 480)


def person(name: str) -> NDArray[np.uint8]:
    """Return a person's studio picture, scaled down."""
    folder = files("openpeople") / "data" / "curated" / name / "assets"
    picture = read_picture(Path(str(folder / "studio_posture.jpg")))
    return np.asarray(cv2.resize(picture, None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA))


def main() -> None:
    """Dress everybody and write the picture."""
    tiles = []
    for name, garments in OUTFITS:
        with TryOn([load_builtin(garment) for garment in garments], still=True) as mirror:
            dressed = mirror.dress(person(name)).image_bgr
        height, width = dressed.shape[:2]
        top, left = int(0.03 * height), int(0.17 * width)
        body = dressed[top : top + int(0.78 * height), left : width - left]
        tiles.append(cv2.resize(body, SIZE_PX, interpolation=cv2.INTER_AREA))
    write_picture(Path(__file__).with_name("garments.jpg"), np.hstack(tiles))


if __name__ == "__main__":
    main()
