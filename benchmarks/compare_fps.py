"""How many different pictures a second the mirror shows while looks are compared.

    python benchmarks/compare_fps.py DATA [--clip webcam/book.mkv] [--seconds 15] [--mode MODE]…

DATA is the folder that the clip is in. The whole session runs on it, in real time and over and
over, without a window: what the window would paint is put together as the window does it, but
not painted. Modes: ``one`` garment; ``split`` of two; ``four`` at once; ``before``, one garment
with the key for the camera's own picture held.

Prints JSON. Of each mode, over the seconds after all its looks were first dressed:

- ``unique_fps``, ``capture_fps``: different pictures shown, and frames captured, a second;
- ``age_ms``: from a frame's capture until its picture was to be painted;
- ``registration_ms``: how much older than the frame shown last the frame is that the oldest
  look in the picture was measured and drawn on;
- ``drops``: frames by cause; ``parses``: how often a frame was parsed, a picture shown;
- ``cpu_ms``: processor time of the whole program, a picture shown: the figure that other
  programs on the machine spoil least; ``stages``: p50 of the last three seconds;
- ``load``: the load average at the mode's end.
"""

import argparse
import json
import os
import statistics
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402

from tryon_ar.commands.cores import share_cores  # noqa: E402
from tryon_ar.core.types import BgrImage, DressedFrame, TrackedFrame  # noqa: E402
from tryon_ar.garments.builtin import load_builtin  # noqa: E402
from tryon_ar.pipeline.dresser import Dresser  # noqa: E402
from tryon_ar.pipeline.observer import PersonParser  # noqa: E402
from tryon_ar.runtime.comparison import Comparison, Look, put_together  # noqa: E402
from tryon_ar.runtime.metrics import MetricsSnapshot  # noqa: E402
from tryon_ar.runtime.session import MirrorSession  # noqa: E402
from tryon_ar.runtime.stages import SessionParts  # noqa: E402
from tryon_ar.tracking.person_tracker import PersonTracker  # noqa: E402

