"""Garbage collected in the GUI thread only, a little at a time; freed memory given back."""

import gc
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from tryon_ar.core.memory import give_back_freed, share_freed
from tryon_ar.gui.background import run_in_background

INTERVAL_MS = 500
GIVE_BACK_MS = 60_000
# About 10 ms of work; a collection of all that the start has made takes a tenth of a second.
MOST_OBJECTS = 30_000
_OLDER_EVERY = 10


class Tidying(QObject):
    """Takes the collection of cycles over from the interpreter until it is closed.

    Left to itself the interpreter collects in whichever thread makes the next object. All
    others stand still meanwhile, the GUI thread too, for a tenth of a second with as much
    loaded as here; and widgets found in a cycle would be destroyed in a worker's thread, which
    Qt does not survive. Here a timer of the GUI thread collects what is new. Where that is
    much because something was imported, it is kept for good instead of being looked through:
    what a program has just loaded is seldom garbage. At most once an import, and there are
    only so many of these: anything else that is much is looked through, however long it takes,
    or a program that litters a lot would never be rid of it.

    Threads share what each freed, and once a minute it is given back to the system, in a thread
    of its own.

    Parameters
    ----------
    parent : QObject
        Lives in the GUI thread at least as long.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        share_freed()
        self._modules = 0
        self._keep()
        self._timers: list[QTimer] = []
        self._every(INTERVAL_MS, self.tidy)
        self._every(GIVE_BACK_MS, self.give_back)

    def tidy(self) -> None:
        """Collect what is new; now and then what was new before that, too."""
        newest, younger, older = gc.get_count()
        if newest > MOST_OBJECTS and self._imported:
            self._keep()
        elif older >= _OLDER_EVERY:
            self._collect_all()
        else:
            gc.collect(1 if younger >= _OLDER_EVERY else 0)

    def give_back(self) -> None:
        """Give back what was freed; returns at once."""
        run_in_background("giving memory back", give_back_freed)

    def close(self) -> None:
        """Leave it to the interpreter again."""
        for timer in self._timers:
            timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()
        self.deleteLater()

    def _every(self, interval_ms: int, what: Callable[[], None]) -> None:
        timer = QTimer(self)
        timer.timeout.connect(what)
        timer.start(interval_ms)
        self._timers.append(timer)

    @property
    def _imported(self) -> bool:
        """Whether anything was since objects were last kept for good."""
        return len(sys.modules) > self._modules

    def _keep(self) -> None:
        gc.freeze()
        self._modules = len(sys.modules)

    def _collect_all(self) -> None:
        if self._imported and len(gc.get_objects(generation=2)) > MOST_OBJECTS:
            self._keep()  # a worker's import, spread over many rounds
        gc.collect()
