"""Send what native libraries print on the terminal to the log instead."""

import logging
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

_STDERR = 2
_OURS = "tryon-ar: "


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
    keep the body short.
    """
    try:
        saved = os.dup(_STDERR)
    except OSError:  # no terminal at all: nothing to keep clean
        yield
        return
    with tempfile.TemporaryFile() as collected:
        os.dup2(collected.fileno(), _STDERR)
        try:
            yield
        finally:
            os.dup2(saved, _STDERR)
            os.close(saved)
            collected.seek(0)
            for line in collected.read().decode(errors="replace").splitlines():
                if line.startswith(_OURS):  # said by another thread meanwhile
                    print(line, file=sys.stderr, flush=True)  # noqa: T201
                else:
                    log.debug("native: %s", line)
