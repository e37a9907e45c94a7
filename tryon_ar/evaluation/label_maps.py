"""Label pictures of other people's data sets, read as ours."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import UnsafeImage
from tryon_ar.core.labels import Label

#: A pixel that nothing can be said about.
IGNORED = 255

# Look Into Person, 20 classes. Hats, gloves and shoes are none of ours and are ignored.
_LIP = {
    0: Label.BACKGROUND,
    2: Label.HAIR,
    4: Label.FACE,
    5: Label.UPPER,
    6: Label.UPPER,
    7: Label.UPPER,
    9: Label.LOWER,
    10: Label.NECK,
    11: Label.UPPER,
    12: Label.LOWER,
    13: Label.FACE,
    14: Label.ARMS,
    15: Label.ARMS,
    16: Label.LEGS,
    17: Label.LEGS,
}
#: Classes of the clothes co-parsing set (59), told by name: skin has no parts there.
SKIN, CLOTHES, HAIR, BACKGROUND = 1, 2, 3, 0
_CLOTHES_NAMES = frozenset(
    [
        "belt",
        "blazer",
        "blouse",
        "bodysuit",
        "cape",
        "cardigan",
        "coat",
        "dress",
        "hoodie",
        "intimate",
        "jacket",
        "jeans",
        "jumper",
        "leggings",
        "pants",
        "romper",
        "scarf",
        "shirt",
        "shorts",
        "skirt",
        "suit",
        "sweater",
        "sweatshirt",
        "swimwear",
        "t-shirt",
        "tie",
        "top",
        "vest",
        "bra",
        "panties",
    ]
)


def read_lip(path: Path) -> NDArray[np.uint8]:
    """Return a 20-class label picture (H, W) in our labels; :data:`IGNORED` elsewhere."""
    table = np.full(256, IGNORED, np.uint8)
    for number, label in _LIP.items():
        table[number] = label
    return table[_indices(path)]


def read_ccp(path: Path, names: dict[int, str]) -> NDArray[np.uint8]:
    """Return a 59-class label picture (H, W) as background, skin, clothes, hair or ignored."""
    table = np.full(256, IGNORED, np.uint8)
    for number, name in names.items():
        if name in _CLOTHES_NAMES:
            table[number] = CLOTHES
    for name, value in (("null", BACKGROUND), ("skin", SKIN), ("hair", HAIR)):
        table[[number for number, known in names.items() if known == name]] = value
    return table[_indices(path)]


def read_labels(path: Path) -> NDArray[np.uint8]:
    """Return a label picture (H, W) in our own labels as it is."""
    return _indices(path)


def read_names(path: Path) -> dict[int, str]:
    """Return the class names of a ``label_list.json``."""
    listed: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return {int(number): name for number, name in listed.items()}


def _indices(path: Path) -> NDArray[np.uint8]:
    """Return the values of a label picture: palette indices or grey levels."""
    from PIL import Image

    with Image.open(path) as picture:
        if picture.mode not in ("P", "L"):
            raise UnsafeImage(f"{path} is no label picture: its mode is {picture.mode}.")
        return np.array(picture, np.uint8)
