"""Logging set up once by the program, never at import."""

import contextlib
import getpass
import logging
import os
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from io import TextIOWrapper


def discreet(text: str) -> str:
    """Return a text without the name of the person, which the paths of files say."""
    home = os.path.expanduser("~")
    if len(home) > 1:
        text = text.replace(home, "~")
    with contextlib.suppress(OSError, KeyError):  # who has no name is not named
        name = getpass.getuser()
        if len(name) > 2 and name != "root":
            text = re.sub(rf"(?<=[/\\\\]){re.escape(name)}(?=[/\\\\])", "~", text)
    return text


class _Discreet(logging.Formatter):
    """Writes nobody's name."""

    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))


class _LogFile(RotatingFileHandler):
    """A log that a full disk silences: it must not fill the terminal with its own troubles."""

    def _open(self) -> "TextIOWrapper":
        """Open it so that only its owner may read it."""
        stream = super()._open()
        with contextlib.suppress(OSError):  # of a disk without permissions
            os.chmod(self.baseFilename, 0o600)
        return stream

    def shouldRollover(self, record: logging.LogRecord) -> bool:
        """Follow a log that another mirror has rotated before asking whether it is full."""
        stream = self.stream
        if stream is not None and not _goes_by(self.baseFilename, stream.fileno()):
            stream.close()
            self.stream = self._open()
        return bool(super().shouldRollover(record))

    def handleError(self, record: logging.LogRecord) -> None:
        del record


def _goes_by(path: str, handle: int) -> bool:
    """Whether an open file still goes by a name."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except OSError:
        return False


def configure(folder: Path | None, *, debug: bool = False) -> None:
    """Send the program's log to a rotating file and, when debugging, to stderr.

    Parameters
    ----------
    folder : Path or None
        Where ``tryon-ar.log`` goes (five files of 1 MB); None writes no file.
    debug : bool
        Also print everything to stderr.
    """
    root = logging.getLogger("tryon_ar")
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    root.propagate = False
    formatter = _Discreet(
        "%(asctime)s %(process)d %(levelname)s %(threadName)s %(name)s: %(message)s"
    )
    handlers: list[logging.Handler] = []
    if folder is not None:
        try:
            folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # all below it as well
            folder.mkdir(exist_ok=True, mode=0o700)
            log_file = folder / "tryon-ar.log"
            handlers.append(_LogFile(log_file, maxBytes=1 << 20, backupCount=4, encoding="utf-8"))
        except OSError:  # a read-only home must not keep the mirror from opening
            folder = None
    if debug:
        handlers.append(logging.StreamHandler())
    for old in list(root.handlers):
        root.removeHandler(old)
        with contextlib.suppress(OSError):  # what it still holds does not fit on the disk
            old.close()
    for handler in handlers or [logging.NullHandler()]:
        handler.setFormatter(formatter)
        root.addHandler(handler)
