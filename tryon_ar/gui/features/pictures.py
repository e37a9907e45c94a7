"""Taking pictures of what the mirror shows: after a count, several at once, with a click."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QTimer, Signal

from tryon_ar.core.errors import TryOnError
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.countdown import Countdown
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.recording.shutter import Shutter
from tryon_ar.recording.snapshot import PictureKind

_SAVING_LIMIT_S = 2.0


class Pictures(Feature):
    """Saves what shows, with a flash, off the GUI thread.

    Attributes
    ----------
    folder : Path or None
        Where pictures are saved; None is the person's own folder.

    Notes
    -----
    *Signals*: ``saved(Path)`` for every picture kept, in the GUI thread.
    """

    saved = Signal(object)
    _failed = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.folder: Path | None = None
        self.countdown = Countdown(context.mirror)
        self.countdown.ended.connect(self.shoot)
        self._shutter: Shutter | None = None
        self._left = 0
        self._saving: list[threading.Thread] = []
        self._burst: _Burst | None = None
        self._gap = QTimer(self)
        self._gap.setSingleShot(True)
        self._gap.timeout.connect(self._take_one)
        self._failed.connect(self._end_burst)
        context.bar.snapshot_asked.connect(self.take)

    @property
    def is_taking(self) -> bool:
        """Whether pictures are to come: one after a count, or more of several at once."""
        return self.countdown.is_running or self._gap.isActive()

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"snapshot": self.take}

    def take(self) -> None:
        """Take a picture after the count that was chosen; asked again meanwhile, take none."""
        if not self._interrupt():
            self.count_down(self.context.settings.current.capture.countdown_s)

    def count_down(self, seconds: int) -> None:
        """Take a picture in so many seconds; at once when that is 0, or where a photo plays."""
        if self.context.mirror.dressed is None:
            self.context.bridge.tell(self.tr("There is no picture to save yet."), failed=True)
        elif self._is_still():
            self.save_still()
        elif seconds > 0:
            self.countdown.start(seconds)
        else:
            self.shoot()

    def shoot(self) -> None:
        """Take now as many pictures as one press takes."""
        capture = self.context.settings.current.capture
        self._left = capture.burst_count
        self._burst = _Burst(self._left)
        self._gap.setInterval(capture.burst_gap_ms)
        self._take_one()

    def save_still(self) -> None:
        """Save the photo that plays, dressed, with all its pixels and as it was taken.

        Once and at once: in a photo nobody poses, and it stays the same.
        """
        burst, folder = _Burst(1), self.folder
        self._begin_saving(lambda: self._save(burst, folder, mirrored=False))

    def step_back(self) -> bool:
        """Cancel the count or the pictures to come."""
        return self._interrupt()

    def close(self) -> None:
        """Take nothing more; what is being saved is there when this returns."""
        self.countdown.stop()
        self._end_burst()
        self.wait_until_saved()

    def wait_until_saved(self) -> None:
        """Wait for what is being saved, in whatever thread; not for ever."""
        for thread in tuple(self._saving):
            thread.join(_SAVING_LIMIT_S)

    def _interrupt(self) -> bool:
        """Cancel the count or the pictures to come; return whether there were any."""
        if self.countdown.is_running:
            self.countdown.cancel()
            return True
        waiting = self._gap.isActive()
        self._end_burst()
        return waiting

    def _end_burst(self) -> None:
        self._gap.stop()
        if self._left and self._burst is not None:
            self._tell_saved(self._burst.expect_fewer(self._left))
        self._left = 0

    def _take_one(self) -> None:
        if self._burst is None:
            return
        self._left -= 1
        if self._left:
            self._gap.start()
        self.context.mirror.flash()
        if self._sounds():
            self._shutter = self._shutter or Shutter()
            run_in_background("shutter", self._shutter.play)
        burst, folder = self._burst, self.folder  # of now: a kiosk's next person has another
        mirrored = self._mirrored()
        self._begin_saving(lambda: self._save(burst, folder, mirrored=mirrored))

    def _begin_saving(self, save: Callable[[], None]) -> None:
        self._saving = [thread for thread in self._saving if thread.is_alive()]
        self._saving.append(run_in_background("snapshot", save))

    def _is_still(self) -> bool:
        info = self.context.session.source_info
        return info is not None and info.kind == "photo"

    def _sounds(self) -> bool:
        settings = self.context.settings.current
        kiosk = self.context.options.kiosk
        return settings.kiosk.shutter_sound if kiosk else settings.capture.shutter_sound

    def _kind(self) -> PictureKind:
        capture = self.context.settings.current.capture
        return PictureKind(capture.picture_kind, capture.picture_quality)

    def _mirrored(self) -> bool:
        wanted = (
            self.context.options.save_mirrored or self.context.settings.current.mirror.save_mirrored
        )
        return wanted and self.context.mirror.mirrored

    def _save(self, burst: "_Burst", folder: Path | None, *, mirrored: bool) -> None:
        """Save the picture that shows now, in a thread of its own."""
        try:
            path = self.context.session.snapshot(folder, self._kind(), mirrored=mirrored)
        except TryOnError as error:
            self.context.bridge.tell(str(error), failed=True)
            burst.expect_fewer(1)
            self._failed.emit()
            return
        self.saved.emit(path)
        self._tell_saved(burst.add(path))

    def _tell_saved(self, paths: tuple[Path, ...]) -> None:
        if len(paths) == 1:
            self.context.bridge.tell(self.tr("Saved {name}").format(name=paths[0].name))
        elif paths:
            self.context.bridge.tell(self.tr("Saved {count} pictures").format(count=len(paths)))


class _Burst:
    """Pictures of one press, saved in threads of their own, told of once all are there."""

    def __init__(self, count: int) -> None:
        self._lock = threading.Lock()
        self._expected = count
        self._saved: list[Path] = []

    def add(self, path: Path) -> tuple[Path, ...]:
        """Add a picture; return all when it was the last."""
        with self._lock:
            self._saved.append(path)
            return self._all_there()

    def expect_fewer(self, count: int) -> tuple[Path, ...]:
        """Expect so many fewer; return all when no more come."""
        with self._lock:
            self._expected -= count
            return self._all_there()

    def _all_there(self) -> tuple[Path, ...]:
        return tuple(self._saved) if len(self._saved) >= self._expected else ()
