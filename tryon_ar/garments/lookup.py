"""From what a person types to a garment."""

import difflib
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tryon_ar.core.errors import UnknownGarment
from tryon_ar.core.images import PICTURE_SUFFIXES
from tryon_ar.core.paths import garment_library_folder
from tryon_ar.core.untrusted_text import told
from tryon_ar.garments.builtin import builtin_ids, load_builtin
from tryon_ar.garments.description import DESCRIPTION_NAME, is_identifier
from tryon_ar.garments.folder import load_garment
from tryon_ar.garments.garment import Garment

if TYPE_CHECKING:
    from tryon_ar.garments.cutting.cutter import Progress
    from tryon_ar.garments.cutting.wearer import FaceFinder


def find_garment(
    name: str,
    *,
    face_in: "FaceFinder | None" = None,
    progress: "Progress | None" = None,
) -> Garment:
    """Return the garment a person names.

    Parameters
    ----------
    name : str
        The id of a built-in garment or of one in the library, the path of a garment folder,
        or the path of a product photo, which is cut; the cut is kept for the next time but
        not added to the library.
    face_in, progress : callable, optional
        For a photo; see :func:`tryon_ar.garments.cutting.cutter.cut_photo`.

    Raises
    ------
    UnknownGarment
        When nothing of that name exists; the message offers the nearest names.
    GarmentError, UnsafeImage
        When a folder is damaged, or a photo cannot be used or shows no garment
        (``NotAGarment``).
    """
    if name in builtin_ids():
        return load_builtin(name)
    if is_identifier(name):
        from tryon_ar.garments.library.library import Library

        with suppress(UnknownGarment):
            return Library().load(name)
    path = Path(name)
    if name and os.path.isdir(path):
        return load_garment(path)
    if path.suffix.lower() in PICTURE_SUFFIXES and os.path.isfile(path):
        return _cut(path, face_in, progress)
    near = difflib.get_close_matches(name, garment_ids(), n=3, cutoff=0.4)
    offer = f" Did you mean {' or '.join(near)}?" if near else ""
    raise UnknownGarment(
        f"There is no garment named {told(name, 300)}.{offer}",
        "`tryon-ar garment list` shows them all.",
    )


def library_ids() -> tuple[str, ...]:
    """Return the ids of the person's own garments in alphabetical order, opening no file."""
    folder = garment_library_folder()
    found = (path.parent.name for path in folder.glob(f"*/{DESCRIPTION_NAME}"))
    return tuple(sorted(one for one in found if is_identifier(one) and one not in builtin_ids()))


def garment_ids() -> tuple[str, ...]:
    """Return all ids that can be worn, the person's own first, opening no file."""
    return library_ids() + builtin_ids()


def _cut(photo: Path, face_in: "FaceFinder | None", progress: "Progress | None") -> Garment:
    from tryon_ar.garments.cut_cache import cut_once
    from tryon_ar.garments.cutting.cutter import cut_photo

    return cut_once(photo, lambda path: cut_photo(path, face_in=face_in, progress=progress))
