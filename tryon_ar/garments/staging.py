"""Write a folder whole or not at all."""

import errno
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tryon_ar.core.errors import DiskFull, OutputUnwritable, RecordingError

_OLD = ".old"
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
        staging.rename(folder)
        return
    old = staging.with_name(staging.name + _OLD)
    folder.rename(old)
    try:
        staging.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def replaced_name(hidden: str) -> str | None:
    """Return the name a folder had before :func:`put_in_place` moved it aside, or None.

    Such a folder is left only when the program was killed in between.
    """
    match = _OLD_NAME.fullmatch(hidden)
    return match["name"] if match else None


def unwritable(folder: Path, error: OSError) -> RecordingError:
    """Return the error that says why a garment cannot be written."""
    kind = DiskFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else OutputUnwritable
    return kind(
        f"The garment cannot be saved in {folder}: {error.strerror or error}.",
        "Choose a folder that you may write to and that has room.",
    )
