"""The garments a person keeps: their folders are the truth, an index finds them quickly."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.adjustment import UNADJUSTED
from tryon_ar.core.errors import GarmentError, OutputUnwritable, RecordingError, UnknownGarment
from tryon_ar.core.file_lock import exclusive_lock
from tryon_ar.core.paths import garment_library_folder
from tryon_ar.garments.builtin import builtin_folder, builtin_ids, load_builtin
from tryon_ar.garments.description import DESCRIPTION_NAME, is_identifier
from tryon_ar.garments.folder import (
    PhotoFormat,
    load_garment,
    load_original,
    rewrite_description,
    write_garment,
)
from tryon_ar.garments.garment import Garment
from tryon_ar.garments.library.catalogue import Catalogue
from tryon_ar.garments.library.corrections import Corrections
from tryon_ar.garments.library.entry import LibraryEntry, LibraryProblem
from tryon_ar.garments.library.fingerprint import fingerprint_of, is_same
from tryon_ar.garments.library.keeping import note_added, read_keeping, write_keeping
from tryon_ar.garments.library.leftovers import sweep
from tryon_ar.garments.library.naming import checked_name, free_identifier
from tryon_ar.garments.library.record import stamp_of
from tryon_ar.garments.library.reuse import unchanged_files
from tryon_ar.garments.staging import put_in_place, read_whole, staged, unwritable

LOCK_NAME = ".lock"
LOCK_TIMEOUT_S = 30.0
_PHOTO_FORMAT: PhotoFormat = "jpg"

Progress = Callable[[float, str], None]
_Read = TypeVar("_Read")


class Library:
    """A person's own garments, each in a folder named by its id.

    Parameters
    ----------
    folder : Path, optional
        Where they are; :func:`~tryon_ar.core.paths.garment_library_folder` without it. It is
        made when the first garment is added.

    Notes
    -----
    Nothing is lost with the index: it is made again from the folders whenever it is missing,
    damaged or of another version, and folders that changed are read again. Folders that
    cannot be used are left as they are and told by :meth:`problems`.

    *Thread safety*: any thread may call any method. Other programs may use the same library:
    changes are made under a lock on a file, and each in one stroke. *Lifecycle*:
    :meth:`close` (or ``with``) lets go of the index.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = garment_library_folder() if folder is None else folder
        self._catalogue = Catalogue(self.folder, self._mend)

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index; the next call opens it again."""
        self._catalogue.close()

    def entries(self, text: str = "", favourites: bool = False) -> list[LibraryEntry]:
        """Return what there is, the newest first.

        Parameters
        ----------
        text : str
            Words that all have to be found in name, id, category (also as "jeans", "tee") or
            colours; parts of words count, case and accents do not.
        favourites : bool
            Only what is a favourite.
        """
        self._mend()
        return self._catalogue.entries(text, favourites=favourites)

    def shelf(self, text: str = "", favourites: bool = False) -> list[LibraryEntry]:
        """Return what :meth:`entries` does, and then the garments that came with the program."""
        own = self.entries(text, favourites)
        return own + self._catalogue.builtin_entries(text, favourites=favourites)

    def problems(self) -> list[LibraryProblem]:
        """Return the folders that cannot be listed, and why."""
        return self._catalogue.problems()

    def load(self, identifier: str) -> Garment:
        """Load a garment of the library, or one that came with the program.

        Raises
        ------
        UnknownGarment
            When there is none of that id.
        GarmentError, UnsafeImage
            When its folder is damaged.
        """
        if identifier in builtin_ids():
            return load_builtin(identifier)
        return replace(self._read(identifier, load_garment), id=identifier)

    def original(self, identifier: str) -> NDArray[np.uint8] | None:
        """Return the photo before its colours were cleaned of the background's.

        Returns
        -------
        ndarray of shape (H, W, 3), uint8, or None
            BGR, of the garment's size; None when it was not kept.

        Raises
        ------
        UnknownGarment, GarmentError, UnsafeImage
            As :meth:`load`.
        """
        return self._read(identifier, load_original)

    def folder_of(self, identifier: str) -> Path:
        """Return the folder of a garment, own or built-in.

        Raises
        ------
        UnknownGarment
            When there is none of that id.
        """
        if identifier in builtin_ids():
            return builtin_folder() / identifier
        return self._own(identifier)

    def add(self, garment: Garment, original_bgr: NDArray[np.uint8] | None = None) -> Garment:
        """Keep a garment.

        Parameters
        ----------
        garment : Garment
            Its id is taken as a wish: one that is taken, or of a built-in garment, gets a
            number.
        original_bgr : ndarray of shape (H, W, 3), uint8, optional
            The photo before its colours were cleaned of the background's.

        Returns
        -------
        Garment
            The same with the id it got.

        Raises
        ------
        OutputUnwritable, DiskFull
            When it cannot be written; nothing is left behind then.
        """
        with self._changing():
            identifier = free_identifier(garment.id, self._is_taken)
            kept = replace(garment, id=identifier)
            target = self.folder / identifier
            with staged(target) as staging:
                write_garment(kept, staging, photo_format=_PHOTO_FORMAT, original_bgr=original_bgr)
                note_added(staging)
                staging.rename(target)
            stamp = stamp_of(target)
        self._catalogue.learn(kept, target, stamp)
        return kept

    def update(self, garment: Garment, original_bgr: NDArray[np.uint8] | None = None) -> Garment:
        """Keep a changed garment in place of the one of its id.

        Parameters
        ----------
        garment : Garment
            Photos that did not change are not compressed again.
        original_bgr : ndarray of shape (H, W, 3), uint8, optional
            A new original; without one, the one there is stays.

        Raises
        ------
        UnknownGarment
            When the library holds none of that id.
        GarmentError
            When it came with the program.
        OutputUnwritable, DiskFull
            When it cannot be written; the old one stays then.
        """
        with self._changing():
            target = self._own(garment.id)
            with staged(target) as staging:
                write_garment(
                    garment,
                    staging,
                    photo_format=_PHOTO_FORMAT,
                    original_bgr=original_bgr,
                    reuse=unchanged_files(target, garment, keep_original=original_bgr is None),
                )
                write_keeping(staging, read_keeping(target))
                put_in_place(staging, target)
            stamp = stamp_of(target)
        self._catalogue.learn(garment, target, stamp)
        return garment

    def rename(self, identifier: str, name: str) -> None:
        """Call a garment by another name; its id stays.

        Raises
        ------
        UnknownGarment, GarmentError, OutputUnwritable, DiskFull
            When there is none, it is built-in, the name is none, or it cannot be written.
        """
        with self._changing():
            rewrite_description(self._own(identifier), name=checked_name(name), id=identifier)

    def set_favourite(self, identifier: str, favourite: bool) -> None:
        """Mark a garment, own or built-in, as a favourite, or not.

        Raises
        ------
        UnknownGarment, OutputUnwritable, DiskFull
            When there is none of that id, or it cannot be written.
        """
        with self._changing():
            if identifier in builtin_ids():
                self._catalogue.set_builtin_favourite(identifier, favourite)
                return
            folder = self._own(identifier)
            write_keeping(folder, replace(read_keeping(folder), favourite=favourite))

    def remove(self, identifier: str) -> None:
        """Delete a garment for good.

        Raises
        ------
        UnknownGarment, GarmentError, OutputUnwritable
            When there is none, it came with the program, or it cannot be deleted.
        """
        with self._changing():
            folder = self._own(identifier)
            with staged(folder) as staging:  # out of sight in one stroke, whatever comes then
                folder.rename(staging / identifier)
        with suppress(RecordingError):  # a full disk: what is removed is removed all the same
            Corrections(self.folder).keep(identifier, UNADJUSTED)  # the id may be given again

    def duplicates_of(self, garment: Garment) -> list[LibraryEntry]:
        """Return the library's garments that were made from the same photo.

        The same garment in another colour is none; the garment itself is one when it is in
        the library.
        """
        wanted = fingerprint_of(garment)
        return [
            entry
            for entry, fingerprint in self._catalogue.fingerprints()
            if is_same(fingerprint, wanted)
        ]

    def export_pack(self, identifiers: Sequence[str], target: Path) -> None:
        """Write garments into one .zip; see :func:`tryon_ar.garments.library.pack.export_pack`."""
        from tryon_ar.garments.library.pack import export_pack

        read_whole(
            [self.folder / one for one in identifiers],
            lambda: export_pack([self.folder_of(one) for one in identifiers], target),
            self._mend,
        )

    def import_pack(self, pack: Path, progress: Progress = lambda *_: None) -> list[Garment]:
        """Add a pack, whole or not at all: :func:`tryon_ar.garments.library.pack.import_pack`."""
        from tryon_ar.garments.library.pack import import_pack

        folders = import_pack(
            pack,
            self.folder,
            taken=builtin_ids(),
            changing=self._changing,
            prepare=note_added,
            progress=progress,
        )
        stamps = [stamp_of(folder) for folder in folders]
        garments = [self.load(folder.name) for folder in folders]
        for one in zip(garments, folders, stamps, strict=True):
            self._catalogue.learn(*one)
        return garments

    def rebuild_index(self, progress: Progress | None = None) -> None:
        """Make the index anew from the folders.

        Parameters
        ----------
        progress : callable, optional
            Takes the fraction done and the id being read.
        """
        self._mend()
        self._catalogue.rebuild(progress)

    def _read(self, identifier: str, read: Callable[[Path], _Read]) -> _Read:
        """Read a garment's folder, which another thread or program may be exchanging."""
        folders = [self.folder / identifier]
        return read_whole(folders, lambda: read(self.folder_of(identifier)), self._mend)

    def _own(self, identifier: str) -> Path:
        if identifier in builtin_ids():
            raise GarmentError(
                f"{identifier!r} came with the program and cannot be changed or removed.",
                "Only garments that you added can be.",
            )
        folder = self.folder / identifier
        if not is_identifier(identifier) or not (folder / DESCRIPTION_NAME).is_file():
            raise UnknownGarment(
                f"There is no garment {identifier!r} in the library.",
                "`tryon-ar garment list` shows them all.",
            )
        return folder

    def _is_taken(self, identifier: str) -> bool:
        return identifier in builtin_ids() or (self.folder / identifier).exists()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Let nobody else change the library; turn what the system refuses into our errors."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with exclusive_lock(self.folder / LOCK_NAME, LOCK_TIMEOUT_S):
                sweep(self.folder)
                yield
        except TimeoutError as error:
            raise OutputUnwritable(
                "Another tryon-ar has been changing the garment library for too long.",
                "Close it, then try again.",
            ) from error
        except OSError as error:
            raise unwritable(self.folder, error) from error

    def _mend(self) -> bool:
        """Bring back garments whose replacement was cut short; return whether any was under way."""
        found = False
        with suppress(OSError):
            if found := sweep(self.folder, look_only=True):
                with exclusive_lock(self.folder / LOCK_NAME, 0.5):
                    sweep(self.folder)
        return found
