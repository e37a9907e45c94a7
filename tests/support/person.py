"""A person at a screen: moves a pointer, presses keys, and looks.

Everything goes through the display server, as from a real mouse and keyboard (xdotool); only
where a thing lies is asked of the program itself.
"""

import contextlib
import json
import os
import select
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.support.drag_source import SIDE_PX
from tests.support.xvfb import own_display

ROOT = Path(__file__).resolve().parents[2]
SCREEN = (1366, 860)
_HEADER = struct.Struct(">25I")
_PATIENCE_S = 60.0


class NotSeen(AssertionError):
    """What the person waited for did not come."""


class Person:
    """Uses the program on a display of its own.

    Parameters
    ----------
    environment : dict of str
        What the program was started with: its display, and a home of its own.
    framebuffer : Path
        Folder of what the display shows.
    program : subprocess.Popen
        ``tests.support.observed_program``.
    """

    def __init__(
        self,
        environment: dict[str, str],
        framebuffer: Path,
        program: "subprocess.Popen[str]",
        home: Path,
    ) -> None:
        self.program = program
        self.home = home
        self._environment = environment
        self._screen = framebuffer / "Xvfb_screen0"

    # -- asking ------------------------------------------------------------------------

    def ask(self, what: str, of: object = True, patience_s: float = _PATIENCE_S) -> Any:
        """Ask the program something; see ``observed_program``."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(json.dumps({what: of}) + "\n")
        self.program.stdin.flush()
        until_s = time.monotonic() + patience_s
        while time.monotonic() < until_s:
            ready, _, _ = select.select([self.program.stdout], [], [], 0.5)
            line = self.program.stdout.readline() if ready else ""
            if line.startswith('{"answer"'):
                return json.loads(line)["answer"]
            if self.program.poll() is not None:
                break
        raise NotSeen(f"the program did not answer: {what} {of}")

    def state(self) -> dict[str, Any]:
        """Return what can be told of the window."""
        told = self.ask("state")
        assert isinstance(told, dict)
        return told

    def does(self, phase: str) -> None:
        """Name what comes now."""
        self.ask("phase", phase)

    def wait(
        self,
        what: str,
        comes: Callable[[dict[str, Any]], object],
        patience_s: float = _PATIENCE_S,
    ) -> dict[str, Any]:
        """Wait for a state of the window; return it."""
        until_s = time.monotonic() + patience_s
        while True:
            now = self.state()
            if comes(now):
                return now
            if time.monotonic() > until_s:
                raise NotSeen(f"{what} did not come: {now}")
            time.sleep(0.1)

    # -- hands -------------------------------------------------------------------------

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self._xdotool("key", "--delay", "60", *keys)

    def click(self, name: str, patience_s: float = _PATIENCE_S) -> None:
        """Click the middle of what bears a name."""
        x, y = self.middle(name, patience_s)
        self._xdotool("mousemove", str(x), str(y), "sleep", "0.1", "click", "1")

    def point(self, x: int, y: int) -> None:
        """Move the pointer."""
        self._xdotool("mousemove", str(x), str(y))

    def drag(
        self,
        start: tuple[int, int],
        end: tuple[int, int],
        arrived: Callable[[], object] = lambda: None,
    ) -> None:
        """Press at a place, move to another in steps, and let go once it has been noticed."""
        self._xdotool("mousemove", *map(str, start), "mousedown", "1", "sleep", "0.2")
        for step in range(1, 13):
            x, y = (round(a + (b - a) * step / 12) for a, b in zip(start, end, strict=True))
            self._xdotool("mousemove", str(x), str(y), "sleep", "0.05")
        arrived()
        time.sleep(0.4)
        self._xdotool("mouseup", "1")

    def drop_file(self, path: Path, onto: str) -> None:
        """Drag a file out of another program's window and drop it."""
        left, top = SCREEN[0] - SIDE_PX - 4, 4
        module = [sys.executable, "-m", "tests.support.drag_source", str(path)]
        browser = subprocess.Popen(
            [*module, str(left), str(top)],
            env=self._environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert browser.stdout is not None
        try:
            x, y = map(int, browser.stdout.readline().split())
            middle = x, y
            self.drag(middle, self.middle(onto), lambda: self.middle("DropTarget"))
            time.sleep(0.5)
        finally:
            browser.terminate()
            browser.wait(10)
            browser.stdout.close()
        self.take_up()

    def take_up(self) -> None:
        """Let keys go to the program again, as a window manager does when another one closes."""
        if self.state()["dialog"] == "NoneType":
            search = ["search", "--onlyvisible", "--name", "tryon-ar"]
            self._xdotool(*search, "windowfocus", "sleep", "0.3")

    def middle(self, name: str, patience_s: float = _PATIENCE_S) -> tuple[int, int]:
        """Return where on the screen the middle is of what bears a name."""
        until_s = time.monotonic() + patience_s
        while (place := self.ask("where", name)) is None:
            if time.monotonic() > until_s:
                raise NotSeen(f"nothing here is called {name!r}")
            time.sleep(0.1)
        left, top, width, height = place
        return left + width // 2, top + height // 2

    def _xdotool(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment, check=True, timeout=60)

    # -- eyes --------------------------------------------------------------------------

    def look(self) -> NDArray[np.uint8]:
        """Return what the screen shows, (H, W, 3) BGR; the program has no part in it."""
        data = self._screen.read_bytes()
        header = _HEADER.unpack_from(data)
        size, width, height, stride, colours = (header[n] for n in (0, 4, 5, 12, 19))
        start = size + 12 * colours
        rows = np.frombuffer(data, np.uint8, height * stride, start).reshape(height, stride)
        return np.ascontiguousarray(rows[:, : 4 * width].reshape(height, width, 4)[:, :, :3])


@contextlib.contextmanager
def person_at(
    folder: Path, *arguments: str, manager: bool = False, **variables: str
) -> Iterator[Person | None]:
    """Start the program for a person; None where there is no Xvfb or xdotool.

    Parameters
    ----------
    folder : Path
        Gets the person's home, the heartbeat's report and the log.
    *arguments : str
        Of the program.
    manager : bool
        Whether a window manager runs too (openbox, where there is one).
    **variables : str
        More of the environment.
    """
    if shutil.which("xdotool") is None:
        yield None
        return
    screen = folder / "screen"
    screen.mkdir(parents=True)
    size = f"{SCREEN[0]}x{SCREEN[1]}x24"
    with contextlib.ExitStack() as stack:
        display = stack.enter_context(own_display(size, framebuffer=screen))
        if display is None:
            yield None
            return
        if manager:
            stack.enter_context(_window_manager(display))
        home = folder / "home"
        environment = _on_a_screen(display) | home_environment(home) | variables
        log = stack.enter_context((folder / "log.txt").open("w"))
        module = [sys.executable, "-X", "faulthandler", "-m", "tests.support.observed_program"]
        program = subprocess.Popen(
            [*module, str(folder / "gaps.json"), *arguments],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            yield Person(environment, screen, program, home)
        finally:
            _end(program)


def home_environment(home: Path) -> dict[str, str]:
    """Return the environment of somebody with an empty home; models are there already."""
    from tryon_ar.core import paths

    models, cache = paths.user_data_folder(), paths.user_cache_folder()
    home.mkdir(parents=True)
    return {
        "HOME": str(home),
        "TRYON_AR_DATA": str(models),
        "TRYON_AR_CACHE": str(cache),
        "TRYON_AR_RUNS": str(home.parent / "runs"),  # of nobody else's mirror
        "TRYON_AR_GARMENTS": str(home / "garments"),
        "LC_ALL": "C.UTF-8",
    }


def _on_a_screen(display: str) -> dict[str, str]:
    """Return the environment of a program on a display, with folders of its own choice."""
    left_out = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "XDG_", "TRYON_AR_")
    ours = {name: one for name, one in os.environ.items() if not name.startswith(left_out)}
    return ours | {"DISPLAY": display}


@contextlib.contextmanager
def _window_manager(display: str) -> Iterator[None]:
    program = shutil.which("openbox")
    if program is None:
        yield
        return
    process = subprocess.Popen(
        [program],
        env={**os.environ, "DISPLAY": display},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(0.5)
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)


def _end(program: "subprocess.Popen[str]") -> None:
    if program.poll() is None:
        program.terminate()
        try:
            program.wait(15)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
    for pipe in (program.stdin, program.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
