"""Where a kiosk keeps what people take there, so that none of it outlives them."""

import logging
import os
import re
import secrets
import shutil
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path

from tryon_ar.core.errors import RecordingError
from tryon_ar.core.file_lock import exclusive_lock
from tryon_ar.core.paths import user_data_folder

_log = logging.getLogger(__name__)
_RUN = re.compile("[0-9a-f]{16}")
# Another kiosk that clears up may hold a lock that was just made, for as long as it looks.
_PATIENCE_S, _TRIES = 2.0, 5


def kiosk_folder() -> Path:
    """Return the folder of what is taken at kiosks, not created here.

    In the program's own data: what people take with a shop's mirror does not belong among
    somebody's pictures, which may be copied elsewhere by the system.
    """
    return user_data_folder() / "kiosk"


class KioskFiles:
    """A folder for every person, deleted whole; nothing outside it is ever touched.

    Parameters
    ----------
    root : Path, optional
        Where all kiosks of this account keep theirs; :func:`kiosk_folder` without it.

    Notes
    -----
    A run of the program has a folder of its own, told by a lock that the system drops when the
    program dies: :func:`wipe_leftovers` deletes the folders whose lock is free.
    *Lifecycle*: :meth:`open`, any number of :meth:`turn` and :meth:`wipe`, :meth:`close`.
    *Thread safety*: every method.
    """

    def __init__(self, root: Path | None = None) -> None:
        self._root = kiosk_folder() if root is None else root
        self._run = self._root / secrets.token_hex(8)
        self._guard = threading.Lock()
        self._held = ExitStack()
        self._closed = False
        self._turn = 0

    @property
    def folder(self) -> Path:
        """Where what is taken now belongs; made by whoever saves something."""
        return self._run / f"{self._turn:06d}"

    def open(self) -> None:
        """Claim a folder for this run; once it is closed, nothing: threads may come late.

        Raises
        ------
        RecordingError
            When it cannot be claimed: nothing could be saved there either.
        """
        try:
            with self._guard:
                if not self._closed:
                    self._claim()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise RecordingError(
                f"A kiosk keeps no pictures here: {self._root} cannot be written ({reason}).",
                "Choose another place by the environment variable TRYON_AR_DATA.",
            ) from error

    def _claim(self) -> None:
        """Lock this run's folder; others that start or end now may have their hands on it."""
        for left in reversed(range(_TRIES)):
            self._root.mkdir(parents=True, exist_ok=True)
            try:
                self._held.enter_context(exclusive_lock(_lock_of(self._run), _PATIENCE_S))
            except FileNotFoundError:  # the last kiosk to end took the empty folder with it
                if not left:
                    raise
            else:
                return

    def turn(self) -> None:
        """Begin a folder for the next person; those before are for :meth:`wipe`."""
        with self._guard:
            self._turn += 1

    def wipe(self) -> None:
        """Delete what the people before took, however late it was saved; waits for the disk.

        Raises
        ------
        RecordingError
            When some could not be deleted; it is tried again the next time, the rest is gone.
        """
        try:
            there = list(self._run.iterdir())
        except FileNotFoundError:  # nobody took anything
            return
        except OSError as error:
            raise self._undeleted() from error
        # Whose turn it is is asked after what there is: who begins meanwhile is not among them.
        if not all([_deleted(one) for one in there if one.is_dir() and one != self.folder]):
            raise self._undeleted()

    def _undeleted(self) -> RecordingError:
        return RecordingError(
            f"What was taken before could not be deleted from {self._run}.",
            "Delete that folder by hand.",
        )

    def close(self) -> None:
        """Delete everything of this run and let its folder go.

        Raises
        ------
        RecordingError
            As :meth:`wipe`; the next start tries again.
        """
        with self._guard:
            self._closed = True
        self.turn()
        try:
            self.wipe()
        finally:
            self._held.close()
            with suppress(OSError):
                self._run.rmdir()
            if not self._run.exists():
                _unlink(_lock_of(self._run))
                with suppress(OSError):
                    self._root.rmdir()


def wipe_leftovers(root: Path | None = None) -> bool:
    """Delete what kiosks that ended without wiping left behind; waits for the disk.

    Parameters
    ----------
    root : Path, optional
        As for :class:`KioskFiles`. A kiosk that runs keeps what is its own.

    Returns
    -------
    bool
        Whether there was anything.

    Raises
    ------
    RecordingError
        When some could not be deleted.
    """
    root = kiosk_folder() if root is None else root
    found, failed = False, False
    for run in _runs(root):
        lock = _lock_of(run)
        try:
            with exclusive_lock(lock, 0.0):
                found = found or run.exists()
                gone = _deleted(run)
                if gone:  # now, while nobody else can have it
                    _unlink(lock)
        except TimeoutError:
            continue  # that kiosk runs
        except FileNotFoundError:
            continue  # its kiosk has just ended, and taken all with it
        except OSError:
            gone = False
        if gone and sys.platform == "win32":  # where files in use stay, whoever uses them
            _unlink(lock)
        failed = failed or not gone
    if failed:
        raise RecordingError(
            f"Pictures that a kiosk left behind could not be deleted from {root}.",
            "Delete that folder by hand.",
        )
    return found


def _runs(root: Path) -> list[Path]:
    """Return the folders of all runs, and where one was whose lock stayed; nothing else there.

    Systems put files of their own into folders that somebody looked at.
    """
    try:
        with os.scandir(root) as entries:
            names = {entry.name.removesuffix(".lock") for entry in entries}
    except OSError:
        return []
    return [root / name for name in sorted(names) if _RUN.fullmatch(name)]


def _lock_of(run: Path) -> Path:
    return run.with_name(f"{run.name}.lock")


def _unlink(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _deleted(folder: Path) -> bool:
    """Delete a folder and all in it; return whether nothing is left."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return True
    except OSError as error:
        _log.warning("%s cannot be deleted: %s", folder, error.strerror)
        return not folder.exists()
    return True
