"""How the last run ended, told from a file that only a clean end takes away.

While the mirror is open a small file lies in the user's data folder, locked as long as the process
lives. A file that is there and not locked belongs to a run that did not end by itself: it crashed,
was killed, or the machine went off. Beside it Python's fault handler writes where a hard crash
happened. Nothing of this is ever sent anywhere, and no picture is in it.
"""

import contextlib
import faulthandler
import json
import logging
import os
import platform
import secrets
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.file_lock import exclusive_lock, try_lock
from tryon_ar.core.log import discreet

_log = logging.getLogger(__name__)

_SUFFIX, _FAULT_SUFFIX = ".session", ".fault"
_LOCK_NAME, _LOCK_TIMEOUT_S = ".lock", 2.0
_REPORTS = 5
_LOG_LINES = 80
_MOST_BYTES = 1 << 18
_FAILED_STARTS = 2


class Ending(StrEnum):
    """How a run ended that did not end by itself."""

    CRASHED = "crashed"
    KILLED = "killed"
    POWER_LOST = "power lost"
    FAILED = "failed"  # went on or ended after an error that nobody caught


@dataclass(frozen=True, slots=True)
class LastRun:
    """A run that did not end well.

    Attributes
    ----------
    ending : Ending
    failed_starts : int
        So many runs in a row ended before they showed a picture, this one included.
    report : Path or None
        Where the text about it is kept; None where that could not be written.
    text : str
        What is known of it, with names of people's folders left out.
    """

    ending: Ending
    failed_starts: int
    report: Path | None
    text: str

    @property
    def suggests_safe_mode(self) -> bool:
        """Whether it keeps failing at the start."""
        return self.failed_starts >= _FAILED_STARTS


@dataclass(slots=True)
class _Run:
    """What a session file holds."""

    app_version: str
    started: str
    boot: str
    phase: str = "starting"
    failed_starts: int = 0
    errors: int = 0


class CrashWatch:
    """Notes that the mirror is open, and how the last one ended.

    Parameters
    ----------
    folder : Path
        Made if needed; where it cannot be, nothing is noted and all else works.
    logs : Path
        Folder of the program's log, of which the end goes into reports.
    app_version : str
        For reports.

    Attributes
    ----------
    last : LastRun or None
        The run before, where it did not end well.
    others : int
        Mirrors that are open beside this one.

    Notes
    -----
    A context manager: left by an exception that is no ``TryOnError``, the run counts as failed.
    """

    def __init__(self, folder: Path, logs: Path, app_version: str) -> None:
        self._folder = folder
        self._logs = logs
        self._path = folder / f"{os.getpid()}-{secrets.token_hex(4)}{_SUFFIX}"
        self._run = _Run(app_version, f"{datetime.now():%Y-%m-%d %H:%M:%S}", _boot())
        self._file: IO[bytes] | None = None
        self._fault: IO[str] | None = None
        self._handler = _Noting(self)
        self._others_handler = False
        self.last: LastRun | None = None
        self.others = 0

    def __enter__(self) -> Self:
        """Look at the run before and begin to watch this one."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with _alone(self._folder):
                self.last = self._look_back()
                if self.last is not None and self.last.failed_starts:
                    self._run.failed_starts = self.last.failed_starts
                self._begin()
        except OSError as error:
            _log.info("crashes are not noted: %s", error)
        else:
            logging.getLogger("tryon_ar").addHandler(self._handler)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Note that the run ended by itself."""
        if isinstance(error, Exception) and not isinstance(error, TryOnError):
            self.note(error)
        self.end()

    def running(self) -> None:
        """Note that the start went well; called for every frame, in any thread."""
        if self._run.phase != "running":
            self._run.phase, self._run.failed_starts = "running", 0
            self._write()

    def asking(self) -> None:
        """Note that the person is asked something: ending there is no failed start."""
        self._run.phase = "asking"
        self._write()

    def starting(self) -> None:
        """Note that the person has answered."""
        self._run.phase = "starting"
        self._write()

    def note(self, error: BaseException) -> None:
        """Note an error that nobody caught."""
        self._run.errors += 1
        if self._fault is not None and not self._fault.closed:
            text = "".join(traceback.format_exception(error))
            with contextlib.suppress(OSError):
                self._fault.write(discreet(text)[-_MOST_BYTES:])
                self._fault.flush()
            self._write()

    def end(self) -> None:
        """Note a clean end; again is harmless. What errors there were is told at the next start."""
        logging.getLogger("tryon_ar").removeHandler(self._handler)
        if self._file is None or self._fault is None:
            return
        faulthandler.disable()
        if self._others_handler and sys.__stderr__ is not None:
            with contextlib.suppress(OSError, ValueError):  # closed, or no file
                faulthandler.enable(sys.__stderr__)
        self._run.phase = "ended"
        self._write()
        for file in (self._fault, self._file):
            with contextlib.suppress(OSError):  # what it still holds does not fit on the disk
                file.close()
        self._file = None
        if not self._run.errors:
            _remove(self._path)

    def _begin(self) -> None:
        """Make and lock the file that tells that this run goes on."""
        self._file = _open_private(self._path, "w+b")
        until_s = time.monotonic() + _LOCK_TIMEOUT_S
        while not try_lock(self._file) and time.monotonic() < until_s:
            time.sleep(0.001)  # somebody just looks whether it is locked
        self._fault = fault = _open_private(self._path.with_suffix(_FAULT_SUFFIX), "w")
        self._write()
        self._others_handler = faulthandler.is_enabled()
        faulthandler.enable(fault)

    def _write(self) -> None:
        file = self._file
        if file is None:
            return
        with contextlib.suppress(OSError, ValueError):
            file.seek(0)
            file.write(json.dumps(asdict(self._run)).encode())
            file.truncate()
            file.flush()
            os.fsync(file.fileno())

    def _look_back(self) -> LastRun | None:
        """Return the newest run that left its file, having taken all of those away."""
        left = []
        for path in sorted(self._folder.glob(f"*{_SUFFIX}"), key=_age):
            run = _read(path)
            if run is None:
                self.others += 1
            else:
                fault = _text(path.with_suffix(_FAULT_SUFFIX))
                _remove(path)
                left.append((run, fault))
        if not left:
            return None
        run, fault = left[-1]
        return self._told(run, fault)

    def _told(self, run: _Run, fault: str) -> LastRun:
        ending = _ending(run, fault)
        failed = run.failed_starts + (run.phase == "starting")
        lines = [
            f"tryon-ar {run.app_version}, started {run.started}, {ending} while {run.phase}",
            f"{platform.platform()}, Python {platform.python_version()}",
            "",
            fault.strip() or "Where it happened is not known.",
            "",
            f"The last {_LOG_LINES} lines of the log:",
            *_text(self._logs / "tryon-ar.log").splitlines()[-_LOG_LINES:],
        ]
        text = discreet("\n".join(lines))
        return LastRun(ending, failed, self._keep(text), text)

    def _keep(self, text: str) -> Path | None:
        """Keep a report beside those before it; the oldest of more than a few go."""
        path = self._folder / f"crash {datetime.now():%Y-%m-%d %H-%M-%S}.txt"
        try:
            with _open_private(path, "w") as file:
                file.write(text)
            for old in sorted(self._folder.glob("crash *.txt"), key=_age)[:-_REPORTS]:
                old.unlink(missing_ok=True)
        except OSError:
            return None
        return path


