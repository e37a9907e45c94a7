"""The real window, used by a script."""

import dataclasses
import itertools
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from soak_counts import RECORDED_S, Soaked

from tests.support.shown_window import open_window, parts_in
from tryon_ar.commands.cores import share_cores
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.garments.builtin import builtin_summaries
from tryon_ar.gui import theme
from tryon_ar.gui.options import WindowOptions
from tryon_ar.runtime.metrics import DropCause

_OPEN_MS = 5000


class SoakedWindow:
    """The mirror with its real stages, and what a person does with it now and then.

    Parameters
    ----------
    soaked : Soaked
        Counts.
    folder : Path
        For the recordings, the library and the settings.
    clips : tuple of str
        Played in turn with the demo.
    """

    def __init__(self, soaked: Soaked, folder: Path, clips: tuple[str, ...]) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application)
        share_cores()
        self._soaked, self._folder = soaked, folder
        self._garments = itertools.cycle(one.id for one in builtin_summaries())
        self._sources = itertools.cycle((*clips, "demo"))
        parts = parts_in(folder, SettingsFile(folder / "settings.toml"), real=True)
        parts = dataclasses.replace(parts, on_dressed=soaked.dressed)
        self._window = open_window(parts, WindowOptions(source="demo", garments=("tee-white",)))
        performance, galleries = self._window.performance, self._window.galleries
        self._pages = itertools.cycle(
            (
                (performance.open_page, performance.close),
                (galleries.open_gallery, galleries.close),
            )
        )

    def sample(self) -> None:
        """Note how the process is, and what is told."""
        session = self._window.session
        self._soaked.sample()
        self._soaked.passed_over = session.metrics().drops[DropCause.REPLACED]
        for status in session.statuses:
            if status.message not in self._soaked.told:
                self._soaked.told.append(status.message)

    def another_garment(self) -> None:
        """Put on the next one."""
        self._window.outfit.wear_only([next(self._garments)])
        self._soaked.switches += 1

    def another_source(self) -> None:
        """Play the next one."""
        self._finish()
        self._window.session.change_source(next(self._sources))
        self._soaked.changes += 1

    def record(self) -> None:
        """Record for a while."""
        path = self._folder / f"recording-{self._soaked.recordings}.mp4"
        self._window.session.start_recording(path)
        QTimer.singleShot(round(1000 * RECORDED_S), self._finish)

    def _finish(self) -> None:
        session = self._window.session
        state = session.recording
        path = session.stop_recording()
        if state is not None and path is not None:
            self._soaked.keep_recording(path, state.dropped)

    def another_page(self) -> None:
        """Open a page beside the mirror for five seconds."""
        opens, closes = next(self._pages)
        opens()
        QTimer.singleShot(_OPEN_MS, closes)

    def close(self) -> None:
        """End as a person does."""
        self._finish()
        self._window.close()
        self._window.deleteLater()
        QApplication.processEvents()
