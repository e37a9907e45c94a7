"""``tryon-ar`` itself: the live mirror, or a recording of it where there is no display."""

import logging
import os
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tryon_ar.commands.checks import check_provider, check_seconds
from tryon_ar.commands.console import fetching_models, note, say
from tryon_ar.commands.cores import parser_threads, share_cores
from tryon_ar.commands.dressing import check_size
from tryon_ar.commands.faces import face_finder
from tryon_ar.commands.privacy import Wiping
from tryon_ar.commands.providers import usable_provider
from tryon_ar.commands.safe_mode import after_last_run, watch_for_crashes
from tryon_ar.commands.settings import settings_of_run
from tryon_ar.core.crash import CrashWatch
from tryon_ar.core.display import check_platform, display_problem
from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.errors import TryOnError, UnknownGarment, UsageError
from tryon_ar.core.held_signals import signals_held
from tryon_ar.core.limits import check_memory_limit
from tryon_ar.core.privacy import private_files
from tryon_ar.core.types import DressedFrame
from tryon_ar.recording.output import check_writable
from tryon_ar.recording.video import VIDEO_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tryon_ar.core.settings.file import SettingsFile
    from tryon_ar.garments.cutting.cutter import Cut
    from tryon_ar.garments.garment import Garment
    from tryon_ar.garments.library.library import Library
    from tryon_ar.gui.options import WindowParts
    from tryon_ar.runtime.metrics import MetricsSnapshot
    from tryon_ar.runtime.stages import DressStage, ParseStage, SessionParts, TrackStage

_log = logging.getLogger(__name__)
_FIRST_GARMENT = "tee-striped"


@dataclass(frozen=True, slots=True)
class MirrorOptions:
    """What the mirror was asked for; see the command's help."""

    source: str | None = None
    garments: tuple[str, ...] = ()
    fullscreen: bool = False
    kiosk: bool = False
    record: Path | None = None
    seconds: float | None = None
    report: Path | None = None
    provider: str = "auto"
    dressing: DressingOptions = USUAL_DRESSING
    settings: "SettingsFile | None" = None
    safe_mode: bool = False


def open_mirror(options: MirrorOptions) -> int:
    """Open the window, or record the dressed source where no window can be opened.

    Raises
    ------
    TryOnError
        When a garment, source or output named cannot be used.
    """
    check_provider(options.provider)
    check_seconds(options.seconds)
    check_memory_limit()
    if options.record and options.record.suffix.lower() not in VIDEO_SUFFIXES:
        raise UsageError(f"{options.record} is not a video's name.", "End it in .mp4 or .mkv.")
    for path in (options.record, options.report):
        if path is not None:
            check_writable(path)
    problem = display_problem()
    if problem:
        return _record_instead(options, problem)
    check_platform()
    wiping = Wiping()
    try:
        with private_files(), watch_for_crashes() as watch:
            return _open_window(after_last_run(options, watch), watch, wiping)
    finally:  # whoever asked for it believes that it is gone, however the run has ended
        _wipe(wiping)


def _wipe(wiping: Wiping) -> None:
    """Delete what the window was asked to; say so in a dialog as well where that is refused."""
    try:
        wiping.carry_out()
    except TryOnError as error:
        from tryon_ar.gui.wipe_failed import tell_of_failed_wipe

        tell_of_failed_wipe(error)
        raise


def _record_instead(options: MirrorOptions, problem: str) -> int:
    """Do the main job without a window: dress the source and record it."""
    from tryon_ar.capture.opening import without_password
    from tryon_ar.commands.render import RenderOptions, render_source
    from tryon_ar.recording.naming import discard_reserved

    source = options.source or "demo"
    output = options.record or _new_output(source)
    named = without_password(source)
    note(f"no window can be opened: {problem}. Recording the dressed {named} instead.")
    try:
        return render_source(
            RenderOptions(
                source=source,
                garments=options.garments or (_FIRST_GARMENT,),
                output=output,
                report=options.report,
                provider=options.provider,
                seconds=options.seconds,
                dressing=options.dressing,
                faces=(options.settings or settings_of_run()).current.capture.faces,
                brief=True,
            )
        )
    finally:
        if options.record is None:
            discard_reserved(output)


def _new_output(source: str) -> Path:
    """Return an unused file, or folder, in the user's own for what a source becomes."""
    from tryon_ar.core.images import PICTURE_SUFFIXES
    from tryon_ar.recording.naming import new_picture_path, new_video_path

    path = Path(source)
    if path.suffix.lower() in PICTURE_SUFFIXES and os.path.isfile(path):
        return new_picture_path()
    if not os.path.isdir(path):
        return new_video_path()
    reserved = new_picture_path(suffix="")
    reserved.unlink()
    return reserved


