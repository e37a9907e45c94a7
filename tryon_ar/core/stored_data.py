"""What the program keeps on this machine, in plain words, and how it goes.

Only what the program made itself is ever touched: folders of known names inside its own ones, and
in the folders of pictures and videos the files named as the program names them.
"""

import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from os.path import isdir, isfile  # Path's own raise where one may not look
from pathlib import Path
from typing import Literal

from tryon_ar.core import paths
from tryon_ar.core.file_lock import try_lock

Kind = Literal["settings", "garments", "traces", "deleted", "kiosk", "media", "programs"]

_MEDIA = frozenset({".png", ".jpg", ".jpeg", ".webp", ".mp4", ".mkv"})
_ASIDE = ".tryon-ar-deleted"
_SETTINGS = "settings.toml"
_GARMENT, _OF_LIBRARY = "garment.json", (".index", ".builtin")
_LIBRARY_FILES = ("looks.json", "recent.json", "corrections.toml", "corrections.lock")
_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Place:
    """Something the program keeps.

    Attributes
    ----------
    kind : str
        What a wipe decides by.
    title, about : str
        What it is, and what is in it, in plain English.
    where : Path
        The folder, whether or not it exists.
    files : tuple of Path
        All files there now that belong to it; links are never followed.
    folders : tuple of Path
        Folders that go with them.
    size_bytes : int
    since : datetime or None
        The oldest file's time of last change.
    """

    kind: Kind
    title: str
    about: str
    where: Path
    files: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    size_bytes: int = field(default=0)
    since: datetime | None = None


def stored_places() -> list[Place]:
    """Return everything the program keeps on this machine for this person; reads the disk."""
    config = paths.user_config_folder()
    return [
        _place("settings", "Settings", "What you chose.", config, _chosen(config)),
        _garments(),
        *_places_of_people(),
        *_places_of_the_program(),
    ]


def _garments() -> Place:
    """Return the garment library; in a folder that the person named, what it made there."""
    title = "Garments"
    about = "Clothes you added, with the photos they were cut from, and your looks."
    folder = paths.garment_library_folder()
    if folder == paths.user_data_folder() / "garments":
        return _whole("garments", title, about, folder)
    own = [one for one in _children(folder) if one.name in _OF_LIBRARY or isfile(one / _GARMENT)]
    folders = [one for one in own if isdir(one) and not one.is_symlink()]
    files = [one for start in _LIBRARY_FILES for one in _named(folder, start)] + [folder / _LOCK]
    return _place(
        "garments",
        title,
        about,
        folder,
        [*files, *(f for one in folders for f in _below(one))],
        folders,
    )


def _places_of_people() -> list[Place]:
    """Return what shows people."""
    pictures, videos = paths.pictures_folder(), paths.videos_folder()
    recordings = "Recordings you made, with sound where you chose that. They show people."
    return [
        _place(
            "media", "Pictures", "Photos you took. They show people.", pictures, _taken(pictures)
        ),
        _place("media", "Videos", recordings, videos, _taken(videos)),
        _place(
            "deleted",
            "Deleted just now",
            "Pictures and videos you deleted that can still be brought back.",
            pictures / _ASIDE,
            [*_below(pictures / _ASIDE), *_below(videos / _ASIDE)],
            [pictures / _ASIDE, videos / _ASIDE],
        ),
        _whole(
            "kiosk",
            "Kiosk",
            "What people took at a kiosk and has not been wiped. It shows people.",
            paths.user_data_folder() / "kiosk",
        ),
    ]


def _places_of_the_program() -> list[Place]:
    """Return what the program wrote by itself; nobody is in it."""
    data, cache = paths.user_data_folder(), paths.user_cache_folder()
    done = "What the program did and when, for finding faults. No pictures."
    stopped = "Where the program stopped when it stopped badly. No pictures."
    fetched = "The tracker's networks as they were fetched. Nothing of yours."
    return [
        _whole("traces", "Logs", done, data / "logs"),
        _place("traces", "Crash reports", stopped, paths.runs_folder(), _notes_of_runs()),
        _place(
            "traces",
            "Cache",
            "What can be made again: networks made ready, product photos cut out.",
            cache,
            [one for name in _CACHED for one in _below(cache / name)],
            [cache / name for name in _CACHED],
        ),
        _whole("programs", "Networks", fetched, data / "models"),
    ]


