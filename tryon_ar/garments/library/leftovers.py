"""What a program that was killed left behind in a library."""

import shutil
import time
from pathlib import Path

from tryon_ar.garments.staging import is_staging, replaced_name

# Folders still being written are younger; nobody needs this long.
_STALE_S = 3600.0


def sweep(library: Path, *, look_only: bool = False) -> bool:
    """Bring back garments whose replacement was cut short; delete what was never finished.

    Parameters
    ----------
    library : Path
        The library's folder; unless ``look_only``, its lock is held.
    look_only : bool
        Change nothing.

    Returns
    -------
    bool
        Whether there was a garment to bring back, or its old folder to delete.

    Raises
    ------
    OSError
        When a folder cannot be moved.
    """
    if not library.is_dir():
        return False
    found = False
    for path in library.glob(".*-*"):
        name = replaced_name(path.name)
        if name is not None:
            found = True
            if not look_only:
                _bring_back(path, library / name)
        elif not look_only and is_staging(path.name) and _is_stale(path):
            shutil.rmtree(path, ignore_errors=True)
    return found


def _bring_back(old: Path, folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(old, ignore_errors=True)
    else:
        old.rename(folder)


def _is_stale(path: Path) -> bool:
    try:
        return path.is_dir() and time.time() - path.stat().st_mtime > _STALE_S
    except OSError:
        return False
