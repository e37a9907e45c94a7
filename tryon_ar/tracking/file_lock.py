"""One process at a time fetches the tracker's networks."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tryon_ar.core import file_lock
from tryon_ar.core.errors import TrackerUnavailable


@contextmanager
def exclusive_lock(path: Path, timeout_s: float = 600.0) -> Iterator[None]:
    """Hold an exclusive lock on a file, creating it; wait while another process has it.

    Parameters
    ----------
    path : Path
        The lock file; it stays behind, empty.
    timeout_s : float
        How long to wait.

    Raises
    ------
    TrackerUnavailable
        When another process kept the lock all that time.
    OSError
        When the file cannot be created.
    """
    with ExitStack() as held:
        try:
            held.enter_context(file_lock.exclusive_lock(path, timeout_s))
        except TimeoutError as error:
            raise TrackerUnavailable(
                "Another tryon-ar has been fetching the pose tracker's networks for too long.",
                "Close it, then try again.",
            ) from error
        yield
