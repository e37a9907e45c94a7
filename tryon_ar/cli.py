"""The command line: parsing only; what a command does is in :mod:`tryon_ar.commands`.

Heavy libraries are imported inside the commands, so that ``--help`` answers at once.
"""

import contextlib
import io
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from tryon_ar.cli_garment import garment_app
from tryon_ar.cli_options import (
    DebugOption,
    FacesOption,
    FullscreenOption,
    GarmentOption,
    JsonOption,
    KioskOption,
    LayersOption,
    LightChoice,
    LightOption,
    OutputOption,
    ProviderOption,
    QuitOption,
    RecordOption,
    ReportOption,
    SafeModeOption,
    SetOption,
    SizeOption,
    SourceArgument,
    SourceOption,
    StopOption,
    SwayChoice,
    SwayOption,
    TuckOption,
    VersionOption,
)
from tryon_ar.cli_privacy import privacy_app
from tryon_ar.cli_record import record_app
from tryon_ar.cli_settings import settings_app
from tryon_ar.commands.console import incidents_noted
from tryon_ar.commands.unexpected import report_unexpected
from tryon_ar.core.errors import TryOnError
from tryon_ar.core.log import configure
from tryon_ar.core.paths import user_data_folder
from tryon_ar.core.standard_streams import NOBODY_READS, complain

EXIT_CODES = (
    "Exit codes: 0 ok · 1 cannot run here · 2 usage · 3 no camera or source · 4 denied · 5 busy · "
    "6 disk · 7 bad image or garment · 8 model · 9 nobody in the picture · "
    "128 + n ended by signal n."
)

_HELP = """A live, local mirror that dresses the person in front of the camera.

Without a command it opens the mirror. Where there is no display, the dressed picture goes to a file
instead: --record, or a new one among your videos or pictures.
"""

_app = typer.Typer(
    name="tryon-ar",
    help=_HELP,
    epilog=EXIT_CODES,
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # boxes in the help would take as long to import as all the rest
)
_models = typer.Typer(help="The tracker's networks: fetch or check them.", rich_markup_mode=None)
_app.add_typer(_models, name="models")
_app.add_typer(garment_app, name="garment")
_app.add_typer(record_app, name="record")
_app.add_typer(settings_app, name="settings")
_app.add_typer(privacy_app, name="privacy")


@_app.callback(invoke_without_command=True)
def mirror(
    context: typer.Context,
    source: SourceOption = None,
    garment: GarmentOption = [],  # noqa: B006 the command line fills a new list
    fullscreen: FullscreenOption = False,
    kiosk: KioskOption = False,
    record: RecordOption = None,
    seconds: QuitOption = None,
    safe_mode: SafeModeOption = False,
    size: SizeOption = None,
    tuck: TuckOption = False,
    sway: SwayChoice = None,
    light: LightChoice = None,
    settings: SetOption = [],  # noqa: B006 the command line fills a new list
    report: ReportOption = None,
    provider: ProviderOption = "auto",
    debug: DebugOption = False,
    version: VersionOption = False,
) -> None:
    """Open the mirror. Without a display the dressed demo is recorded to a file instead."""
    if version:
        import tryon_ar

        typer.echo(tryon_ar.__version__)
        raise typer.Exit
    configure(user_data_folder() / "logs", debug=debug)
    if context.invoked_subcommand is not None:
        return
    from tryon_ar.commands.mirror import MirrorOptions, open_mirror
    from tryon_ar.commands.settings import dressing_of, settings_of_run

    now = settings_of_run(settings, source=source, sway=sway, light=light)
    options = MirrorOptions(
        source=source,
        garments=tuple(garment),
        fullscreen=fullscreen or kiosk,
        kiosk=kiosk,
        record=record,
        seconds=seconds,
        report=report,
        provider=provider,
        dressing=dressing_of(now.current, size=size, tuck=tuck),
        settings=now,
        safe_mode=safe_mode,
    )
    raise typer.Exit(open_mirror(options))


