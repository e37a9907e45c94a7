"""Standard input, output and error that are closed, full or gone."""

import contextlib
import errno
import os
import signal
import sys
from typing import TextIO

_DISK_FULL = 6
#: Exit code where what is printed cannot be read any more: as of one killed by SIGPIPE.
NOBODY_READS = 128 + 13


def reopen_closed() -> None:
    """Point standard streams that were closed at the start to nowhere.

    Otherwise the next files opened become standard output and error, and whatever a library
    prints goes into them.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, os.O_RDWR)  # takes the lowest free number
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
    for name, number in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            mode = "r" if number == 0 else "w"
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def flushed(exit_code: int) -> int:
    """Write out what was printed and return the exit code, which says so where that fails.

    Parameters
    ----------
    exit_code : int
        Returned unless it is 0 and the output cannot be written: 6 on a full disk, 141 where
        nobody reads it any more.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError) as error:
            _silence(stream)
            if stream is sys.stdout and exit_code == 0:
                gone = isinstance(error, BrokenPipeError)
                exit_code = NOBODY_READS if gone else _DISK_FULL
                if getattr(error, "errno", None) == errno.ENOSPC:
                    complain("the disk is full. Free some space.")
    return exit_code


def complain(text: str) -> None:
    """Print a sentence on standard error, if there is anybody to read it."""
    try:
        print(f"tryon-ar: {text}", file=sys.stderr, flush=True)  # noqa: T201
    except (OSError, ValueError):
        _silence(sys.stderr)


def ignore_late_interrupts() -> None:
    """Let Ctrl+C do nothing while the interpreter ends, where it would print a traceback."""
    with contextlib.suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _silence(stream: TextIO) -> None:
    """Let what is still in a stream go nowhere, or the interpreter's end fails over it."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
