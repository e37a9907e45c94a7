"""Limits of the system under which libraries abort the process instead of saying why."""

import sys

from tryon_ar.core.errors import TryOnError

# Addresses reserved by a running mirror come to 2.6 GB, of which 0.8 GB are ever used.
_LEAST_BYTES = 3 << 30


class TooLittleMemory(TryOnError):
    """The system allows the program less memory than it needs."""


def check_memory_limit() -> None:
    """Refuse to dress under a limit of memory (``ulimit -v``) at which the compiler would abort.

    Raises
    ------
    TooLittleMemory
        When there is such a limit. How much memory the computer has is not asked.
    """
    if sys.platform == "win32":
        return
    import resource

    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    if allowed == resource.RLIM_INFINITY or allowed >= _LEAST_BYTES:
        return
    raise TooLittleMemory(
        f"The program may use {allowed / (1 << 30):.1f} GB of memory here,"
        f" but needs {_LEAST_BYTES >> 30} GB.",
        "Raise the limit: `ulimit -v unlimited`.",
    )