def _open_window(options: MirrorOptions, watch: CrashWatch, wiping: Wiping) -> int:
    from tryon_ar.garments.lookup import find_garment

    with signals_held():
        from tryon_ar.gui.application import run_window
    from tryon_ar.gui.options import WindowOptions

    if any(map(os.path.isfile, options.garments)):
        fetching_models()  # with its progress: whether a photo shows a person is asked first
    with face_finder() as face_in:
        # A misspelt one is an error now, not a message later.
        garments = [find_garment(name, face_in=face_in) for name in options.garments]
    check_size(options.dressing.size, garments)
    if options.source is not None:
        _check_source(options.source)
    fetching_models()
    run = _LiveRun(options, watch.running)
    parts = replace(_window_parts(options, run), on_wipe=wiping.ask)
    code = run_window(
        parts,
        WindowOptions(
            source=options.source,
            garments=options.garments or (_FIRST_GARMENT,),
            fullscreen=options.fullscreen,
            kiosk=options.kiosk,
            seconds=options.seconds,
            record=options.record,
            mirrored=parts.settings.current.mirror.mirrored,
            dressing=options.dressing,
            safe_mode=options.safe_mode,
            welcome=options.source is None and options.seconds is None and options.record is None,
        ),
    )
    run.write_report()
    return code


class _LiveRun:
    """What a window's run leaves behind: a line in the log and the report asked for."""

    def __init__(self, options: MirrorOptions, running: "Callable[[], None]") -> None:
        from tryon_ar.pipeline.report import Report

        self._path = options.report
        self._report = Report(options.source or "default", list(options.garments))
        self._first_told = False
        self._running = running
        self._last: MetricsSnapshot | None = None

    def dressed(self, dressed: DressedFrame) -> None:
        """Take a frame, in the renderer's thread."""
        self._running()
        if dressed.coverage is not None and not self._first_told:
            self._first_told = True
            _log.info("first dressed frame")
        if self._path is not None:
            self._report.add(dressed)

    def closed(self, last: "MetricsSnapshot") -> None:
        """Take the last figures."""
        self._last = last

    def write_report(self) -> None:
        """Write the report, if one was asked for and the window ran."""
        if self._path is None or self._last is None:
            return
        self._report.write(
            self._path,
            {"blend": self._last.provider, "pose": "MediaPipe (CPU)"},
            unique_fps=round(self._last.dressed_fps, 2),
            capture_fps=round(self._last.capture_fps, 2),
            painted=self._last.shown,
        )
        say(f"Wrote {self._path}.")


@signals_held()
def _window_parts(options: MirrorOptions, run: _LiveRun) -> "WindowParts":
    """Put the window together."""
    from tryon_ar.garments.builtin import builtin_summaries
    from tryon_ar.garments.library.library import Library
    from tryon_ar.gui.garment_editor import GarmentEditor
    from tryon_ar.gui.options import WindowParts

    library = Library()
    settings = options.settings or settings_of_run()
    return WindowParts(
        session=_session_parts(options.provider, settings, library),
        garments=builtin_summaries(),
        library=library,
        cut_photo=_cut_photo,
        make_editor=GarmentEditor,
        on_dressed=run.dressed,
        on_closed=run.closed,
        settings=settings,
    )


def _session_parts(provider: str, settings: "SettingsFile", library: "Library") -> "SessionParts":
    """Put the session together; stages are imported in their workers' threads."""
    from tryon_ar.runtime.stages import Pace, SessionParts

    now = settings.current.mirror
    return SessionParts(
        make_tracker=_make_tracker,
        make_parser=partial(_make_parser, provider),
        make_dresser=partial(_make_dresser, provider),
        make_still_tracker=partial(_make_tracker, still=True),
        make_still_parser=partial(_make_parser, provider, still=True),
        load_garment=partial(_load_garment, library),
        pace=Pace(now.width_px, now.quality),
    )


def _make_tracker(*, still: bool = False) -> "TrackStage":
    from tryon_ar.tracking.person_tracker import PersonTracker

    return PersonTracker(still=still)


def _make_parser(provider: str, *, still: bool = False) -> "ParseStage":
    from tryon_ar.pipeline.observer import PersonParser

    return PersonParser(
        still=still,
        provider=usable_provider(provider),
        threads=parser_threads(),
        forgiving=True,
    )


def _make_dresser(provider: str) -> "DressStage":
    from tryon_ar.pipeline.dresser import Dresser

    share_cores()
    return Dresser(provider=usable_provider(provider))


def _load_garment(library: "Library", name: str) -> "Garment":
    """Return a garment of the library or shelf by its id, or what else a person may name."""
    from tryon_ar.garments.lookup import find_garment

    try:
        return library.load(name)
    except UnknownGarment:
        with face_finder() as face_in:
            return find_garment(name, face_in=face_in)


def _cut_photo(
    source: Path | bytes,
    *,
    name: str | None = None,
    progress: "Callable[[str, float], None] | None" = None,
) -> "Cut":
    """Cut a photo; the networks are loaded here, in the thread of imports.

    Notes
    -----
    What finds faces is opened for one photo at a time, and for those alone that have much of
    the colour of skin: nothing is left to close, in whatever thread, when the window goes.
    """
    from tryon_ar.garments.cutting.cutter import cut_photo

    with face_finder() as face_in:
        return cut_photo(source, name=name, progress=progress, face_in=face_in)


def _check_source(spec: str) -> None:
    """Refuse a source that does not exist or cannot be read.

    Raises
    ------
    TryOnError
        As opening it does. Cameras and streams are tried by the window itself, which plays
        the demo meanwhile.
    """
    from tryon_ar.capture.opening import open_source

    source = open_source(spec)
    if os.path.exists(spec) and not spec.startswith("/dev/"):
        with source:
            pass