def _whole(kind: Kind, title: str, about: str, folder: Path) -> Place:
    """Return a place that is a folder with all that is in it."""
    return _place(kind, title, about, folder, _below(folder), [folder])


def _notes_of_runs() -> Iterator[Path]:
    """Iterate over what is noted of runs: nothing else in a folder that the person may name."""
    for path in _children(paths.runs_folder()):
        ours = path.suffix in (".session", ".fault") or path.name.startswith("crash ")
        if (ours or path.name == _LOCK) and not isdir(path):
            yield path


_CACHED = ("compiled", "cuts", "hands", "heads", "parsing", "poisson")


def open_mirrors() -> int:
    """Return how many mirrors are open on this machine for this person."""
    count = 0
    for session in paths.runs_folder().glob("*.session"):
        try:
            with session.open("r+b") as file:
                count += not try_lock(file)
        except PermissionError:  # Windows does not let a locked file be opened
            count += 1
        except OSError:
            continue
    return count


def wiped_kinds(*, keep_garments: bool, with_recordings: bool) -> set[Kind]:
    """Return the kinds of places a wipe empties; the tracker's networks always stay."""
    kinds: set[Kind] = {"settings", "traces", "deleted", "kiosk"}
    if not keep_garments:
        kinds.add("garments")
    if with_recordings:
        kinds.add("media")
    return kinds


def wipe(places: Iterable[Place], kinds: Collection[Kind]) -> list[Path]:
    """Delete what is in places of some kinds, for good.

    Returns
    -------
    list of Path
        What could not be deleted.

    Notes
    -----
    Files are unlinked, not written over: on today's disks that would prove nothing. Who must
    be sure encrypts the disk.
    """
    left: list[Path] = []
    for place in places:
        if place.kind not in kinds:
            continue
        for path in place.files:
            try:
                path.unlink(missing_ok=True)
            except OSError:
                left.append(path)
        for folder in place.folders:
            if not folder.is_symlink():
                shutil.rmtree(folder, ignore_errors=True)
                if folder.exists():
                    left.append(folder)
        if not place.folders:
            with suppress(OSError):  # it holds what is not ours
                place.where.rmdir()
    return left


def _place(
    kind: Kind,
    title: str,
    about: str,
    where: Path,
    files: Iterable[Path],
    folders: Iterable[Path] = (),
) -> Place:
    known, size, oldest = [], 0, None
    for path in files:
        with suppress(OSError):
            status = path.lstat()
            known.append(path)
            size += status.st_size
            oldest = status.st_mtime if oldest is None else min(oldest, status.st_mtime)
    since = datetime.fromtimestamp(oldest) if oldest is not None else None
    here = tuple(folder for folder in folders if os.path.lexists(folder))
    return Place(kind, title, about, where, tuple(known), here, size, since)


def _below(folder: Path) -> Iterator[Path]:
    """Iterate over all files below a folder; nothing where it is a link."""
    if folder.is_symlink():
        return
    for root, _folders, names in os.walk(folder):
        for name in names:
            yield Path(root) / name


def _named(folder: Path, start: str) -> Iterator[Path]:
    """Iterate over the files of a folder whose names begin, perhaps after a dot, with a word."""
    for path in _children(folder):
        if path.name.lstrip(".").startswith(start) and not isdir(path):
            yield path


def _children(folder: Path) -> list[Path]:
    """Return what is in a folder; nothing where that cannot be told."""
    with suppress(OSError):
        return sorted(folder.iterdir())
    return []


def _chosen(folder: Path) -> Iterator[Path]:
    """Iterate over the settings and what Qt's file dialogs remember: the last folders."""
    yield from _named(folder, _SETTINGS)
    yield from _named(folder, "QtProject.conf")


def _taken(folder: Path) -> Iterator[Path]:
    """Iterate over the pictures and videos of a folder that are named as the program names them."""
    for path in _named(folder, f"{paths.APP_NAME} "):
        with suppress(OSError):  # just deleted
            if path.suffix.lower() in _MEDIA and stat.S_ISREG(path.lstat().st_mode):
                yield path
