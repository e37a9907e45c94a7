"""The program: everything is put together here and in the command line."""

import os
import sys
from collections.abc import Sequence

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run tryon-ar and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Command line without the program's name; ``sys.argv`` by default, and then the process
        is the program's own: its standard streams are mended, and what hangs is not waited for.
    """
    if arguments is not None:
        return _run(list(arguments))
    try:
        from tryon_ar.core import standard_streams
        from tryon_ar.core.process_name import name_process

        standard_streams.reopen_closed()
        name_process()
    except KeyboardInterrupt:  # pressed before there is anything to stop
        return _INTERRUPTED
    code = standard_streams.flushed(_run(sys.argv[1:]))
    standard_streams.ignore_late_interrupts()
    from tryon_ar.core.watched import left_behind

    if left_behind():  # a driver that hangs would keep the process for ever
        os._exit(code)
    return code


def _run(arguments: list[str]) -> int:
    try:
        from tryon_ar.cli import run
    except KeyboardInterrupt:  # as above
        return _INTERRUPTED
    return run(arguments)
