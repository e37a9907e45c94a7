"""The first run: camera, speed, privacy and a first garment, once and never again."""

import time
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt

from tryon_ar.capture.discovery import SourceChoice
from tryon_ar.core.errors import SettingsError
from tryon_ar.core.types import GarmentState
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.problems import Problems
from tryon_ar.gui.features.sources import Sources
from tryon_ar.gui.turns import in_a_later_turn
from tryon_ar.gui.welcome_panel import WelcomePanel
from tryon_ar.runtime.speed_test import SpeedTest, Trial, Verdict

_CAMERA, _SPEED = 0, 1
_SEEN = (GarmentState.DRESSED, GarmentState.HELD)


class Welcome(Feature):
    """Opens the welcome on the first run, and whenever it is asked for.

    Parameters
    ----------
    context : WindowContext
    sources : Sources
        Plays the camera that is chosen, in the sizes that are tried.
    problems : Problems
        Keeps still meanwhile: the welcome says itself what is wrong with the camera.
    """

    def __init__(self, context: WindowContext, sources: Sources, problems: Problems) -> None:
        super().__init__(context)
        self._sources = sources
        self._problems = problems
        self.panel: WelcomePanel | None = None
        self._test: SpeedTest | None = None
        self._trial: Trial | None = None
        context.area.installEventFilter(self)
        context.bar.add_switch(
            "camera", lambda: self.tr("Set up again"), "welcome", self.open_panel
        )

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"welcome": self.open_panel}

    def begin(self) -> None:
        """Open on the first run."""
        if self.context.options.welcome and not self.context.settings.current.start.welcomed:
            # Making it takes about a frame, as does beginning.
            in_a_later_turn(self, self.open_panel)

    def open_panel(self) -> None:
        """Open the welcome at its first step."""
        if self.panel is not None or self.context.options.kiosk:
            return
        context = self.context
        worn = context.outfit.worn
        garments = sorted(context.shelf.shown, key=lambda one: one.id not in worn)
        panel = self.panel = WelcomePanel(garments, context.area)
        panel.finished.connect(self._leave)
        panel.skipped.connect(self._leave)
        panel.step_changed.connect(self._enter)
        panel.camera.chosen.connect(self._sources.choose)
        panel.camera.retry_asked.connect(self._problems.retry)
        panel.speed.again_asked.connect(self._measure)
        panel.garment.chosen.connect(context.outfit.wear)
        panel.garment.show_worn(context.outfit.worn)
        self._problems.set_quiet(True)
        self._place()
        panel.show()
        panel.go_to(_CAMERA)

    def refresh(self) -> None:
        """Show what the camera does, and go on measuring."""
        if self.panel is None:
            return
        if self.panel.at == _CAMERA:
            words = self._problems.advice
            headline = words.headline if words is not None else ""
            self.panel.camera.show_problem(headline, words.steps[0] if words is not None else "")
        if self._test is not None:
            self._go_on_measuring(self.panel, self._test)

    def step_back(self) -> bool:
        """Leave the welcome on Esc."""
        if self.panel is None:
            return False
        self._leave()
        return True

    def close(self) -> None:
        """Let go of the panel with the window; what was not answered is asked again."""
        self._test = None

    # -- steps -------------------------------------------------------------------------

    def _enter(self, number: int) -> None:
        if number == _SPEED:
            self._measure()
            return
        self._stop_measuring()
        if number == _CAMERA:
            self.context.source_list.ask(self._show_cameras)

    def _show_cameras(self, choices: Sequence[SourceChoice]) -> None:
        if self.panel is not None:
            self.panel.camera.show_cameras(choices, self._sources.asked)

    def _leave(self) -> None:
        """Close the welcome for good."""
        panel, self.panel = self.panel, None
        if panel is None:
            return
        self._stop_measuring()
        panel.hide()
        panel.deleteLater()
        self.context.area.set_covered(0)
        self.context.window.setFocus(Qt.FocusReason.OtherFocusReason)  # not into a field
        self._problems.set_quiet(False)
        self._keep({"start.welcomed": True})
        self.context.mirror.toast(self.tr("F1 shows all keys."))

    # -- speed -------------------------------------------------------------------------

    def _measure(self) -> None:
        info = self.context.session.source_info
        camera = info is not None and info.kind == "camera"
        self._trial = None
        self._test = SpeedTest(time.monotonic(), can_resize=camera)

    def _go_on_measuring(self, panel: WelcomePanel, test: SpeedTest) -> None:
        context, now_s = self.context, time.monotonic()
        if any(one.topic == "loading" for one in context.session.statuses):
            self._measure()  # nothing is dressed yet
            panel.speed.show_progress(0.0)
            return
        if self._trial != test.trial:
            self._trial = test.trial
            context.parts.session.pace.quality = test.trial.quality
            self._sources.try_width(test.trial.width_px)
        dressed = context.mirror.dressed
        somebody = dressed is not None and dressed.tracked.state in _SEEN
        figures = context.session.metrics()
        test.note(now_s, figures.shown, figures.capture_fps, somebody=somebody)
        if test.verdict is None:
            panel.speed.show_progress(test.share(now_s))
            return
        self._test = None
        panel.speed.show_verdict(test.verdict)
        self._apply(test.verdict)

    def _stop_measuring(self) -> None:
        """Break off: what the settings say holds again."""
        if self._test is not None:
            self._test = None
            self._sources.end_trial()

    def _apply(self, verdict: Verdict) -> None:
        if verdict.fps <= 0:
            self._sources.end_trial()
            return
        chosen: dict[str, bool | int | str] = {"mirror.quality": verdict.quality}
        if verdict.width_px:
            chosen["mirror.width_px"] = verdict.width_px
        self._keep(chosen)

    def _keep(self, chosen: Mapping[str, bool | int | str]) -> None:
        """Write settings, off the GUI thread."""
        context = self.context

        def write() -> None:
            try:
                for key, value in chosen.items():
                    context.settings.change(key, value)
            except SettingsError as error:
                context.bridge.tell(str(error), failed=True)

        run_in_background("settings", write)

    # -- where it lies -----------------------------------------------------------------

    def _place(self) -> None:
        """Lie at the right, over the shelf; the mirror stays in sight beside it."""
        if self.panel is None:
            return
        area = self.context.area
        room = area.rect()
        room.setTop(self.context.bar.geometry().bottom() + 1)
        width = self.panel.wanted_width(room)
        area.set_covered(width)
        self.panel.setGeometry(room.right() + 1 - width, room.top(), width, room.height())
        self.panel.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place when the window changes its size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return False
