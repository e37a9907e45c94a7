"""Time the parser's two kinds of frame, and its parts.

``python benchmarks/parser_time.py CLIP [--head HEAD.onnx] [--threads N] [--frames N]`` prints
milliseconds a frame: as the clip goes, where the network ran, where labels were carried, and the
crop alone; mean, median and least. A busy machine inflates all of them alike: compare with the
trunk's own time, which is printed too.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tryon_ar.capture.opening import open_source
from tryon_ar.core.types import Body, Frame
from tryon_ar.inference.session import open_session
from tryon_ar.parsing.assembly import join
from tryon_ar.parsing.crop import SteadyCrop
from tryon_ar.parsing.parser import NetworkParser
from tryon_ar.parsing.picture import ParserGraph
from tryon_ar.parsing.shipped import HEAD_NAME
from tryon_ar.parsing.trunk import SIDE_PX, TrunkFiles, trunk_and_selfie
from tryon_ar.tracking.models import ensure_models
from tryon_ar.tracking.person_tracker import PersonTracker


def people(clip: str, count: int) -> list[tuple[Frame, Body]]:
    """Return the first frames of a clip that show somebody, with the body found there."""
    found: list[tuple[Frame, Body]] = []
    with open_source(clip) as source, PersonTracker() as tracker:
        while len(found) < count and (frame := source.read()) is not None:
            body = tracker.process(frame).body
            if body is not None:
                found.append((frame, body))
    return found


def timed(work: Callable[[], object]) -> float:
    """Return how long a call takes, in ms."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000.0


def line(name: str, times: list[float]) -> str:
    """Return a row of the table."""
    mean, median = statistics.fmean(times), statistics.median(times)
    return f"{name:<28}{mean:8.2f}{median:8.2f}{min(times):8.2f}\n"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("clip")
    options.add_argument("--head", type=Path, default=Path("resources/models") / HEAD_NAME)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--frames", type=int, default=60)
    chosen = options.parse_args()
    paths = ensure_models()
    files = TrunkFiles(paths.read_pose_landmarks(), paths.selfie.read_bytes())
    graph = ParserGraph(join(files, chosen.head.read_bytes()).SerializeToString(), SIDE_PX)
    seen = people(chosen.clip, chosen.frames)
    trunk = trunk_and_selfie(files)[0].SerializeToString()
    session = open_session(trunk, "cpu", threads=chosen.threads)
    grey = {"picture": np.full((1, 3, SIDE_PX, SIDE_PX), 0.5, np.float32)}
    crop = SteadyCrop()
    cuts = []
    for frame, body in seen:
        square = crop.around(body)
        if square is not None:
            cuts.append(timed(lambda: square.cut(frame.image_bgr, SIDE_PX)))  # noqa: B023
    parts = {"crop alone": cuts, "trunk alone": [timed(lambda: session.run(grey)) for _ in seen]}
    with NetworkParser(lambda: graph, provider="cpu", threads=chosen.threads) as parser:
        for each in seen[:2]:
            parser.parse(*each)
        parts["as the clip goes"] = [timed(lambda: parser.parse(*each)) for each in seen[2:]]  # noqa: B023
    with NetworkParser(lambda: graph, every=2, provider="cpu", threads=chosen.threads) as parser:
        # The same frame again and again: every second time the network runs, and no oftener.
        parser.parse(*seen[0])
        times = [timed(lambda: parser.parse(*seen[0])) for _ in range(2 * len(seen))]
    parts |= {"labels carried": times[::2], "network run": times[1::2]}
    sys.stdout.write(f"{'ms':<28}{'mean':>8}{'median':>8}{'least':>8}\n")
    for name, values in parts.items():
        sys.stdout.write(line(name, values))


if __name__ == "__main__":
    main()
