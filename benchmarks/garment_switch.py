"""How long after a garment was chosen the first frame with it on is finished.

    python benchmarks/garment_switch.py [--rounds 3] [--source demo]

Prints JSON. The whole session runs, tracker and all, without a window. ``expected``: the
garment was told to the session before, as when the pointer comes over its card or an arrow key
would lead to it. ``again``: it was worn shortly before. ``cold``: neither; it is loaded and
cut first, while frames go on with the old one (``longest_gap`` is between any two frames).
"""

import argparse
import json
import os
import statistics
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tryon_ar.core.types import DressedFrame  # noqa: E402
from tryon_ar.garments.builtin import builtin_ids, load_builtin  # noqa: E402
from tryon_ar.pipeline.dresser import Dresser  # noqa: E402
from tryon_ar.runtime.session import MirrorSession  # noqa: E402
from tryon_ar.runtime.stages import SessionParts  # noqa: E402
from tryon_ar.tracking.person_tracker import PersonTracker  # noqa: E402

MOST_S = 60.0
EXPECTED_S = 2.0


class Watch:
    """Notes when which garments were first seen on somebody."""

    def __init__(self) -> None:
        self.seen = threading.Condition()
        self.worn: tuple[str, ...] = ()
        self.finished_s = 0.0
        self.gaps_s: list[float] = []

    def take(self, dressed: DressedFrame) -> None:
        now = time.perf_counter()
        with self.seen:
            if self.finished_s:
                self.gaps_s.append(now - self.finished_s)
            self.finished_s = now
            self.worn = tuple(dressed.garment_landmarks)
            self.seen.notify_all()

    def until(self, garment_id: str) -> float:
        """Wait until a garment is worn; return when, in seconds."""
        with self.seen:
            if not self.seen.wait_for(lambda: garment_id in self.worn, MOST_S):
                raise TimeoutError(f"{garment_id} was not put on")
            return self.finished_s


def switch(session: MirrorSession, watch: Watch, garment_id: str) -> float:
    """Put a garment on; return the milliseconds until it was seen."""
    chosen = time.perf_counter()
    session.set_garments([garment_id])
    return (watch.until(garment_id) - chosen) * 1000


def measure(session: MirrorSession, watch: Watch, rounds: int) -> dict[str, list[float]]:
    """Return milliseconds by case."""
    tops = [one for one in builtin_ids() if not load_builtin(one).is_lower]
    found: dict[str, list[float]] = {"cold": [], "again": [], "expected": []}
    for number in range(rounds):
        first, second, third = (tops[(3 * number + step) % len(tops)] for step in range(3))
        found["cold"].append(switch(session, watch, first))
        found["cold"].append(switch(session, watch, second))
        found["again"].append(switch(session, watch, first))
        found["again"].append(switch(session, watch, second))
        session.expect_garments([third])
        time.sleep(EXPECTED_S)
        found["expected"].append(switch(session, watch, third))
        session.expect_garments([])
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--source", default="demo")
    options = parser.parse_args()
    watch = Watch()
    parts = SessionParts(
        make_tracker=PersonTracker, make_dresser=Dresser, load_garment=load_builtin
    )
    session = MirrorSession(parts, on_dressed=watch.take)
    try:
        session.set_garments(["tee-white"])
        session.start(options.source)
        watch.until("tee-white")
        time.sleep(2.0)
        watch.gaps_s.clear()
        found = measure(session, watch, options.rounds)
    finally:
        session.stop()
    figures = {
        case: {"p50_ms": round(statistics.median(times), 1), "all_ms": [round(t) for t in times]}
        for case, times in found.items()
    }
    figures["frames"] = {
        "p50_gap_ms": round(statistics.median(watch.gaps_s) * 1000, 1),
        "longest_gap_ms": round(max(watch.gaps_s) * 1000),
    }
    about = {"version": 1, "processors": os.cpu_count(), "load_average": os.getloadavg()[0]}
    print(json.dumps(about | figures, indent=2))


if __name__ == "__main__":
    main()
