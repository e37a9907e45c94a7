"""Small files of what the shelf remembers, written whole or not at all."""

import json
import logging
import os
import threading
from contextlib import suppress
from pathlib import Path

from tryon_ar.garments.staging import unwritable

_MOST_BYTES = 1 << 20
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
            with self.path.open("rb") as file:
                raw = file.read(_MOST_BYTES + 1)
            items = json.loads(raw.decode("utf-8"))
        except FileNotFoundError:
            return []
        except (OSError, ValueError):
            return None
        return items if isinstance(items, list) else None
