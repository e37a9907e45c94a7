"""Files being written: errors in words, whole writes, atomic replacement."""

import contextlib
import errno
import os
import re
import secrets
import time
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from tryon_ar.core.errors import DiskFull, OutputUnwritable, RecordingError
from tryon_ar.recording.held import hold, written_now

_AT_ONCE = getattr(os, "O_NONBLOCK", 0)  # a pipe is not waited for until somebody reads it
_STALE_S = 600.0
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


def recording_error(error: OSError, path: Path) -> RecordingError:
    """Return the error a person can act on for a failed write.

    Parameters
    ----------
    error : OSError
        What the system said.
    path : Path
        The file that was to be written.

    Returns
    -------
    DiskFull or OutputUnwritable
        Not raised.
    """
    if error.errno in _FULL:
        return DiskFull(
            f"There is no room left to write {path.name} in {path.parent}.",
            "Free some space or choose another place.",
        )
    if error.errno == errno.EFBIG:
        return DiskFull(
            f"{path.name} has reached the largest size that {path.parent} allows.",
            "Choose another disk.",
        )
    reason = (error.strerror or type(error).__name__).lower()
    if isinstance(error, FileNotFoundError):
        reason = "the folder does not exist"
    elif isinstance(error, IsADirectoryError):
        reason = "it is a folder"
    elif error.errno == errno.EBUSY:
        reason = "another program is writing it"
    return OutputUnwritable(f"{path} cannot be written: {reason}.", "Choose another place.")


def hidden_sibling(path: Path) -> Path:
    """Return an unused hidden name beside ``path``, of the same suffix."""
    return path.with_name(f"{_hidden_start(path)}{secrets.token_hex(4)}.part{path.suffix}")


def _hidden_start(path: Path) -> str:
    return f".{path.stem[:40]}."  # names may have 255 bytes, and letters up to four


def sweep_unfinished(path: Path) -> None:
    """Delete what killed programs left of writing ``path`` whole: hidden, and as large as it."""
    start, suffix = re.escape(_hidden_start(path)), re.escape(path.suffix)
    left = re.compile(rf"{start}[0-9a-f]{{8}}\.part{suffix}")
    with contextlib.suppress(OSError):
        for one in path.parent.iterdir():
            if left.fullmatch(one.name) and _is_stale(one) and not written_now([one]):
                one.unlink()


def _is_stale(path: Path) -> bool:
    """Return whether a file has not grown for long: some disks know no locks."""
    return time.time() - path.stat().st_mtime > _STALE_S


def check_writable(path: Path) -> None:
    """Check that ``path`` can be written, leaving the folder and an existing file as they were.

    Raises
    ------
    OutputUnwritable
        When the folder is absent or may not be written, or ``path`` is a folder or a
        read-only file.
    DiskFull
        When there is no room for another name.
    """
    existed = os.path.exists(path)  # Path's own raises where it may not look
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | _AT_ONCE, 0o644))
        if not existed:
            os.unlink(os.path.realpath(path))  # a link that led nowhere stays
    except OSError as error:
        raise recording_error(error, path) from error


class OutputFile:
    """A binary file written whole or not at all, or in place.

    Parameters
    ----------
    path : Path
        The final name; an existing file is replaced.
    atomic : bool
        True writes to a hidden file beside ``path`` and renames it on ``commit``; False
        writes to ``path`` itself, so that what is there so far survives a crash.

    Attributes
    ----------
    size : int
        Bytes so far.

    Raises
    ------
    OSError
        From any method, as the system gave it.

    Notes
    -----
    Unbuffered. It has the few methods PyAV asks of a file object. A raw file may write less
    than it was given just before a disk is full; ``write`` never does without raising. After a
    failed write all later ones fail as well: a container's trailer must not be written into
    a file with a hole.

    Lifecycle: ``commit``, ``discard`` or ``salvage`` ends it, the first call wins.
    Thread safety: none.
    """

    def __init__(self, path: Path, *, atomic: bool) -> None:
        self.path = path
        if path.is_file() and written_now([path]):  # it would be cut off, or lose its name
            raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
        self._written_path = hidden_sibling(path) if atomic else path
        self._file = open(self._written_path, "wb", buffering=0)  # noqa: SIM115
        hold(self._file)
        self._atomic = atomic
        self._failure: OSError | None = None
        self.size = 0
        self._marked = 0

    @property
    def written_path(self) -> Path:
        """Where it is while it is being written."""
        return self._written_path

    @property
    def failure(self) -> OSError | None:
        """Why the first write that failed did."""
        return self._failure

    @property
    def closed(self) -> bool:
        """Whether it was committed or discarded."""
        return self._file.closed

    def write(self, data: bytes) -> int:
        """Write all of ``data`` and return its length in bytes."""
        if self._failure is not None:
            raise self._failure
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[_written(self._file, rest) :]
        except OSError as error:
            self._failure = error
            raise
        self.size = max(self.size, self._file.tell())
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to an offset in bytes and return it."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Return the offset in bytes."""
        return self._file.tell()

    def mark(self) -> None:
        """Note that all so far is of use by itself: ``salvage`` cuts the file here."""
        self._marked = self.size

    def salvage(self) -> None:
        """Close the file after a failure, cut at the last mark; remove it when there is none.

        An atomic file is always removed.
        """
        if self._atomic or not self._marked:
            self.discard()
        elif not self._file.closed:
            with contextlib.suppress(OSError):  # it then keeps a damaged end
                self._file.truncate(self._marked)
            self._file.close()

    def commit(self) -> None:
        """Close the file, on the disk, under its final name; an atomic one that cannot goes."""
        if self._file.closed:
            return
        try:
            os.fsync(self._file.fileno())
            self._file.close()
            if self._atomic:
                self._written_path.replace(self.path)
        except OSError:
            self._file.close()
            if self._atomic:
                self._written_path.unlink(missing_ok=True)
            raise

    def discard(self) -> None:
        """Close and remove what was written."""
        if self._file.closed:
            return
        self._file.close()
        self._written_path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit after success, discard after an error."""
        if kind is None:
            self.commit()
        else:
            self.discard()


def _written(file: FileIO, data: memoryview) -> int:
    """Write some of ``data``; taking nothing without a reason means that there is no room."""
    count = file.write(data)
    if not count:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return count
