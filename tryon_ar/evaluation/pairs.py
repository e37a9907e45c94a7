"""Photos of people with the product photo of what they wear, as folders of them hold these."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from tryon_ar.core.errors import MissingResource, TryOnError
from tryon_ar.core.images import read_picture
from tryon_ar.core.labels import Label
from tryon_ar.core.types import Mask
from tryon_ar.evaluation import label_maps
from tryon_ar.evaluation.dressing_measures import Truth
from tryon_ar.garments.cutting.cutter import cut_photo
from tryon_ar.garments.garment import Garment

_HALF = 127


@dataclass(frozen=True, slots=True)
class Pair:
    """One person and the product photo of what they wear.

    Attributes
    ----------
    name : str
    person : Path
        Photo.
    read_worn : callable
        Returns the mask (H, W) of the garment as worn.
    product : Path
        Photo.
    product_mask : Path or None
        Mask of the product photo.
    """

    name: str
    person: Path
    read_worn: Callable[[], Mask]
    product: Path
    product_mask: Path | None

    def truth(self) -> Truth:
        """Read the photo and its mask.

        Raises
        ------
        UnsafeImage
            When one of them is no picture.
        TryOnError
            When they differ in size.
        """
        picture, worn = read_picture(self.person), self.read_worn()
        if worn.shape != picture.shape[:2]:
            raise TryOnError(f"The mask of {self.person} is of another size.", "Remove the pair.")
        return Truth(picture, worn)

    def garment(self, category: str | None = None) -> Garment:
        """Cut the product photo as the program does, told its category or not."""
        return cut_photo(self.product, name=f"pair {self.name}", category=category).garment

    def garment_of_mask(self) -> Garment | None:
        """Cut the product photo with the mask that comes with it; None without one."""
        if self.product_mask is None:
            return None
        photo, mask = read_picture(self.product), read_picture(self.product_mask, "L")
        _, encoded = cv2.imencode(".png", np.dstack([photo, mask]))
        return cut_photo(encoded.tobytes(), name=f"pair {self.name} masked").garment


def read_pairs(data: Path) -> dict[str, list[Pair]]:
    """Return the sets of pairs under a folder, by name.

    Parameters
    ----------
    data : Path
        Holds ``measure_only`` with ``pairs`` (masks of the worn garment in ``worn_mask``),
        ``pairs_small`` (labels of 20 classes in ``labels_lip20``), or both.

    Raises
    ------
    MissingResource
        When neither is there.
    """
    found = {}
    for name in ("pairs", "pairs_small"):
        folder = data / "measure_only" / name
        if (folder / "image").is_dir():
            found[name] = _pairs_in(folder)
    if not any(found.values()):
        raise MissingResource(
            f"There are no pairs of photos under {data}.",
            "Name the folder that holds measure_only.",
        )
    return found


def _pairs_in(folder: Path) -> list[Pair]:
    pairs = []
    for person in sorted((folder / "image").iterdir()):
        product = folder / "garment" / f"{person.stem}.jpg"
        mask = folder / "garment_mask" / f"{person.stem}.png"
        read_worn = _worn_reader(folder, person.stem)
        if product.is_file() and read_worn is not None:
            pairs.append(
                Pair(person.stem, person, read_worn, product, mask if mask.is_file() else None)
            )
    return pairs


def _worn_reader(folder: Path, stem: str) -> Callable[[], Mask] | None:
    mask, labels = (folder / kind / f"{stem}.png" for kind in ("worn_mask", "labels_lip20"))
    if mask.is_file():
        return lambda: np.asarray(read_picture(mask, "L") > _HALF)
    if labels.is_file():
        return lambda: np.asarray(label_maps.read_lip(labels) == Label.UPPER)
    return None
