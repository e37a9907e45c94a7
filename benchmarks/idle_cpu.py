"""How much of a processor the program takes while its window is minimised.

    python benchmarks/idle_cpu.py [--seconds 20] [--source demo] [--json]

The real program in a real window under Xvfb (with openbox, where it is installed), first on the
demo, then on a camera (the preloaded stand-in of the tests). Wanted: minimised, under 5 % of one
core, with nothing captured or dressed; shown again, a new picture within 2 s. Exits with 1
where that is missed.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.support import fake_v4l2  # noqa: E402
from tests.support.person import Person, person_at  # noqa: E402

MOST_SHARE = 0.05
MOST_BACK_S = 2.0
_SETTLE_S = 4.0


def cpu_s(process: int) -> float:
    """Return seconds of processor time a process has taken, all its threads together."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def share_over(person: Person, seconds: float) -> float:
    """Return the share of one core that the program takes for some seconds."""
    before, started = cpu_s(person.program.pid), time.monotonic()
    time.sleep(seconds)
    return (cpu_s(person.program.pid) - before) / (time.monotonic() - started)


def measure(person: Person, seconds: float) -> dict[str, float | int]:
    """Minimise the window for some seconds and show it again."""
    # The stand-in camera shows nobody: what counts is that all stages are at work.
    person.wait("pictures", lambda now: now.get("index", -1) > 150, 120.0)
    time.sleep(2.0)
    shown_share = share_over(person, 4.0)
    person.ask("call", "showMinimized")
    person.wait("the window gone", lambda now: now["minimised"])
    time.sleep(_SETTLE_S)
    index = person.state()["index"]
    hidden_share = share_over(person, seconds)
    frames = person.state()["index"] - index
    index = person.state()["index"]
    began = time.monotonic()
    person.ask("call", "showNormal")
    person.wait("a new picture", lambda now: now["index"] > index, 20.0)
    return {
        "shown_share": round(shown_share, 3),
        "minimised_share": round(hidden_share, 4),
        "frames_while_minimised": frames,
        "back_s": round(time.monotonic() - began, 2),
    }


def run(folder: Path, source: str, seconds: float, variables: dict[str, str]) -> dict[str, object]:
    """Start the program on a source and measure it."""
    wanted = ["--source", source]
    with person_at(folder, *wanted, manager=True, **variables) as person:
        if person is None:
            raise SystemExit("This needs Xvfb and xdotool.")
        found = measure(person, seconds)
        person.key("ctrl+q")
        person.program.wait(20)
    met = (
        found["minimised_share"] < MOST_SHARE
        and found["frames_while_minimised"] == 0
        and found["back_s"] < MOST_BACK_S
    )
    return {"source": source, **found, "met": met}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--source", choices=("demo", "camera"), help="only this one")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="tryon-ar-idle-"))
    try:
        fake = folder / "camera"
        fake.mkdir()
        camera = {
            name: value
            for name, value in fake_v4l2.environment(fake).items()
            if os.environ.get(name) != value
        }
        sources = {"demo": ("demo", {}), "camera": ("camera:0", camera)}
        runs = [
            run(folder / name, source, options.seconds, variables)
            for name, (source, variables) in sources.items()
            if options.source in (None, name)
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report = {"version": 1, "load_average": os.getloadavg()[0], "runs": runs}
    if options.json:
        print(json.dumps(report, indent=2))
    else:
        for one in runs:
            print(", ".join(f"{name} {value}" for name, value in one.items()))
    return 0 if all(one["met"] for one in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
