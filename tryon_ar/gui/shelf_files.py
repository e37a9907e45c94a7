"""Small files of what the shelf remembers, written whole or not at all, off the GUI thread."""

import json
import logging
import os
import threading
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.file_lock import exclusive_lock
from tryon_ar.core.untrusted_text import json_value, read_bounded
from tryon_ar.garments.staging import unwritable
from tryon_ar.gui.background import run_in_background

_log = logging.getLogger(__name__)
_LOCK_TIMEOUT_S = 5.0


class KeptList:
    """A list in a JSON file.

    Parameters
    ----------
    path : Path
        Its folder is made when the list is kept first.

    Notes
    -----
    *Thread safety*: any thread may call any method; other windows may have the same list. A file
    that cannot be read counts as empty, and is put aside before another is written in its place.
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

    def write(self, items: list[object], known: Sequence[object] = ()) -> None:
        """Keep a list; what other windows added, changed or removed meanwhile holds.

        Parameters
        ----------
        items : list
        known : sequence
            What this window last read or wrote: what the file has beside it is others'.

        Raises
        ------
        OutputUnwritable, DiskFull
            When the file cannot be written; what was there stays.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = self.path.with_name(f".{self.path.name}.lock")
            with self._guard, exclusive_lock(lock, _LOCK_TIMEOUT_S):
                self._write(items, known)
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _write(self, items: list[object], known: Sequence[object]) -> None:
        draft = self.path.with_name(f".{self.path.name}.new")
        there = self._parsed()
        if there is not None and self.path.exists():
            items = merged(known, items, there)
        try:
            with draft.open("w", encoding="utf-8") as file:
                json.dump(items, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            if there is None:  # damaged: not thrown away
                os.replace(self.path, self.path.with_name(self.path.name + ".unreadable"))
            os.replace(draft, self.path)
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


def merged(
    known: Sequence[object], ours: Sequence[object], theirs: Sequence[object]
) -> list[object]:
    """Return our list with what others did to the one both began with.

    Items are told apart by their ``"key"``, or are their own. Where both changed one, ours holds.
    """
    before, there = _by_key(known), _by_key(theirs)
    result = []
    for key, item in _by_key(ours).items():
        if before.get(key) != item:
            result.append(item)  # new, or changed here
        elif key in there:
            result.append(there[key])
    mine = {*_by_key(ours), *before}
    return result + [item for key, item in there.items() if key not in mine]


def _by_key(items: Sequence[object]) -> dict[Hashable, object]:
    found: dict[Hashable, object] = {}
    for item in items:
        key = item.get("key") if isinstance(item, dict) else item
        if isinstance(key, Hashable):
            found.setdefault(key, item)
    return found


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
        self._known: list[object] = []
        self._guard, self._writing = threading.Lock(), threading.Lock()
        self._read.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def load(self) -> None:
        """Read what was kept."""
        if self._keeps:
            run_in_background("shelf", lambda: self._read.emit(self._kept.read()))

    def keep(self) -> None:
        """Write what holds when the thread runs: the last of several is the newest state."""
        if self._keeps:
            run_in_background("shelf", self._write)

    def _take(self, kept: list[object]) -> None:
        with self._guard:  # nothing is written between knowing them and having them
            self._known = kept
            self.loaded.emit(kept)

    def _write(self) -> None:
        try:
            with self._writing:
                with self._guard:
                    entries, known = self._entries(), self._known
                self._kept.write(entries, known)
                with self._guard:
                    self._known = entries
        except TryOnError as error:
            self._failed(error)
