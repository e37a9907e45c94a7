"""Safe mode: the mirror with as little as can go wrong."""

import logging
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tryon_ar.core import paths
from tryon_ar.core.crash import CrashWatch, LastRun
from tryon_ar.core.display import shows_windows

if TYPE_CHECKING:
    from tryon_ar.commands.mirror import MirrorOptions
    from tryon_ar.core.settings.file import SettingsFile

_log = logging.getLogger(__name__)

# What the person sees by, without which the rest may be unreadable, and what protects people and
# shop: in no mode is a face saved that was to be hidden, or a kiosk left without its PIN.
_KEPT = ("look.", "kiosk.", "capture.faces", "start.welcomed")
# A kiosk is of no use to anybody without its camera, and without what visitors choose by.
_KEPT_IN_A_KIOSK = (*_KEPT, "mirror.source", "hands_free.")
# Two starts in safe mode have failed by then: the camera may be what ends them.
_TOO_MANY_FAILED_STARTS = 4
_OWN_PARSER = "TRYON_AR_PARSER"


def watch_for_crashes() -> CrashWatch:
    """Return what notes that the mirror is open, to be entered."""
    import tryon_ar

    logs = paths.user_data_folder() / "logs"
    return CrashWatch(paths.runs_folder(), logs, tryon_ar.__version__)


def after_last_run(options: "MirrorOptions", watch: CrashWatch) -> "MirrorOptions":
    """Return how to start after the run before: in safe mode where that is asked for or chosen.

    Nobody is asked where nobody may be there to answer: in a kiosk, without a screen, and with a
    source, a time or a recording given. There a start that failed twice goes on in safe mode by
    itself.
    """
    last = watch.last
    if options.safe_mode or last is None:
        return made_safe(options) if options.safe_mode else options
    if _unattended(options):
        return _unasked(options, last)
    from tryon_ar.commands.settings import settings_of_run
    from tryon_ar.gui.crash_dialog import ask_after_crash

    watch.asking()
    settings = options.settings or settings_of_run()
    safe = ask_after_crash(last, settings, find_unfinished)
    watch.starting()
    return made_safe(options) if safe else options


def _unasked(options: "MirrorOptions", last: LastRun) -> "MirrorOptions":
    """Decide without anybody, and leave word in the log."""
    report = f"; {last.report.name} says more" if last.report is not None else ""
    _log.warning("the run before did not end well: %s%s", last.ending, report)
    if not last.suggests_safe_mode:
        return options
    _log.warning("it ended %d times in a row before a picture: safe mode", last.failed_starts)
    return made_safe(options, last.failed_starts)


def _unattended(options: "MirrorOptions") -> bool:
    given = (options.source, options.seconds, options.record)
    return options.kiosk or not shows_windows() or any(one is not None for one in given)


def made_safe(options: "MirrorOptions", failed_starts: int = 0) -> "MirrorOptions":
    """Return options for the processor alone, usual settings, and no source but a named one.

    The environment loses what would load a parser of the person's own. A kiosk, where nobody is
    there to choose one, keeps its camera and hand control, until so many starts in a row have
    failed that even the camera is left out.
    """
    os.environ.pop(_OWN_PARSER, None)
    keeps_camera = options.kiosk and failed_starts < _TOO_MANY_FAILED_STARTS
    return replace(
        options,
        safe_mode=True,
        provider="cpu",
        source=options.source or (None if keeps_camera else "demo"),
        settings=usual_settings(options.settings, kiosk=options.kiosk),
    )


def usual_settings(of_run: "SettingsFile | None" = None, *, kiosk: bool = False) -> "SettingsFile":
    """Return settings for this run alone: as usual, but for those of looks and of protection.

    Parameters
    ----------
    of_run : SettingsFile, optional
        What would hold otherwise; read anew without it. The file keeps its own.
    kiosk : bool
        Whether what visitors need stays as well.
    """
    from tryon_ar.commands.settings import settings_of_run
    from tryon_ar.core.settings.declared import declared_settings
    from tryon_ar.core.settings.file import SettingsFile

    run = of_run or settings_of_run()
    kept = _KEPT_IN_A_KIOSK if kiosk else _KEPT
    overrides = {}
    for one in declared_settings():
        if not one.key.startswith(kept):
            overrides[one.key] = one.default
        elif one.key in run.overridden:
            overrides[one.key] = run.current.value_of(one.key)
    return SettingsFile(overrides=overrides)


def find_unfinished() -> Sequence[Path]:
    """Return recordings of the person's own folder that were left unfinished."""
    from tryon_ar.recording.unfinished import unfinished_recordings

    return unfinished_recordings([paths.videos_folder()])
