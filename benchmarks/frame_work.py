"""How much a processor works for each frame: the same on a busy machine as on a quiet one.

Run: python benchmarks/frame_work.py [SOURCE] [--frames 120] [-g GARMENT ...]

Counts the processor time of all threads, stage after stage, with nothing side by side: what a
frame would take if nothing had to wait for a processor. Tracking and parsing are counted once,
dressing for each garment. The first second is left out. The last rows put every garment's frames
together, as a run that changes clothes does: their ratio of 99 % to the median is what is left
to explain by the work itself when frames take unequal times.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tryon_ar.capture.opening import open_source
from tryon_ar.core.types import TrackedFrame
from tryon_ar.garments.builtin import builtin_summaries, load_builtin
from tryon_ar.pipeline.dresser import Dresser
from tryon_ar.pipeline.observer import PersonParser
from tryon_ar.tracking.person_tracker import PersonTracker

_WARM_FRAMES = 30

_Result = TypeVar("_Result")
Times = NDArray[np.float64]


def worked(work: Callable[[], _Result]) -> tuple[_Result, float]:
    """Return what a call gives, and the processor time of all threads meanwhile, in ms."""
    began_s = time.process_time()
    result = work()
    return result, (time.process_time() - began_s) * 1000.0


def observed(spec: str, frames: int) -> tuple[list[TrackedFrame], Times, Times]:
    """Return the tracked and parsed frames of a source, and the work of both stages, in ms."""
    seen: list[TrackedFrame] = []
    track_ms, parse_ms = [], []
    with open_source(spec) as source, PersonTracker() as tracker:
        parser = PersonParser()
        for frame in itertools.islice(iter(source.read, None), frames):
            tracked, one_ms = worked(lambda frame=frame: tracker.process(frame))
            parsed, other_ms = worked(lambda tracked=tracked: parser.process(tracked))
            seen.append(parsed)
            track_ms.append(one_ms)
            parse_ms.append(other_ms)
        parser.close()
    return seen, np.array(track_ms), np.array(parse_ms)


def dressed(garment: str, seen: list[TrackedFrame]) -> Times:
    """Return the work of dressing each frame in a garment, in ms."""
    dresser = Dresser([load_builtin(garment)])
    times = [worked(lambda one=one: dresser.process(one))[1] for one in seen]
    dresser.close()
    return np.array(times)


def row(name: str, times: Times) -> str:
    """Return a line of the table."""
    median, slow, most = np.median(times), np.quantile(times, 0.99), times.max()
    return f"{name:<24}{median:8.1f}{slow:8.1f}{most:8.1f}{slow / median:8.2f}"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("source", nargs="?", default="demo")
    options.add_argument("--frames", type=int, default=120)
    options.add_argument("-g", "--garment", action="append", help="all built-in ones by default")
    asked = options.parse_args()
    if asked.frames <= _WARM_FRAMES:
        options.error(f"--frames must be more than {_WARM_FRAMES}")
    seen, track_ms, parse_ms = observed(asked.source, asked.frames)
    if len(seen) <= _WARM_FRAMES:
        sys.exit(f"{asked.source} has {len(seen)} frames; more than {_WARM_FRAMES} are needed.")
    track_ms, parse_ms = track_ms[_WARM_FRAMES:], parse_ms[_WARM_FRAMES:]
    print(f"{'ms of processor a frame':<24}{'median':>8}{'99 %':>8}{'most':>8}{'ratio':>8}")
    print(row("tracking", track_ms), row("parsing", parse_ms), sep="\n")
    whole = []
    for garment in asked.garment or [one.id for one in builtin_summaries()]:
        dress_ms = dressed(garment, seen)[_WARM_FRAMES:]
        print(row(garment, dress_ms), flush=True)
        whole.append(track_ms + parse_ms + dress_ms)
    print(row("all of it, one garment", np.concatenate([one / np.median(one) for one in whole])))
    print(row("all of it, all garments", np.concatenate(whole)))


if __name__ == "__main__":
    main()
