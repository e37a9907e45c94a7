"""Send what native libraries print on the terminal to the log instead."""

import logging
import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO

_STDERR = 2
_OURS = "tryon-ar: "
# Two that change the one descriptor at the same time would give it back in the wrong order.
_collecting = threading.Lock()


@contextmanager
def native_output_logged(log: logging.Logger) -> Iterator[None]:
    """Collect the process's standard error while native code starts up; log it afterwards.

    Parameters
    ----------
    log : logging.Logger
        Gets each line at level DEBUG, but for what the program itself says meanwhile, which is
        printed afterwards.

    Notes
    -----
    MediaPipe and TensorFlow Lite print notices past any setting of theirs, straight to file
    descriptor 2, in the middle of a progress bar. The descriptor is the whole process's:
    keep the body short. While another thread collects, and where there is no room for a
    temporary file, nothing is collected.
    """
    with ExitStack() as after:
        if _collecting.acquire(blocking=False):
            after.callback(_collecting.release)
            _collect(log, after)
        yield


def _collect(log: logging.Logger, after: ExitStack) -> None:
    """Send standard error to a file, and pass it on afterwards."""
    try:
        saved = os.dup(_STDERR)
    except OSError:  # no terminal at all: nothing to keep clean
        return
    after.callback(os.close, saved)
    try:
        collected = after.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 it is closed
    except OSError:  # the disk is full: a notice on the terminal does no harm
        return
    os.dup2(collected.fileno(), _STDERR)
    after.callback(_pass_on, collected, log)
    after.callback(os.dup2, saved, _STDERR)


def _pass_on(collected: IO[bytes], log: logging.Logger) -> None:
    collected.seek(0)
    for line in collected.read().decode(errors="replace").splitlines():
        if line.startswith(_OURS):  # said by another thread meanwhile
            print(line, file=sys.stderr, flush=True)  # noqa: T201
        else:
            log.debug("native: %s", line)
