"""Open two mirrors at once, for one person, and look whether one harms the other.

``python benchmarks/two_instances.py [--json]`` (Linux with Xvfb, xdotool and a C compiler; about
three minutes). Real windows, driven by mouse and keys, share settings, library, recordings, notes
of crashes and the one camera, which is preloaded. Wanted: both start within the same second; the
one without the camera says who has it, and gets it within 2 s of the other's end; what is chosen,
added and recorded in one is never lost by the other; a wipe waits; one being killed is told once,
at the next start, and costs the other nothing. Exit code 1 where that is missed.
"""

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import cv2  # noqa: E402

from tests.support import fake_v4l2  # noqa: E402
from tests.support.newcomer import decoded  # noqa: E402
from tests.support.one_home import OneHome  # noqa: E402
from tests.support.person import NotSeen, Person  # noqa: E402

CAMERA = "camera:0"
BACK_S = 2.0
_HOLDER = "Another tryon-ar window is using Fake Camera."
_CHANGES = 12


def _files(home: OneHome) -> set[str]:
    """Return all that lies in the home but logs and the notes of open mirrors."""
    kept = (one for one in home.home.rglob("*") if one.is_file())
    return {str(one) for one in kept if not {"logs", "runs", "cache"} & {*one.parts}}


def check(what: str, held: object, faults: list[str]) -> None:
    """Note what did not hold."""
    if not held:
        faults.append(what)


def same_second(pair: OneHome) -> tuple[Person, Person, list[str]]:
    """Start both at once; return the one that got the camera first."""
    faults: list[str] = []
    windows = [pair.open(), pair.open()]
    for one in windows:
        one.wait("a window with a picture", lambda now: now["open"] and now["shown"], 120.0)
    deadline_s = time.monotonic() + 20.0
    while time.monotonic() < deadline_s:
        told = [one.state()["problem"] for one in windows]
        if sorted(told) == ["", _HOLDER]:
            break
        time.sleep(0.2)
    check(f"one has the camera and the other says so: {told}", _HOLDER in told, faults)
    check("two mirrors are noted as open", len(pair.sessions()) == 2, faults)
    holder, other = sorted(windows, key=lambda one: one.state()["problem"])
    before = holder.state()["shown"]
    holder.wait("more pictures", lambda now: now["shown"] > before + 5, 20.0)
    return holder, other, faults


def settings(pair: OneHome, holder: Person, other: Person) -> list[str]:
    """Change settings in both windows and by the command line, again and again."""
    faults: list[str] = []
    for number in range(_CHANGES):
        holder.ask("choose", ["look.text_percent", 90 + number])
        other.ask("choose", ["capture.burst_count", 1 + number])
    beside = pair.command("settings", "set", "kiosk.idle_minutes", "7")
    beside.communicate(timeout=60)
    check("the command line can change one", beside.returncode == 0, faults)
    holder.ask("choose", ["mirror.save_mirrored", True])
    time.sleep(2.0)
    kept = tomllib.loads(pair.settings.read_text())
    for section, name, value in (
        ("look", "text_percent", 89 + _CHANGES),
        ("capture", "burst_count", _CHANGES),
        ("kiosk", "idle_minutes", 7),
        ("mirror", "save_mirrored", True),
        ("start", "welcomed", True),
    ):
        found = kept.get(section, {}).get(name)
        check(f"{section}.{name} is {found}, not {value}", found == value, faults)
    return faults


def library(pair: OneHome, holder: Person, other: Person) -> list[str]:
    """Add a photo in each window and a third one by the command line, at the same time."""
    faults: list[str] = []
    shipped = ("longsleeve-green", "polo-navy", "tee-sunset")
    photos = [_another(name, pair.home.parent) for name in shipped]
    other.ask("play", "demo")
    other.wait("the demo", lambda now: not now["problem"], 30.0)
    beside = pair.command("garment", "add", "--again", str(photos[2]))
    holder.drop_file(photos[0], "MirrorView")
    other.drop_file(photos[1], "MirrorView")
    said = beside.communicate(timeout=180)
    check(f"the command line adds one: {said}", beside.returncode == 0, faults)
    for one in (holder, other):
        one.wait("the end of its import", lambda now: not now["importing"], 180.0)
    listed = pair.command("garment", "list", "--json")
    rows = json.loads(listed.communicate(timeout=60)[0])["garments"]
    own = [row for row in rows if not row.get("builtin")]
    check(f"three garments are kept: {[row['id'] for row in own]}", len(own) == 3, faults)
    return faults


def _another(name: str, folder: Path) -> Path:
    """Write a photo of a garment that is on no shelf: a shipped one in another colour."""
    photo = cv2.imread(str(ROOT / "resources" / "garments" / name / "photo.jpg"))
    path = folder / f"my {name}.jpg"
    cv2.imwrite(str(path), cv2.merge(cv2.split(photo)[::-1]))
    return path