class _Noting(logging.Handler):
    """Notes what the window logs as uncaught."""

    def __init__(self, watch: CrashWatch) -> None:
        super().__init__(logging.CRITICAL)
        self._watch = watch

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            self._watch.note(record.exc_info[1])


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let mirrors that start at the same time begin one after the other.

    Or one might take the other's file for one left behind: it is made before it is locked.
    """
    with contextlib.ExitStack() as held:
        with contextlib.suppress(TimeoutError):  # who hangs there must not keep this one from it
            held.enter_context(exclusive_lock(folder / _LOCK_NAME, _LOCK_TIMEOUT_S))
        yield


def _ending(run: _Run, fault: str) -> Ending:
    if run.phase == "ended":
        return Ending.FAILED
    if "Fatal Python error" in fault or "Windows fatal exception" in fault:
        return Ending.CRASHED
    if run.boot != _boot():
        return Ending.POWER_LOST
    return Ending.KILLED


def _read(path: Path) -> _Run | None:
    """Return what a session file says; None while its run goes on."""
    try:
        with path.open("r+b") as file:
            if not try_lock(file):
                return None
            said = json.loads(file.read(_MOST_BYTES) or b"{}")
    except PermissionError:  # Windows does not let a locked file be read
        return None
    except (OSError, ValueError):
        said = {}
    usual = asdict(_Run("?", "?", _boot()))
    known = said if isinstance(said, dict) else {}
    good = {name: known[name] for name in usual if type(known.get(name)) is type(usual[name])}
    return _Run(**(usual | good))


def _boot() -> str:
    """Return what tells one start of the machine from another; empty where nothing does."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{round((time.time() - time.monotonic()) / 600)}"


def _open_private(path: Path, mode: str) -> IO[Any]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(handle, mode, encoding=None if "b" in mode else "utf-8")


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _MOST_BYTES))
            return file.read().decode("utf-8", "replace")
    except OSError:
        return ""


def _remove(path: Path) -> None:
    for one in (path, path.with_suffix(_FAULT_SUFFIX)):
        with contextlib.suppress(OSError):
            one.unlink()


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
