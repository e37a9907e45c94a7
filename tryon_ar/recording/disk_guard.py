"""Watching the disk a recording goes to: room left, files deleted, what a power cut would lose."""

import contextlib
import logging
import math
import os
import shutil
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tryon_ar.core.errors import DiskFull, OutputUnwritable, RecordingError
from tryon_ar.recording.output import recording_error

logger = logging.getLogger(__name__)

KEPT_FREE_BYTES = 200_000_000
KEPT_FREE_S = 10.0
WARN_S = 120.0
SYNC_S = 5.0
_CHECK_S = 0.5
_RATE_OVER_S = 10.0
_RATE_FROM_S = 2.0


@dataclass(frozen=True, slots=True)
class RoomLeft:
    """How long a recording can go on.

    Attributes
    ----------
    free_bytes : int
        What this program may still write to the disk.
    rate : float
        Bytes a second that the recording takes; 0 while that is not known yet.
    seconds : float
        Until no more than the greater of 200 MB and 10 s is free; infinite while the rate
        is not known.
    """

    free_bytes: int
    rate: float

    @property
    def kept_bytes(self) -> float:
        """What is to be left free."""
        return max(float(KEPT_FREE_BYTES), KEPT_FREE_S * self.rate)

    @property
    def seconds(self) -> float:
        """Until there is no more than that; 0 when there is not."""
        above = self.free_bytes - self.kept_bytes
        if above <= 0:
            return 0.0
        return above / self.rate if self.rate > 0 else math.inf


class RoomMeter:
    """Measures how fast what is written grows, and tells how long there is room for it.

    Parameters
    ----------
    folder : Path
        Where it is written.
    free_bytes : callable, optional
        Room left in a folder, in bytes.
    """

    def __init__(self, folder: Path, free_bytes: Callable[[Path], int] | None = None) -> None:
        self.folder = folder
        self._free_bytes = free_bytes or _free_bytes
        self._sizes: deque[tuple[float, int]] = deque()

    def free_bytes(self) -> int:
        """Return the room left, in bytes; raises OSError when the disk cannot be asked."""
        return self._free_bytes(self.folder)

    def measure(self, size: int) -> RoomLeft:
        """Return what is left, given the bytes written so far.

        Raises
        ------
        OSError
            When the disk cannot be asked.
        """
        now_s = time.monotonic()
        self._sizes.append((now_s, size))
        while now_s - self._sizes[0][0] > _RATE_OVER_S:
            self._sizes.popleft()
        since_s, before = self._sizes[0]
        known = now_s - since_s >= _RATE_FROM_S
        rate = max(0.0, (size - before) / (now_s - since_s)) if known else 0.0
        return RoomLeft(self.free_bytes(), rate)


