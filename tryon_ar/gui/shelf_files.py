"""Small files of what the shelf remembers, written whole or not at all, off the GUI thread."""

import json
import logging
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.untrusted_text import json_value, read_bounded
from tryon_ar.garments.staging import unwritable
from tryon_ar.gui.background import run_in_background

_log = logging.getLogger(__name__)


class KeptList:
    """A list in a JSON file.

    Parameters
    ----------
    path : Path
        Its folder is made when the list is kept first.

    Notes
    -----
    *Thread safety*: any thread may call any method. A file that cannot be read counts as empty,
    and is put aside before another is written in its place.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._guard = threading.Lock()

    def read(self) -> list[object]:
        """Return what was kept; nothing where there is no file, or none that can be read."""
        kept = self._parsed()
        if kept is None:
            _log.warning("%s cannot be read; it is passed over", self.path)
        return kept or []

    def write(self, items: list[object]) -> None:
        """Keep a list in place of the one there was.

        Raises
        ------
        OutputUnwritable, DiskFull
            When the file cannot be written; what was there stays.
        """
        draft = self.path.with_name(f".{self.path.name}.new")
        with self._guard:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                with draft.open("w", encoding="utf-8") as file:
                    json.dump(items, file, ensure_ascii=False, indent=1)
                    file.flush()
                    os.fsync(file.fileno())
                if self._parsed() is None:  # damaged: not thrown away
                    os.replace(self.path, self.path.with_name(self.path.name + ".unreadable"))
                os.replace(draft, self.path)
            except OSError as error:
                raise unwritable(self.path, error) from error
            finally:
                with suppress(OSError):
                    draft.unlink(missing_ok=True)

    def _parsed(self) -> list[object] | None:
        try:
            items = json_value(read_bounded(self.path))
        except FileNotFoundError:
            return []
        except (OSError, ValueError):
            return None
        return items if isinstance(items, list) else None


class ListKeeper(QObject):
    """Reads and writes such a list for an object of the GUI thread.

    Parameters
    ----------
    kept : KeptList
    entries : callable
        Returns what is to be kept; called in another thread, when the file is written.
    failed : callable
        Takes an error of keeping it, in another thread.
    parent : QObject
    keep : bool
        Without it nothing is read and nothing written.

    Notes
    -----
    *Signals*: ``loaded(list)`` with what was kept in earlier runs, in the GUI thread.
    """

    loaded = Signal(object)
    _read = Signal(object)

    def __init__(
        self,
        kept: KeptList,
        entries: Callable[[], list[object]],
        failed: Callable[[TryOnError], None],
        parent: QObject,
        *,
        keep: bool = True,
    ) -> None:
        super().__init__(parent)
        self._kept = kept
        self._entries = entries
        self._failed = failed
        self._keeps = keep
        self._read.connect(self.loaded, Qt.ConnectionType.QueuedConnection)

    def load(self) -> None:
        """Read what was kept."""
        if self._keeps:
            run_in_background("shelf", lambda: self._read.emit(self._kept.read()))

    def keep(self) -> None:
        """Write what holds when the thread runs: the last of several is the newest state."""
        if self._keeps:
            run_in_background("shelf", self._write)

    def _write(self) -> None:
        try:
            self._kept.write(self._entries())
        except TryOnError as error:
            self._failed(error)
