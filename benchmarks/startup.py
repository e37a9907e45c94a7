"""How long the program takes to start: to the help, and to the first dressed frame.

    python benchmarks/startup.py [--runs 3] [--source demo]

Prints JSON. Every run is a process of its own with warm caches (one run before is not
counted), from its start until its log tells of the first dressed frame, on a display of its
own where Xvfb is installed, else offscreen. ``milestones_s`` says what the log told when, in
the fastest run.
"""

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support.xvfb import own_display  # noqa: E402

FIRST = "first dressed frame"
MOST_S = 60


def time_help(runs: int) -> list[float]:
    """Return seconds of ``--help``, one a run."""
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        command = [sys.executable, str(ROOT / "main.py"), "--help"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - started)
    return times[1:]


def time_window(source: str, environment: dict[str, str]) -> dict[str, float]:
    """Start the window and return when the log first told what, in seconds."""
    command = [sys.executable, str(ROOT / "main.py"), "--debug", "--source", source]
    milestones: dict[str, float] = {}
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    guard = threading.Timer(MOST_S, process.kill)
    guard.start()
    try:
        for line in process.stderr or ():
            told = line.partition(": ")[2].strip()
            milestones.setdefault(told or line.strip(), round(time.perf_counter() - started, 3))
            if told == FIRST:
                break
        process.terminate()
        process.communicate()
    finally:
        guard.cancel()
        process.kill()
        process.wait()
    if FIRST not in milestones:
        raise RuntimeError(f"no frame was dressed: {list(milestones)[-3:]}")
    return milestones


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--source", default="demo")
    options = parser.parse_args()
    help_s = time_help(options.runs)
    with own_display() as display:
        environment = dict(os.environ)
        environment |= {"DISPLAY": display} if display else {"QT_QPA_PLATFORM": "offscreen"}
        if display:
            environment.pop("QT_QPA_PLATFORM", None)
            environment.pop("WAYLAND_DISPLAY", None)
        runs = [time_window(options.source, environment) for _ in range(options.runs + 1)][1:]
    firsts = [run[FIRST] for run in runs]
    figures = {
        "version": 1,
        "display": "Xvfb" if display else "offscreen",
        "processors": os.cpu_count(),
        "load_average": os.getloadavg()[0],
        "help_s": {"best": round(min(help_s), 3), "all": [round(one, 3) for one in help_s]},
        "first_dressed_frame_s": {"best": min(firsts), "all": firsts},
        "milestones_s": min(runs, key=lambda run: run[FIRST]),
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
