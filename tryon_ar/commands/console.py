"""Printing: sentences on stdout and stderr, progress bars on terminals only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tryon_ar.core import incidents
from tryon_ar.core.standard_streams import complain

Advance = Callable[[float, str], None]


def say(text: str) -> None:
    """Print a line of result on stdout."""
    print(text, flush=True)  # noqa: T201


def note(text: str) -> None:
    """Print a remark on stderr."""
    print(f"tryon-ar: {text}", file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def progress_bar(title: str) -> Iterator[Advance]:
    """Show progress while the block runs, where stderr is a terminal.

    Yields
    ------
    callable
        Takes the fraction done, 0 to 1 (below 0 when unknown), and what is being done.
    """
    if not sys.stderr.isatty():
        yield lambda _fraction, _text: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0)

        def advance(fraction: float, text: str) -> None:
            total = 1.0 if fraction >= 0 else None
            description = f"{title}: {text}" if text else title
            bar.update(task, completed=max(fraction, 0.0), total=total, description=description)

        yield advance


@contextmanager
def incidents_noted() -> Iterator[None]:
    """Say on stderr what breaks and is worked around meanwhile.

    Notes
    -----
    It is told in the engines' threads: a terminal that is gone must not break what was mended.
    """
    stop = incidents.listen(lambda incident: complain(f"{incident.text} {incident.hint}".strip()))
    try:
        yield
    finally:
        stop()


def fetching_models() -> None:
    """Make sure the tracker's networks are here, showing progress while they are fetched."""
    from tryon_ar.tracking.models import ensure_models

    with progress_bar("Preparing the tracker") as advance:
        ensure_models(advance)
