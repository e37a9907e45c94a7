"""The program: everything is put together here and in the command line."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run tryon-ar and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Command line without the program's name; ``sys.argv`` by default.
    """
    try:
        from tryon_ar.cli import run
    except KeyboardInterrupt:  # pressed before there is anything to stop
        return 130
    return run(list(sys.argv[1:] if arguments is None else arguments))
