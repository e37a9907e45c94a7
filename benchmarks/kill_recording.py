"""Kill a recording program at random times and see what each file still holds.

Run: python benchmarks/kill_recording.py [--kills 100] [--parallel 2] [--size 640x480]

Every run records a moving picture at 30 frames a second in real time, through the same
recorder thread the mirror uses, and is ended by SIGKILL between 1.2 and 4 s after its first
frame. The loss is the time of the last frame offered minus that of the last frame that can
be decoded. Prints a line per file and a JSON summary; exits 1 if any file is unplayable or
lost more than a second.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FPS = 30.0
LIMIT_MS = 1000.0


@dataclass(frozen=True)
class Kill:
    """What one killed recording left.

    ``waiting`` and ``dropped`` are the recorder's queue and drops when it was killed: they
    tell a starved machine from a container that lags.
    """

    suffix: str
    killed_after_ms: float
    offered_ms: float
    waiting: int
    dropped: int
    playable: bool
    frames: int
    last_ms: float
    reason: str = ""

    @property
    def loss_ms(self) -> float:
        """Time between the last frame offered and the last that can be seen."""
        return self.offered_ms - self.last_ms if self.playable else self.offered_ms


def record(path: Path, size_px: tuple[int, int]) -> None:
    """Record in real time until killed, printing every frame's time and the frames behind."""
    from tryon_ar.recording.recorder import Recorder
    from tryon_ar.recording.video import VideoSink

    pictures = _moving_pictures(size_px)
    recorder = Recorder(VideoSink(path, size_px, FPS))
    started_s = time.monotonic()
    index = 0
    while True:
        time.sleep(max(0.0, started_s + index / FPS - time.monotonic()))
        t_ms = (time.monotonic() - started_s) * 1000
        recorder.offer(pictures[index % len(pictures)], t_ms)
        index += 1
        stats = recorder.stats
        waiting = index - stats.written - stats.dropped
        # One write call for a line: the last line read is the last frame offered.
        os.write(1, f"{t_ms:.3f} {waiting} {stats.dropped}\n".encode())


def _moving_pictures(size_px: tuple[int, int]) -> list[NDArray[np.uint8]]:
    """Return two seconds of a textured picture that pans, with sensor-like noise."""
    width, height = size_px
    rng = np.random.default_rng(7)
    coarse = rng.integers(0, 255, (height // 16 + 2, width // 16 + 10, 3), np.uint8)
    texture = coarse.repeat(16, axis=0).repeat(16, axis=1)
    pictures = []
    for index in range(60):
        left = index * 2
        part = texture[:height, left : left + width].astype(np.int16)
        noisy = part + rng.integers(-4, 5, part.shape, np.int16)
        pictures.append(np.clip(noisy, 0, 255).astype(np.uint8))
    return pictures


def kill_one(folder: Path, number: int, suffix: str, wait_s: float, size: str) -> Kill:
    """Record, kill after ``wait_s`` from the first frame, and look at the file."""
    path = folder / f"{number:04d}{suffix}"
    command = [sys.executable, __file__, "--record", str(path), "--size", size]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        started_s = time.monotonic()
        time.sleep(wait_s)
        process.send_signal(signal.SIGKILL)
        killed_after_ms = (time.monotonic() - started_s) * 1000
        offered = [first, *process.stdout.read().splitlines()]
    lines = [line.split() for line in offered if line.strip()]
    if not lines:
        return Kill(suffix, killed_after_ms, 0.0, 0, 0, False, 0, 0.0, "it never started")
    offered_ms = float(lines[-1][0]) - float(lines[0][0])
    waiting, dropped = int(lines[-1][1]), int(lines[-1][2])
    frames, last_ms, reason = _decode(path)
    path.unlink(missing_ok=True)
    return Kill(
        suffix, killed_after_ms, offered_ms, waiting, dropped, not reason, frames, last_ms, reason
    )


def _decode(path: Path) -> tuple[int, float, str]:
    """Return the frames that decode, the time of the last, and why it cannot be played."""
    import av

    frames, last_ms = 0, 0.0
    try:
        with av.open(str(path)) as container:
            for packet in container.demux(video=0):
                # A write cut short by the kill damages the last packet; players skip it.
                with contextlib.suppress(av.error.InvalidDataError):
                    for frame in packet.decode():
                        frames += 1
                        last_ms = float(frame.pts * frame.time_base * 1000)
    except (OSError, av.FFmpegError) as error:
        return frames, last_ms, str(error)
    return frames, last_ms, "" if frames else "no frame in it"


def run(waits_s: list[float], parallel: int, size: str, suffixes: list[str]) -> list[Kill]:
    """Kill a recording after each of ``waits_s``, ``parallel`` at a time, suffixes in turn."""
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(parallel) as pool:
        futures = []
        for number, wait_s in enumerate(waits_s):
            suffix = suffixes[number % len(suffixes)]
            futures.append(pool.submit(kill_one, Path(name), number, suffix, wait_s, size))
        return [_report(number, future.result()) for number, future in enumerate(futures)]


def _report(number: int, kill: Kill) -> Kill:
    print(
        f"{number:4d} {kill.suffix} killed after {kill.killed_after_ms:6.0f} ms,"
        f" {kill.frames:3d} frames, lost {kill.loss_ms:5.0f} ms"
        f" ({kill.waiting} waiting, {kill.dropped} dropped) {kill.reason}",
        flush=True,
    )
    return kill


def summary(results: list[Kill]) -> dict[str, object]:
    """Return the figures of all kills."""
    losses_ms = sorted(kill.loss_ms for kill in results)
    return {
        "kills": len(results),
        "playable": sum(kill.playable for kill in results),
        "loss_ms": {
            "median": round(float(np.median(losses_ms)), 1),
            "p95": round(float(np.percentile(losses_ms, 95)), 1),
            "max": round(losses_ms[-1], 1),
        },
        "failed": [
            asdict(kill) for kill in results if not kill.playable or kill.loss_ms > LIMIT_MS
        ],
    }


def main() -> int:
    """Run from the command line; 0 when every file is playable and lost a second at most."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--parallel", type=int, default=2)
    parser.add_argument("--size", default="640x480")
    parser.add_argument("--after", type=float, nargs=2, default=(1.2, 4.0), metavar="S")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--suffix", choices=(".mp4", ".mkv"), help="default: .mp4")
    parser.add_argument("--both", action="store_true", help="MP4 and MKV in turn")
    parser.add_argument("--record", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    width, height = (int(side) for side in options.size.split("x"))
    if options.record:
        with contextlib.suppress(BrokenPipeError):
            record(options.record, (width, height))
        return 0
    suffixes = [".mp4", ".mkv"] if options.both else [options.suffix or ".mp4"]
    rng = random.Random(options.seed)
    waits_s = [rng.uniform(*options.after) for _ in range(options.kills)]
    figures = summary(run(waits_s, options.parallel, options.size, suffixes))
    print(json.dumps(figures, indent=2))
    return 1 if figures["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
