"""Whether a file is being written, told between programs by a lock that dies with its holder."""

import contextlib
import sys
from collections.abc import Iterable
from io import FileIO
from pathlib import Path


def hold(file: FileIO) -> None:
    """Tell other programs that a file is being written, until it is closed or its writer dies."""
    if sys.platform != "win32":
        import fcntl

        with contextlib.suppress(OSError):  # some network disks know no locks
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_held(path: Path) -> bool:
    """Return whether a file is being written by a program that runs.

    Raises
    ------
    OSError
        When it cannot be opened.
    """
    if sys.platform == "win32":
        try:
            path.rename(path)  # refused while a program has it open
        except PermissionError:
            return True
        return False
    import fcntl

    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
    return False


def written_now(paths: Iterable[Path]) -> bool:
    """Return whether one of some files is being written by a program that runs."""
    for path in paths:
        with contextlib.suppress(OSError):  # gone, or closed to this user
            if is_held(path):
                return True
    return False
