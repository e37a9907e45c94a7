"""Fail cameras and streams a thousand times before the real window, and see what it does.

Run: python benchmarks/camera_faults.py [--cycles 1000] [--parallel 4] [--seed 1] [--json FILE]

Every process shows the real window (off the screen) with the real session, its tracking and
dressing replaced by light fakes, on a camera preloaded in front of the device nodes
(``tests/support/fake_v4l2.c``) and a stream server on the loopback interface. A cycle lets one of
the kinds of ``camera_fault_kinds.py`` befall a source that plays well; one in five closes the
window in the midst of the fault and opens another one on it, and some record through it.

Wanted of each: named in the window within 2 s of the fault (not what is too short or needs no
naming), a live picture without a message over it within 2 s of the device's return, the window's
thread never late by 200 ms, closed within 1.5 s; no crash, no hang, and as many threads and
handles at the end as at the beginning. Exits 1 where anything is missed, whatever the reason.
Beside that it tells what the machine had to do with it: how long the window's thread was ready to
run and got no processor in its longest gap, how late a thread that only sleeps is woken, and
the share of time in which somebody was kept waiting to run.
"""

import argparse
import bisect
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from camera_fault_kinds import KINDS

from tests.support import fake_v4l2

FOLDER = Path(__file__).resolve().parent
NAMED_MS = BACK_MS = 2000.0
GAP_MS = 200.0
STOP_MS = 1500.0
SILENT_S = 90.0
MORE_THREADS = MORE_HANDLES = 3
_SLEEP_S = 0.01
Figures = dict[str, Any]


def _pressed_s() -> float:
    """Return for how long, since the start, somebody on this machine was kept waiting to run."""
    try:
        told = Path("/proc/pressure/cpu").read_text()
    except OSError:
        return 0.0
    return int(told.split("total=")[1].split()[0]) / 1e6


class Sleeper:
    """How late a thread that only sleeps is woken: what the machine costs anybody."""

    def __init__(self) -> None:
        self._at_s: list[float] = []
        self._late_ms: list[float] = []
        self._began_s, self._pressed_s = time.monotonic(), _pressed_s()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.is_set():
            began_s = time.monotonic()
            time.sleep(_SLEEP_S)
            now_s = time.monotonic()
            self._at_s.append(now_s)
            self._late_ms.append((now_s - began_s - _SLEEP_S) * 1000)

    def worst_ms(self, from_s: float, to_s: float) -> float:
        """Return the greatest lateness in a span of time."""
        first, last = bisect.bisect(self._at_s, from_s), bisect.bisect(self._at_s, to_s)
        return max(self._late_ms[first:last], default=0.0)

    def close(self) -> dict[str, float]:
        """Stop and return the figures of all the time."""
        self._stop.set()
        self._thread.join()
        late = sorted(self._late_ms)
        return {
            "p99_ms": round(late[int(len(late) * 0.99)], 1),
            "max_ms": round(late[-1], 1),
            "share_over_20_ms": round(sum(one > 20 for one in late) / len(late), 4),
            "share_of_time_somebody_lacked_a_processor": round(
                (_pressed_s() - self._pressed_s) / (time.monotonic() - self._began_s), 3
            ),
        }