class DiskGuard:
    """Looks after the files of a recording, twice a second, in threads of its own.

    Parameters
    ----------
    paths : sequence of Path
        The files, which need not exist yet, all in one folder.
    warn : callable
        Given the seconds left whenever they have become fewer than two minutes, and None
        when there is more room again.
    stop : callable
        Given, once, why the recording must end: no more room than must stay free, a file that
        was deleted, or a disk that lost what was written.
    free_bytes : callable, optional
        Room left in a folder, in bytes.

    Notes
    -----
    Another thread has every file written through to the disk every 5 s, so that a power cut
    loses no more than that; it may wait for a slow disk as long as it likes. Both callables
    are called from these threads, in which neither the recorder nor the window waits.

    *Lifecycle*: watches from construction until :meth:`close`, which may be called in any
    thread, also from within ``stop``.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        warn: Callable[[float | None], None],
        stop: Callable[[RecordingError], None],
        *,
        free_bytes: Callable[[Path], int] | None = None,
    ) -> None:
        self._files = [_WatchedFile(path) for path in paths]
        self._meter = RoomMeter(paths[0].parent, free_bytes)
        self._warn, self._stop = warn, stop
        self._warned = False
        self._stopped = threading.Event()
        self._ending = threading.Lock()
        self._over = threading.Event()
        for name, body, period_s in (
            ("disk", self._check, _CHECK_S),
            ("sync", self._sync, SYNC_S),
        ):
            threading.Thread(
                target=self._repeat, args=(body, period_s), name=f"tryon-ar {name}", daemon=True
            ).start()

    def close(self) -> None:
        """Watch no more."""
        self._over.set()

    def _repeat(self, body: Callable[[], None], period_s: float) -> None:
        while not self._over.is_set():
            try:
                body()
            except RecordingError as error:
                self._end(error)
            except OSError:  # a disk that cannot be asked is left to the recorder's own writes
                logger.warning("the disk cannot be looked at", exc_info=True)
            self._over.wait(period_s)

    def _end(self, error: RecordingError) -> None:
        with self._ending:  # both threads may find the disk gone at the same time
            if self._over.is_set() or self._stopped.is_set():
                return
            self._stopped.set()
        self._stop(error)

    # -- twice a second ----------------------------------------------------------------

    def _check(self) -> None:
        for file in self._files:
            file.check_present()
        left = self._meter.measure(sum(file.size for file in self._files))
        if left.seconds <= 0:
            raise out_of_room(left, self._meter.folder)
        near = left.seconds < WARN_S
        if near:
            self._warn(left.seconds)
        elif self._warned:
            self._warn(None)
        self._warned = near

    # -- every five seconds ------------------------------------------------------------

    def _sync(self) -> None:
        for file in self._files:
            file.sync()


class _WatchedFile:
    """A file being written by somebody else; gone means deleted, not renamed.

    Each look opens it anew: a descriptor kept would hold on to a reserved name's empty file
    that the sink has replaced, and on Windows forbid deleting it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._identity: tuple[int, int] | None = None
        self._entered = False
        self.size = 0

    def check_present(self) -> None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            if self._identity is None:
                return
            raise self._gone() from None
        identity = (status.st_dev, status.st_ino)
        if self._identity is not None and identity != self._identity:
            raise self._gone()
        if status.st_size:
            self._identity = identity
        self.size = status.st_size

    def _gone(self) -> RecordingError:
        return OutputUnwritable(
            f"{self._path.name} was deleted or moved while it was being recorded.",
            "Start another recording.",
        )

    def sync(self) -> None:
        with contextlib.suppress(FileNotFoundError, PermissionError):
            self._sync_file()
            if not self._entered:
                self._entered = _sync_folder(self._path.parent)

    def _sync_file(self) -> None:
        number = os.open(self._path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(number)
        except OSError as error:
            # The system reports a lost write once and forgets it: whoever goes on now
            # records into a file with a hole.
            raise recording_error(error, self._path) from error
        finally:
            os.close(number)


def _sync_folder(folder: Path) -> bool:
    """Have the file's name written to the disk as well; return whether that is done."""
    if sys.platform == "win32":
        return True
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    except OSError:
        logger.debug("%s cannot be synced", folder, exc_info=True)
    finally:
        os.close(number)
    return True


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def out_of_room(left: RoomLeft, folder: Path) -> DiskFull:
    """Return the error that ends a recording in time."""
    megabytes = max(0, left.free_bytes) // 1_000_000
    return DiskFull(
        f"The recording was ended and saved: only {megabytes} MB are left in {folder}.",
        "Free some space or choose another disk.",
    )


def check_room(folder: Path) -> None:
    """Refuse to begin where a recording would be ended at once.

    Raises
    ------
    DiskFull
        When no more than 200 MB are free. Folders that cannot be asked are no reason to.
    """
    with contextlib.suppress(OSError):
        free = _free_bytes(folder)
        if RoomLeft(free, 0.0).seconds <= 0:
            megabytes = free // 1_000_000
            raise DiskFull(
                f"There is too little room to record: only {megabytes} MB are left in {folder}.",
                "Free some space: 200 MB are always kept free.",
            )
