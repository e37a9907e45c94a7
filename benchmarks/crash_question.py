"""Let the real program crash, and answer the question of its next start as a person does.

``python benchmarks/crash_question.py [WAY ...] [--json] [--pictures DIR]`` (Linux with Xvfb and
xdotool; about two minutes). ``main.py`` shows its window and is ended in several ways; the next
start is asked, clicked and looked at on a display of its own. Wanted: it says what happened, shows
the log with where it happened, starts in safe mode or as usual as was chosen, and asks once. Exit
code 1 where that is missed.
"""

import argparse
import contextlib
import json
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import cv2  # noqa: E402

from tests.support.one_home import OneHome  # noqa: E402
from tests.support.person import NotSeen, Person  # noqa: E402
from tests.support.xvfb import own_display  # noqa: E402

_IN_A_WORKER = """
import threading, time
def fail():
    while threading.excepthook is threading.__excepthook__:
        time.sleep(0.1)
    time.sleep(2.0)
    raise RuntimeError("a worker broke")
threading.Thread(target=fail, daemon=True).start()
"""


@dataclass(frozen=True)
class Way:
    """How the program ends, and what is said of it.

    Attributes
    ----------
    number : int or None
        The signal it gets.
    says, log : str
        In the question, and in the log it shows.
    shown : bool
        Whether it had shown a picture before.
    times : int
        So often in a row.
    site : str
        Code that runs in it.
    safe : bool
        Whether safe mode is chosen.
    preset : str
        What Return chooses.
    """

    number: int | None
    says: str
    log: str = "Fatal Python error"
    shown: bool = True
    times: int = 1
    site: str = ""
    safe: bool = True
    preset: str = "Start as usual"


WAYS = {
    "segmentation fault": Way(signal.SIGSEGV, "crashed"),
    "abort": Way(signal.SIGABRT, "crashed", safe=False),
    "kill": Way(signal.SIGKILL, "ended from outside", log="Where it happened is not known."),
    "an error in a worker": Way(
        None, "something went wrong", log="RuntimeError: a worker broke", site=_IN_A_WORKER
    ),
    "two starts in a row": Way(
        signal.SIGSEGV, "2 times in a row", shown=False, times=2, preset="Start in safe mode"
    ),
}


def crash(home: OneHome, way: Way) -> None:
    """Run the program until it shows a picture, or just before, and end it."""
    site = home.folder / "site"
    site.mkdir(exist_ok=True)
    (site / "sitecustomize.py").write_text(way.site)
    with own_display() as display:
        if display is None:
            sys.exit("Xvfb is needed.")
        seconds = ("--seconds", "20") if way.number is None else ()
        program = home.command("--source", "demo", *seconds, DISPLAY=display, PYTHONPATH=str(site))
        try:
            _wait_for(home, program.pid, "running" if way.shown else "starting")
            if way.number is not None:
                time.sleep(0.5)
                program.send_signal(way.number)
            program.communicate(timeout=90)
        finally:
            program.kill()
            program.communicate()


def _wait_for(home: OneHome, process: int, phase: str, patience_s: float = 180.0) -> None:
    until_s = time.monotonic() + patience_s
    while time.monotonic() < until_s:
        for session in home.runs.glob(f"{process}-*.session"):
            with contextlib.suppress(OSError, ValueError):
                if json.loads(session.read_text())["phase"] == phase:
                    return
        time.sleep(0.05)
    raise NotSeen(f"the program was never {phase}")


def answer(home: OneHome, way: Way, picture: Path | None) -> list[str]:
    """Start again, read the question and its log, choose, and see what comes."""
    faults = []
    person = home.open()
    _until(lambda: person.ask("where", "CrashDialog"), "the question")
    told = person.ask("read")
    if way.says not in told:
        faults.append(f"{way.says!r} is not said: {told!r}")
    if f"{way.preset} (" not in told:
        faults.append(f"{way.preset!r} is not preset: {told!r}")
    person.click("Show the log")
    _until(lambda: person.ask("where", "Log of the last run"), "the log")
    log = person.ask("read")
    if way.log not in log:
        faults.append(f"{way.log!r} is not in the log")
    time.sleep(0.5)
    if picture is not None:
        cv2.imwrite(str(picture), person.look())
    person.click("Start in safe mode" if way.safe else "Start as usual")
    person.wait("the window", lambda now: now["open"] and now["shown"], 120.0)
    person.wait("its notice", lambda now: ("Safe mode" in now["notice"]) == way.safe, 10.0)
    if person.state()["dressed"] is False and way.safe:
        person.wait("a dressed demo", lambda now: now["dressed"], 60.0)
    faults += _ended(person)
    if len(home.reports()) != way.times:
        faults.append(f"{len(home.reports())} reports are kept")
    again = home.open()
    again.wait("the window, without a question", lambda now: now["open"], 90.0)
    return faults + _ended(again)


def _until(holds: Callable[[], object], what: str, patience_s: float = 60.0) -> None:
    until_s = time.monotonic() + patience_s
    while not holds():
        if time.monotonic() > until_s:
            raise NotSeen(f"{what} did not come")
        time.sleep(0.1)


def _ended(person: Person) -> list[str]:
    person.take_up()
    person.key("ctrl+q")
    code = person.program.wait(60)
    return [] if code == 0 else [f"it ended with {code}"]


def main() -> int:
    """Go all ways and print what was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ways", nargs="*", help="parts of names; all by default")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--pictures", type=Path, help="folder for what the screen showed")
    given = parser.parse_args()
    if given.pictures:
        given.pictures.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, object]] = []
    for name, way in WAYS.items():
        if given.ways and not any(part in name for part in given.ways):
            continue
        with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
            home = OneHome(Path(folder), stack)
            picture = given.pictures / f"{name}.png" if given.pictures else None
            try:
                for _ in range(way.times):
                    crash(home, way)
                faults = answer(home, way, picture)
            except (NotSeen, subprocess.TimeoutExpired) as error:
                faults = [str(error)]
        rows.append({"way": name, "faults": faults})
        if not given.json:
            print(f"{name:24} {'; '.join(faults) or 'ok'}", flush=True)
    missed = sum(bool(row["faults"]) for row in rows)
    if given.json:
        print(json.dumps({"version": 1, "missed": missed, "ways": rows}, indent=2))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
