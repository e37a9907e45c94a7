"""Recording what the mirror shows."""

from collections.abc import Callable, Mapping

from tryon_ar.core.errors import TryOnError
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.recording.naming import new_video_path


class Recordings(Feature):
    """Starts and finishes recordings, and shows for how long one runs."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        context.bar.record_asked.connect(self.toggle)

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"record": self.toggle}

    def begin(self) -> None:
        """Record from the start where that was asked for."""
        if self.context.options.record is not None:
            self.context.session.start_recording(self.context.options.record)

    def refresh(self) -> None:
        """Show the time of the recording under way."""
        recording = self.context.session.recording
        text = _clock(recording.elapsed_s()) if recording is not None else ""
        self.context.bar.record.set_time(text)
        self.context.mirror.set_recording(text)

    def toggle(self) -> None:
        """Start a recording, or finish the one under way."""
        if self.context.session.recording is not None:
            run_in_background("recording", self.finish)
            return
        try:
            self.context.session.start_recording(new_video_path())
        except TryOnError as error:
            self.context.bridge.tell(str(error), failed=True)
        self.refresh()

    def finish(self) -> None:
        """Finish the recording under way, if any; waits for the disk, so in any other thread."""
        path = self.context.session.stop_recording()
        if path is not None:
            self.context.bridge.tell(self.tr("Saved {name}").format(name=path.name))


def _clock(seconds: float) -> str:
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"
