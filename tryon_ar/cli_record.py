"""``tryon-ar record …``: parsing only; see :mod:`tryon_ar.commands.record`."""

from pathlib import Path
from typing import Annotated

import typer

from tryon_ar.cli_options import JsonOption

record_app = typer.Typer(
    help="Recordings left unfinished: list or repair them.", rich_markup_mode=None
)


@record_app.command("repair")
def record_repair(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="MP4 or MKV videos that were cut off."),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="OUT", help="The copy's name, for a single FILE."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Make a whole copy beside each video; the originals stay."""
    from tryon_ar.commands.record import repair_files

    raise typer.Exit(repair_files(files, output, as_json=json))


@record_app.command("unfinished")
def record_unfinished(json: JsonOption = False) -> None:
    """List the recordings in your videos that were never finished."""
    from tryon_ar.commands.record import list_unfinished

    raise typer.Exit(list_unfinished(as_json=json))
