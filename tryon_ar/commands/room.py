"""Ending what is written from a live source before the disk is full."""

import logging
import time
from pathlib import Path

from tryon_ar.commands.console import note
from tryon_ar.core.errors import DiskFull
from tryon_ar.recording.disk_guard import WARN_S, RoomMeter, out_of_room

_log = logging.getLogger(__name__)

_CHECK_S = 1.0


class Room:
    """Looks, once a second, at how much room is left, and says so two minutes before the end.

    Parameters
    ----------
    folder : Path
        Where pictures are written. All that comes to lie on its disk counts, whoever writes.

    Attributes
    ----------
    problem : DiskFull or None
        Why writing had to end.
    """

    def __init__(self, folder: Path) -> None:
        self.problem: DiskFull | None = None
        self._meter = RoomMeter(folder)
        self._checked_s = -_CHECK_S
        self._most_free: int | None = None
        self._warned = False

    def is_enough(self) -> bool:
        """Return whether writing may go on."""
        now_s = time.monotonic()
        if self.problem is not None or now_s - self._checked_s < _CHECK_S:
            return self.problem is None
        self._checked_s = now_s
        try:
            left = self._meter.measure(self._used())
        except OSError:
            _log.warning("the disk cannot be looked at", exc_info=True)
            return True
        if left.seconds <= 0:
            self.problem = out_of_room(left, self._meter.folder)
        elif left.seconds < WARN_S and not self._warned:
            self._warned = True
            note(f"the disk is nearly full: there is room for about {left.seconds:.0f} seconds.")
        return self.problem is None

    def _used(self) -> int:
        """Return by how much the room has shrunk: the file's own name is not known here."""
        free = self._meter.free_bytes()
        if self._most_free is None:
            self._most_free = free
        return self._most_free - free
