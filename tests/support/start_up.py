"""Starts of the real program on computers where something is wrong, and how they are judged."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAIN = ROOT / "main.py"
#: What the contract allows a start to end with.
DOCUMENTED = frozenset(range(10)) | {128 + 1, 128 + 2, 128 + 13, 128 + 15}
# What Python itself says of Ctrl+C before it has come to run anything.
_UNBEGUN = "Fatal Python error: init_"
_FORBIDDEN = ("Traceback (most recent", "should not have", "Segmentation fault", "core dumped")


@dataclass(frozen=True)
class Start:
    """A start of the program.

    Attributes
    ----------
    arguments : sequence of str
        After ``main.py``.
    env : dict of str to str or None
        Set, or removed where None.
    before : sequence of str
        A command that runs the program, as ``taskset -c 0``.
    prepare : callable
        Given the start's folder, with ``home`` in it; may break what is there.
    codes : set of int
        Exit codes that are right.
    says : str
        Part of what must be said on stderr; empty where nothing must.
    dresses : bool
        Whether frames must have been dressed, as the report says that the program writes.
    kill : tuple of (float, int) or None
        After so many seconds the signal is sent.
    program : Path
        The program's ``main.py``.
    shell : str
        Redirections, as ``>&-``.
    """

    arguments: Sequence[str]
    env: Mapping[str, str | None] = field(default_factory=dict)
    before: Sequence[str] = ()
    prepare: Callable[[Path], None] = lambda _folder: None
    codes: frozenset[int] = frozenset({0})
    says: str = ""
    dresses: bool = False
    kill: tuple[float, int] | None = None
    program: Path = MAIN
    shell: str = ""


@dataclass(frozen=True)
class Ended:
    """How a start ended."""

    code: int
    out: str
    err: str
    log: str
    took_s: float
    dressed: int

    def faults(self, start: Start) -> list[str]:
        """Return what is wrong with it; empty when it is as it should be."""
        found = []
        if start.kill is not None and _UNBEGUN in self.err:
            return []  # the signal was quicker than Python
        if start.kill is not None and self.code == -start.kill[1]:
            pass  # the signal was quicker than the program
        elif self.code < 0:
            found.append(f"killed by {signal.Signals(-self.code).name}")
        elif self.code not in start.codes:
            found.append(f"exit code {self.code} instead of {sorted(start.codes)}")
        told = self.out + self.err
        found += [f"{text!r} is printed" for text in _FORBIDDEN if text in told]
        if 0 < self.code < 128 and not start.shell and "tryon-ar: " not in self.err:
            found.append("no sentence says why")
        if start.says and start.says not in self.err:
            found.append(f"{start.says!r} is not said")
        if start.dresses and not self.dressed:
            found.append("nothing was dressed")
        return found

    @property
    def said(self) -> str:
        """The first thing said on stderr."""
        lines = [line for line in self.err.splitlines() if line.strip()]
        return lines[0] if lines else ""


def plain_home(folder: Path, models: Path | None) -> dict[str, str]:
    """Make a home with the tracker's networks and return the environment that lives in it."""
    home = folder / "home"
    data = home / ".local" / "share" / "tryon-ar"
    data.mkdir(parents=True)
    if models is not None:
        shutil.copytree(models, data / "models", copy_function=_linked)
    env = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    env |= {"HOME": str(home), "XDG_RUNTIME_DIR": str(folder), "OPENBLAS_NUM_THREADS": "1"}
    return env


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def run_start(
    start: Start,
    folder: Path,
    *,
    models: Path | None = None,
    display: str | None = None,
    limit_s: float = 120.0,
) -> Ended:
    """Start the program in a home of its own and wait for its end.

    Raises
    ------
    subprocess.TimeoutExpired
        When it hangs; it is killed then.
    """
    folder.mkdir(parents=True, exist_ok=True)
    env: dict[str, str] = plain_home(folder, models)
    if display is not None:
        env["DISPLAY"] = display
    else:
        env["QT_QPA_PLATFORM"] = "offscreen"
    start.prepare(folder)
    for name, value in start.env.items():
        env.pop(name, None)
        if value is not None:
            env[name] = value.format(folder=folder)
    program = [*start.before, sys.executable, str(start.program), *start.arguments]
    if start.dresses:
        program += ["--report", "{folder}/report.json"]
    command = [part.format(folder=folder) for part in program]
    if start.shell:
        command = ["bash", "-c", f'set -o pipefail; "$@" {start.shell}', "bash", *command]
    began = time.monotonic()
    with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=folder
        )
        try:
            if start.kill is not None:
                time.sleep(start.kill[0])
                process.send_signal(start.kill[1])
            code = process.wait(limit_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
    logs = [*folder.rglob("tryon-ar.log")]
    return Ended(
        code,
        (folder / "out").read_text(errors="replace"),
        (folder / "err").read_text(errors="replace"),
        "".join(path.read_text(errors="replace") for path in logs),
        time.monotonic() - began,
        _dressed_in(folder / "report.json"),
    )


def _dressed_in(report: Path) -> int:
    try:
        return int(json.loads(report.read_text())["summary"]["dressed"])
    except (OSError, ValueError, KeyError):
        return 0