@dataclass
class Worker:
    """A process that goes through its share of the cycles, started anew where it dies."""

    number: int
    folder: Path
    kinds: list[str]
    seed: int
    patience_s: float = 0.0
    cycles: list[Figures] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    done_in_life: list[int] = field(default_factory=list)

    def run(self) -> None:
        """Make all cycles."""
        self.folder.mkdir()
        while len(self.cycles) + len(self.crashes) + len(self.hangs) < len(self.kinds):
            self._live(len(self.cycles) + len(self.crashes) + len(self.hangs))

    def _live(self, first: int) -> None:
        listed, out = self.folder / "kinds", self.folder / "cycles"
        listed.write_text("\n".join(self.kinds[first:]) + "\n")
        out.write_text("")
        command = [sys.executable, str(FOLDER / "camera_fault_window.py")]
        command += ["--kinds", str(listed), "--out", str(out), "--seed", str(self.seed + first)]
        command += ["--patience", str(self.patience_s)]
        environment = fake_v4l2.environment(self.folder, jpegs=True)
        environment |= {"QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1"}
        environment["XDG_CONFIG_HOME"] = environment["XDG_DATA_HOME"] = str(self.folder)
        with (self.folder / "log").open("w") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            hung = self._watch(process, out)
        made = [json.loads(line) for line in out.read_text().splitlines()]
        for number, cycle in enumerate(made):
            cycle["process"], cycle["life"] = self.number, number
        self.cycles += made
        self.done_in_life.append(len(made))
        if hung or process.returncode:
            at = self.kinds[min(first + len(made), len(self.kinds) - 1)]
            tail = (self.folder / "log").read_text()[-6000:]
            told = f"{at}: exit {process.returncode}\n{tail}"
            (self.hangs if hung else self.crashes).append(told)

    def _watch(self, process: "subprocess.Popen[bytes]", out: Path) -> bool:
        """Wait for the end; return whether it had to be forced."""
        size, since_s = -1, time.monotonic()
        while process.poll() is None:
            time.sleep(0.25)
            now = out.stat().st_size
            if now != size:
                size, since_s = now, time.monotonic()
            elif time.monotonic() - since_s > SILENT_S:
                process.send_signal(signal.SIGABRT)  # has faulthandler say where it hangs
                process.wait()
                return True
        return False


def misses_of(cycle: Figures) -> list[str]:
    """Return what a cycle missed, in words."""
    missed = []
    if cycle["false_alarm"]:
        missed.append("false alarm")
    if cycle["must_name"] and (cycle["named_ms"] is None or cycle["named_ms"] > NAMED_MS):
        missed.append("named")
    if cycle["back_ms"] is None or cycle["back_ms"] > BACK_MS:
        missed.append("back")
    if cycle["gap_ms"] >= GAP_MS:
        missed.append("gap")
    if cycle["stop_ms"] is not None and cycle["stop_ms"] > STOP_MS:
        missed.append("stop")
    if cycle["recording"] not in ("", "ok"):
        missed.append("recording")
    return missed


def _middle_and_most(values: Iterable[float | None]) -> str:
    known = [one for one in values if one is not None]
    return f"{median(known):6.0f} {max(known):6.0f}" if known else "     -      -"


def table(cycles: list[Figures]) -> str:
    """Return the figures of every kind, a line each."""
    by_kind = defaultdict(list)
    for cycle in cycles:
        by_kind[cycle["kind"]].append(cycle)
    lines = [
        f"{'kind':22} {'count':>5}  {'named ms':^13}  {'back ms':^13}  {'gap':>5}"
        f"  {'stop ms':^13}  missed"
    ]
    for kind in KINDS:
        all_of = by_kind.get(kind.name, [])
        if not all_of:
            continue
        missed = Counter(word for cycle in all_of for word in cycle["missed"])
        lines.append(
            f"{kind.name:22} {len(all_of):5}"
            f"  {_middle_and_most(one['named_ms'] for one in all_of if one['must_name'])}"
            f"  {_middle_and_most(one['back_ms'] for one in all_of)}"
            f"  {max(one['gap_ms'] for one in all_of):5.0f}"
            f"  {_middle_and_most(one['stop_ms'] for one in all_of)}"
            f"  {', '.join(f'{word} {count}' for word, count in missed.items())}"
        )
    return "\n".join(lines)


