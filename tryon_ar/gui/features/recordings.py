"""Recording what the mirror shows."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Signal

from tryon_ar.core.errors import TryOnError
from tryon_ar.gui.background import run_in_background, wait_for
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.recording_sign import clock
from tryon_ar.recording.naming import new_video_path
from tryon_ar.recording.options import RecordingOptions, clean_path

_START_LIMIT_S = 1.0


class Recordings(Feature):
    """Starts, pauses and finishes recordings, and shows for how long one runs.

    Attributes
    ----------
    folder : Path or None
        Where recordings are saved; None is the person's own folder.

    Notes
    -----
    *Signals*: ``saved(Path)`` for every recording finished, in the GUI thread.
    """

    saved = Signal(object)

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.folder: Path | None = None
        self._starting = threading.Lock()
        context.bar.record_asked.connect(self.toggle)
        context.bar.pause_asked.connect(self.toggle_pause)

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"record": self.toggle, "pause_recording": self.toggle_pause}

    def begin(self) -> None:
        """Record from the start where that was asked for."""
        if self.context.options.record is not None:
            self.context.session.start_recording(self.context.options.record, self.wanted())

    def refresh(self) -> None:
        """Show the time of the recording under way."""
        recording = self.context.session.recording
        self.context.bar.record.set_time(
            clock(recording.elapsed_s()) if recording is not None else ""
        )
        self.context.bar.show_pause(
            recording is not None, paused=recording is not None and recording.paused
        )

    def close(self) -> None:
        """Let a recording that is being started come into being, so that the end finds it."""
        wait_for("recording", lambda: self._starting.acquire(timeout=_START_LIMIT_S))

    def toggle(self) -> None:
        """Start a recording, or finish the one under way."""
        if self.context.session.recording is not None:
            run_in_background("recording", self.finish)
        elif self._starting.acquire(blocking=False):
            options = self.wanted()
            run_in_background("recording", lambda: self._start(options))

    def toggle_pause(self) -> None:
        """Pause the recording under way, or go on with it."""
        session = self.context.session
        if session.recording is not None and not session.pause_recording():
            session.resume_recording()
        self.refresh()

    def finish(self) -> None:
        """Finish the recording under way, if any; waits for the disk, so in any other thread."""
        path = self.context.session.stop_recording()
        if path is None:
            return
        self.saved.emit(path)
        text = self.tr("Saved {name}")
        if clean_path(path).exists():
            text = self.tr("Saved {name} and the camera's own picture beside it")
        self.context.bridge.tell(text.format(name=path.name))

    def wanted(self) -> RecordingOptions:
        """Return what the settings say that recordings are to hold now."""
        settings, options = self.context.settings.current, self.context.options
        mirrored = options.save_mirrored or settings.mirror.save_mirrored
        return RecordingOptions(
            codec=settings.capture.codec,
            microphone=settings.capture.microphone,
            keep_clean=settings.capture.keep_clean,
            mirrored=mirrored and self.context.mirror.mirrored,
        )

    def _start(self, options: RecordingOptions) -> None:
        """Reserve a file's name and record to it, in a thread of its own."""
        suffix = f".{self.context.settings.current.capture.container}"
        try:
            path = new_video_path(self.folder, suffix=suffix)
            self.context.session.start_recording(path, options)
        except TryOnError as error:
            self.context.bridge.tell(str(error), failed=True)
        finally:
            self._starting.release()
