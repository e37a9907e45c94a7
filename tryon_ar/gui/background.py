"""Short jobs that may wait on a disk or a device, off the GUI thread."""

import logging
import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

logger = logging.getLogger(__name__)
_TURN_MS = 10


def run_in_background(name: str, job: Callable[[], object]) -> threading.Thread:
    """Run a job in a thread of its own; what it has to say goes through the bridge.

    Notes
    -----
    Not a daemon: a picture being saved is saved before the program ends.
    """
    thread = threading.Thread(target=job, name=f"tryon-ar {name}")
    thread.start()
    return thread


def wait_for(name: str, job: Callable[[], object]) -> None:
    """Run a job in a thread of its own and return when it is done; the window lives on meanwhile.

    Notes
    -----
    GUI thread only. Keys and clicks that come meanwhile are handled later: this is for what is
    left to do when a window has gone from the screen.
    """
    thread = run_in_background(name, job)
    thread.join(_TURN_MS / 1000.0)
    turn = QTimer()
    turn.start(_TURN_MS)
    flags = QEventLoop.ProcessEventsFlag
    while thread.is_alive():
        QCoreApplication.processEvents(flags.ExcludeUserInputEvents | flags.WaitForMoreEvents)
    turn.stop()
