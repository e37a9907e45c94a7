"""Telling of recordings that a crash left unfinished, and repairing them."""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from tryon_ar.core import paths
from tryon_ar.core.errors import TryOnError
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.features.feature import WindowContext
from tryon_ar.gui.notices import Notice
from tryon_ar.recording.repair import repair
from tryon_ar.recording.unfinished import unfinished_recordings
from tryon_ar.runtime.status import Severity

_TOLD_FOR_S = 14 * 24 * 3600.0
_LOOK_LIMIT_S = 2.0


class UnfinishedNotice(QObject):
    """A notice, at the start, about recordings of the last two weeks that were not finished.

    Parameters
    ----------
    context : WindowContext
    on_repaired : callable
        Told of each copy, in the GUI thread.

    Notes
    -----
    It comes again with each start until they are repaired or deleted; the originals stay.
    *Lifecycle*: :meth:`look` once, :meth:`close` before the window goes. GUI thread only.
    """

    _found = Signal(object)
    _repaired = Signal(object)

    def __init__(self, context: WindowContext, on_repaired: Callable[[Path], None]) -> None:
        super().__init__(context.window)
        self._context = context
        self._looking: threading.Thread | None = None
        self._over = threading.Event()
        queued = Qt.ConnectionType.QueuedConnection
        self._found.connect(self._tell, queued)
        self._repaired.connect(on_repaired, queued)

    def look(self) -> None:
        """Look for them; returns at once."""
        self._looking = run_in_background("unfinished", self._look)

    def close(self) -> None:
        """Let the look end, which takes milliseconds; a repair goes on, and tells nobody."""
        self._over.set()
        if self._looking is not None:
            self._looking.join(_LOOK_LIMIT_S)

    def _look(self) -> None:
        found = []
        for path in unfinished_recordings([paths.videos_folder()]):
            # The wall clock is what files are dated by; wrong, it tells of more or of less.
            with suppress(OSError):  # deleted meanwhile
                if abs(time.time() - path.stat().st_mtime) < _TOLD_FOR_S:
                    found.append(path)
        if found and not self._over.is_set():
            self._found.emit(found)

    def _tell(self, found: Sequence[Path]) -> None:
        if len(found) == 1:
            text = self.tr("The recording {name} was not finished. It can be repaired.")
            text = text.format(name=found[0].name)
        else:
            text = self.tr("{count} recordings were not finished. They can be repaired.")
            text = text.format(count=len(found))
        button = self.tr("Repair"), lambda: self.repair(found)
        self._context.notices.post(Notice(text, Severity.INFO, actions=[button]))

    def repair(self, found: Sequence[Path]) -> None:
        """Make a clean copy of each, one after the other; returns at once."""
        run_in_background("repairing", lambda: self._repair(found))

    def _repair(self, found: Sequence[Path]) -> None:
        for path in found:
            try:
                repaired = repair(path)
            except TryOnError as error:
                self._context.bridge.tell(str(error), failed=True)
                continue
            if repaired is not None and not self._over.is_set():
                text = self.tr("Saved {name}").format(name=repaired.path.name)
                self._context.bridge.tell(text)
                self._repaired.emit(repaired.path)
