"""Hand control: how often signs are understood, and that ordinary movement triggers nothing.

``python benchmarks/hand_control.py [--seeds N] [CLIP…]`` acts every sign under every condition of
``tests/support/hand_cases.py`` with either hand and N seeds, then what people do without meaning
anything; then it tracks the clips (files or folders) as the mirror does, at full, half and a third
of their frames, mirrored and not, and lists what was triggered. It exits with 1 where a clip or
habit triggered anything.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.hand_acting import Actor, events
from tests.support.hand_cases import CONDITIONS, HABITS, SIGNS, actors, performed
from tryon_ar.capture.opening import open_source
from tryon_ar.core.types import TrackedFrame
from tryon_ar.runtime.hand_control import HandControl
from tryon_ar.runtime.hand_reach import place_targets
from tryon_ar.tracking.hands import HandTracker
from tryon_ar.tracking.person_tracker import PersonTracker

_VIDEOS = {".mkv", ".mp4", ".webm", ".mov"}
_TARGETS = ((("previous", True), ("compare", False)), (("next", True), ("photo", False)))


def tracked_clip(path: Path, apart: int = 1) -> Iterator[TrackedFrame]:
    """Yield a clip's frames with pose and hands, as many apart as asked."""
    with open_source(str(path)) as source, PersonTracker() as tracker, HandTracker() as hands:
        hands.watch_raised = True
        while (frame := source.read()) is not None:
            if frame.index % apart:
                continue
            tracked = tracker.process(frame)
            if tracked.body is not None:
                found = hands.track(frame, tracked.body.pose)
                tracked = replace(tracked, body=replace(tracked.body, hands=found))
            yield tracked


def read(frames: Iterable[TrackedFrame], *, mirrored: bool) -> tuple[int, list[str], list[float]]:
    """Return in how many frames a hand was raised, what was triggered, and the ms a frame."""
    control, raised, triggered, spent = HandControl(), 0, [], []
    for tracked in frames:
        control.targets = place_targets(*_TARGETS, tracked.frame.size[0] / tracked.frame.size[1])
        started = time.perf_counter()
        view = control.update(tracked, mirrored=mirrored)
        spent.append((time.perf_counter() - started) * 1000.0)
        raised += view.is_raised
        if view.event is not None:
            what = f"{view.event.deed} {view.event.target}".strip()
            triggered.append(f"{what} at {tracked.frame.t_ms / 1000:.1f} s")
    return raised, triggered, spent


def understood(seeds: int) -> None:
    """Print how often each sign was understood, and nothing else with it."""
    sys.stdout.write(f"{'understood of ' + str(2 * seeds):<32}")
    sys.stdout.write("".join(f"{sign:>14}" for sign in SIGNS) + "\n")
    for condition in CONDITIONS:
        sys.stdout.write(f"{condition:<32}")
        for sign in SIGNS:
            right = 0
            for actor in actors(condition, seeds):
                keys, expected = performed(sign, actor)
                right += events(actor, keys) == [expected]
            sys.stdout.write(f"{right:>14}")
        sys.stdout.write("\n")
        sys.stdout.flush()


def habits(seeds: int) -> int:
    """Print what habits triggered; return how much."""
    wrong = 0
    for habit in HABITS:
        found = []
        for seed in range(seeds):
            for fps in (30.0, 12.0):
                actor = Actor(left=seed % 2 == 0, seed=seed, fps=fps)
                found += [event.deed.value for event in events(actor, habit.keys(actor))]
        wrong += len(found)
        sys.stdout.write(f"{habit.name:<32}{len(found):>4}  {' '.join(found)}\n")
    return wrong


def clips(paths: list[Path]) -> int:
    """Print what clips triggered; return how much."""
    wrong = 0
    for path in paths:
        frames = list(tracked_clip(path))
        for apart in (1, 2, 3):
            some = frames[::apart] if apart == 1 else list(tracked_clip(path, apart))
            for mirrored in (True, False):
                raised, triggered, spent = read(some, mirrored=mirrored)
                wrong += len(triggered)
                sys.stdout.write(
                    f"{path.stem:<16} every {apart}, {'mirrored' if mirrored else 'as taken':<9}"
                    f"{len(some):>5} frames, raised in {raised:>3}, triggered {len(triggered)} "
                    f"{'; '.join(triggered)} ({statistics.fmean(spent):.2f} ms a frame)\n"
                )
                sys.stdout.flush()
    return wrong


def main() -> int:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("clips", nargs="*", type=Path)
    options.add_argument("--seeds", type=int, default=6)
    chosen = options.parse_args()
    paths: list[Path] = []
    for path in chosen.clips:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        paths += [one for one in inside if one.suffix in _VIDEOS]
    if chosen.seeds:
        understood(chosen.seeds)
    return 1 if habits(chosen.seeds) + clips(paths) else 0


if __name__ == "__main__":
    raise SystemExit(main())
