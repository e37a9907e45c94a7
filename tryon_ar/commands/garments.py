"""``tryon-ar garment``: list, rename, like, remove, give away and take in garments."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tryon_ar.commands.console import note, progress_bar, say
from tryon_ar.core.errors import TryOnError, UsageError

if TYPE_CHECKING:
    from tryon_ar.garments.library.entry import LibraryEntry


def list_garments(*, as_json: bool, search: str = "", favourites: bool = False) -> int:
    """Print the garments, one a line: the person's own, newest first, then the built-in ones."""
    from tryon_ar.garments.library.library import Library

    words = search.encode(errors="replace").decode()  # a terminal may send any bytes
    with Library() as library:
        rows = library.shelf(words, favourites)
        problems = library.problems()
    for problem in problems:
        note(f"{problem.folder} is skipped: {problem.reason}")
    if as_json:
        document = {
            "version": 1,
            "garments": [_fields(row) for row in rows],
            "skipped": [{"folder": str(one.folder), "error": one.reason} for one in problems],
        }
        say(json.dumps(document, indent=2, ensure_ascii=False))
        return 0
    for row in rows:
        mark = "*" if row.favourite else " "
        say(f"{mark} {row.id:<24} {row.category:<12} {', '.join(row.colours):<20} {row.name}")
    return 0


def remove_garments(identifiers: Sequence[str], *, as_json: bool) -> int:
    """Delete garments from the library; the others are deleted although one cannot be."""
    from tryon_ar.garments.library.library import Library

    with Library() as library:
        return _each(identifiers, library.remove, "Removed", as_json=as_json)


def rename_garment(identifier: str, name: str, *, as_json: bool) -> int:
    """Call a garment by another name."""
    from tryon_ar.garments.library.library import Library

    with Library() as library:
        return _each(
            [identifier], lambda one: library.rename(one, name), "Renamed", as_json=as_json
        )


def mark_favourites(identifiers: Sequence[str], *, favourite: bool, as_json: bool) -> int:
    """Mark garments as favourites, or no longer."""
    from tryon_ar.garments.library.library import Library

    with Library() as library:
        return _each(
            identifiers,
            lambda one: library.set_favourite(one, favourite),
            "Marked" if favourite else "Unmarked",
            as_json=as_json,
        )


def export_garments(identifiers: Sequence[str], output: Path, *, as_json: bool) -> int:
    """Write garments into one pack."""
    from tryon_ar.garments.library.library import Library

    if output.suffix.lower() != ".zip":
        raise UsageError(f"A pack is a .zip file, not {output.name!r}.", "Name one with -o.")
    wanted = list(dict.fromkeys(identifiers))
    with Library() as library:
        library.export_pack(wanted, output)
    if as_json:
        say(json.dumps({"version": 1, "pack": str(output), "garments": wanted}, indent=2))
    else:
        say(f"Wrote {output} ({_count(len(wanted))}).")
    return 0


def import_garments(pack: Path, *, as_json: bool) -> int:
    """Take the garments of a pack into the library."""
    from tryon_ar.garments.library.library import Library

    with Library() as library, progress_bar("Checking") as advance:
        garments = library.import_pack(pack, advance)
    if as_json:
        rows = [{"id": one.id, "name": one.name, "category": one.category} for one in garments]
        say(json.dumps({"version": 1, "garments": rows}, indent=2, ensure_ascii=False))
        return 0
    for garment in garments:
        say(f"Added {garment.id}: {garment.name} ({garment.category}).")
    return 0


def _fields(row: "LibraryEntry") -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "category": row.category,
        "colours": list(row.colours),
        "favourite": row.favourite,
        "builtin": row.builtin,
        "variant_of": row.variant_of,
        "warnings": list(row.warnings),
        "added": row.added or None,
        "folder": str(row.folder),
    }


def _each(
    identifiers: Sequence[str], do: Callable[[str], None], said: str, *, as_json: bool
) -> int:
    """Do something with each garment; return the exit code of the first that failed."""
    rows: list[dict[str, object]] = []
    code = 0
    for identifier in dict.fromkeys(identifiers):
        problem: str | None = None
        try:
            do(identifier)
            if not as_json:
                say(f"{said} {identifier}.")
        except TryOnError as error:
            problem, code = str(error), code or error.exit_code
            note(str(error))
        rows.append({"id": identifier, "error": problem})
    if as_json:
        say(json.dumps({"version": 1, "garments": rows}, indent=2, ensure_ascii=False))
    return code


def _count(number: int) -> str:
    return "1 garment" if number == 1 else f"{number} garments"
