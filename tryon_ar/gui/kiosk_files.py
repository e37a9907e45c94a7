"""The pictures and recordings that people took at a kiosk, to be wiped when they left."""

import threading
from pathlib import Path

from tryon_ar.core.errors import RecordingError
from tryon_ar.recording.options import clean_path


class KioskFiles:
    """Files of this session only; nothing that was there before is ever touched.

    Notes
    -----
    *Thread safety*: every method. What cannot be deleted stays listed for the next time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paths: list[Path] = []

    @property
    def paths(self) -> tuple[Path, ...]:
        """What was taken and not wiped yet."""
        with self._lock:
            return tuple(self._paths)

    def add(self, path: Path) -> None:
        """Remember a picture or recording."""
        with self._lock:
            if path not in self._paths:
                self._paths.append(path)

    def wipe(self) -> None:
        """Delete all of them, and what was recorded beside them; waits for the disk.

        Raises
        ------
        RecordingError
            When some could not be deleted; the others are.
        """
        failed = [path for path in self.paths if not self._delete(path)]
        if failed:
            raise RecordingError(
                f"{failed[0].name} could not be deleted.", "Delete it in its folder by hand."
            )

    def _delete(self, path: Path) -> bool:
        try:
            clean_path(path).unlink(missing_ok=True)
            path.unlink(missing_ok=True)
        except OSError:
            return False
        with self._lock:
            if path in self._paths:
                self._paths.remove(path)
        return True
