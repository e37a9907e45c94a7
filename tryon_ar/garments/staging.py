"""Write a folder whole or not at all, and read it so."""

import errno
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from tryon_ar.core.errors import DiskFull, OutputUnwritable, RecordingError, TryOnError

_LOOKS = 5
_RENAMES = 20 if os.name == "nt" else 1
_PAUSE_S = 0.05
_Read = TypeVar("_Read")
_OLD = ".old"
_STAGING_NAME = re.compile(r"\.[a-z0-9][a-z0-9_-]*-[a-z0-9_]{8}")
_OLD_NAME = re.compile(r"\.(?P<name>.+)-[a-z0-9_]{8}\.old")


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Lend a hidden folder beside the one that is to be written; removed in the end.

    Raises
    ------
    OutputUnwritable, DiskFull
        When it cannot be made, or the block raised an :class:`OSError`.
    """
    staging: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        staging.chmod(0o755)
        yield staging
    except OSError as error:
        raise unwritable(folder, error) from error
    finally:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)


def put_in_place(staging: Path, folder: Path) -> None:
    """Give a finished folder its name; one that has it is kept until the new one stands.

    Raises
    ------
    OSError
        When it cannot be done; the old folder is back in its place then.
    """
    if not folder.exists():
        _rename(staging, folder)
        return
    old = staging.with_name(staging.name + _OLD)
    _rename(folder, old)
    try:
        _rename(staging, folder)
    except OSError:
        _rename(old, folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _rename(folder: Path, target: Path) -> None:
    """Rename a folder; on Windows only when nobody reads a file in it, which takes moments."""
    for _ in range(_RENAMES - 1):
        try:
            folder.rename(target)
        except PermissionError:
            time.sleep(_PAUSE_S)
        else:
            return
    folder.rename(target)


def read_whole(
    folders: Sequence[Path], read: Callable[[], _Read], settle: Callable[[], bool]
) -> _Read:
    """Read folders that :func:`put_in_place` may exchange meanwhile: then they are read anew.

    For an instant a folder has no name, and what is read before and after is of two garments.

    Parameters
    ----------
    read : callable
        Reads them; what it raises is raised here when they stayed as they were.
    settle : callable
        Waits for an exchange under way; returns whether there was one.
    """
    for _ in range(_LOOKS - 1):
        before = [_identity(folder) for folder in folders]
        try:
            found = read()
        except (OSError, TryOnError):
            if not settle() and before == [_identity(folder) for folder in folders]:
                raise
        else:
            if before == [_identity(folder) for folder in folders]:
                return found
    return read()


def _identity(folder: Path) -> tuple[int, int, int] | None:
    """Return what is another number when a file in a folder, or the folder, was exchanged."""
    try:
        about = folder.stat()
    except (OSError, ValueError):  # gone, or no name for a folder
        return None
    return about.st_dev, about.st_ino, about.st_mtime_ns


def replaced_name(hidden: str) -> str | None:
    """Return the name a folder had before :func:`put_in_place` moved it aside, or None.

    Such a folder is left only when the program was killed in between.
    """
    match = _OLD_NAME.fullmatch(hidden)
    return match["name"] if match else None


def is_staging(hidden: str) -> bool:
    """Return whether :func:`staged` may have called a garment's folder so: others are not ours."""
    return _STAGING_NAME.fullmatch(hidden) is not None


def unwritable(folder: Path, error: OSError) -> RecordingError:
    """Return the error that says why a garment cannot be written."""
    kind = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else OutputUnwritable
    return kind(
        f"The garment cannot be saved in {folder}: {error.strerror or error}.",
        "Choose a folder that you may write to and that has room.",
    )
