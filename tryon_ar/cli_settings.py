"""``tryon-ar settings …``: parsing only; see :mod:`tryon_ar.commands.settings`."""

from typing import Annotated

import typer

from tryon_ar.cli_options import JsonOption

settings_app = typer.Typer(
    help="Settings: list them all, set one, or reset.", rich_markup_mode=None
)

KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="As look.theme.")]


@settings_app.callback(invoke_without_command=True)
def list_settings(context: typer.Context, json: JsonOption = False) -> None:
    """List all settings, or change them with set and reset."""
    if context.invoked_subcommand is not None:
        return
    from tryon_ar.commands import settings

    raise typer.Exit(settings.list_settings(as_json=json))


@settings_app.command("set")
def set_setting(
    key: KeyArgument, value: Annotated[str, typer.Argument(metavar="VALUE", help="Its new value.")]
) -> None:
    """Change one setting."""
    from tryon_ar.commands import settings

    raise typer.Exit(settings.set_setting(key, value))


@settings_app.command("reset")
def reset_settings(
    key: Annotated[
        str | None, typer.Argument(metavar="KEY", help="As look.theme; all without one.")
    ] = None,
) -> None:
    """Give one setting, or all, the usual value again."""
    from tryon_ar.commands import settings

    raise typer.Exit(settings.reset_settings(key))
