"""What a test can leave behind in Qt: windows, timers that tick."""

import gc
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from shiboken6 import isValid

PATIENCE_S = 10.0
_started: "weakref.WeakSet[QTimer]" = weakref.WeakSet()


@dataclass(frozen=True, slots=True)
class HeldByQt:
    """Windows and timers running.

    Of the hidden ones only dialogs and main windows count: menus and the like belong to Python
    and go with what holds them, which a fixture may still do.
    """

    windows: frozenset[QWidget]
    timers: frozenset[QTimer]


def note_timers() -> Callable[[], None]:
    """Keep a list of the timers that Python starts; return what ends that."""
    start = QTimer.start

    def started(timer: QTimer, *milliseconds: int) -> None:
        _started.add(timer)
        start(timer, *milliseconds)

    def restore() -> None:
        QTimer.start = start

    QTimer.start = started
    return restore


def held_by_qt() -> HeldByQt:
    """Return what there is now."""
    return HeldByQt(
        windows=frozenset(QApplication.topLevelWidgets()),
        timers=frozenset(one for one in _started if isValid(one) and one.isActive()),
    )


def left_since(before: HeldByQt, patience_s: float = PATIENCE_S) -> list[str]:
    """Return what is there beyond what was, in words; waits a while for it to go."""
    _delete_what_is_to_be()
    if not (left := _left(before)):
        return []
    gc.collect()
    until_s = time.monotonic() + patience_s
    while (left := _left(before)) and time.monotonic() < until_s:
        time.sleep(0.02)
        _delete_what_is_to_be()
    return left


def _delete_what_is_to_be() -> None:
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _left(before: HeldByQt) -> list[str]:
    now = held_by_qt()
    windows = [
        f"window {type(one).__name__} {one.windowTitle()!r}"
        for one in now.windows - before.windows
        if one.isVisible() or isinstance(one, QDialog | QMainWindow)
    ]
    return windows + [
        f"timer of {type(one.parent()).__name__}, {one.interval()} ms"
        for one in now.timers - before.timers
    ]
