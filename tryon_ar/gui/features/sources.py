"""Where the pictures come from: cameras, files, addresses, the demo."""

from tryon_ar.capture.opening import describe
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.recordings import Recordings
from tryon_ar.gui.source_dialogs import ask_address, ask_file


class Sources(Feature):
    """Plays a source, the first camera at first, and changes to others."""

    def __init__(self, context: WindowContext, recordings: Recordings) -> None:
        super().__init__(context)
        self._recordings = recordings
        context.bar.source_chosen.connect(self.play)
        context.bar.file_asked.connect(self._ask_file)
        context.bar.address_asked.connect(self._ask_address)

    def begin(self) -> None:
        """Start the session with the source asked for."""
        spec = self.context.options.source or self._first()
        self.context.bar.show_source(spec, describe(spec))
        self.context.session.start(spec)

    def refresh(self) -> None:
        """Show what plays, which may be the fallback."""
        session = self.context.session
        info = session.source_info
        if info is not None:
            self.context.bar.show_source(session.source_spec or "", info.name)
            self.context.area.set_picture_size(info.size_px)

    def play(self, spec: str) -> None:
        """Change to another source; a recording is finished first."""
        self.context.bar.show_source(spec, describe(spec))
        run_in_background("source", lambda: self._change(spec))

    def _change(self, spec: str) -> None:
        self._recordings.finish()
        self.context.session.change_source(spec)

    def _first(self) -> str:
        listed = self.context.parts.list_sources()
        cameras = [one.spec for one in listed if one.spec != "demo"]
        return cameras[0] if cameras else "camera:0"  # which says that there is none

    def _ask_file(self) -> None:
        if path := ask_file(self.context.window):
            self.play(path)

    def _ask_address(self) -> None:
        if address := ask_address(self.context.window):
            self.play(address)
