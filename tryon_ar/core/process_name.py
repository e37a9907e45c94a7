"""What lists of processes call this program."""

from contextlib import suppress
from pathlib import Path

from tryon_ar.core.paths import APP_NAME


def name_process() -> None:
    """Be called by the program's name, not ``python``: who holds a camera is told so.

    Notes
    -----
    Only Linux lets a process say so.
    """
    with suppress(OSError):
        Path("/proc/self/comm").write_text(APP_NAME, encoding="ascii")
