"""A mirror in a shop: reset when it is left alone, attracting people, left with a PIN only."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QWidget

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.types import DressedFrame, GarmentState
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.features.compare import Compare
from tryon_ar.gui.features.dressing import Dressing
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.pictures import Pictures
from tryon_ar.gui.features.recordings import Recordings
from tryon_ar.gui.kiosk_idle import Idle, IdleWatch
from tryon_ar.gui.kiosk_pin import PinGuard, PinPad
from tryon_ar.gui.kiosk_sign import KioskSign
from tryon_ar.recording.kiosk_files import KioskFiles, wipe_leftovers

_STEP_S = 4.0
# What shows files, keeps something or changes the shop's settings; and what a kiosk lacks.
_BEHIND_PIN = ("add_photo", "paste", "settings", "mirror", "hands")
_NOT_HERE = ("save_look", "search")
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
    forget : callable
        Makes every feature forget the person who left.
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
        forget: Callable[[], None],
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(context)
        self.is_on = context.options.kiosk
        self.files = KioskFiles()
        self.sign = KioskSign(context.mirror)
        self.pad: PinPad | None = None
        self._dressing = dressing
        self._recordings = recordings
        self._pictures = pictures
        self._forget_person = forget
        self._guard = PinGuard(lambda: self._clock_s())
        self._is_taken = False
        self._compare = compare
        self._clock_s = clock_s
        self._watch = IdleWatch(clock_s())
        self._pointer: QPoint = QCursor.pos()
        self._first: tuple[str, ...] = ()
        self._worn_before: tuple[str, ...] | None = None
        self._stepped_s = 0.0
        if self.is_on:
            self._show_folder()
            for feature in (pictures, recordings):
                feature.saved.connect(self._note_taken)

    def begin(self) -> None:
        """Wipe what a kiosk that was killed left behind, in a kiosk or not; begin to watch."""
        run_in_background("kiosk", self._clear_up)
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
        """Dress as at the start, and leave nothing of whoever was here."""
        self.sign.hide()
        self._worn_before = None
        self._put_pad_away()
        self._close_dialogs()
        self._compare.end()
        self._wear(self._first)
        usual = self.context.options.dressing
        self.context.session.set_options(usual)
        self._dressing.panel.show_options(usual)
        self._forget_person()
        self.context.mirror.forget()  # where the camera is lost, the last picture had stayed
        self._is_taken = False
        self.files.turn()
        self._show_folder()
        run_in_background("kiosk", self._wipe)

    def guarded(self, actions: Mapping[str, Callable[[], None]]) -> dict[str, Callable[[], None]]:
        """Return what keys do: outside a kiosk the same, in one only what is a visitor's."""
        guarded = dict(actions)
        if self.is_on:
            for name in _BEHIND_PIN:
                guarded[name] = partial(self.allow, actions[name])
            for name in _NOT_HERE:
                guarded[name] = lambda: None
        return guarded

    def wipe_at_the_end(self) -> None:
        """Delete what was taken since the last time; once the session has stopped."""
        if self.is_on:
            self._told(self.files.close)

    def allow(self, deed: Callable[[], object]) -> None:
        """Do something that is the shop's alone: at once, or after its PIN where it has one."""
        pin = self.context.settings.current.kiosk.exit_pin
        if not self.is_on or not pin:
            deed()
            return
        if self.pad is None:
            self.pad = PinPad(pin, self._guard, self.context.window)
            self.pad.finished.connect(self._forget_pad)
            self.pad.accepted.connect(deed)
            self.pad.open()
        self.pad.raise_()

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
        if self._is_taken or self.context.session.recording is not None:
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

    def _close_dialogs(self) -> None:
        """Close all that is open beside the window: the shop's own pages too, once it is left."""
        for widget in self.context.window.findChildren(QWidget):
            if widget.isWindow() and widget.isVisible():
                widget.close()

    def _show_folder(self) -> None:
        """Have what is taken from now on saved with this person's."""
        self._pictures.folder = self._recordings.folder = self.files.folder

    def _note_taken(self, path: Path) -> None:
        if path != self.context.options.record:  # that one is the shop's own
            self._is_taken = True

    def _clear_up(self) -> None:
        if self.is_on:
            self._told(self.files.open)
        self._told(wipe_leftovers)

    def _wipe(self) -> None:
        """Finish what is being recorded and saved and delete all, in a thread of its own."""
        self._told(self._finish_recording)
        self._pictures.wait_until_saved()
        self._told(self.files.wipe)

    def _told(self, deed: Callable[[], object]) -> None:
        """Do something; tell why it failed."""
        try:
            deed()
        except TryOnError as error:
            self.context.bridge.tell(str(error), failed=True)

    def _finish_recording(self) -> None:
        recording = self.context.session.recording
        if recording is not None and recording.path != self.context.options.record:
            self.context.session.stop_recording()

    def _put_pad_away(self) -> None:
        if self.pad is not None:
            self.pad.reject()

    def _forget_pad(self) -> None:
        self.pad = None
