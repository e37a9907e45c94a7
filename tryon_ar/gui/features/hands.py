"""Control by hand, two metres from the keyboard: point and wait, swipe, hold an open palm."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QApplication

from tryon_ar.core.errors import SettingsError
from tryon_ar.core.types import DressedFrame
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.features.pictures import Pictures
from tryon_ar.gui.following import choose, follow
from tryon_ar.gui.hand_targets import Face, HandTargets
from tryon_ar.runtime.hand_control import NO_HAND, HandControl, HandDeed, HandEvent
from tryon_ar.runtime.hand_reach import Target, face_in_view, place_targets

# Whoever asks by hand needs time to pose, even where the key takes pictures at once.
_LEAST_COUNT_S = 3
_LEFT = (("previous", True), ("compare", False))
_RIGHT = (("next", True), ("photo", False))


class Hands(Feature):
    """Reads the frames on show and does what a raised hand asks for.

    Parameters
    ----------
    context : WindowContext
    pictures : Pictures
        Takes the pictures asked for, after a count.
    compare : callable, optional
        Compares looks, or ends that; without it that target is left out.

    Notes
    -----
    About a tenth of a millisecond a frame in the GUI thread, nothing at all while it is off.
    """

    def __init__(
        self,
        context: WindowContext,
        pictures: Pictures,
        compare: Callable[[], None] | None = None,
    ) -> None:
        super().__init__(context)
        self.control = HandControl()
        self.targets = HandTargets(context.mirror)
        self._pictures = pictures
        self._compare = compare
        self._is_on = False
        self._mirrored = context.mirror.mirrored
        self.switch = context.bar.add_switch(
            "hand", lambda: self.tr("Hand control"), "hands", self.toggle, checkable=True
        )
        follow(self, context.settings, lambda now: now.hands_free, lambda _now: self._apply())
        self._apply()

    @property
    def is_on(self) -> bool:
        """Whether hands are read."""
        return self._is_on

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"hands": self.toggle}

    def toggle(self) -> None:
        """Read hands, or do not; the choice is kept."""
        try:
            choose(
                self.context.settings,
                "hands_free.enabled",
                not self._is_on,
                lambda text: self.context.bridge.tell(text, failed=True),
            )
        except SettingsError as error:
            self.context.bridge.tell(str(error), failed=True)
        self._apply()
        if self._is_on:
            text = self.tr("Hand control is on: raise one hand beside your shoulder")
        else:
            text = self.tr("Hand control is off")
        self.context.mirror.toast(text)

    def see(self, dressed: DressedFrame) -> None:
        """Read the frame on show."""
        if not self._is_on:
            return
        if not self.context.mirror.isVisible() or QApplication.activeModalWidget() is not None:
            self._put_away()  # something else is looked at
            return
        mirrored = self.context.mirror.mirrored
        if mirrored != self._mirrored:
            self._mirrored = mirrored
            self.control.reset()
        if not self.targets.is_shown or self._face_is_covered(dressed):
            self.control.targets = self._placed(dressed)
        view = self.control.update(dressed.tracked, mirrored=mirrored)
        self.targets.show(view, self.control.targets)
        if view.event is not None:
            self._do(view.event)

    def close(self) -> None:
        """Take the targets away."""
        self._put_away()
        self.targets.set_on(False)

    def _apply(self) -> None:
        """Follow the settings."""
        chosen = self.context.settings.current.hands_free
        self.control.dwell_ms = float(chosen.dwell_ms)
        self.switch.setChecked(chosen.enabled)
        if chosen.enabled == self._is_on:
            return
        self._is_on = chosen.enabled
        self.targets.set_on(chosen.enabled)
        self.context.session.watch_raised_hands(chosen.enabled)
        self._put_away()

    def _put_away(self) -> None:
        self.control.reset()
        self.targets.show(NO_HAND, ())

    def _placed(self, dressed: DressedFrame) -> tuple[Target, ...]:
        """Return the targets for a picture, clear of the face."""
        self.targets.faces = {
            "previous": Face("previous", self.tr("Previous", "target")),
            "next": Face("next", self.tr("Next", "target")),
            "photo": Face("snapshot", self.tr("Picture", "target")),
            "compare": Face("compare", self.tr("Compare", "target")),
        }
        width, height = dressed.tracked.frame.size
        body = dressed.tracked.body
        face = None
        if body is not None:
            face = face_in_view(body.pose, (width, height), mirrored=self._mirrored)
        left = _LEFT if self._compare is not None else _LEFT[:1]
        return place_targets(left, _RIGHT, width / height, face)

    def _face_is_covered(self, dressed: DressedFrame) -> bool:
        body, size = dressed.tracked.body, dressed.tracked.frame.size
        if body is None:
            return False
        face = face_in_view(body.pose, size, mirrored=self._mirrored)
        return any(one.overlaps(face, size[0] / size[1]) for one in self.control.targets)

    def _do(self, event: HandEvent) -> None:
        """Do what was asked for, and say so where it would not be seen."""
        if event.deed is HandDeed.PALM:
            self._take_picture()
        elif event.deed is HandDeed.SWIPE_LEFT or event.target == "next":
            self._step(1)
        elif event.deed is HandDeed.SWIPE_RIGHT or event.target == "previous":
            self._step(-1)
        elif event.target == "photo":
            self._take_picture()
        elif event.target == "compare" and self._compare is not None:
            self._compare()

    def _step(self, by: int) -> None:
        chosen = self.context.outfit.step(by)
        if chosen is not None:
            self.targets.say(self.context.outfit.name_of(chosen))

    def _take_picture(self) -> None:
        if self._pictures.countdown.is_running:
            return  # the hand is only on its way down
        chosen = self.context.settings.current.capture.countdown_s
        self._pictures.count_down(max(chosen, _LEAST_COUNT_S))
