"""Build the preloaded wall clock that jumps, and let it jump."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("shifted_clock.c")


class ShiftedClock:
    """The wall clock of child processes.

    Parameters
    ----------
    folder : Path
        For the library and the file that steers it.
    """

    def __init__(self, folder: Path) -> None:
        if not sys.platform.startswith("linux"):
            pytest.skip("the clock is preloaded, as Linux does")
        compiler = shutil.which("gcc") or shutil.which("cc")
        if compiler is None:
            pytest.skip("no C compiler for the clock")
        self._library = folder / "shifted_clock.so"
        self._file = folder / "shift"
        command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(self._library), str(SOURCE)]
        built = subprocess.run([*command, "-ldl"], capture_output=True, text=True, check=False)
        assert built.returncode == 0, built.stderr
        self.set(0)

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a child process with this clock."""
        return {**os.environ, "LD_PRELOAD": str(self._library), "SHIFTED_CLOCK": str(self._file)}

    def set(self, seconds: int) -> None:
        """Let the clock be so many seconds ahead of the true one."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(self._file)
