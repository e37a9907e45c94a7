"""Recordings that a crash left unfinished: told by their structure and by nobody writing them."""

import contextlib
import os
from collections.abc import Iterable
from pathlib import Path

from tryon_ar.recording.held import is_held
from tryon_ar.recording.muxer import CONTAINERS
from tryon_ar.recording.structure import State, state_of

_MARK = " (repaired)"
_CLEAN = ".clean"


def repaired_path(path: Path) -> Path:
    """Return the usual name of a repaired copy: ``NAME (repaired).mp4`` for ``NAME.mp4``.

    ``NAME.clean.mp4`` becomes ``NAME (repaired).clean.mp4``, so that it stays the second file
    of a recording that is repaired as well.
    """
    stem, clean = path.stem, ""
    if stem.endswith(_CLEAN):
        stem, clean = stem.removesuffix(_CLEAN), _CLEAN
    return path.with_name(f"{stem}{_MARK}{clean}{path.suffix}")


def unfinished_recordings(folders: Iterable[Path]) -> list[Path]:
    """Return the recordings in folders that a crash or a kill left unfinished, newest first.

    Parameters
    ----------
    folders : iterable of Path
        Those that do not exist or cannot be read count as empty; folders inside them are not
        looked into.

    Notes
    -----
    Those being written, empty ones, hidden ones and those with a repaired copy beside them
    are left out. Reads a few kilobytes of each video: not for the GUI thread.
    """
    found: list[tuple[float, Path]] = []
    for folder in dict.fromkeys(folders):
        with contextlib.suppress(OSError):
            for path in folder.iterdir():
                with contextlib.suppress(OSError):
                    if _is_left_behind(path):
                        found.append((path.stat().st_mtime, path))
    return [path for _, path in sorted(found, reverse=True)]


def _is_left_behind(path: Path) -> bool:
    if path.suffix.lower() not in CONTAINERS or path.name.startswith(".") or not path.is_file():
        return False
    if os.path.exists(repaired_path(path)):  # its name may be too long to be asked for
        return False
    return state_of(path) is State.UNFINISHED and not is_held(path)
