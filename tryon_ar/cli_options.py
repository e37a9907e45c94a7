"""Options that several commands share, and those of the mirror and of rendering."""

from pathlib import Path
from typing import Annotated

import typer

GarmentOption = Annotated[
    list[str],
    typer.Option(
        "--garment", "-g", metavar="GARMENT", help="Id, folder or photo; repeat to wear several."
    ),
]
CategoryOption = Annotated[
    str | None,
    typer.Option(metavar="KIND", help="What it is, where you know better: dress, polo …"),
]
IdsArgument = Annotated[
    list[str], typer.Argument(metavar="ID", help="Ids, as `tryon-ar garment list` says them.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Log everything to stderr.")]
ProviderOption = Annotated[
    str, typer.Option(metavar="auto|cpu|cuda", help="What parser and blend run on.")
]
ReportOption = Annotated[Path | None, typer.Option(metavar="FILE", help="Write a report as JSON.")]
SizeOption = Annotated[
    str | None, typer.Option(metavar="S", help="A size of the garment's own chart; else what fits.")
]
TuckOption = Annotated[
    bool, typer.Option("--tuck/--no-tuck", help="Tuck tops into what is worn below.")
]
SwayOption = Annotated[
    bool, typer.Option("--sway/--no-sway", help="Let skirts and hems swing with motion.")
]
SwayChoice = Annotated[
    bool | None, typer.Option("--sway/--no-sway", help="Let skirts and hems swing with motion.")
]
LightChoice = Annotated[
    float | None, typer.Option(metavar="0..100", help="Strength of the room's light on garments.")
]
SetOption = Annotated[
    list[str],
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="A setting for this run alone, as look.theme=light; `tryon-ar settings` has all.",
    ),
]
FacesOption = Annotated[
    str | None,
    typer.Option(
        metavar="keep|blur|crop", help="Faces in what is written; else as the settings say."
    ),
]
LightOption = Annotated[
    float, typer.Option(metavar="0..100", help="Strength of the room's light on garments.")
]

# The mirror's own.
SourceOption = Annotated[
    str | None,
    typer.Option(
        metavar="SOURCE", help="camera:0, camera:NAME, a file, folder, stream address, or demo."
    ),
]
FullscreenOption = Annotated[bool, typer.Option("--fullscreen", help="Fill the screen.")]
KioskOption = Annotated[
    bool, typer.Option("--kiosk", help="For a shop: full screen, reset when left alone.")
]
RecordOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Record to this MP4 or MKV file at once, with what --set capture.codec=av1, "
        "capture.microphone=yes or capture.keep_clean=yes ask for.",
    ),
]
QuitOption = Annotated[float | None, typer.Option(metavar="N", help="Quit after so many seconds.")]
SafeModeOption = Annotated[
    bool,
    typer.Option(
        "--safe-mode",
        help="Usual settings, processor only, no camera but a named one or a kiosk's.",
    ),
]
VersionOption = Annotated[bool, typer.Option("--version", help="Print the version.")]

# Rendering's own.
SourceArgument = Annotated[
    str, typer.Argument(metavar="SOURCE", help="Photo, video, folder, stream address or demo.")
]
OutputOption = Annotated[
    Path, typer.Option("--output", "-o", metavar="OUT", help="Picture, MP4/MKV or folder.")
]
LayersOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Also write each frame's labels and garment coverage."),
]
StopOption = Annotated[
    float | None, typer.Option(metavar="N", help="Stop after so many seconds of the source.")
]
