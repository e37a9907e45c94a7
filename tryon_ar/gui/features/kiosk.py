"""A mirror in a shop: reset when it is left alone, attracting people, left with a PIN only."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.types import DressedFrame, GarmentState
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.features.compare import Compare
from tryon_ar.gui.features.dressing import Dressing
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.pictures import Pictures
from tryon_ar.gui.features.recordings import Recordings
from tryon_ar.gui.kiosk_files import KioskFiles
from tryon_ar.gui.kiosk_idle import Idle, IdleWatch
from tryon_ar.gui.kiosk_pin import PinPad
from tryon_ar.gui.kiosk_sign import KioskSign

_STEP_S = 4.0
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)


class Kiosk(Feature):
    """Watches whether anybody is there; does nothing at all outside a kiosk.

    Parameters
    ----------
    context : WindowContext
    dressing, compare : Feature
        What is reset.
    pictures, recordings : Feature
        Whose files are wiped.
    clock_s : callable
        Monotonic seconds; another one in tests.

    Notes
    -----
    Somebody is there while a camera sees a person, or a key, a button, the pointer or the
    screen is touched. People in the demo and in videos are nobody.
    """

    def __init__(
        self,
        context: WindowContext,
        dressing: Dressing,
        compare: Compare,
        pictures: Pictures,
        recordings: Recordings,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(context)
        self.is_on = context.options.kiosk
        self.files = KioskFiles()
        self.sign = KioskSign(context.mirror)
        self.pad: PinPad | None = None
        self._dressing = dressing
        self._compare = compare
        self._clock_s = clock_s
        self._watch = IdleWatch(clock_s())
        self._pointer: QPoint = QCursor.pos()
        self._first: tuple[str, ...] = ()
        self._worn_before: tuple[str, ...] | None = None
        self._stepped_s = 0.0
        if self.is_on:
            pictures.saved.connect(self._keep)
            recordings.saved.connect(self._keep)

    def begin(self) -> None:
        """Begin to watch."""
        application = QApplication.instance()
        if self.is_on and application is not None:
            self._first = self.context.session.garment_ids
            self._watch.note_somebody(self._clock_s())
            application.installEventFilter(self)

    def see(self, dressed: DressedFrame) -> None:
        """Notice somebody in front of the camera."""
        nobody = (GarmentState.NOBODY, GarmentState.FADED)
        if self.is_on and dressed.tracked.state not in nobody and self._sees_the_shop():
            self._note_somebody()

    def refresh(self) -> None:
        """Do what a kiosk left alone does."""
        if not self.is_on:
            return
        now_s = self._clock_s()
        chosen = self.context.settings.current.kiosk
        doing = self._watch.look(now_s, chosen.idle_minutes, attract=chosen.attract)
        if doing is Idle.RESETTING:
            self.reset()
        elif doing is Idle.WARNING:
            self._warn(self._watch.left_s(now_s, chosen.idle_minutes))
        elif doing is Idle.ATTRACTING:
            self._attract(now_s)
        else:
            self.sign.hide()

    def reset(self) -> None:
        """Dress as at the start, and wipe what was taken here."""
        self.sign.hide()
        self._worn_before = None
        self._put_pad_away()
        self._compare.end()
        self._wear(self._first)
        usual = self.context.options.dressing
        self.context.session.set_options(usual)
        self._dressing.panel.show_options(usual)
        run_in_background("kiosk", self._wipe)

    def allow(self, deed: Callable[[], object]) -> None:
        """Do something that is the shop's alone: at once, or after its PIN where it has one."""
        pin = self.context.settings.current.kiosk.exit_pin
        if not self.is_on or not pin:
            deed()
            return
        if self.pad is None:
            self.pad = PinPad(pin, self.context.window)
            self.pad.finished.connect(self._forget_pad)
            self.pad.accepted.connect(deed)
            self.pad.open()
        self.pad.raise_()

    def asks(self) -> bool:
        """Return whether leaving is the shop's alone."""
        return self.is_on and bool(self.context.settings.current.kiosk.exit_pin)

    def close(self) -> None:
        """Watch no more."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self.sign.hide()
        self._put_pad_away()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice somebody who touches anything."""
        kind = event.type()
        if kind == QEvent.Type.MouseMove:
            place = QCursor.pos()  # Qt invents moves where nothing moved
            if place != self._pointer:
                self._pointer = place
                self._note_somebody()
        elif kind in _TOUCHES:
            self._note_somebody()
        return False

    def _sees_the_shop(self) -> bool:
        info = self.context.session.source_info
        return info is not None and info.kind in ("camera", "stream")

    def _note_somebody(self) -> None:
        self._watch.note_somebody(self._clock_s())
        self.sign.hide()
        if self._worn_before is not None:
            worn, self._worn_before = self._worn_before, None
            self._wear(worn)

    def _warn(self, seconds: int) -> None:
        line = self.tr("Move to go on.")
        if self.files.paths or self.context.session.recording is not None:
            line = self.tr("Pictures and videos taken here are deleted too. Move to go on.")
        title = self.tr("Starting over in {seconds}").format(seconds=seconds)
        self.sign.show(title, line, aloud=title)

    def _attract(self, now_s: float) -> None:
        """Show the next garment every few seconds."""
        outfit = self.context.outfit
        if not self.sign.title:
            self._stepped_s = now_s
            if not self._watch.is_reset:  # or whoever comes back begins as at the start
                self._worn_before = outfit.worn
            self._compare.end()
            self._put_pad_away()
        elif now_s - self._stepped_s >= _STEP_S:
            self._stepped_s = now_s
            outfit.step(1)
        last = outfit.last
        name = outfit.name_of(last) if last in outfit.worn and last is not None else ""
        self.sign.show(self.tr("Come closer and try it on"), name)

    def _wear(self, wanted: tuple[str, ...]) -> None:
        outfit = self.context.outfit
        outfit.wear_only(wanted)
        if set(wanted) - set(outfit.worn):  # a folder or photo that is not on the shelf
            self.context.session.set_garments(wanted)

    def _keep(self, path: Path) -> None:
        if path != self.context.options.record:  # that one is the shop's own
            self.files.add(path)

    def _wipe(self) -> None:
        """Finish what is being recorded and delete all, in a thread of its own."""
        for deed in (self._finish_recording, self.files.wipe):
            try:
                deed()
            except TryOnError as error:
                self.context.bridge.tell(str(error), failed=True)

    def _finish_recording(self) -> None:
        recording = self.context.session.recording
        if recording is not None and recording.path != self.context.options.record:
            self.files.add(recording.path)
            self.context.session.stop_recording()

    def _put_pad_away(self) -> None:
        if self.pad is not None:
            self.pad.reject()

    def _forget_pad(self) -> None:
        self.pad = None
