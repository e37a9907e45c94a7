"""What people set right by hand of how garments sit, remembered beside the library.

``corrections.toml`` in the library's folder has a table a garment, also of garments that came
with the program: ``[tee-striped]``, ``dx = 0.02`` and so on, as
:class:`~tryon_ar.core.adjustment.Adjustment` has them; what changes nothing is left out. It
never travels in a pack. Written whole or not at all; what cannot be used is passed over.
"""

import logging
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path

from tryon_ar.core.adjustment import UNADJUSTED, Adjustment
from tryon_ar.core.file_lock import exclusive_lock
from tryon_ar.core.paths import garment_library_folder
from tryon_ar.core.untrusted_text import read_bounded, toml_table
from tryon_ar.garments.description import is_identifier
from tryon_ar.garments.staging import unwritable

CORRECTIONS_NAME = "corrections.toml"
_VERSION = 1
_LOCK_NAME = ".corrections.lock"
_LOCK_TIMEOUT_S = 5.0
_NAMES = tuple(field.name for field in fields(Adjustment))
_DIGITS = 4
_log = logging.getLogger(__name__)


class Corrections:
    """Adjustments by garment id, kept in a file.

    Parameters
    ----------
    folder : Path, optional
        The library's; :func:`~tryon_ar.core.paths.garment_library_folder` without it. It is
        made when the first correction is kept.

    Notes
    -----
    *Thread safety*: any thread may call any method; other programs may change the file too, each
    garment by itself.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (garment_library_folder() if folder is None else folder) / CORRECTIONS_NAME
        self._guard = threading.Lock()

    def read(self) -> dict[str, Adjustment]:
        """Return what was set right, by garment id."""
        document = None
        with suppress(OSError):
            document = _parsed(self.path)
        if document is None:
            _log.warning("%s cannot be read; garments sit as they are fitted", self.path)
        return _adjustments(document)

    def keep(self, garment_id: str, adjustment: Adjustment) -> None:
        """Remember how a garment was set right; one that changes nothing is forgotten.

        Raises
        ------
        OutputUnwritable, DiskFull
            When the file cannot be written; what was there stays.
        """
        if not is_identifier(garment_id):
            return  # a photo or folder named on the command line: there is no garment to keep it of
        if adjustment.is_none and garment_id not in self.read():
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with (
                self._guard,
                exclusive_lock(self.path.with_name(_LOCK_NAME), _LOCK_TIMEOUT_S),
            ):
                document = _parsed(self.path)
                kept = _adjustments(document)
                kept.pop(garment_id, None)
                if not adjustment.is_none:
                    kept[garment_id] = adjustment
                self._write(kept, damaged=document is None)
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _write(self, kept: Mapping[str, Adjustment], *, damaged: bool) -> None:
        import tomlkit

        usual = asdict(UNADJUSTED)
        document: dict[str, object] = {"version": _VERSION}
        for garment_id, adjustment in sorted(kept.items()):
            rounded = {name: round(value, _DIGITS) for name, value in asdict(adjustment).items()}
            changed = {name: value for name, value in rounded.items() if value != usual[name]}
            if changed:
                document[garment_id] = changed
        draft = self.path.with_name(f".{CORRECTIONS_NAME}.new")
        try:
            with draft.open("w", encoding="utf-8") as file:
                file.write(tomlkit.dumps(document))
                file.flush()
                os.fsync(file.fileno())
            if damaged:  # what is there is not thrown away
                os.replace(self.path, self.path.with_name(CORRECTIONS_NAME + ".unreadable"))
            os.replace(draft, self.path)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)


def _adjustments(document: Mapping[str, object] | None) -> dict[str, Adjustment]:
    """Return what can be used of a file."""
    found = {}
    for garment_id, table in (document or {}).items():
        if isinstance(table, Mapping) and is_identifier(garment_id):
            adjustment = _understood(table)
            if adjustment is not None and not adjustment.is_none:
                found[garment_id] = adjustment
    return found


def _parsed(path: Path) -> dict[str, object] | None:
    """Return what a file says: nothing where there is none, None where it is damaged.

    Raises
    ------
    OSError
        When it cannot be read just now.
    """
    try:
        return toml_table(read_bounded(path))
    except FileNotFoundError:
        return {}
    except ValueError:
        return None


def _understood(table: Mapping[str, object]) -> Adjustment | None:
    try:
        values = {
            name: float(value)
            for name in _NAMES
            if isinstance(value := table.get(name), int | float) and not isinstance(value, bool)
        }
        return Adjustment(**values)
    except (ValueError, OverflowError):
        return None
