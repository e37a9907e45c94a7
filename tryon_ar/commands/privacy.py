"""``tryon-ar privacy``: what is stored on this machine, and wiping it."""

import json
import sys
from collections.abc import Sequence

from tryon_ar.commands.console import note, say
from tryon_ar.core.errors import DataInUse, OutputUnwritable, UsageError
from tryon_ar.core.stored_data import (
    Kind,
    Place,
    open_mirrors,
    stored_places,
    wipe,
    wiped_kinds,
)

_UNITS = ("bytes", "KB", "MB", "GB")
_NOTHING = "Nothing of this leaves the machine; PRIVACY.md says what is done for that."


def report(*, as_json: bool) -> int:
    """Say what is stored where, how much, since when."""
    places = stored_places()
    if as_json:
        rows = [
            {
                "title": one.title,
                "about": one.about,
                "where": str(one.where),
                "kind": one.kind,
                "files": len(one.files),
                "bytes": one.size_bytes,
                "since": one.since.isoformat(timespec="seconds") if one.since else None,
            }
            for one in places
        ]
        say(json.dumps({"version": 1, "stored": rows}, indent=2))
        return 0
    for one in places:
        say(f"{one.title}: {amount(one)}")
        say(f"    {one.about}")
        say(f"    {one.where}")
    say(_NOTHING)
    return 0


def wipe_stored(*, yes: bool, keep_garments: bool, with_recordings: bool) -> int:
    """Delete what the program keeps, having said what that is and asked.

    Raises
    ------
    DataInUse
        While a mirror is open or a recording is being made.
    UsageError
        When nobody can be asked.
    OutputUnwritable
        When something could not be deleted; all else was.
    """
    _check_unused()
    kinds = wiped_kinds(keep_garments=keep_garments, with_recordings=with_recordings)
    places = stored_places()
    going = [one for one in places if one.kind in kinds and (one.files or one.folders)]
    staying = [one for one in places if one not in going and one.files]
    if not going:
        say("There is nothing to delete.")
        return 0
    say("This goes, for good:")
    for one in going:
        say(f"    {one.title}: {amount(one)}, {one.where}")
    if staying:
        say("This stays:")
        for one in staying:
            say(f"    {one.title}: {amount(one)}, {one.where}")
    if not yes and not _agreed():
        note("nothing was deleted.")
        return 1
    _check_unused()
    _delete(places, kinds)
    say("Deleted.")
    return 0


class Wiping:
    """A wipe that was asked for in the window, for after it has closed."""

    def __init__(self) -> None:
        self._kinds: set[Kind] = set()

    def ask(self, keep_garments: bool, with_recordings: bool) -> None:
        """Have what is stored deleted later."""
        self._kinds = wiped_kinds(keep_garments=keep_garments, with_recordings=with_recordings)

    def carry_out(self) -> None:
        """Delete it, if that was asked for.

        Raises
        ------
        DataInUse
            When another mirror was opened meanwhile; nothing is deleted then.
        OutputUnwritable
            When something could not be deleted; all else was.
        """
        if self._kinds:
            _check_unused()
            _delete(stored_places(), self._kinds)


def amount(place: Place) -> str:
    """Return how much is in a place, as ``3 files, 1.2 MB, since 2026-11-01``."""
    if not place.files:
        return "nothing"
    size, unit = float(place.size_bytes), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    count = "1 file" if len(place.files) == 1 else f"{len(place.files)} files"
    since = f", since {place.since:%Y-%m-%d}" if place.since else ""
    return f"{count}, {size:.3g} {_UNITS[unit]}{since}"


def _delete(places: Sequence[Place], kinds: set[Kind]) -> None:
    from tryon_ar.core.log import configure

    configure(None)  # the log goes too
    left = wipe(places, kinds)
    if left:
        told = f"{left[0]} could not be deleted."
        if len(left) > 1:
            told = f"{len(left)} files or folders could not be deleted, such as {left[0]}."
        raise OutputUnwritable(told, "All else was. Delete what is left by hand, or as its owner.")


def _check_unused() -> None:
    from tryon_ar.recording.held import written_now

    if open_mirrors():
        raise DataInUse("A mirror is open.", "Close it first; nothing was deleted.")
    if any(written_now(place.files) for place in stored_places() if place.kind == "media"):
        raise DataInUse("A recording is being made.", "Wait for its end; nothing was deleted.")


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise UsageError("Nobody can be asked here.", "Add --yes to delete without being asked.")
    try:
        return input("Delete it? Type yes: ").strip().lower() in ("yes", "y")
    except EOFError:  # Ctrl+D
        return False
