"""``tryon-ar evaluate``: quality measured on labelled photos and real clips."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tryon_ar.commands.console import fetching_models, say
from tryon_ar.core.errors import MissingResource, UsageError


def _parsing(data: Path) -> dict[str, Any]:
    from tryon_ar.evaluation.parsing_suite import measure_parsing

    return measure_parsing(data)


def _clips(data: Path) -> dict[str, Any]:
    from tryon_ar.evaluation.clips_suite import measure_clips

    filtered = measure_clips(data)
    unfiltered = measure_clips(data, filtered=False)
    return {"filtered": filtered, "unfiltered": unfiltered}


def _leak(data: Path) -> dict[str, Any]:
    from tryon_ar.evaluation.leak_suite import measure_leak

    return measure_leak(data)


SUITES: dict[str, Callable[[Path], dict[str, Any]]] = {
    "parsing": _parsing,
    "clips": _clips,
    "leak": _leak,
}


def evaluate_suites(suites: list[str], data: Path, *, as_json: bool) -> int:
    """Measure suites one after the other and print their figures.

    Parameters
    ----------
    suites : list of str
        Names of :data:`SUITES`; all when empty (``leak`` if ``data`` holds ``undressing``).
    data : Path
        Folder of labelled photos and clips.
    as_json : bool
        Print one JSON object instead of lines.

    Raises
    ------
    UsageError
        When there is no such suite.
    MissingResource
        When the folder, or what a suite needs of it, is not there.
    """
    unknown = [name for name in suites if name not in SUITES]
    if unknown:
        raise UsageError(f"There is no suite {unknown[0]!r}.", f"Choose from {', '.join(SUITES)}.")
    if not data.is_dir():
        raise MissingResource(f"There is no folder {data}.", "Name the folder with --data.")
    fetching_models()
    figures = {name: SUITES[name](data) for name in suites or _all(data)}
    if as_json:
        sys.stdout.write(json.dumps({"version": 1, "suites": figures}, indent=2) + "\n")
    else:
        for line in _lines(figures):
            say(line)
    return 0


def _all(data: Path) -> list[str]:
    """Return every suite, but that of rendered people only where some were rendered."""
    return [name for name in SUITES if name != "leak" or (data / "undressing").is_dir()]


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
