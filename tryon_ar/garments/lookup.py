"""From what a person types to a garment."""

import difflib
from pathlib import Path

from tryon_ar.core.errors import GarmentError, UnknownGarment
from tryon_ar.core.images import PICTURE_SUFFIXES
from tryon_ar.garments.builtin import builtin_ids, load_builtin
from tryon_ar.garments.folder import load_garment
from tryon_ar.garments.garment import Garment


def find_garment(name: str) -> Garment:
    """Return the garment a person names.

    Parameters
    ----------
    name : str
        The id of a built-in garment, or the path of a garment folder.

    Raises
    ------
    UnknownGarment
        When nothing of that name exists; the message offers the nearest names.
    GarmentError, UnsafeImage
        When a folder is damaged, or the name is a product photo, which cannot be used
        before it has been cut out.
    """
    if name in builtin_ids():
        return load_builtin(name)
    path = Path(name)
    if name and path.is_dir():
        return load_garment(path)
    if path.suffix.lower() in PICTURE_SUFFIXES and path.is_file():
        raise GarmentError(
            f"{path.name} is a photo: this version cannot cut a garment out of a photo yet.",
            "Give the id of a built-in garment or a garment folder.",
        )
    near = difflib.get_close_matches(name, builtin_ids(), n=3, cutoff=0.4)
    offer = f" Did you mean {' or '.join(near)}?" if near else ""
    raise UnknownGarment(
        f"There is no garment named {name!r}.{offer}",
        "`tryon-ar garment list` shows them all.",
    )
