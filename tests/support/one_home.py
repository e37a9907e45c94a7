"""One person's home in which the program is opened several times, beside itself or after itself."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

from tests.support.person import Person, person_at
from tests.support.start_up import MAIN, plain_home
from tryon_ar.core.paths import user_cache_folder
from tryon_ar.tracking.models import ensure_models, models_folder


class OneHome:
    """A home with the tracker's networks, and all that runs in it.

    Parameters
    ----------
    folder : Path
        For everything.
    stack : ExitStack
        Ends what is still open.
    **variables : str
        More of the environment of all that runs.
    """

    def __init__(self, folder: Path, stack: contextlib.ExitStack, **variables: str) -> None:
        self.folder, self._stack = folder, stack
        self.home = folder / "home"
        ensure_models()
        plain = plain_home(folder, models_folder())
        self.data = self.home / ".local/share/tryon-ar"
        self.runs = self.data / "runs"
        self.settings = self.home / ".config/tryon-ar/settings.toml"
        self.settings.parent.mkdir(parents=True)
        self.settings.write_text("version = 1\n[start]\nwelcomed = true\n")
        self._variables = {
            "HOME": plain["HOME"],
            "LC_ALL": "C.UTF-8",
            "TRYON_AR_DATA": str(self.data),
            "TRYON_AR_RUNS": str(self.runs),
            "TRYON_AR_CACHE": str(user_cache_folder()),
            "TRYON_AR_GARMENTS": str(self.data / "garments"),
            **variables,
        }
        self._opened = 0

    def open(self, *arguments: str) -> Person:
        """Open a window that can be asked, on a display of its own."""
        self._opened += 1
        own = self.folder / f"window {self._opened}"
        person = self._stack.enter_context(
            person_at(own, *arguments, manager=True, **self._variables)
        )
        if person is None:
            sys.exit("Xvfb and xdotool are needed.")
        return person

    def command(self, *arguments: str, **variables: str) -> "subprocess.Popen[str]":
        """Start the program as it is, by its command line."""
        return subprocess.Popen(
            [sys.executable, str(MAIN), *arguments],
            env={**os.environ, **self._variables, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def sessions(self) -> list[Path]:
        """Return the notes of mirrors that are open, or did not end well."""
        return sorted(self.runs.glob("*.session"))

    def reports(self) -> list[Path]:
        """Return what was kept about those that did not."""
        return sorted(self.runs.glob("crash *.txt"))

    def printed(self) -> str:
        """Return what all windows printed."""
        return "".join(one.read_text() for one in self.folder.glob("window */log.txt"))
