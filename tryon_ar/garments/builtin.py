"""The garments that come with the program."""

from dataclasses import dataclass
from pathlib import Path

from tryon_ar.core.errors import UnknownGarment
from tryon_ar.core.paths import resource_folder
from tryon_ar.garments.folder import DESCRIPTION_NAME, load_garment, read_description
from tryon_ar.garments.garment import Garment

THUMBNAIL_NAME = "thumbnail.jpg"


@dataclass(frozen=True, slots=True)
class GarmentSummary:
    """What a shelf needs to show a garment.

    Attributes
    ----------
    thumbnail : Path or None
        A small picture, about 160 px high; None when there is none.
    """

    id: str
    name: str
    category: str
    folder: Path
    thumbnail: Path | None


def builtin_folder() -> Path:
    """Return the folder that holds the shipped garments.

    Raises
    ------
    MissingResource
        When the installation lacks its resources.
    """
    return resource_folder() / "garments"


def builtin_ids() -> tuple[str, ...]:
    """Return the ids of the shipped garments in alphabetical order, opening no file."""
    folder = builtin_folder()
    if not folder.is_dir():
        return ()
    return tuple(sorted(path.parent.name for path in folder.glob(f"*/{DESCRIPTION_NAME}")))


def builtin_summaries() -> tuple[GarmentSummary, ...]:
    """Return id, name, category and thumbnail of the shipped garments; reads only their JSON.

    Raises
    ------
    GarmentError
        When a shipped ``garment.json`` is damaged.
    """
    return tuple(summarise(builtin_folder() / identifier) for identifier in builtin_ids())


def summarise(folder: Path) -> GarmentSummary:
    """Return the summary of one garment folder; reads only its JSON.

    Raises
    ------
    UnknownGarment, UnknownCategory, GarmentError
        When there is no usable ``garment.json``.
    """
    about = read_description(folder)
    thumbnail = folder / THUMBNAIL_NAME
    return GarmentSummary(
        id=about.id,
        name=about.name,
        category=about.category,
        folder=folder,
        thumbnail=thumbnail if thumbnail.is_file() else None,
    )


def load_builtin(identifier: str) -> Garment:
    """Load a shipped garment.

    Parameters
    ----------
    identifier : str
        One of :func:`builtin_ids`.

    Raises
    ------
    UnknownGarment
        When there is none of that id.
    """
    known = builtin_ids()
    if identifier not in known:
        raise UnknownGarment(
            f"There is no built-in garment {identifier!r}.",
            f"Choose one of: {', '.join(known)}." if known else "Install tryon-ar again.",
        )
    return load_garment(builtin_folder() / identifier)
