"""Work left for a later turn of the event loop, so that what a person does comes first."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_LATER_MS = 10


def in_a_later_turn(owner: QObject, work: Callable[[], object]) -> None:
    """Do something once the window has answered what happened meanwhile.

    Parameters
    ----------
    owner : QObject
        Lives in the GUI thread; where it is gone by then, nothing is done.
    work : callable
        Called in the GUI thread.

    Notes
    -----
    A timer of no time is a posted event, and Qt delivers all of these before it looks at keys,
    mouse and other timers again: two such pieces of work would be one long one.
    """
    QTimer.singleShot(_LATER_MS, owner, work)
