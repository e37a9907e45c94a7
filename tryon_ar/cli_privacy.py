"""``tryon-ar privacy …``: parsing only; see :mod:`tryon_ar.commands.privacy`."""

from typing import Annotated

import typer

from tryon_ar.cli_options import JsonOption

privacy_app = typer.Typer(
    help="What is stored of you on this machine, and wiping it.",
    rich_markup_mode=None,
    no_args_is_help=True,
)


@privacy_app.command("report")
def report_stored(json: JsonOption = False) -> None:
    """Say what is stored where, how much, and since when."""
    from tryon_ar.commands import privacy

    raise typer.Exit(privacy.report(as_json=json))


@privacy_app.command("wipe")
def wipe_stored(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    keep_garments: Annotated[
        bool, typer.Option("--keep-garments", help="Leave your garments and looks.")
    ] = False,
    recordings: Annotated[
        bool,
        typer.Option("--recordings", help="Also the pictures and videos in your own folders."),
    ] = False,
) -> None:
    """Delete what is stored; it says what goes and asks first.

    That is settings, garments, logs, crash reports, caches, and what a kiosk took or was just
    deleted. The tracker's networks stay.
    """
    from tryon_ar.commands import privacy

    raise typer.Exit(
        privacy.wipe_stored(yes=yes, keep_garments=keep_garments, with_recordings=recordings)
    )