@_app.command()
def render(
    source: SourceArgument,
    garment: GarmentOption,
    output: OutputOption,
    size: SizeOption = None,
    tuck: TuckOption = False,
    sway: SwayOption = True,
    light: LightOption = 100.0,
    faces: FacesOption = None,
    layers: LayersOption = None,
    report: ReportOption = None,
    provider: ProviderOption = "auto",
    seconds: StopOption = None,
    debug: DebugOption = False,
) -> None:
    """Dress a photo, video, folder or stream and write the result."""
    configure(user_data_folder() / "logs", debug=debug)
    from tryon_ar.commands.checks import checked_faces
    from tryon_ar.commands.dressing import dressing_options
    from tryon_ar.commands.render import RenderOptions, render_source

    options = RenderOptions(
        source=source,
        garments=tuple(garment),
        output=output,
        layers=layers,
        report=report,
        provider=provider,
        seconds=seconds,
        dressing=dressing_options(size=size, tuck=tuck, sway=sway, light=light),
        faces=checked_faces(faces),
    )
    raise typer.Exit(render_source(options))


@_models.command("fetch")
def models_fetch(json: JsonOption = False) -> None:
    """Fetch the tracker's networks, unless they are here and sound."""
    from tryon_ar.commands.models import fetch_models

    raise typer.Exit(fetch_models(as_json=json))


@_models.command("verify")
def models_verify(json: JsonOption = False) -> None:
    """Check the hashes of the tracker's networks."""
    from tryon_ar.commands.models import verify_models

    raise typer.Exit(verify_models(as_json=json))


@_app.command("parse")
def parse_photo(
    photo: Annotated[Path, typer.Argument(metavar="PHOTO", help="A picture of a person.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="LABELS.png", help="Where the labels go.")
    ],
    provider: ProviderOption = "auto",
    json: JsonOption = False,
) -> None:
    """Write what every pixel of a photographed person is.

    Values: 0 background, 1 hair, 2 face, 3 neck, 4 arms, 5 upper clothes, 6 lower clothes, 7 legs.
    """
    from tryon_ar.commands.parse import write_labels

    raise typer.Exit(write_labels(photo, output, provider=provider, as_json=json))


@_app.command()
def evaluate(
    suites: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SUITE",
            help="pairs, parsing, rig, clips, leak, looks; else all that DIR has data for.",
        ),
    ] = None,
    data: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of photos, clips and rendered people.")
    ] = Path("data"),
    report: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write a page with all figures and pictures there."),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Measure quality on photos, real clips and rendered people."""
    from tryon_ar.commands.evaluate import evaluate_suites

    raise typer.Exit(evaluate_suites(suites or [], data, as_json=json, report=report))


@_app.command()
def doctor(json: JsonOption = False) -> None:
    """Say what works here: cameras, encoders, networks, folders."""
    from tryon_ar.commands.doctor import examine

    raise typer.Exit(examine(as_json=json))


@_app.command()
def bench(json: JsonOption = False) -> None:
    """Measure how fast the parts are here, beside others' in one run."""
    from tryon_ar.commands.bench import run_bench

    raise typer.Exit(run_bench(as_json=json))


class _Stopped(BaseException):
    """The person or the system asked the program to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code; no traceback ever reaches the user."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # file names hold any letter
    try:
        with _stopping_politely(), incidents_noted():
            asked = _help_asked_for(arguments)
            if asked is not None:
                typer.echo(asked)
                return 0
            result = _app(arguments, prog_name="tryon-ar", standalone_mode=False)
    except TryOnError as error:
        complain(str(error))
        return error.exit_code
    except _Stopped as stopped:
        complain("stopped.")
        return stopped.exit_code
    except SystemExit:  # how the parser leaves where nobody reads what is printed
        return NOBODY_READS
    except Exception as error:  # noqa: BLE001 the top of the program
        return report_unexpected(error)
    return result if isinstance(result, int) else 0


def _help_asked_for(arguments: list[str]) -> str | None:
    """Return what ``command --help`` prints; None where anything else is wanted.

    Commands are looked up by name: going through the options of all that is above them loads a
    library for checking values, which takes as long as all the rest.
    """
    *names, last = arguments or [""]
    if last != "--help":
        return None
    command = typer.main.get_command(_app)
    context = command.context_class(command, info_name="tryon-ar")
    for name in names:
        found = getattr(command, "commands", {}).get(name)
        if found is None:
            return None
        command, context = found, found.context_class(found, info_name=name, parent=context)
    return str(command.get_help(context))


@contextlib.contextmanager
def _stopping_politely() -> Iterator[None]:
    """Turn Ctrl+C and a polite kill into an exception: files are finished or removed then."""

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        raise _Stopped(number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32":
        numbers.append(signal.SIGHUP)
    handled = [number for number in numbers if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, stop) for number in handled}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
