"""The pages over the mirror about cameras that show nothing, and what their buttons do."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu

from tryon_ar.capture.discovery import SourceChoice
from tryon_ar.capture.opening import is_camera, is_stream
from tryon_ar.capture.probing import Probe
from tryon_ar.core.errors import SettingsError
from tryon_ar.gui import theme
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.sources import Sources
from tryon_ar.gui.following import follow
from tryon_ar.gui.problem_page import ProblemPage
from tryon_ar.gui.problem_remedies import Remedy
from tryon_ar.gui.problem_steps import Circumstances
from tryon_ar.gui.problem_words import ProblemWords, words_of
from tryon_ar.gui.source_dialogs import ask_file
from tryon_ar.runtime.speed_watch import SpeedWatch
from tryon_ar.runtime.status import Problem, Severity, Status

_log = logging.getLogger(__name__)

#: Problems that end without anybody pressing anything; looked for while the demo plays.
_MAY_PASS = frozenset(
    {
        Problem.ABSENT,
        Problem.DENIED,
        Problem.BUSY,
        Problem.LOST,
        Problem.SILENT,
        Problem.BROKEN,
    }
)
_SLOW = frozenset({Problem.SLOW_CAMERA, Problem.SLOW_COMPUTER})
_LOOK_EVERY_S, _MOST_PAUSE_S = 0.4, 60.0
_TRYING_S = 1.0
_SMALLER_PX = 640


class Problems(Feature):
    """Shows what keeps the camera from showing a picture, and takes it up when it is back.

    Parameters
    ----------
    context : WindowContext
    sources : Sources
        Plays what is chosen.
    """

    _found = Signal(str, str)  # what can be played, what was asked for when that was looked for

    def __init__(self, context: WindowContext, sources: Sources) -> None:
        super().__init__(context)
        self._sources = sources
        self._quiet = False
        self._closed: tuple[Problem | None, str] | None = None
        self._awaited: Status | None = None
        self._awaited_spec = ""
        self._slow: Status | None = None
        self._slow_read: set[Problem] = set()
        self._speed = SpeedWatch()
        self._trying_until_s = 0.0
        self._probe: Probe | None = None
        self._next_look_s = 0.0
        self._pause_s = _LOOK_EVERY_S
        self.page = ProblemPage(context.area)
        self.page.asked.connect(self._do)
        self.page.closed.connect(self.close_page)
        self.page.changed.connect(self._place)
        queued = Qt.ConnectionType.QueuedConnection
        context.bridge.status_changed.connect(self.show_newest, queued)
        self._found.connect(self._take_up_found, queued)
        context.notices.changed.connect(self._place)
        context.mirror.installEventFilter(self)
        follow(self, context.settings, lambda now: now.mirror.recover, self._promise)

    # -- what is the case --------------------------------------------------------------

    @property
    def current(self) -> Status | None:
        """What is wrong now; None while nothing is."""
        statuses = self.context.session.statuses
        told = [one for one in statuses if one.problem not in self._slow_read | {None}]
        if told:
            return told[0]
        return self._awaited or self._slow

    @property
    def advice(self) -> ProblemWords | None:
        """What to say about it."""
        status = self.current
        return words_of(status, self._now) if status is not None else None

    def refresh(self) -> None:
        """Notice slowness, look for cameras that came back, and show what is the case."""
        now_s = time.monotonic()
        self._note_speed(now_s)
        if self._awaited is not None and self._sources.asked != "demo":
            self._awaited = None  # something else was chosen
        status = self.current
        if status is None or status.problem not in _MAY_PASS or not self._is_beside_demo(status):
            self._pause_s = _LOOK_EVERY_S
        elif now_s >= self._next_look_s:
            self._look(status, now_s)
        self.show_newest()

    def show_newest(self) -> None:
        """Show the page of what is the case, or take it away."""
        status = self.current
        trying = time.monotonic() < self._trying_until_s or self._is_opening()
        if status is None:
            if trying:
                return
            self._closed = None
            self.page.hide()
            self.page.status = None
        elif self._quiet or self._closed == _key(status):
            self.page.hide()
        elif (status, self._now) != (self.page.status, self.page.now) or self.page.isHidden():
            as_card = bool(status.instead) or status.problem in _SLOW
            self.page.show_problem(status, as_card=as_card, now=self._now)
        elif not trying:
            self.page.show_trying(False)

    def set_quiet(self, quiet: bool) -> None:
        """Leave it to somebody else to tell, for a while."""
        self._quiet = quiet
        self.show_newest()

    @property
    def _now(self) -> Circumstances:
        recovers = self.context.settings.current.mirror.recover
        return Circumstances(recovers=recovers, kiosk=self.context.options.kiosk)

    # -- what people do ----------------------------------------------------------------

    def step_back(self) -> bool:
        """Make the page small, then take it away."""
        if self.page.isHidden():
            return False
        if not self.page.fold():
            self.close_page()
        return True

    def close_page(self) -> None:
        """Take the page away until something else is wrong."""
        status = self.page.status
        if status is not None:
            self._closed = _key(status)
            if status.problem in _SLOW:
                self._slow_read.add(status.problem)
                self._slow = None
        self.page.hide()

    def retry(self) -> None:
        """Try the camera again."""
        self.page.show_trying(True)
        self._trying_until_s = time.monotonic() + _TRYING_S
        self._closed = None
        if self._awaited is not None:
            self._take_up(self._awaited_spec)
        else:
            run_in_background("retry", self.context.session.retry)

    def _do(self, remedy: Remedy) -> None:
        actions: dict[Remedy, Callable[[], None]] = {
            Remedy.RETRY: self.retry,
            Remedy.CAMERA: self._list_cameras,
            Remedy.DEMO: self._watch_demo,
            Remedy.FILE: self._open_file,
            Remedy.FASTER: lambda: self._choose("mirror.quality", "fast"),
            Remedy.SMALLER: lambda: self._choose("mirror.width_px", _SMALLER_PX),
        }
        actions[remedy]()

    def _watch_demo(self) -> None:
        """Play the demo and go on looking for the camera."""
        status = self.page.status
        if status is not None and status.problem in _MAY_PASS:
            self._awaited = replace(status, instead="demo")
            self._awaited_spec = self._sources.asked
        self._sources.play("demo")

    def _open_file(self) -> None:
        if path := ask_file(self.context.window):
            self._sources.play(path)

    def _choose(self, key: str, value: str | int) -> None:
        self.close_page()

        def change() -> None:
            try:
                self.context.settings.change(key, value)
            except SettingsError as error:
                self.context.bridge.tell(str(error), failed=True)

        run_in_background("settings", change)

    def _list_cameras(self) -> None:
        self.context.source_list.ask(self._offer_cameras)

    def _offer_cameras(self, choices: Sequence[SourceChoice]) -> None:
        """Open a menu of the cameras there are below the button that asked for it."""
        button = self.page.buttons[Remedy.CAMERA]
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for choice in choices:
            if choice.spec != "demo":
                entry = menu.addAction(theme.icon("camera"), choice.label)
                entry.triggered.connect(lambda _=False, spec=choice.spec: self._sources.play(spec))
        if menu.isEmpty():
            menu.addAction(self.tr("No camera found")).setEnabled(False)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    # -- cameras that come back --------------------------------------------------------

    def _is_beside_demo(self, status: Status) -> bool:
        """Whether the demo plays, and the camera is looked for here; else the session tries it."""
        return "demo" in (self.context.session.source_spec, status.instead)

    def _promise(self, recovers: bool) -> None:
        """Follow the setting: what is promised from now on has to begin."""
        status = self.current
        self.show_newest()
        if not recovers or status is None or self._is_beside_demo(status):
            return
        if status.problem in _MAY_PASS:
            self.retry()

    def _look(self, status: Status, now_s: float) -> None:
        """Ask, off the GUI thread, whether the camera may be used now."""
        if self._probe is not None or self.context.session.recording is not None:
            return
        if not self.context.settings.current.mirror.recover:
            return
        self._next_look_s = now_s + self._pause_s
        awaiting = self._awaited is not None
        asked = self._sources.asked
        spec = self._awaited_spec if awaiting else asked
        if not (is_camera(spec) or is_stream(spec)):
            return
        any_camera = status.problem is Problem.ABSENT and not status.about
        open_source = self.context.parts.session.open_at_pace
        self._probe = probe = Probe(spec, open_source, any_camera=any_camera)

        def look() -> None:
            found = None
            try:
                found = probe.run()
            except Exception:  # noqa: BLE001 top of the thread: the next look may find it
                _log.exception("a look for the camera broke off")
            if self._probe is probe:  # else it was called off
                self._probe = None
                if found is not None:
                    self._found.emit(found, asked)

        # A device may hang for ever, and must not keep the program from ending.
        threading.Thread(target=look, name="tryon-ar camera search", daemon=True).start()

    def _call_off(self) -> None:
        probe, self._probe = self._probe, None
        if probe is not None:
            run_in_background("camera search end", probe.call_off)

    def close(self) -> None:
        """Look for no camera any more."""
        self._call_off()

    def _take_up_found(self, spec: str, asked: str) -> None:
        """Play what was found, unless the person has chosen or begun something meanwhile."""
        if asked == self._sources.asked and self.context.session.recording is None:
            self._take_up(spec)

    def _take_up(self, spec: str) -> None:
        """Play a camera that can be used again; less eagerly each time that fails."""
        self._pause_s = min(2.0 * self._pause_s, _MOST_PAUSE_S)
        self._next_look_s = time.monotonic() + self._pause_s
        self._awaited = None
        self._sources.play_for_good(spec)

    # -- slowness ----------------------------------------------------------------------

    def _note_speed(self, now_s: float) -> None:
        session, window = self.context.session, self.context.window
        info = session.source_info
        # What helps changes the settings, and a kiosk's are the shop's.
        quiet = self._quiet or self.context.options.kiosk
        if info is None or not info.live or window.isMinimized() or quiet:
            self._speed.reset()
            self._slow = None
            return
        problem = self._speed.note(session.metrics(), now_s)
        if problem is None or problem in self._slow_read:
            self._slow = None
        elif self._slow is None or self._slow.problem is not problem:
            self._slow = Status(
                "speed", "", severity=Severity.WARNING, problem=problem, about=info.name
            )

    def _is_opening(self) -> bool:
        statuses = self.context.session.statuses
        return any(one.topic == "source" and one.severity is Severity.INFO for one in statuses)

    # -- where it lies -----------------------------------------------------------------

    def _place(self) -> None:
        if self.page.isHidden():
            return
        room = self.context.mirror.geometry()
        notices = self.context.notices
        if self.page.is_card and not notices.isHidden():
            room.setBottom(notices.geometry().top())
        widest = self.context.area.rect()
        widest.setTop(self.context.bar.geometry().bottom())
        self.page.place_in(room, widest)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the mirror wherever it goes."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show):
            self._place()
        return False


def _key(status: Status) -> tuple[Problem | None, str]:
    return status.problem, status.about
