"""Recordings in a window: waiting for their pictures, however slowly these are written."""

from collections.abc import Callable
from typing import Protocol

from tryon_ar.gui.main_window import MainWindow
from tryon_ar.runtime.session import MirrorSession


class _Waits(Protocol):
    def waitUntil(self, callback: Callable[[], bool]) -> None: ...


def wait_filmed(window: MainWindow, qtbot: _Waits, seconds: float = 0.5, pictures: int = 8) -> None:
    """Wait until the recording asked for has so many more seconds, and so many more pictures."""
    session = window.session
    qtbot.waitUntil(
        lambda: session.recording is not None and session.recording.started_ns is not None
    )
    assert session.recording is not None
    elapsed_s, written = session.recording.elapsed_s(), _written(session)

    def is_filmed() -> bool:
        recording = session.recording
        if recording is None:
            return True
        long_enough = recording.elapsed_s() >= elapsed_s + seconds
        return long_enough and _written(session) >= written + pictures

    qtbot.waitUntil(is_filmed)
    assert session.recording is not None, session.statuses


def _written(session: MirrorSession) -> int:
    """Return how many pictures each file of the recording has at least."""
    take = session._recording._take
    files = (take._recorder, take._clean) if take is not None else ()
    return min((one.stats.written for one in files if one is not None), default=0)