def recordings(pair: OneHome, holder: Person, other: Person) -> list[str]:
    """Record in both at the same time, into the same folder."""
    faults: list[str] = []
    for one in (holder, other):
        one.take_up()
        one.key("r")
    for one in (holder, other):
        one.wait("two seconds", lambda now: (now["recorded_s"] or 0) > 2.0, 30.0)
    for one in (holder, other):
        one.key("r")
        one.wait("its end", lambda now: now["recorded_s"] is None, 30.0)
    time.sleep(3.0)
    films = sorted((pair.home / "Videos").rglob("*.mp4"))
    check(f"two films: {[one.name for one in films]}", len(films) == 2, faults)
    for film in films:
        _pictures, seconds = decoded(film)
        check(f"{film.name} plays for {seconds[-1]:.1f} s", seconds[-1] > 1.5, faults)
    return faults


def wiping(pair: OneHome) -> list[str]:
    """A wipe waits until both are closed."""
    faults: list[str] = []
    before = _files(pair)
    wipe = pair.command("privacy", "wipe", "--yes", "--recordings")
    _out, err = wipe.communicate(timeout=60)
    check(f"the wipe is refused in a sentence: {err!r}", "mirror is open" in err, faults)
    check("it ends with another code than 0", wipe.returncode not in (0, -1), faults)
    check("nothing is gone", before <= _files(pair), faults)
    return faults


def killed(pair: OneHome, holder: Person, other: Person) -> tuple[list[str], float]:
    """Kill the one that records and has the camera; the other takes the camera up."""
    faults: list[str] = []
    other.ask("play", CAMERA)
    other.wait("who has the camera", lambda now: now["problem"] == _HOLDER, 20.0)
    holder.key("r")
    holder.wait("two seconds", lambda now: (now["recorded_s"] or 0) > 2.0, 30.0)
    before = {*(pair.home / "Videos").rglob("*.mp4")}
    holder.program.kill()
    holder.program.wait()
    killed_s = time.monotonic()
    try:
        other.wait("the camera's picture", _is_live, 20.0)
    except NotSeen as error:
        return [str(error)], 20.0
    back_s = time.monotonic() - killed_s
    check(f"the camera is taken up after {back_s:.2f} s", back_s <= BACK_S, faults)
    newest = max(before, key=lambda one: one.stat().st_mtime)
    _pictures, seconds = decoded(newest)
    check(f"what it recorded plays for {seconds[-1]:.1f} s", seconds[-1] > 0.5, faults)
    return faults, back_s


def _is_live(now: dict[str, object]) -> bool:
    return now["source"] == CAMERA and not now["problem"] and now["index"] != -1


def next_start(pair: OneHome, other: Person) -> list[str]:
    """Start again beside the one that is open: the kill is told there, once."""
    faults: list[str] = []
    third = pair.open()
    asked = third.wait("the question", lambda now: now["open"] or _asks(third), 60.0)
    check(f"the kill is told: {asked}", not asked["open"], faults)
    third.key("Return")  # start as usual
    third.wait("its window", lambda now: now["open"] and now["shown"], 120.0)
    shown = other.state()["shown"]
    other.wait("more pictures in the other", lambda now: now["shown"] > shown, 20.0)
    for one in (third, other):
        one.take_up()
        one.key("ctrl+q")
        check("it ends well", one.program.wait(60) == 0, faults)
    check("nothing is left behind", not pair.sessions(), faults)
    reports = len(pair.reports())
    check(f"{reports} reports of one kill", reports == 1, faults)
    check("no traceback is printed", "Traceback" not in pair.printed(), faults)
    return faults


def _asks(person: Person) -> bool:
    return person.ask("where", "CrashDialog") is not None


def walk(pair: OneHome) -> Iterator[tuple[str, list[str]]]:
    """Do all of it, one thing after the other."""
    holder, other, faults = same_second(pair)
    yield "both start within the same second", faults
    yield "settings changed in both and beside them", settings(pair, holder, other)
    yield "garments added in both and beside them", library(pair, holder, other)
    yield "recordings in both", recordings(pair, holder, other)
    yield "a wipe beside them", wiping(pair)
    faults, back_s = killed(pair, holder, other)
    yield f"one killed, the camera taken up after {back_s:.2f} s", faults
    yield "a third start tells of it", next_start(pair, other)


def main() -> int:
    """Do it and print what was missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    say: Callable[..., None] = (lambda *_, **__: None) if given.json else print
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        camera = fake_v4l2.environment(Path(name))
        preloaded = {one: camera[one] for one in ("LD_PRELOAD", fake_v4l2.MODE_VARIABLE)}
        pair = OneHome(Path(name), stack, **preloaded)
        try:
            for what, faults in walk(pair):
                rows.append({"what": what, "faults": faults})
                say(f"{what:60} {'; '.join(faults) or 'ok'}", flush=True)
        except (NotSeen, OSError, subprocess.SubprocessError) as error:
            rows.append({"what": "stopped", "faults": [str(error)]})
            say(f"stopped: {error}\n{pair.printed()}")
    missed = sum(bool(row["faults"]) for row in rows)
    if given.json:
        print(json.dumps({"version": 1, "missed": missed, "rows": rows}, indent=2))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