WORN = "tee-striped"
OTHERS = ("hoodie-grey", "shirt-oxford", "longsleeve-green")
MODES: Mapping[str, tuple[str, ...]] = {
    "one": (),
    "split": OTHERS[:1],
    "four": OTHERS,
    "before": (),
}
MOST_S = 300.0
_SETTLED_S = 2.0
_ENLARGED_UP_TO_PX = 720  # as the window does


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that was to be painted: of which frame, when, how old, how old its oldest look."""

    index: int
    shown_s: float
    age_ms: float
    registration_ms: float


class CountingParser(PersonParser):
    """A parser that counts the frames it is given."""

    frames = 0

    def process(self, tracked: TrackedFrame) -> TrackedFrame:
        """Count and parse."""
        CountingParser.frames += 1
        return super().process(tracked)


def comparison_of(mode: str) -> Comparison | None:
    """Return what is compared with what is worn."""
    looks = tuple(Look((one,)) for one in MODES[mode])
    return Comparison(looks) if looks else None


def is_complete(dressed: DressedFrame, mode: str) -> bool:
    """Whether a frame shows all that a mode is about."""
    others = len(MODES[mode])
    return dressed.coverage is not None and len(dressed.looks) == (others + 1 if others else 0)


def registration_ms(dressed: DressedFrame) -> float:
    """Return how much older than the frame shown the frame of its oldest look is.

    Without looks the picture is that of the frame its pose was measured on.
    """
    now_ms = dressed.tracked.frame.t_ms
    return max((now_ms - look.t_ms for look in dressed.looks), default=0.0)


def picture(dressed: DressedFrame, mode: str) -> BgrImage:
    """Return what the window would paint."""
    comparison = comparison_of(mode)
    if mode == "before":
        return dressed.tracked.frame.image_bgr
    if comparison is None or not is_complete(dressed, mode):
        return dressed.image_bgr
    small = dressed.image_bgr.shape[1] <= _ENLARGED_UP_TO_PX
    return put_together([one.image_bgr for one in dressed.looks], comparison, 2 if small else 1)


def summary(shown: Sequence[Shown]) -> dict[str, object]:
    """Return the figures that come from the pictures shown, each another frame.

    Raises
    ------
    ValueError
        When fewer than two pictures were shown.
    """
    if len(shown) < 2:
        raise ValueError(f"only {len(shown)} pictures were shown")
    span_s = shown[-1].shown_s - shown[0].shown_s
    return {
        "pictures": len(shown),
        "unique_fps": round((len(shown) - 1) / span_s, 2),
        "capture_fps": round((shown[-1].index - shown[0].index) / span_s, 2),
        "age_ms": spread([one.age_ms for one in shown]),
        "registration_ms": spread([one.registration_ms for one in shown]),
        "longest_gap_ms": round(1000 * float(np.diff([one.shown_s for one in shown]).max())),
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    """Return the middle and the 95th percentile."""
    return {
        "p50": round(statistics.median(values), 1),
        "p95": round(float(np.percentile(values, 95)), 1),
    }


class Viewer:
    """Takes pictures as the window does, in a thread of its own."""

    def __init__(self, mode: str) -> None:
        self._mode = mode
        self._session: MirrorSession | None = None
        self._bell = threading.Event()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="viewer")
        self.complete = threading.Event()
        self.shown: list[Shown] = []

    def ring(self) -> None:
        """Note that there is a picture."""
        self._bell.set()

    def start(self, session: MirrorSession) -> None:
        """Look at a session."""
        self._session = session
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
        self._bell.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            self._bell.wait()
            self._bell.clear()
            dressed = None if self._session is None else self._session.take_frame()
            if self._session is None or dressed is None:
                continue
            picture(dressed, self._mode)
            now_ns = time.monotonic_ns()
            self._session.note_painted(dressed)
            if is_complete(dressed, self._mode):
                self.complete.set()
            frame = dressed.tracked.frame
            age_ms = (now_ns - frame.captured_ns) / 1e6
            self.shown.append(Shown(frame.index, now_ns / 1e9, age_ms, registration_ms(dressed)))


@dataclass(frozen=True, slots=True)
class Reading:
    """What had been counted at a moment."""

    pictures: int
    parses: int
    cpu_s: float
    metrics: MetricsSnapshot

    @classmethod
    def now(cls, viewer: Viewer, session: MirrorSession) -> "Reading":
        """Read everything."""
        cpu_s = time.process_time()
        return cls(len(viewer.shown), CountingParser.frames, cpu_s, session.metrics())


def counted(before: Reading, after: Reading) -> dict[str, object]:
    """Return the figures that come from what was counted between two moments."""
    pictures = max(1, after.pictures - before.pictures)
    drops = after.metrics.drops
    return {
        "drops": {cause: drops[cause] - before.metrics.drops[cause] for cause in drops},
        "parses": round((after.parses - before.parses) / pictures, 2),
        "cpu_ms": round(1000 * (after.cpu_s - before.cpu_s) / pictures),
        "quality": after.metrics.quality,
        "stages": {name: round(one.p50_ms, 1) for name, one in after.metrics.stages.items()},
    }


def measure(clip: Path, mode: str, seconds: float) -> dict[str, object]:
    """Run the session in a mode and return its figures.

    Raises
    ------
    TimeoutError
        When not all looks were dressed within five minutes.
    """
    parts = SessionParts(
        make_tracker=PersonTracker,
        make_parser=CountingParser,
        make_dresser=Dresser,
        load_garment=load_builtin,
    )
    viewer = Viewer(mode)
    session = MirrorSession(parts, on_frame=viewer.ring)
    session.set_garments([WORN])
    session.wishes.comparison = comparison_of(mode)
    viewer.start(session)
    try:
        session.start(str(clip))
        if not viewer.complete.wait(MOST_S):
            raise TimeoutError(f"not all was dressed within {MOST_S:.0f} s: {session.statuses}")
        time.sleep(_SETTLED_S)
        before = Reading.now(viewer, session)
        time.sleep(seconds)
        after = Reading.now(viewer, session)
    finally:
        session.stop()
        viewer.stop()
    figures = summary(viewer.shown[before.pictures : after.pictures])
    return figures | counted(before, after) | {"load": round(os.getloadavg()[0], 1)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--clip", default="webcam/book.mkv")
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--mode", action="append", choices=list(MODES))
    options = parser.parse_args()
    clip = options.data / options.clip
    if not clip.is_file():
        parser.error(f"there is no clip at {clip}")
    share_cores()
    found = {mode: measure(clip, mode, options.seconds) for mode in options.mode or MODES}
    about = {"version": 1, "clip": options.clip, "processors": os.cpu_count()}
    print(json.dumps(about | {"modes": found}, indent=2))


if __name__ == "__main__":
    main()
