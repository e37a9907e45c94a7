"""The index kept in step with the folders of a library."""

import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from tryon_ar.core.errors import TryOnError
from tryon_ar.garments.builtin import THUMBNAIL_NAME, builtin_folder, builtin_ids
from tryon_ar.garments.description import broken, is_identifier, read_description
from tryon_ar.garments.folder import load_garment
from tryon_ar.garments.garment import Garment
from tryon_ar.garments.library.entry import LibraryEntry, LibraryProblem, search_tokens
from tryon_ar.garments.library.fingerprint import Fingerprint, colour_words, fingerprint_of
from tryon_ar.garments.library.index import Index
from tryon_ar.garments.library.keeping import Keeping, read_keeping, write_keeping
from tryon_ar.garments.library.record import Look, Record, Stamp, named_files, stamp_of
from tryon_ar.garments.library.thumbnail import write_thumbnail
from tryon_ar.garments.staging import read_whole, replaced_name

INDEX_FOLDER = ".index"
INDEX_NAME = "garments.sqlite3"
# Rows of built-in garments; no id begins so.
_BUILTIN = "builtin/"

Progress = Callable[[float, str], None]
_logger = logging.getLogger(__name__)


class Catalogue:
    """What is in a library's folders, remembered in its index.

    Parameters
    ----------
    folder : Path
        The library.
    settle : callable
        Waits for a folder's exchange under way; returns whether there was one.

    Notes
    -----
    Reading never needs to write: in a folder that is read-only the index lives in memory and
    garments have no thumbnails. *Thread safety*: any thread may call any method.
    """

    def __init__(self, folder: Path, settle: Callable[[], bool]) -> None:
        self._folder = folder
        self._settle = settle
        self._thumbnails = folder / INDEX_FOLDER / "thumbnails"
        self._guard = threading.RLock()
        self._index: Index | None = None

    def close(self) -> None:
        """Let go of the index; the next call opens it again."""
        with self._guard:
            if self._index is not None:
                self._index.close()
            self._index = None

    def entries(self, text: str, *, favourites: bool) -> list[LibraryEntry]:
        """Return the library's garments, the newest first."""
        with self._guard:
            records = self._refreshed()
            found = self._opened().search(search_tokens(text), favourites=favourites)
        entries = [
            record.entry(name, self._folder / name, self._thumbnails)
            for name, record in records.items()
            if name in found and not record.problem
        ]
        entries.sort(key=lambda entry: entry.id)
        entries.sort(key=lambda entry: entry.added, reverse=True)
        return entries

    def builtin_entries(self, text: str, *, favourites: bool) -> list[LibraryEntry]:
        """Return the garments that came with the program, by id."""
        shipped = builtin_folder()
        with self._guard:
            records = self._refreshed_from(
                {_BUILTIN + one: shipped / one for one in builtin_ids()}, _BUILTIN
            )
            found = self._opened().search(search_tokens(text), favourites=False)
        entries = []
        for key, record in sorted(records.items()):
            name = key.removeprefix(_BUILTIN)
            liked = read_keeping(self._builtin_keeping(name)).favourite
            if key in found and not record.problem and (liked or not favourites):
                entry = record.entry(name, shipped / name, shipped / name)
                entries.append(replace(entry, favourite=liked, added="", builtin=True))
        return entries

    def set_builtin_favourite(self, identifier: str, favourite: bool) -> None:
        """Remember that a garment that came with the program is liked, or not.

        Raises
        ------
        OSError
            When it cannot be written.
        """
        folder = self._builtin_keeping(identifier)
        folder.mkdir(parents=True, exist_ok=True)
        write_keeping(folder, Keeping(read_keeping(folder).added, favourite))

    def problems(self) -> list[LibraryProblem]:
        """Return the folders that cannot be listed, and why."""
        with self._guard:
            records = self._refreshed()
        folders = self._folders()
        return [
            LibraryProblem(folders[key], record.problem)
            for key, record in sorted(records.items())
            if record.problem and key in folders
        ]

    def fingerprints(self) -> list[tuple[LibraryEntry, Fingerprint]]:
        """Return every garment of the library with what it is known again by."""
        with self._guard:
            records = self._refreshed()
        return [
            (record.entry(name, self._folder / name, self._thumbnails), record.look.fingerprint)
            for name, record in records.items()
            if record.look is not None and record.look.fingerprint is not None
        ]

    def learn(self, garment: Garment, folder: Path, stamp: Stamp) -> None:
        """Remember a garment just written, without opening its pictures again.

        Parameters
        ----------
        stamp : Stamp
            Of the folder before anybody else could change it.
        """
        with self._guard, suppress(OSError, TryOnError):
            look = self._look(garment.id, garment, stamp)
            record = Record.of(read_description(folder), read_keeping(folder), look, stamp)
            self._opened().put([record.row(garment.id)])

    def rebuild(self, progress: Progress | None = None) -> None:
        """Forget everything and read all folders again."""
        with self._guard:
            self._opened().clear()
            for path in self._thumbnails.glob("*.png"):
                with suppress(OSError):
                    path.unlink()
            self._refreshed(progress)

    def _opened(self) -> Index:
        if self._index is None:
            self._index = Index(self._folder / INDEX_FOLDER / INDEX_NAME)
        return self._index

    def _builtin_keeping(self, identifier: str) -> Path:
        return self._folder / ".builtin" / identifier

    def _folders(self) -> dict[str, Path]:
        """Return all folders that are not hidden, by name; those without theirs for now as well."""
        found = self._listed()
        if {replaced_name(name) for name in found} - {None} - found.keys():
            self._settle()
            found = self._listed()
        return {_key(name): path for name, path in found.items() if not name.startswith(".")}

    def _listed(self) -> dict[str, Path]:
        try:
            return {path.name: path for path in self._folder.iterdir() if path.is_dir()}
        except OSError:
            return {}

    def _refreshed(self, progress: Progress | None = None) -> dict[str, Record]:
        return self._refreshed_from(self._folders(), "", progress)

    def _refreshed_from(
        self, folders: dict[str, Path], prefix: str, progress: Progress | None = None
    ) -> dict[str, Record]:
        """Bring the rows of some folders up to date and return them."""
        index = self._opened()
        known = {
            key: Record.from_document(document)
            for key, document in index.documents().items()
            if key.startswith(prefix) and (prefix or not key.startswith(_BUILTIN))
        }
        records: dict[str, Record] = {}
        changed = []
        for number, (key, folder) in enumerate(folders.items()):
            record = self._examined(key, folder, known.get(key))
            if record is None:
                continue
            records[key] = record
            if record is not known.get(key):
                changed.append(record.row(key))
                if progress is not None:
                    progress(number / len(folders), key)
        index.put(changed)
        index.drop(key for key in known if key not in records)
        self._delete_thumbnails(known.values(), records.values())
        return records

    def _examined(self, key: str, folder: Path, known: Record | None) -> Record | None:
        """Return what a folder holds; the known record itself when nothing changed."""
        try:
            return read_whole([folder], lambda: self._seen(key, folder, known), self._settle)
        except FileNotFoundError:
            return None  # it went away this moment
        except OSError as error:
            why = f"its folder cannot be read ({error.strerror or error})"
            return Record(Stamp("", ""), problem=str(broken(folder.name, why)))

    def _seen(self, key: str, folder: Path, known: Record | None) -> Record:
        stamp = stamp_of(folder)
        if known is not None and known.stamp == stamp and self._has_thumbnail(known):
            return known
        try:
            return self._read(key, folder, stamp, known)
        except TryOnError as error:
            stamp_of(folder)  # raises where there is none any more
            _logger.warning("%s is skipped: %s", folder, error)
            return Record(stamp, problem=str(error))

    def _read(self, key: str, folder: Path, stamp: Stamp, known: Record | None) -> Record:
        name = key.removeprefix(_BUILTIN)
        builtin = name != key
        if not builtin:
            _check_name(name)
        about = read_description(folder)
        look = None
        if known is not None and self._has_thumbnail(known) and known.files == named_files(about):
            look = known.look if known.stamp.pictures == stamp.pictures else None
        if look is None:
            look = self._look(name, load_garment(folder), stamp, builtin=builtin)
        return Record.of(about, read_keeping(folder), look, stamp)

    def _look(self, name: str, garment: Garment, stamp: Stamp, *, builtin: bool = False) -> Look:
        if builtin:
            return Look(colour_words(garment), None, THUMBNAIL_NAME)
        thumbnail = f"{name}-{stamp.pictures}.png"
        path = self._thumbnails / thumbnail
        if not path.is_file():
            try:
                write_thumbnail(garment, path)
            except OSError as error:
                _logger.debug("no thumbnail: %s", error)
                if not path.is_file():  # else another program has written the same meanwhile
                    thumbnail = ""
        return Look(colour_words(garment), fingerprint_of(garment), thumbnail)

    def _has_thumbnail(self, record: Record) -> bool:
        name = record.look.thumbnail if record.look else ""
        return name in ("", THUMBNAIL_NAME) or (self._thumbnails / name).is_file()

    def _delete_thumbnails(self, before: Iterable[Record | None], after: Iterable[Record]) -> None:
        used = {record.look.thumbnail for record in after if record.look}
        for record in before:
            name = record.look.thumbnail if record and record.look else ""
            if name and name not in used and name != THUMBNAIL_NAME:
                with suppress(OSError):
                    (self._thumbnails / name).unlink(missing_ok=True)


def _key(name: str) -> str:
    """Return a folder's name as text that any database takes."""
    return name.encode("utf-8", "backslashreplace").decode()


def _check_name(name: str) -> None:
    """Refuse folders that cannot be a garment's.

    Raises
    ------
    TryOnError
        Saying what to do.
    """
    from tryon_ar.core.errors import GarmentError

    if not is_identifier(name):
        raise GarmentError(
            f"The folder {name!r} is not named like a garment.",
            "Rename it with lower case letters, digits, '-' and '_'.",
        )
    if name in builtin_ids():
        raise GarmentError(f"The folder {name!r} has the name of a built-in garment.", "Rename it.")
