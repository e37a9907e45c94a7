"""Names of new videos and pictures: dated, in the user's folders, never taken."""

import contextlib
import itertools
import os
from datetime import datetime
from pathlib import Path

from tryon_ar.core import paths
from tryon_ar.recording.output import recording_error


def new_video_path(folder: Path | None = None, *, suffix: str = ".mp4") -> Path:
    """Return an unused file in the user's videos folder (or ``folder``), which is created.

    Raises
    ------
    OutputUnwritable, DiskFull
        When the folder cannot be made or written.

    Notes
    -----
    An empty file reserves the name, so that two programs never write to one; the sink
    replaces it. Use ``discard_reserved`` if nothing comes of it.
    """
    return reserve(folder or paths.videos_folder(), suffix)


def new_picture_path(folder: Path | None = None, *, suffix: str = ".png") -> Path:
    """Return an unused file in the user's pictures folder, like :func:`new_video_path`."""
    return reserve(folder or paths.pictures_folder(), suffix)


def reserve(folder: Path, suffix: str, now: datetime | None = None) -> Path:
    """Create an empty file named after the local time, with a number when that is taken.

    Parameters
    ----------
    folder : Path
        Made if needed.
    suffix : str
        With its dot.
    now : datetime, optional
        Instead of the clock.

    Returns
    -------
    Path
        For example ``tryon-ar 2026-11-22 18-03-07.mp4``, then ``… (2).mp4``.
    """
    stem = f"{paths.APP_NAME} {now or datetime.now():%Y-%m-%d %H-%M-%S}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in itertools.count(1):
            path = folder / f"{stem}{f' ({number})' if number > 1 else ''}{suffix}"
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
            except FileExistsError:
                continue
            return path
    except OSError as error:
        raise recording_error(error, folder / f"{stem}{suffix}") from error
    raise AssertionError("unreachable")


def discard_reserved(path: Path) -> None:
    """Remove a reserved file that stayed empty; where that fails, it stays."""
    with contextlib.suppress(OSError):  # why nothing was written matters more
        if path.is_file() and path.stat().st_size == 0:
            path.unlink()
