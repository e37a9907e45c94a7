"""``tryon-ar record …``: parsing only; see :mod:`tryon_ar.commands.record`."""

from pathlib import Path
from typing import Annotated

import typer

from tryon_ar.cli_options import JsonOption

record_app = typer.Typer(help="Recordings that a crash left unfinished.", rich_markup_mode=None)


@record_app.command("repair")
def record_repair(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="MP4 or MKV videos that were cut off."),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="The copy's name, for a single FILE."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Make a clean, seekable copy beside each video; the originals stay as they are."""
    from tryon_ar.commands.record import repair_files

    raise typer.Exit(repair_files(files, output, as_json=json))


@record_app.command("unfinished")
def record_unfinished(json: JsonOption = False) -> None:
    """List the recordings in the videos folder that were never finished."""
    from tryon_ar.commands.record import list_unfinished

    raise typer.Exit(list_unfinished(as_json=json))
