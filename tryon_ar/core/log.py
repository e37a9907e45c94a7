"""Logging set up once by the program, never at import."""

import contextlib
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path


class _LogFile(RotatingFileHandler):
    """A log that a full disk silences: it must not fill the terminal with its own troubles."""

    def handleError(self, record: logging.LogRecord) -> None:
        del record


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
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
    handlers: list[logging.Handler] = []
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
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
