"""Build the preloaded fake camera and run tests under it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("fake_v4l2.c")
MODE_VARIABLE = "FAKE_V4L2_MODE"


def build(folder: Path) -> Path:
    """Compile the fake into a folder, or skip the test saying why that cannot be."""
    if sys.platform != "linux":
        pytest.skip("the fake camera stands in for Linux device nodes")
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler for the fake camera")
    library = folder / "fake_v4l2.so"
    command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library)]
    built = subprocess.run(
        [*command, str(SOURCE), "-ldl"], capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    return library


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a child process that has the fake camera."""
    mode = folder / "mode"
    mode.write_text("ok")
    return {**os.environ, "LD_PRELOAD": str(build(folder)), MODE_VARIABLE: str(mode)}


def is_present() -> bool:
    """Return whether this process has the fake camera."""
    return MODE_VARIABLE in os.environ


def set_mode(word: str) -> None:
    """Change what the fake camera of this process does."""
    path = Path(os.environ[MODE_VARIABLE])
    fresh = path.with_suffix(".new")
    fresh.write_text(word)
    fresh.replace(path)
