"""The whole program, run inside the tests' own process."""

import contextlib
import io
import logging
from dataclasses import dataclass
from pathlib import Path

from tryon_ar.app import main


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the program printed and returned."""

    code: int
    out: str
    err: str


def run_program(*arguments: str | Path) -> Outcome:
    """Run a command line; logging is left as it was."""
    logger = logging.getLogger("tryon_ar")
    level, propagate, handlers = logger.level, logger.propagate, list(logger.handlers)
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main([str(argument) for argument in arguments])
    finally:
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
            handler.close()
        for handler in handlers:
            logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate
    return Outcome(code, out.getvalue(), err.getvalue())


def assert_refused(outcome: Outcome, code: int) -> None:
    """Check that a failed run says what and why, and what to do, and nothing else."""
    assert outcome.code == code, outcome
    assert outcome.out == ""
    lines = outcome.err.splitlines()
    assert len(lines) == 1, outcome.err
    assert lines[0].startswith("tryon-ar: ")
    assert lines[0].count(". ") >= 1, "a sentence, then what to do"
    assert lines[0].endswith((".", "`", "all."))
    assert "Traceback" not in outcome.err
    assert "should not have" not in outcome.err


def everything_in(folder: Path) -> list[str]:
    """Return the names of all that lies in a folder, hidden files included."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
