"""One process at a time, by a lock the system drops when its holder dies."""

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_POLL_S = 0.02
# Some network disks know no locks: nobody can be told of there, which must not stop everything.
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP})


@contextmanager
def exclusive_lock(path: Path, timeout_s: float) -> Iterator[None]:
    """Hold an exclusive lock on a file, creating it; wait while another thread or process has it.

    Parameters
    ----------
    path : Path
        The lock file; it stays behind, empty, unless somebody who holds it deletes it.
    timeout_s : float
        How long to wait.

    Raises
    ------
    TimeoutError
        When another kept the lock all that time.
    OSError
        When the file cannot be created.
    """
    deadline = time.monotonic() + timeout_s
    while True:
        with path.open("a+b") as file:
            while not try_lock(file):
                if time.monotonic() >= deadline:
                    raise TimeoutError(f"{path} is locked")
                time.sleep(_POLL_S)
            if _is_at(path, file):
                yield  # closing the file releases the lock
                return


def _is_at(path: Path, file: IO[bytes]) -> bool:
    """Whether an open file is the one of that name.

    Whoever held the lock before may have deleted it: one on a file without a name keeps nobody
    else from making and locking a new one.
    """
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def try_lock(file: IO[bytes]) -> bool:
    """Take a lock on an open file, held until it is closed; return whether it was free.

    Notes
    -----
    On a disk without locks every file is free.

    Raises
    ------
    OSError
        When the system refuses for another reason.
    """
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return True
