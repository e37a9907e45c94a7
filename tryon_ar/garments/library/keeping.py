"""What a library keeps about a garment beside the garment: when it was added, whether it is liked.

``shelf.json`` lies in the garment's own folder, ``{"version": 1, "added": ISO 8601 in UTC,
"favourite": bool}``: folders are the truth, so both outlive the index. It is not part of the
garment and never travels in a pack.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tryon_ar.core.untrusted_text import json_value, read_bounded
from tryon_ar.garments.description import DESCRIPTION_NAME

KEEPING_NAME = "shelf.json"
_MAX_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Keeping:
    """When a garment was added (ISO 8601 in UTC) and whether it is a favourite."""

    added: str
    favourite: bool = False


def now() -> str:
    """Return the time, ISO 8601 in UTC with microseconds, so that it sorts as text."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def read_keeping(folder: Path) -> Keeping:
    """Return what a folder's ``shelf.json`` says; without a sound one, the garment's own date."""
    try:
        fields = json_value(read_bounded(folder / KEEPING_NAME, _MAX_BYTES))
        if not isinstance(fields, dict):
            return Keeping(_date_of(folder))
        added = datetime.fromisoformat(fields["added"]).astimezone(UTC)
        return Keeping(added.isoformat(timespec="microseconds"), fields.get("favourite") is True)
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return Keeping(_date_of(folder))


def write_keeping(folder: Path, keeping: Keeping) -> None:
    """Write ``shelf.json`` in one stroke.

    Raises
    ------
    OSError
        When it cannot be written; what was there stays.
    """
    fields = {"version": 1, "added": keeping.added, "favourite": keeping.favourite}
    draft = folder / f".{KEEPING_NAME}.new"
    try:
        draft.write_text(json.dumps(fields) + "\n", encoding="utf-8")
        os.replace(draft, folder / KEEPING_NAME)
    finally:
        draft.unlink(missing_ok=True)


def note_added(folder: Path) -> None:
    """Write ``shelf.json`` of a garment that is added now.

    Raises
    ------
    OSError
        When it cannot be written.
    """
    write_keeping(folder, Keeping(now()))


def _date_of(folder: Path) -> str:
    try:
        seconds = (folder / DESCRIPTION_NAME).stat().st_mtime
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
    except (OSError, ValueError, OverflowError):
        return datetime.fromtimestamp(0, UTC).isoformat(timespec="microseconds")
