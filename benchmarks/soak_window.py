"""The real window, used by a script as a person uses it."""

import dataclasses
import itertools
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication
from soak_counts import Soaked
from soak_films import Films

from tests.support.shown_window import parts_in
from tryon_ar.core.errors import NothingToSave
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.garments.builtin import builtin_summaries
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.options import WindowParts
from tryon_ar.runtime.metrics import DropCause
from tryon_ar.runtime.status import Severity

SAMPLE_S = 5.0
_GARMENT_S, _SOURCE_S, _RECORD_S, _PAGE_S, _PICTURE_S = 15.0, 180.0, 60.0, 40.0, 35.0
RECORDED_S, _OPEN_S = 20.0, 5.0
# Another source comes in the midst of a recording, never in its first moment: a recording that
# begins while the new size is still on its way is finished with a warning, as it should be.
_RECORD_FROM_S = 50.0


def window_parts(folder: Path, soaked: Soaked) -> WindowParts:
    """Return what the window is put together from: the real stages, a library of its own."""
    parts = parts_in(folder, SettingsFile(folder / "settings.toml"), real=True)
    return dataclasses.replace(parts, on_dressed=soaked.dressed)


class WindowUser(QObject):
    """What a person does with the mirror now and then.

    Parameters
    ----------
    soaked : Soaked
        Counts.
    folder : Path
        For the recordings and pictures.
    sources : tuple of str
        Played in turn; the window begins with the first.
    films : Films
        Looks at the recordings.
    """

    def __init__(
        self, soaked: Soaked, folder: Path, sources: tuple[str, ...], films: Films
    ) -> None:
        super().__init__()
        self._soaked, self._folder, self._films = soaked, folder, films
        self._garments = itertools.cycle(one.id for one in builtin_summaries())
        self._sources = itertools.cycle((*sources[1:], sources[0]))
        self._recordings = itertools.count()
        self._recording: Path | None = None
        self._closes: Callable[[], object] | None = None
        self._timers: list[QTimer] = []

    def begin(self) -> None:
        """Take the open window into use."""
        tops = QApplication.topLevelWidgets()
        (self._window,) = (one for one in tops if isinstance(one, MainWindow))
        features = self._window
        self._pages = itertools.cycle(
            (
                (features.performance.open_page, lambda: features.performance.page),
                (features.galleries.open_gallery, lambda: features.galleries.gallery),
                (features.preferences.open_page, lambda: features.preferences.page),
                (features.privacy.open_page, lambda: features.privacy.page),
            )
        )
        self._every(SAMPLE_S, self._sample)
        self._every(_GARMENT_S, self._another_garment)
        self._every(_SOURCE_S, self._another_source)
        QTimer.singleShot(
            round(1000 * _RECORD_FROM_S), self, lambda: self._every(_RECORD_S, self._record)
        )
        self._every(_PAGE_S, self._open_page)
        self._every(_PICTURE_S, self._save_picture)
        self._record_end = self._once(RECORDED_S, self._finish)
        self._page_end = self._once(_OPEN_S, self._close_page)

    def close(self) -> None:
        """Count what was under way when the window was closed, which finished it."""
        for timer in self._timers:
            timer.stop()
        if self._recording is not None and self._recording.is_file():
            self._films.look(self._recording)

    def _every(self, seconds: float, what: Callable[[], None]) -> None:
        timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(what)
        timer.start(round(1000 * seconds))
        self._timers.append(timer)

    def _once(self, seconds: float, what: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(round(1000 * seconds))
        timer.timeout.connect(what)
        self._timers.append(timer)
        return timer

    def _sample(self) -> None:
        session = self._window.session
        self._films.look()
        self._soaked.passed_over = session.metrics().drops[DropCause.REPLACED]
        for status in session.statuses:
            if status.severity is not Severity.INFO and status.message not in self._soaked.told:
                self._soaked.told.append(status.message)
        self._soaked.sample()

    def _another_garment(self) -> None:
        self._window.outfit.wear_only([next(self._garments)])
        self._soaked.switches += 1

    def _another_source(self) -> None:
        self._finish()
        self._soaked.source = next(self._sources)
        self._window.session.change_source(self._soaked.source)
        self._soaked.changes += 1

    def _record(self) -> None:
        self._finish()
        self._recording = self._folder / f"recording-{next(self._recordings)}.mp4"
        self._window.session.start_recording(self._recording)
        self._record_end.start()

    def _finish(self) -> None:
        """End a recording; one without a frame, of a mirror not ready yet, is none."""
        self._record_end.stop()
        if self._recording is None:
            return
        state = self._window.session.recording
        self._window.session.stop_recording()
        if state is None or state.elapsed_s() > 0.0:
            self._soaked.dropped += 0 if state is None else state.dropped
            self._films.look(self._recording)
        self._recording = None

    def _save_picture(self) -> None:
        try:
            saved = self._window.session.snapshot(self._folder / "picture.png")
        except NothingToSave:
            return
        saved.unlink()
        self._soaked.pictures += 1

    def _open_page(self) -> None:
        opens, self._page = next(self._pages)
        opens()
        self._soaked.pages += 1
        self._page_end.start()

    def _close_page(self) -> None:
        page = self._page()
        if page is not None:
            page.reject()
