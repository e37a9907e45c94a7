"""Recordings in a window: waiting for their pictures, however slowly these come."""

from collections.abc import Callable
from typing import Protocol

from tryon_ar.gui.main_window import MainWindow


class _Waits(Protocol):
    def waitUntil(self, callback: Callable[[], bool]) -> None: ...


def wait_filmed(
    window: MainWindow, qtbot: _Waits, seconds: float = 0.5, pictures: int = 12
) -> None:
    """Wait until the recording asked for has so many more seconds, and so many more pictures."""
    session = window.session
    qtbot.waitUntil(
        lambda: session.recording is not None and session.recording.started_ns is not None
    )
    assert session.recording is not None
    shown, elapsed_s = session.metrics().shown, session.recording.elapsed_s()

    def is_filmed() -> bool:
        recording = session.recording
        assert recording is not None, "the recording ended by itself"
        kept = session.metrics().shown - shown - recording.dropped
        return kept >= pictures and recording.elapsed_s() >= elapsed_s + seconds

    qtbot.waitUntil(is_filmed)
