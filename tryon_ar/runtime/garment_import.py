"""From a photo to a garment in the library, and what the library must be able to do."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import Garment
from tryon_ar.garments.naming import named

Progress = Callable[[str, float], None]


class Entry(Protocol):
    """What a library tells of a garment without loading it."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def category(self) -> str:
        """One of the categories."""

    @property
    def colours(self) -> Sequence[str]:
        """Names of its colours."""

    @property
    def favourite(self) -> bool:
        """Whether it is marked."""

    @property
    def variant_of(self) -> str | None:
        """Id of the garment it is a recoloured copy of."""

    @property
    def warnings(self) -> Sequence[str]:
        """What is uncertain about it."""

    @property
    def builtin(self) -> bool:
        """Whether it came with the program, and can be neither changed nor removed."""

    @property
    def thumbnail(self) -> Path | None:
        """A small picture."""


class GarmentLibrary(Protocol):
    """A person's own garments; may be called from any thread."""

    def add(self, garment: Garment, original_bgr: NDArray[np.uint8] | None = None) -> Garment:
        """Keep a garment under an id of its own and return it with that."""

    def update(self, garment: Garment) -> object:
        """Keep a changed garment in place of the one of its id."""

    def load(self, identifier: str) -> Garment:
        """Return a garment."""

    def original(self, identifier: str) -> NDArray[np.uint8] | None:
        """Return the photo it was cut from, BGR, when that was kept."""

    def shelf(self) -> Sequence[Entry]:
        """Return own garments, newest first, and then those that came with the program."""

    def remove(self, identifier: str) -> None:
        """Forget a garment for good."""

    def rename(self, identifier: str, name: str) -> object:
        """Call a garment by another name."""

    def set_favourite(self, identifier: str, favourite: bool) -> None:
        """Mark a garment, or not."""

    def duplicates_of(self, garment: Garment) -> Sequence[Entry]:
        """Return garments of other ids that were made from the same photo."""

    def export_pack(self, identifiers: Sequence[str], target: Path) -> None:
        """Write garments into one zip file."""

    def import_pack(self, pack: Path, progress: Callable[[float, str], None]) -> Sequence[Garment]:
        """Add the garments of a zip file and return them; progress takes a share and a name."""


class Cut(Protocol):
    """A garment cut out of a photo."""

    @property
    def garment(self) -> Garment:
        """Its id and name are proposals."""

    @property
    def original_bgr(self) -> NDArray[np.uint8]:
        """The photo, upright."""

    @property
    def notices(self) -> Sequence[str]:
        """What people should know, in sentences."""


class PhotoCutter(Protocol):
    """Cuts the garment out of a photo; may raise ``UnsafeImage`` or ``NotAGarment``."""

    def __call__(
        self, source: Path | bytes, *, name: str | None = None, progress: Progress | None = None
    ) -> Cut:
        """Return the cut, telling what is being done and which share of it is."""


@dataclass(frozen=True, eq=False)
class Imported:
    """What became of a photo.

    Attributes
    ----------
    garment : Garment
        The new one; the one there is when ``already`` is true.
    already : bool
        Whether the library had one that looks the same, so that nothing was added.
    notices : tuple of str
        What people should know of the cut, in sentences.
    """

    garment: Garment
    already: bool = False
    notices: tuple[str, ...] = ()


def import_photo(
    source: Path | bytes,
    *,
    cut: PhotoCutter,
    library: GarmentLibrary,
    twice: bool = False,
    progress: Progress,
) -> Imported:
    """Cut a garment out of a photo and keep it.

    Parameters
    ----------
    source : Path or bytes
        A picture's file, after which the garment is called if its name tells anything, or
        what is in one.
    twice : bool
        Keep it although the library has one that looks the same.
    progress : callable
        Takes what is being done and the share that is; what it raises ends the import, with
        nothing kept.

    Raises
    ------
    TryOnError
        When the picture cannot be used, or the garment cannot be kept.
    """
    result = cut(source, progress=progress)
    progress("Looking for the same photo", 0.9)
    nameless = dataclasses.replace(result.garment, id="")  # the id it proposes may be taken
    same = () if twice else library.duplicates_of(nameless)
    if same:
        return Imported(library.load(same[0].id), already=True)
    progress("Saving", 0.95)
    stem = source.stem if isinstance(source, Path) else None
    called = named(result.garment, stem, lambda: [one.name for one in library.shelf()])
    kept = library.add(called, result.original_bgr)
    return Imported(kept, notices=tuple(result.notices))
