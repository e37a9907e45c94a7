"""The window: bar, messages, mirror and shelf, and what they ask of the session."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
)

from tryon_ar.capture.opening import describe
from tryon_ar.core.errors import TryOnError
from tryon_ar.gui import shortcuts, theme
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.bridge import Bridge
from tryon_ar.gui.closet import Closet
from tryon_ar.gui.dressing_panel import DressingPanel
from tryon_ar.gui.drop_target import DropTarget
from tryon_ar.gui.garment_desk import GarmentDesk
from tryon_ar.gui.garment_shelf import GarmentShelf
from tryon_ar.gui.help_dialog import HelpDialog
from tryon_ar.gui.messages import MessageBar
from tryon_ar.gui.mirror_view import MirrorView
from tryon_ar.gui.notices import NoticeBar
from tryon_ar.gui.options import WindowOptions, WindowParts
from tryon_ar.gui.outfit import Outfit
from tryon_ar.gui.source_dialogs import ask_address, ask_file
from tryon_ar.gui.stage_area import StageArea
from tryon_ar.gui.top_bar import TopBar
from tryon_ar.recording.naming import new_video_path
from tryon_ar.runtime.session import MirrorSession
from tryon_ar.runtime.status import Severity, Status

logger = logging.getLogger(__name__)

FIGURES_MS = 250
DEFAULT_SIZE = QSize(1280, 800)
MINIMUM_SIZE = QSize(560, 420)


class MainWindow(QMainWindow):
    """A mirror on the screen.

    Parameters
    ----------
    parts : WindowParts
        What it is put together from.
    options : WindowOptions
        How it opens.

    Notes
    -----
    *Lifecycle*: construct, ``show``, :meth:`begin`; closing stops the session and every
    timer. *Thread safety*: GUI thread only; workers reach it through its :class:`Bridge`.
    """

    def __init__(self, parts: WindowParts, options: WindowOptions) -> None:
        super().__init__()
        self._options = options
        self._closed = False
        self._parts = parts
        self.bridge = Bridge()
        self.session = MirrorSession(
            parts.session,
            loop=options.loop,
            on_frame=self.bridge.ring_frame,
            on_status=self.bridge.ring_status,
            on_dressed=parts.on_dressed,
        )
        self.closet = Closet(parts.garments, parts.library)
        can_add = parts.library is not None and parts.cut_photo is not None
        self.shelf = GarmentShelf(self.closet.shipped, can_add=can_add)
        self.outfit = Outfit(self.shelf.shown, self._wear)
        self.notices = NoticeBar()
        self.mirror = MirrorView(self.session.note_painted)
        self.bar = TopBar(parts.list_sources)
        self.messages = MessageBar()
        self.dressing = DressingPanel(self)
        self.area = StageArea(self.bar, self.messages, self.mirror, self.shelf, self.notices)
        self.setCentralWidget(self.area)
        self.desk = GarmentDesk(self, parts, self.session, self.closet, self.outfit)
        if can_add:
            self.drop_target = DropTarget(self, self.desk.take, self.area)
        self.setWindowTitle(options.title)
        self.setWindowIcon(QIcon(theme.icon_pixmap("app", theme.colours().accent.name(), 128)))
        self.setMinimumSize(MINIMUM_SIZE)
        self.resize(DEFAULT_SIZE)
        self._figures_timer = QTimer(self)
        self._figures_timer.setInterval(FIGURES_MS)
        self._figures_timer.timeout.connect(self._refresh_figures)
        self._connect()
        self.mirror.set_mirrored(options.mirrored)
        self.bar.mirror.setChecked(options.mirrored)
        self.session.set_options(options.dressing)
        self.dressing.show_options(options.dressing)

    def begin(self) -> None:
        """Start the session with what the options ask for."""
        self._wear_first()
        self._play(self._options.source or self._first_source(), start=True)
        if self._options.record is not None:
            self.session.start_recording(self._options.record)
        if self._options.kiosk:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowFullScreen)
            self.area.set_kiosk()
        elif self._options.fullscreen:
            self._toggle_full_screen()
        if self._options.show_figures:
            self._toggle_figures()
        self._figures_timer.start()

    # -- from the session --------------------------------------------------------------

    def _show_newest(self) -> None:
        dressed = self.session.take_frame()
        if dressed is not None:
            first = self.mirror.dressed is None
            self.mirror.show_frame(dressed)
            if first:
                self.area.set_picture_size(dressed.tracked.frame.size)

    def _show_statuses(self) -> None:
        statuses = self.session.statuses
        graver = [one for one in statuses if one.severity is not Severity.INFO]
        quiet = {one.topic: one for one in statuses if one.severity is Severity.INFO}
        self.messages.show_status(graver[0] if graver else None)
        self.area.arrange()
        for topic in ("source", "loading", "person"):
            if topic in quiet:
                self.mirror.set_status(quiet[topic].text)
                return
        self.mirror.set_status("")

    def _refresh_figures(self) -> None:
        recording = self.session.recording
        text = _clock(recording.elapsed_s()) if recording is not None else ""
        self.bar.record.set_time(text)
        self.mirror.set_recording(text)
        self.dressing.show_worn(self.session.garments_worn)
        info = self.session.source_info
        if info is not None:
            self.bar.show_source(self.session.source_spec or "", info.name)
            self.area.set_picture_size(info.size_px)
        if self.area.hud is not None and self.area.hud.isVisible():
            self.area.hud.show_metrics(self.session.metrics())

    def _tell(self, text: str, failed: bool) -> None:
        if failed:
            self.messages.show_status(Status("notice", text, severity=Severity.WARNING))
            self.area.arrange()
        else:
            self.mirror.toast(text)

    def _dismiss(self, topic: str) -> None:
        self.messages.show_status(None)
        self.session.dismiss(topic)
        self._show_statuses()

    # -- what keys and buttons do ------------------------------------------------------

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self.bridge.frame_ready.connect(self._show_newest, queued)
        self.bridge.status_changed.connect(self._show_statuses, queued)
        self.bridge.told.connect(self._tell, queued)
        self.dressing.changed.connect(self.session.set_options)
        self.messages.retry_asked.connect(self.session.retry)
        self.messages.dismissed.connect(self._dismiss)
        self.desk.connect_shelf(self.shelf, self.notices)
        self.desk.alterations.covered.connect(self.area.set_covered)
        self.bar.source_chosen.connect(self._play)
        self.bar.file_asked.connect(self._ask_file)
        self.bar.address_asked.connect(self._ask_address)
        actions: dict[str, Callable[[], None]] = {
            "snapshot": self._snapshot,
            "record": self._toggle_recording,
            "previous_garment": lambda: self._step(-1),
            "next_garment": lambda: self._step(1),
            "add_photo": self.desk.ask_for_photos,
            "paste": self.desk.paste,
            "search": self._search,
            "dressing": self._open_dressing,
            "tuck": self._toggle_tuck,
            "mirror": self._toggle_mirror,
            "hud": self._toggle_figures,
            "full_screen": self._toggle_full_screen,
            "leave": self._leave,
            "press": self._press_focused,
            "help": self._help,
            "quit": lambda: self._quit(),
        }
        shortcuts.bind(self, actions)
        self.bar.snapshot_asked.connect(self._snapshot)
        self.bar.record_asked.connect(self._toggle_recording)
        self.bar.dressing_asked.connect(self._open_dressing)
        self.bar.mirror_asked.connect(self._toggle_mirror)
        self.bar.hud_asked.connect(self._toggle_figures)
        self.bar.full_screen_asked.connect(self._toggle_full_screen)
        self.bar.help_asked.connect(self._help)

    def _snapshot(self) -> None:
        self.mirror.flash()
        run_in_background("snapshot", self._save_snapshot)

    def _save_snapshot(self) -> None:
        try:
            mirrored = self._options.save_mirrored and self.mirror.mirrored
            path = self.session.snapshot(mirrored=mirrored)
        except TryOnError as error:
            self.bridge.tell(str(error), failed=True)
        else:
            self.bridge.tell(self.tr("Saved {name}").format(name=path.name))

    def _toggle_recording(self) -> None:
        if self.session.recording is not None:
            run_in_background("recording", self._finish_recording)
            return
        try:
            self.session.start_recording(new_video_path())
        except TryOnError as error:
            self._tell(str(error), True)
        self._refresh_figures()

    def _finish_recording(self) -> None:
        path = self.session.stop_recording()
        if path is not None:
            self.bridge.tell(self.tr("Saved {name}").format(name=path.name))

    def _step(self, by: int) -> None:
        chosen = self.outfit.step(by)
        if chosen is not None and self.isFullScreen():
            self.mirror.toast(self.outfit.name_of(chosen))

    def _open_dressing(self) -> None:
        self.dressing.open_below(self.bar.dressing)

    def _toggle_tuck(self) -> None:
        self.dressing.tuck.toggle()
        tucked = self.dressing.tuck.isChecked()
        self.mirror.toast(self.tr("Tops tucked in") if tucked else self.tr("Tops not tucked in"))

    def _toggle_mirror(self) -> None:
        self.mirror.set_mirrored(not self.mirror.mirrored)
        self.bar.mirror.setChecked(self.mirror.mirrored)

    def _toggle_figures(self) -> None:
        self.bar.hud.setChecked(self.area.toggle_hud())
        self._refresh_figures()

    def _toggle_full_screen(self) -> None:
        if self._options.kiosk:
            return
        full = not self.isFullScreen()
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        self.area.set_floating(full)

    def _leave(self) -> None:
        if self.messages.status is not None:
            self._dismiss(self.messages.status.topic)
        elif self.area.hud is not None and self.area.hud.isVisible():
            self._toggle_figures()
        elif self.isFullScreen():
            self._toggle_full_screen()

    def _press_focused(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()

    def _search(self) -> None:
        self.shelf.header.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.shelf.header.field.selectAll()

    def _help(self) -> None:
        HelpDialog(self).open()

    def _quit(self) -> None:
        self.close()

    # -- sources and garments ----------------------------------------------------------

    def _play(self, spec: str, *, start: bool = False) -> None:
        self.bar.show_source(spec, describe(spec))
        if start:
            self.session.start(spec)
        else:
            run_in_background("source", lambda: self._change_source(spec))

    def _change_source(self, spec: str) -> None:
        self._finish_recording()
        self.session.change_source(spec)

    def _first_source(self) -> str:
        cameras = [one.spec for one in self._parts.list_sources() if one.spec != "demo"]
        return cameras[0] if cameras else "camera:0"  # which says that there is none

    def _ask_file(self) -> None:
        if path := ask_file(self):
            self._play(path)

    def _ask_address(self) -> None:
        if address := ask_address(self):
            self._play(address)

    def _wear_first(self) -> None:
        wanted = self._options.garments
        if not wanted and self.outfit.order:
            wanted = (self.outfit.order[0].id,)
        shelved = {one.id for one in self.outfit.order}
        for garment_id in wanted:
            self.outfit.wear(garment_id)
        foreign = [garment_id for garment_id in wanted if garment_id not in shelved]
        if foreign:  # a folder or photo named on the command line, not on the shelf
            self.session.set_garments((*self.outfit.worn, *foreign))

    def _wear(self, worn: tuple[str, ...]) -> None:
        self.session.set_garments(worn)
        self.shelf.show_worn(worn, self.outfit.last)
        self.desk.expect()

    # -- the window itself -------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything before the window goes."""
        self.shut_down()
        super().closeEvent(event)

    def shut_down(self) -> None:
        """Stop timers, bridge and session; again is harmless."""
        if self._closed:
            return
        self._closed = True
        self.desk.close()
        self._figures_timer.stop()
        self.area.stop()
        self.bridge.silence()
        figures = self.session.metrics()
        self.session.stop()
        if self._parts.on_closed is not None:
            self._parts.on_closed(figures)


def _clock(seconds: float) -> str:
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02d}:{whole % 60:02d}" if hours else f"{minutes}:{whole % 60:02d}"
