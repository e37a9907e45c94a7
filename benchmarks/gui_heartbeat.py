"""The longest time in which the window answers nothing, on a newcomer's walk and beyond it.

    python benchmarks/gui_heartbeat.py [--pictures 200] [--json] [--shots FOLDER]

The real program in a real window under Xvfb (with openbox, where it is installed), used by mouse
and keyboard: the first run, a garment, a dropped photo, compared looks, a picture, a recording,
the gallery with 200 pictures, a photo tried on, the settings page, another theme and language,
the figures and their page, quitting. A timer of 5 ms beats in the GUI thread; of each gap over 30
ms the kernel tells how long the thread worked, was ready but given no processor (starved: the
machine was busy with something else), or waited, mostly for other threads of Python. Wanted: no
gap over 50 ms; where the machine starved it, no work and waiting over 50 ms together. Exits with
1 where it is missed.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support import newcomer  # noqa: E402
from tests.support.person import NotSeen, Person, person_at  # noqa: E402

MOST_MS = 50.0


def fill_gallery(home: Path, count: int) -> None:
    """Lay pictures into the person's folder, each another."""
    folder = home / "Pictures" / "tryon-ar"
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(7)
    for number in range(count):
        blocks = rng.integers(0, 255, (6, 8, 3)).astype(np.uint8)
        picture = cv2.resize(blocks, (1280, 720), interpolation=cv2.INTER_CUBIC)
        cv2.imwrite(str(folder / f"tryon-ar 2026-01-01 10-00-00 ({number + 2}).png"), picture)


def further(person: Person, photo: Path, look: newcomer.Look) -> None:
    """Do what the walk leaves out."""
    person.does("settings")
    person.key("ctrl+comma")
    person.wait("the settings", lambda now: now["dialog"] == "SettingsPage")
    time.sleep(1.0)
    look("settings")
    person.key("Escape")
    person.take_up()
    for name, key, value in (
        ("theme", "look.theme", "light"),
        ("language", "look.language", "zh_CN"),
        ("back", "look.language", "en"),
    ):
        person.does(name)
        person.ask("choose", [key, value])
        time.sleep(1.5)
        look(name)
    person.does("photo mode")
    person.ask("play", str(photo))
    person.wait("the photo", lambda now: now["photo"], 30.0)
    time.sleep(2.0)
    look("photo_mode")
    person.key("Escape")
    person.wait("the camera again", lambda now: not now["photo"], 30.0)
    person.does("figures")
    person.key("h")
    time.sleep(2.0)
    look("figures")
    person.does("theme with figures")
    person.ask("choose", ["look.theme", "dark"])
    time.sleep(1.5)
    look("figures_dark")
    person.key("h")
    person.does("performance")
    person.key("shift+h")
    person.wait("the page", lambda now: now["dialog"] == "PerformancePage")
    time.sleep(1.5)
    look("performance")
    person.key("Escape")
    person.take_up()


def walk(folder: Path, pictures: int, shots: Path | None) -> list[dict[str, Any]]:
    """Walk and return the gaps."""
    product = newcomer.product_photo(folder / "My jumper.jpg")
    number = 0

    def look(name: str) -> None:
        nonlocal number
        number += 1
        if shots is not None and person is not None:
            shots.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(shots / f"{number:02d}_{name}.png"), person.look())

    with person_at(folder / "walk", manager=True) as person:
        if person is None:
            raise SystemExit("This needs Xvfb and xdotool.")
        newcomer.first_run(person, look)
        newcomer.garment(person, look)
        newcomer.drop(person, product, look)
        newcomer.compare(person, look)
        newcomer.photo(person, look)
        newcomer.record(person, look)
        fill_gallery(person.home, pictures)
        newcomer.gallery(person, look, files=pictures + 2)
        saved = newcomer.wait_for_files(person, "Pictures", ".png", pictures + 1)
        further(person, saved[-1], look)
        newcomer.quit_program(person)
    return newcomer.gaps_of(folder / "walk" / "gaps.json")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pictures", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--shots", type=Path)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="tryon-ar-heartbeat-"))
    try:
        gaps = walk(folder, options.pictures, options.shots)
    except NotSeen:
        sys.stderr.write((folder / "walk" / "log.txt").read_text(errors="replace"))
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    over = [one for one in gaps if one["wall_ms"] > MOST_MS]
    ours = [one for one in over if one["worked_ms"] + one["waited_ms"] > MOST_MS]
    busy = [one for one in gaps if one["worked_ms"] > MOST_MS or one["waited_in"]]
    report = {
        "version": 1,
        "load_average": os.getloadavg()[0],
        "longest_wall_ms": max((one["wall_ms"] for one in gaps), default=0.0),
        "longest_worked_ms": max((one["worked_ms"] for one in gaps), default=0.0),
        "longest_waited_ms": max((one["waited_ms"] for one in gaps), default=0.0),
        "gaps_over_50_ms": len(over),
        "of_them_not_starved": len(ours),
        "busy_or_blocked": len(busy),
    }
    if options.json:
        print(json.dumps({**report, "gaps": over}, indent=2))
    else:
        print(", ".join(f"{name} {value}" for name, value in report.items()))
        for one in over[:20]:
            print({name: value for name, value in one.items() if name != "seen"})
    return 1 if ours else 0


if __name__ == "__main__":
    sys.exit(main())