def held(cycles: list[Figures], what: str) -> float:
    """Return how much more a process held in the last third of its life than in the first."""
    more = 0.0
    lives = defaultdict(list)
    for cycle in cycles:
        lives[cycle["process"], cycle["stream"]].append(cycle[what])
    for values in lives.values():
        third = len(values) // 3
        if third >= 3:
            more = max(more, median(values[-third:]) - median(values[third // 2 : third + 1]))
    return more


def summary(workers: list[Worker], machine: dict[str, float]) -> Figures:
    """Return the figures of all cycles."""
    cycles = [cycle for worker in workers for cycle in worker.cycles]
    missed = Counter(word for cycle in cycles for word in cycle["missed"])
    late = [cycle for cycle in cycles if cycle["missed"]]
    stops = [cycle["stop_ms"] for cycle in cycles if cycle["stop_ms"] is not None]
    return {
        "cycles": len(cycles),
        "kinds": len({cycle["kind"] for cycle in cycles}),
        "crashes": sum(len(worker.crashes) for worker in workers),
        "hangs": sum(len(worker.hangs) for worker in workers),
        "missed": dict(missed),
        "gaps_of_its_own": sum(
            one["gap_ms"] - one["gap_waited_ms"] >= GAP_MS for one in late if "gap" in one["missed"]
        ),
        "gap_less_waiting_max_ms": _most(one["gap_ms"] - one["gap_waited_ms"] for one in cycles),
        "named_max_ms": _most(c["named_ms"] for c in cycles if c["must_name"]),
        "back_max_ms": _most(cycle["back_ms"] for cycle in cycles),
        "gap_max_ms": _most(cycle["gap_ms"] for cycle in cycles),
        "stops": len(stops),
        "stop_max_ms": _most(stops),
        "recordings": sum(bool(cycle["recording"]) for cycle in cycles),
        "more_threads": held(cycles, "threads"),
        "more_handles": held(cycles, "handles"),
        "more_memory_mb": round(held(cycles, "memory_mb"), 1),
        "machine": machine,
    }


def _most(values: Iterable[float | None]) -> float | None:
    known = [one for one in values if one is not None]
    return round(max(known), 0) if known else None


def failed(figures: Figures) -> bool:
    """Return whether anything wanted was missed."""
    return bool(
        figures["crashes"]
        or figures["hangs"]
        or figures["missed"]
        or figures["more_threads"] > MORE_THREADS
        or figures["more_handles"] > MORE_HANDLES
    )


def run(
    names: list[str], parallel: int, seed: int, folder: Path, patience_s: float = 0.0
) -> tuple[list[Worker], Figures]:
    """Go through faults in several processes side by side.

    With patience a fault lasts so much longer until it is named, and the picture may take so
    much longer to come back: for machines that have no time for so many windows.
    """
    sleeper = Sleeper()
    workers = [
        Worker(
            number, folder / str(number), names[number::parallel], seed * 1000 + number, patience_s
        )
        for number in range(parallel)
    ]
    threads = [threading.Thread(target=worker.run) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for worker in workers:
        for cycle in worker.cycles:
            cycle["missed"] = misses_of(cycle)
            cycle["machine_ms"] = sleeper.worst_ms(cycle["began_s"], cycle["ended_s"])
    return workers, summary(workers, sleeper.close())


def drawn(cycles: int, seed: int, only: list[str]) -> list[str]:
    """Return the names of so many kinds, each as often as the others, in a drawn order."""
    kinds = [kind.name for kind in KINDS if not only or kind.name in only]
    names = [kinds[number % len(kinds)] for number in range(cycles)]
    random.Random(seed).shuffle(names)
    return names


def main() -> int:
    """Run from the command line; 0 when nothing wanted was missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cycles", type=int, default=1000)
    parser.add_argument("--parallel", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", default=[], metavar="KIND")
    parser.add_argument("--json", type=Path, metavar="FILE", help="every cycle and the summary")
    options = parser.parse_args()
    names = drawn(options.cycles, options.seed, options.only)
    with tempfile.TemporaryDirectory() as name:
        workers, figures = run(names, options.parallel, options.seed, Path(name))
    cycles = [cycle for worker in workers for cycle in worker.cycles]
    for cycle in cycles:
        if cycle["missed"]:
            print(
                json.dumps({key: value for key, value in cycle.items() if value not in ("", None)})
            )
    for worker in workers:
        for told in (*worker.crashes, *worker.hangs):
            print(f"process {worker.number}, {told}")
    print(table(cycles))
    print(json.dumps(figures, indent=2))
    if options.json:
        options.json.write_text(json.dumps({"summary": figures, "cycles": cycles}, indent=1))
    return 1 if failed(figures) else 0


if __name__ == "__main__":
    os.environ.setdefault("CI", "true")
    sys.exit(main())
