"""Pictures and videos that were saved: what there is, and deleting that can be undone."""

import contextlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tryon_ar.core.errors import OutputUnwritable, RecordingError
from tryon_ar.recording.held import written_now
from tryon_ar.recording.picture import PICTURE_SUFFIXES
from tryon_ar.recording.video import VIDEO_SUFFIXES

ASIDE_FOLDER = ".tryon-ar-deleted"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A picture or video that was saved.

    Attributes
    ----------
    path : Path
    is_video : bool
    saved_s : float
        When it was last written, seconds since 1970.
    """

    path: Path
    is_video: bool
    saved_s: float


@dataclass(frozen=True, slots=True)
class AsideFile:
    """A file that was deleted and can still come back.

    Attributes
    ----------
    origin : Path
        Where it was.
    aside : Path
        Where it is now, on the same disk.
    """

    origin: Path
    aside: Path


def list_kept(folders: Iterable[Path], leave_out: Iterable[Path] = ()) -> list[KeptFile]:
    """Return the pictures and videos of folders, newest first.

    Parameters
    ----------
    folders : iterable of Path
        Those that do not exist or cannot be read count as empty; folders inside them are not
        looked into.
    leave_out : iterable of Path
        Files that are being written.

    Notes
    -----
    Hidden and empty files (names reserved for pictures on their way) and videos that another
    program is writing are left out.
    """
    left_out = set(leave_out)
    found: dict[Path, KeptFile] = {}
    for folder in folders:
        with contextlib.suppress(OSError):
            for entry in os.scandir(folder):
                kept = _kept(entry)
                if kept is not None and kept.path not in left_out:
                    found[kept.path] = kept
    return sorted(found.values(), key=lambda one: (one.saved_s, one.path.name), reverse=True)


def put_aside(path: Path) -> AsideFile:
    """Take a file away so that it can come back: into a hidden folder beside it.

    Raises
    ------
    OutputUnwritable
        When it cannot be moved; it stays where it is then.
    """
    folder = path.parent / ASIDE_FOLDER
    try:
        folder.mkdir(exist_ok=True)
        return AsideFile(path, _moved(path, folder / path.name))
    except OSError as error:
        _remove_empty(folder)
        raise _undeleted(path, path.parent, error) from error


def bring_back(file: AsideFile) -> Path:
    """Put a file back where it was; beside what has taken its name meanwhile.

    Returns
    -------
    Path
        Where it is now.

    Raises
    ------
    OutputUnwritable
        When it cannot be moved.
    """
    try:
        path = _moved(file.aside, file.origin)
    except OSError as error:
        raise OutputUnwritable(
            f"{file.origin.name} cannot be brought back: {_reason(error)}.",
            f"It is in {file.aside.parent}.",
        ) from error
    _remove_empty(file.aside.parent)
    return path


def forget(file: AsideFile) -> None:
    """Delete a file that was put aside, for good; one that is gone already is ignored.

    Raises
    ------
    OutputUnwritable
        When it cannot be deleted.
    """
    try:
        file.aside.unlink(missing_ok=True)
    except OSError as error:
        raise _undeleted(file.origin, file.aside.parent, error) from error
    _remove_empty(file.aside.parent)


def bring_all_back(folders: Iterable[Path]) -> list[Path]:
    """Put back what is still aside in folders: the program ended before it was deleted for good.

    Returns
    -------
    list of Path
        What came back. What cannot be moved stays aside, and is tried again next time.
    """
    returned = []
    for folder in folders:
        try:
            waiting = sorted((folder / ASIDE_FOLDER).iterdir())
        except OSError:
            continue
        for aside in waiting:
            with contextlib.suppress(RecordingError):
                returned.append(bring_back(AsideFile(folder / aside.name, aside)))
    return returned


def _kept(entry: os.DirEntry[str]) -> KeptFile | None:
    path = Path(entry.path)
    suffix = path.suffix.lower()
    is_video = suffix in VIDEO_SUFFIXES
    if path.name.startswith(".") or not (is_video or suffix in PICTURE_SUFFIXES):
        return None
    try:
        status = entry.stat()
    except OSError:  # deleted meanwhile
        return None
    if not entry.is_file() or status.st_size == 0 or (is_video and written_now([path])):
        return None
    return KeptFile(path, is_video, status.st_mtime)


def _undeleted(path: Path, folder: Path, error: OSError) -> OutputUnwritable:
    return OutputUnwritable(
        f"{path.name} cannot be deleted: {_reason(error)}.",
        f"Delete it yourself; it is in {folder}.",
    )


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _moved(source: Path, wanted: Path) -> Path:
    """Move a file within a disk to an unused name, the wanted one if possible."""
    target, number = wanted, 2
    while target.exists():
        target = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
        number += 1
    source.rename(target)
    return target


def _remove_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()
