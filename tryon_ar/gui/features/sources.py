"""Where the pictures come from: cameras, files, addresses, the demo; how large and how fine."""

import threading
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal

from tryon_ar.capture.discovery import SourceChoice
from tryon_ar.capture.modes import size_of_width
from tryon_ar.capture.opening import describe, is_camera, is_stream
from tryon_ar.core.errors import SettingsError
from tryon_ar.core.settings.declared import Settings
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.recordings import Recordings
from tryon_ar.gui.following import choose
from tryon_ar.gui.source_dialogs import ask_address, ask_file
from tryon_ar.gui.turns import in_a_later_turn


class Sources(Feature):
    """Plays a source, the camera of last time at first, and changes to others.

    Attributes
    ----------
    asked : str
        Specification of what was asked for last; it may have failed.
    """

    _changed = Signal(object)

    def __init__(self, context: WindowContext, recordings: Recordings) -> None:
        super().__init__(context)
        self._recordings = recordings
        self._changing = threading.Lock()
        self._remembered: str | None = None  # of what plays already
        self.asked = self._first = ""
        self._held = context.settings.current.mirror
        self._keep_pace()
        context.bar.source_chosen.connect(self.choose)
        context.bar.file_asked.connect(self._ask_file)
        context.bar.address_asked.connect(self._ask_address)
        self._changed.connect(self._follow, Qt.ConnectionType.QueuedConnection)
        self._deafen = context.settings.listen(self._changed.emit)

    def begin(self) -> None:
        """Start the session with the source asked for, or the usual one once it is known."""
        self.asked = self._first = self.context.options.source or ""
        self.context.session.start(self.asked or None)
        if self.asked:
            self.context.bar.show_source(self.asked, describe(self.asked))
        # The session's threads have only just begun, and cameras are waited for a little as well.
        in_a_later_turn(self, lambda: self.context.source_list.ask(self._play_first))

    def refresh(self) -> None:
        """Show what plays, which may be the fallback."""
        session = self.context.session
        info = session.source_info
        if info is not None:
            if info.moved_from and info.moved_from == self.asked:
                self.asked = session.source_spec or self.asked
                if self._first == info.moved_from:
                    self._first = self.asked
            self.context.bar.show_source(session.source_spec or "", info.name)
            self.context.area.set_picture_size(info.size_px)

    def forget(self) -> None:
        """Play what the kiosk's camera is now: no photo or clip of the person before."""
        if self.asked != self._first:
            self.play(self._first)

    def close(self) -> None:
        """Follow the settings and ask for cameras no more."""
        self._deafen()
        self.context.source_list.close()

    def play(self, spec: str) -> None:
        """Change to another source; a recording is finished first."""
        self.asked = spec
        self.context.bar.show_source(spec, describe(spec))
        run_in_background("source", lambda: self._change(spec))

    def play_for_good(self, spec: str) -> None:
        """Change to what a kiosk comes back to from now on."""
        self._first = spec
        self.play(spec)

    def choose(self, spec: str) -> None:
        """Play what a person chose; a camera is remembered for the next start."""
        self.play(spec)
        if is_camera(spec):
            listed = self.context.source_list.known
            kept = next((one.stable_id for one in listed if one.spec == spec), spec)
            self._remember(kept)

    def try_width(self, width_px: int) -> None:
        """Ask the camera for a width for a while, until :meth:`end_trial`."""
        pace = self.context.parts.session.pace
        other = size_of_width(width_px) != size_of_width(pace.width_px)
        pace.width_px = width_px
        if other and is_camera(self.asked):
            self.play(self.asked)

    def end_trial(self) -> None:
        """Go back to width and quality as the settings have them."""
        self._follow(self.context.settings.current)

    def _change(self, spec: str) -> None:
        self._recordings.finish()
        with self._changing:
            if spec == self.asked:  # else another was asked for since, in a thread of its own
                self.context.session.change_source(spec)

    def _remember(self, kept: str) -> None:
        failed = partial(self.context.bridge.tell, failed=True)
        self._remembered = kept
        try:
            choose(self.context.settings, "mirror.source", kept, failed)
        except SettingsError as error:
            failed(str(error))

    def _follow(self, _told: Settings) -> None:
        """Apply what holds: what another thread tells may come after a newer choice of this one."""
        now = self.context.settings.current.mirror
        before, self._held = self._held, now
        width_px = self.context.parts.session.pace.width_px
        self._keep_pace()
        if now.source != before.source:
            remembered, self._remembered = self._remembered, None
            if now.source != remembered:
                self.context.source_list.ask(self._play_usual)
        if is_camera(self.asked) and size_of_width(now.width_px) != size_of_width(width_px):
            self.play(self.asked)

    def _keep_pace(self) -> None:
        pace = self.context.parts.session.pace
        pace.width_px, pace.quality = self._held.width_px, self._held.quality
        pace.recover = self._held.recover

    def _play_first(self, listed: Sequence[SourceChoice]) -> None:
        """Play the usual source, unless something else was chosen meanwhile."""
        if not self.asked:
            self.play_for_good(usual_source(self._held.source, listed))

    def _play_usual(self, listed: Sequence[SourceChoice]) -> None:
        """Play the source that the settings name now."""
        wanted = usual_source(self._held.source, listed)
        if self.asked != wanted:
            self.play_for_good(wanted)

    def _ask_file(self) -> None:
        if path := ask_file(self.context.window):
            self.play(path)

    def _ask_address(self) -> None:
        if address := ask_address(self.context.window):
            self.play(address)


def usual_source(remembered: str, listed: Sequence[SourceChoice]) -> str:
    """Return what to play where nothing else was asked for.

    Parameters
    ----------
    remembered : str
        A camera's stable id, as it was kept, or any specification a person wrote; may be empty.
    listed : sequence of SourceChoice
        What there is now.

    Returns
    -------
    str
        The specification of the camera remembered, wherever it is plugged in now; the first
        camera where that one is gone; ``camera:0``, which says that there is none, without any.
    """
    for one in listed:
        if remembered and remembered in (one.stable_id, one.spec, one.label):
            return one.spec
    if remembered and (is_stream(remembered) or "@" not in remembered):
        return remembered
    cameras = [one.spec for one in listed if one.spec != "demo"]
    return cameras[0] if cameras else "camera:0"
