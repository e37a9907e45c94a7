"""How long after a garment was chosen the first frame with it on is finished.

    python benchmarks/garment_switch.py [--rounds 3] [--source demo] [--preparing-only]

Prints JSON. ``preparing``: processor milliseconds, of one thread, to make a garment ready, and
to filter it for the first frame it is drawn in; of built-in garments (photos 900 pixels high)
and of the same enlarged to the size of imported ones.

 The whole session runs, tracker and all, without a window. ``expected``: the
garment was told to the session before, as when the pointer comes over its card or an arrow key
would lead to it. ``again``: it was worn shortly before. ``cold``: neither; it is loaded and
cut first, while frames go on with the old one (``longest_gap`` is between any two frames).
"""

import argparse
import dataclasses
import json
import os
import statistics
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import cv2  # noqa: E402
import numpy as np  # noqa: E402

from tryon_ar.commands.cores import share_cores  # noqa: E402
from tryon_ar.core.types import DressedFrame  # noqa: E402
from tryon_ar.garments.builtin import builtin_ids, load_builtin  # noqa: E402
from tryon_ar.garments.garment import Garment  # noqa: E402
from tryon_ar.kernels.warmup import warm_up  # noqa: E402
from tryon_ar.pipeline.dresser import Dresser  # noqa: E402
from tryon_ar.pipeline.observer import PersonParser  # noqa: E402
from tryon_ar.rendering.worn_garment import WornGarment  # noqa: E402
from tryon_ar.runtime.session import MirrorSession  # noqa: E402
from tryon_ar.runtime.stages import SessionParts  # noqa: E402
from tryon_ar.tracking.person_tracker import PersonTracker  # noqa: E402

MOST_S = 60.0
EXPECTED_S = 2.0
# Largest width and height of photos, pixels; None as they are.
SIZES = {"built in": None, "1000x1300": (1000, 1300), "1600x1600": (1600, 1600)}
# Photo pixels a frame pixel: a garment as tall as half of a frame of 720 rows.
USUAL_HEIGHT_PX = 360


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


def resized(garment: Garment, size: tuple[int, int] | None) -> Garment:
    """Return a garment whose photo just fits a size."""
    if size is None:
        return garment
    height, width = garment.alpha.shape
    scale = min(size[0] / width, size[1] / height)
    new = (round(width * scale), round(height * scale))
    landmarks = garment.landmarks.items()
    return dataclasses.replace(
        garment,
        photo_bgr=np.asarray(cv2.resize(garment.photo_bgr, new, interpolation=cv2.INTER_CUBIC)),
        alpha=np.asarray(cv2.resize(garment.alpha, new)),
        parts=np.asarray(cv2.resize(garment.parts, new, interpolation=cv2.INTER_NEAREST)),
        landmarks={name: (x * scale, y * scale) for name, (x, y) in landmarks},
    )


def preparing() -> dict[str, object]:
    """Return processor milliseconds of preparing, by size of photo."""
    warm_up()
    found: dict[str, object] = {}
    for label, size in SIZES.items():
        ready, first = [], []
        for garment_id in builtin_ids():
            garment = resized(load_builtin(garment_id), size)
            began = time.thread_time()
            worn = WornGarment(garment)
            cut = time.thread_time()
            scale = garment.alpha.shape[0] / USUAL_HEIGHT_PX
            for texture in worn.textures.values():
                texture.level(scale)
            ready.append((cut - began) * 1000)
            first.append((time.thread_time() - cut) * 1000)
        found[label] = {"ready": spread(ready), "first_frame": spread(first)}
    return found


def spread(times: list[float]) -> dict[str, float]:
    """Return the middle and the 95th percentile of milliseconds."""
    p50, p95 = np.percentile(times, [50, 95])
    return {"p50_ms": round(float(p50), 1), "p95_ms": round(float(p95), 1)}


def switching(source: str, rounds: int) -> dict[str, object]:
    """Return milliseconds from the choice to the first dressed frame, by case."""
    watch = Watch()
    parts = SessionParts(
        make_tracker=PersonTracker,
        make_parser=PersonParser,
        make_dresser=Dresser,
        load_garment=load_builtin,
    )
    session = MirrorSession(parts, on_dressed=watch.take)
    try:
        session.set_garments(["tee-white"])
        session.start(source)
        watch.until("tee-white")
        time.sleep(2.0)
        watch.gaps_s.clear()
        found = measure(session, watch, rounds)
    finally:
        session.stop()
    figures: dict[str, object] = {
        case: spread(times) | {"all_ms": [round(one) for one in times]}
        for case, times in found.items()
    }
    figures["frames"] = {
        "p50_gap_ms": round(statistics.median(watch.gaps_s) * 1000, 1),
        "longest_gap_ms": round(max(watch.gaps_s) * 1000),
    }
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--source", default="demo")
    parser.add_argument("--preparing-only", action="store_true")
    options = parser.parse_args()
    share_cores()
    about = {"version": 2, "processors": os.cpu_count(), "load_average": os.getloadavg()[0]}
    figures: dict[str, object] = {"preparing": preparing()}
    if not options.preparing_only:
        figures |= switching(options.source, options.rounds)
    print(json.dumps(about | figures, indent=2))


if __name__ == "__main__":
    main()
