"""``tryon-ar evaluate``: quality measured on photos, real clips and rendered people."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tryon_ar.commands.console import fetching_models, note, say
from tryon_ar.core.errors import MissingResource, UsageError

if TYPE_CHECKING:
    from tryon_ar.evaluation.album import Album

_PAGE, _FIGURES, _SHEETS = "index.html", "figures.json", "sheets"
_GIT_S = 5.0


def _pairs(data: Path, album: Album) -> dict[str, Any]:
    from tryon_ar.evaluation.pairs_suite import measure_pairs

    return measure_pairs(data, album)


def _parsing(data: Path, _album: Album) -> dict[str, Any]:
    from tryon_ar.evaluation.parsing_suite import measure_parsing

    return measure_parsing(data)


def _rig(data: Path, _album: Album) -> dict[str, Any]:
    from tryon_ar.evaluation.rig_suite import measure_rig

    return measure_rig(data)


def _clips(data: Path, _album: Album) -> dict[str, Any]:
    from tryon_ar.evaluation.clips_suite import measure_clips
    from tryon_ar.evaluation.stillness_suite import measure_stillness

    return {
        "filtered": measure_clips(data),
        "unfiltered": measure_clips(data, filtered=False),
        "stillness": measure_stillness(data),
    }


def _leak(data: Path, _album: Album) -> dict[str, Any]:
    from tryon_ar.evaluation.leak_suite import measure_leak

    return measure_leak(data)


def _looks(data: Path, album: Album) -> dict[str, Any]:
    from tryon_ar.evaluation.looks_suite import measure_looks

    return measure_looks(data, album)


Suite = Callable[[Path, "Album"], dict[str, Any]]
SUITES: dict[str, Suite] = {
    "pairs": _pairs,
    "parsing": _parsing,
    "rig": _rig,
    "clips": _clips,
    "leak": _leak,
    "looks": _looks,
}
# Pictures to look at, which only a report shows.
_PICTURES = "looks"
# What the milliseconds of every stage are told with.
_TIMED = "clips"
# Suites of what people render themselves, and the folder or file that tells that they did.
_RENDERED = {"leak": ("undressing",), "rig": ("rig", "rig.json")}


def evaluate_suites(
    suites: list[str], data: Path, *, as_json: bool, report: Path | None = None
) -> int:
    """Measure suites one after the other, print their figures and perhaps write a report.

    Parameters
    ----------
    suites : list of str
        Names of :data:`SUITES`; all when empty (``rig`` and ``leak`` if ``data`` holds them,
        ``looks`` with a report).
    data : Path
        Folder of photos, clips and rendered people.
    as_json : bool
        Print one JSON object instead of lines.
    report : Path, optional
        Folder for a page with all figures and pictures, and the figures as JSON.

    Raises
    ------
    UsageError
        When there is no such suite, pictures are asked for without a report, or the report's
        folder cannot be written.
    MissingResource
        When the folder, or what a suite needs of it, is not there.
    """
    unknown = [name for name in suites if name not in SUITES]
    if unknown:
        raise UsageError(f"There is no suite {unknown[0]!r}.", f"Choose from {', '.join(SUITES)}.")
    if _PICTURES in suites and report is None:
        raise UsageError("Looks are pictures, no figures.", "Name a folder with --report.")
    if not os.path.isdir(data):  # Path's own raises for names that are too long
        raise MissingResource(f"There is no folder {data}.", "Name the folder with --data.")
    if report is not None:
        _make(report)
    fetching_models()
    from tryon_ar.evaluation.album import Album
    from tryon_ar.evaluation.promises import judged

    album = Album()
    figures: dict[str, Any] = {}
    for name in suites or _all(data, pictures=report is not None):
        note(f"Measuring {name} ...")
        figures[name] = SUITES[name](data, album)
    context = _context(data)
    promises = judged(figures)
    found = {"version": 1, **context, "suites": figures, "promises": promises}
    if report is not None:
        _write(report, found, context, album, data)
    if as_json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
    else:
        for line in (*_lines(figures), *_judgements(promises)):
            say(line)
    return 0


def _all(data: Path, *, pictures: bool) -> list[str]:
    """Return every suite, but those of rendered people only where some were rendered."""
    return [
        name
        for name in SUITES
        if (name not in _RENDERED or any((data / one).exists() for one in _RENDERED[name]))
        and (pictures or name != _PICTURES)
    ]


def _context(data: Path) -> dict[str, str]:
    """Return what figures were taken on: commit, machine, data."""
    return {
        "commit": _commit(),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, "
        f"Python {platform.python_version()}",
        "data": str(data),
    }


def _commit() -> str:
    """Return the commit of the source, with a star when it was changed since; else unknown."""
    folder = Path(__file__).resolve().parent
    git = ["git", "-C", str(folder), "describe", "--always", "--abbrev=12", "--dirty=*"]
    try:
        said = subprocess.run(git, capture_output=True, text=True, timeout=_GIT_S, check=True)
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return said.stdout.strip() or "unknown"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def _make(folder: Path) -> None:
    """Make the report's folder before anything is measured for minutes."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _FIGURES).touch()
    except OSError as error:
        raise UsageError(
            f"The report cannot be written to {folder}: {error.strerror}.", "Name another folder."
        ) from error


def _write(
    folder: Path, found: dict[str, Any], context: dict[str, str], album: Album, data: Path
) -> None:
    from tryon_ar.evaluation.report import Findings, report_page
    from tryon_ar.evaluation.sheets import add_clips

    latency_ms = {}
    if _TIMED in found["suites"]:
        note("Dressing clips once more, a stage at a time ...")
        latency_ms = add_clips(data, album)
    page = report_page(Findings(context, found["suites"], found["promises"], latency_ms, album))
    (folder / _FIGURES).write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    (folder / _PAGE).write_text(page, encoding="utf-8")
    _write_sheets(folder / _SHEETS, album)
    note(f"The report is {folder / _PAGE}.")


def _write_sheets(folder: Path, album: Album) -> None:
    """Write the plates of looks as files as well: they are looked at one by one."""
    from tryon_ar.evaluation.looks_suite import SECTIONS

    for section in SECTIONS:
        for plate in album.sections.get(section, ()):
            folder.mkdir(exist_ok=True)
            (folder / f"{plate.caption.replace(' ', '-')}.jpg").write_bytes(plate.jpeg)


def _lines(figures: dict[str, Any], before: str = "") -> list[str]:
    """Return one line for every figure, its place in the tree before it."""
    lines: list[str] = []
    for name, value in figures.items():
        place = f"{before}{name}"
        if isinstance(value, dict):
            lines += _lines(value, f"{place}.")
        else:
            lines.append(f"{place:<56} {value}")
    return lines


def _judgements(promises: list[dict[str, Any]]) -> list[str]:
    signs = {"least": "at least", "most": "at most"}
    return [
        f"{one['label']:<44} {one['found']!s:>8}   {signs[one['way']]} {one['target']:g}: "
        f"{'met' if one['met'] else 'MISSED'}"
        for one in promises
    ]
