"""The ``garment`` commands: parsing only, as in :mod:`tryon_ar.cli`."""

from pathlib import Path
from typing import Annotated

import typer

from tryon_ar.cli_options import CategoryOption, IdsArgument, JsonOption

garment_app = typer.Typer(
    help="Garments: list them, make them of photos, hand them on.", rich_markup_mode=None
)


@garment_app.command("list")
def garment_list(
    search: Annotated[
        str, typer.Option(metavar="TEXT", help="Words in name, category or colours.")
    ] = "",
    favourites: Annotated[bool, typer.Option("--favourites", help="Only favourites.")] = False,
    json: JsonOption = False,
) -> None:
    """List garments: your own, newest first, then the built-in ones."""
    from tryon_ar.commands.garments import list_garments

    raise typer.Exit(list_garments(as_json=json, search=search, favourites=favourites))


@garment_app.command("add")
def garment_add(
    photos: Annotated[list[Path], typer.Argument(metavar="PHOTO", help="Product photos.")],
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What to call it; else by its file or its look."),
    ] = None,
    category: CategoryOption = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also photos that are in the library already.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Cut garments out of photos and keep them in the library."""
    from tryon_ar.commands.garment_add import add_photos

    raise typer.Exit(add_photos(photos, name=name, category=category, again=again, as_json=json))


@garment_app.command("inspect")
def garment_inspect(
    photo: Annotated[Path, typer.Argument(metavar="PHOTO", help="A product photo.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the pictures.")
    ],
    category: CategoryOption = None,
    json: JsonOption = False,
) -> None:
    """Write what is read off a product photo, without keeping it.

    The folder gets garment.json, alpha.png, parts.png, the photo, and overlay.png, which shows all
    of it together.
    """
    from tryon_ar.commands.garment_inspect import inspect_photo

    raise typer.Exit(inspect_photo(photo, output, category=category, as_json=json))


@garment_app.command("remove")
def garment_remove(garments: IdsArgument, json: JsonOption = False) -> None:
    """Delete garments from the library for good."""
    from tryon_ar.commands.garments import remove_garments

    raise typer.Exit(remove_garments(garments, as_json=json))


@garment_app.command("rename")
def garment_rename(
    garment: Annotated[str, typer.Argument(metavar="ID", help="The garment's id.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its new name.")],
    json: JsonOption = False,
) -> None:
    """Call a garment of the library by another name; its id stays."""
    from tryon_ar.commands.garments import rename_garment

    raise typer.Exit(rename_garment(garment, name, as_json=json))


@garment_app.command("favourite")
def garment_favourite(
    garments: IdsArgument,
    remove: Annotated[bool, typer.Option("--remove", help="No longer favourites.")] = False,
    json: JsonOption = False,
) -> None:
    """Mark garments as favourites."""
    from tryon_ar.commands.garments import mark_favourites

    raise typer.Exit(mark_favourites(garments, favourite=not remove, as_json=json))


@garment_app.command("export")
def garment_export(
    garments: IdsArgument,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PACK.zip", help="The pack to write.")
    ],
    json: JsonOption = False,
) -> None:
    """Write garments into a pack that others can import."""
    from tryon_ar.commands.garments import export_garments

    raise typer.Exit(export_garments(garments, output, as_json=json))


@garment_app.command("import")
def garment_import(
    pack: Annotated[Path, typer.Argument(metavar="PACK.zip", help="What export wrote.")],
    json: JsonOption = False,
) -> None:
    """Take the garments of a pack into the library."""
    from tryon_ar.commands.garments import import_garments

    raise typer.Exit(import_garments(pack, as_json=json))
