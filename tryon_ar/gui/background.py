"""Short jobs that may wait on a disk or a device, off the GUI thread."""

import logging
import threading
from collections.abc import Callable

logger = logging.getLogger(__name__)


def run_in_background(name: str, job: Callable[[], None]) -> threading.Thread:
    """Run a job in a thread of its own; what it has to say goes through the bridge.

    Notes
    -----
    Not a daemon: a picture being saved is saved before the program ends.
    """
    thread = threading.Thread(target=job, name=f"tryon-ar {name}")
    thread.start()
    return thread
