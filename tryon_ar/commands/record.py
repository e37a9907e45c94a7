"""``tryon-ar record``: find and repair recordings that a crash left unfinished."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tryon_ar.commands.console import note, progress_bar, say
from tryon_ar.core import paths
from tryon_ar.core.errors import TryOnError, UsageError

if TYPE_CHECKING:
    from tryon_ar.recording.repair import Repaired


def repair_files(files: Sequence[Path], output: Path | None, *, as_json: bool) -> int:
    """Repair videos one after the other; the others are repaired although one cannot be.

    Returns
    -------
    int
        0, or the exit code of the first that failed.
    """
    if output is not None and len(files) > 1:
        raise UsageError("One name is given for several copies.", "Leave -o out.")
    rows: list[dict[str, object]] = []
    code = 0
    for path in dict.fromkeys(files):
        try:
            repaired = _repair(path, output)
        except TryOnError as error:
            code = code or error.exit_code
            rows.append({"file": str(path), "whole": False, "error": str(error)})
            note(str(error))
            continue
        rows.append(_fields(path, repaired))
        if not as_json:
            say(_said(path, repaired))
    if as_json:
        say(json.dumps({"version": 1, "videos": rows}, indent=2, ensure_ascii=False))
    return code


def list_unfinished(*, as_json: bool) -> int:
    """Print the unfinished recordings of the videos folder, newest first."""
    from tryon_ar.recording.unfinished import unfinished_recordings

    found = unfinished_recordings([paths.videos_folder()])
    if as_json:
        document = {"version": 1, "videos": [str(path) for path in found]}
        say(json.dumps(document, indent=2, ensure_ascii=False))
        return 0
    for path in found:
        say(str(path))
    if not found:
        note(f"all recordings in {paths.videos_folder()} are finished.")
    return 0


def _repair(path: Path, output: Path | None) -> "Repaired | None":
    from tryon_ar.recording.repair import repair

    with progress_bar("Repairing") as advance:
        return repair(path, output, lambda fraction: advance(fraction, path.name))


def _fields(path: Path, repaired: "Repaired | None") -> dict[str, object]:
    if repaired is None:
        return {"file": str(path), "whole": True, "error": None}
    return {
        "file": str(path),
        "whole": False,
        "error": None,
        "repaired": str(repaired.path),
        "pictures": repaired.pictures,
        "seconds": round(repaired.seconds, 3),
        "sound": repaired.has_sound,
    }


def _said(path: Path, repaired: "Repaired | None") -> str:
    if repaired is None:
        return f"{path} is whole: nothing to repair."
    sound = "with sound" if repaired.has_sound else "without sound"
    return f"Wrote {repaired.path} ({repaired.seconds:.1f} s, {sound})."
