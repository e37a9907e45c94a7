"""Fetch the one wheel the tracker's networks come in, by the user's own pip.

MediaPipe 1.2 ships no networks; the wheel of 0.10.21 has them (Apache-2.0). Only the
wheel's contents are wanted, so the Linux wheel is downloaded on every system and never
installed. Which registry it comes from is decided by the user's pip configuration.
"""

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.privacy import environment_for_downloads

PINNED = "mediapipe==0.10.21"
FETCH_HINT = "Run `tryon-ar models fetch` once while connected; it works offline afterwards."

Progress = Callable[[float, str], None]

_WANTED = [
    "--no-deps",
    "--only-binary=:all:",
    "--platform=manylinux_2_28_x86_64",
    "--python-version=311",
    "--disable-pip-version-check",
    "--no-input",
    "--timeout=20",
    "--retries=1",
]
_BYTES_SO_FAR = re.compile(r"Progress (\d+) of (\d+)")
_NO_PIP = "No module named pip"


def pip_commands() -> list[list[str]]:
    """Return the ways to run pip on this machine, best first.

    Returns
    -------
    list of list of str
        Command prefixes: this environment's pip, pip run by ``uv``, the system Python's
        pip. Empty when there is none.
    """
    commands = []
    frozen = getattr(sys, "frozen", False)  # then sys.executable is not a Python
    if not frozen and importlib.util.find_spec("pip") is not None:
        commands.append([sys.executable, "-m", "pip"])
    if uv := shutil.which("uv"):
        commands.append([uv, "tool", "run", "pip"])
    for name in ("python3", "python"):
        if python := shutil.which(name):
            commands.append([python, "-m", "pip"])
    return commands


def download_wheel(folder: Path, progress: Progress) -> Path:
    """Download the pinned wheel (36 MB) into a folder.

    Parameters
    ----------
    folder : Path
        An existing folder that can be written.
    progress : callable of (float, str)
        Told the fraction done, 0 to 1, and what is being done.

    Returns
    -------
    Path
        The wheel; its contents are not checked here.

    Raises
    ------
    TrackerUnavailable
        When there is no pip, no connection, or no such wheel in the user's registry.
    """
    lines: list[str] = []
    for command in pip_commands():
        status, lines = _run([*command, "download", *_WANTED, PINNED], folder, progress)
        wheels = sorted(folder.glob("mediapipe-*.whl"))
        if status == 0 and wheels:
            return wheels[0]
        if status != 0 and not any(_NO_PIP in line for line in lines):
            raise _failure(lines)
    raise TrackerUnavailable(
        "The pose tracker's networks cannot be fetched: no working pip was found.",
        "Install pip (or uv), then run `tryon-ar models fetch`.",
    )


def _run(command: list[str], folder: Path, progress: Progress) -> tuple[int, list[str]]:
    """Run a pip download, passing its progress on; return its status and last lines."""
    if command[0] == sys.executable:  # ours is new enough to count bytes for a program
        command = [*command, "--progress-bar=raw"]
    progress(0.0, "Fetching the pose tracker's networks")
    try:
        process = subprocess.Popen(
            [*command, f"--dest={folder}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=environment_for_downloads(),
        )
    except OSError as error:
        return 127, [f"{_NO_PIP}: {error}"]
    lines: list[str] = []
    try:
        for line in process.stdout or ():
            lines = [*lines[-40:], line.rstrip()]
            if (count := _BYTES_SO_FAR.match(line)) and int(count[2]) > 0:
                progress(
                    min(int(count[1]) / int(count[2]), 1.0), "Fetching the pose tracker's networks"
                )
        return process.wait(), lines
    finally:  # also when the caller gives up half-way
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _failure(lines: list[str]) -> TrackerUnavailable:
    """Turn pip's last words into a sentence."""
    said = "\n".join(lines)
    if "No space left on device" in said or "Errno 28" in said:
        reason, hint = "the disk is full", "Free 100 MB, then run `tryon-ar models fetch`."
    elif re.search(r"No matching distribution|Could not find a version", said) and not re.search(
        r"[Cc]onnection|[Rr]etrying|resol", said
    ):
        reason = f"the configured package registry has no {PINNED}"
        hint = "Check pip's index settings, then run `tryon-ar models fetch`."
    elif re.search(r"[Cc]onnect|[Rr]etrying|resol|[Pp]roxy|timed out|No matching", said):
        reason, hint = "there is no connection to the package registry", FETCH_HINT
    else:
        last = next((line for line in reversed(lines) if line.strip()), "it said nothing")
        reason, hint = f"pip failed ({last.strip()[:160]})", FETCH_HINT
    return TrackerUnavailable(f"The pose tracker's networks cannot be fetched: {reason}.", hint)
