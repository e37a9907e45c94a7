"""Kill a recording program at random times and see what each file still holds.

Run: python benchmarks/kill_recording.py [--kills 100] [--parallel 2] [--size 640x480] [--all]

Every run records a moving picture at 30 frames a second in real time, as the mirror does, and
is ended by SIGKILL between 1.2 and 4 s after its first frame. With ``--all`` MP4 and MKV, H.264
and AV1, without and with sound, without and with the camera's own pictures in a second file,
take turns. The loss is the time of the last frame offered minus that of the last frame that can
be decoded; of sound, minus that of the last sample. Each is then found as unfinished, and
repaired into a copy of as many frames. Prints a line per run and a JSON summary; exits 1 if any
file is unplayable, cannot be repaired or lost more than a second.
"""

import argparse
import contextlib
import itertools
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FPS = 30.0
RATE_HZ = 48_000
BLOCK = 960
LIMIT_MS = 1000.0


@dataclass(frozen=True)
class Way:
    """How a recording is made."""

    suffix: str = ".mp4"
    codec: str = "h264"
    sound: bool = False
    clean: bool = False

    @property
    def name(self) -> str:
        """The way in words."""
        extras = (" sound" if self.sound else "") + (" clean" if self.clean else "")
        return f"{self.suffix} {self.codec}{extras}"


ALL_WAYS = [
    Way(suffix, codec, sound, clean)
    for sound, clean in itertools.product((False, True), repeat=2)
    for codec in ("h264", "av1")
    for suffix in (".mp4", ".mkv")
]


@dataclass(frozen=True)
class Kill:
    """What one killed recording left.

    ``waiting`` and ``dropped`` are the recorder's queue and drops when it was killed: they
    tell a starved machine from a container that lags. ``loss_ms`` is the greatest of those
    of pictures, sound and second file, and ``refused`` how many of the drops fall into it.
    """

    way: str
    killed_after_ms: float
    offered_ms: float = 0.0
    waiting: int = 0
    dropped: int = 0
    refused: int = 0
    playable: bool = False
    frames: int = 0
    loss_ms: float = 0.0
    sound_loss_ms: float = 0.0
    clean_loss_ms: float = 0.0
    reason: str = ""


class _Tone:
    """A microphone that hears a tone in real time."""

    def __init__(self, hear: Callable[[NDArray[np.float32], int], None]) -> None:
        from tryon_ar.recording.sound import SoundFormat

        self.format = SoundFormat(RATE_HZ)
        self._hear = hear
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        """Killed before it ever is."""

    def _run(self) -> None:
        start_ns = time.monotonic_ns()
        phase = 2 * np.pi * 440 * np.arange(BLOCK) / RATE_HZ
        tone = (0.5 * np.sin(phase)).astype(np.float32)[:, None]
        for index in itertools.count():
            first_ns = start_ns + index * BLOCK * 10**9 // RATE_HZ
            time.sleep(max(0.0, (first_ns - time.monotonic_ns()) / 1e9 + BLOCK / RATE_HZ))
            self._hear(tone, first_ns)


def record(path: Path, size_px: tuple[int, int], way: Way) -> None:
    """Record in real time until killed, printing every frame's time and the frames behind."""
    from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
    from tryon_ar.recording.options import RecordingOptions
    from tryon_ar.runtime.recording_control import RecordingControl
    from tryon_ar.runtime.stages import open_video
    from tryon_ar.runtime.status import StatusBoard
    from tryon_ar.runtime.take import Devices

    pictures = _moving_pictures(size_px)
    control = RecordingControl(Devices(open_video, _Tone), StatusBoard(lambda: None))
    options = RecordingOptions(
        codec="av1" if way.codec == "av1" else "h264", microphone=way.sound, keep_clean=way.clean
    )
    control.start(path, FPS, options)
    take = control._take
    assert take is not None
    started_s = time.monotonic()
    for index in itertools.count():
        time.sleep(max(0.0, started_s + index / FPS - time.monotonic()))
        t_ms, now_ns = (time.monotonic() - started_s) * 1000, time.monotonic_ns()
        image = pictures[index % len(pictures)]
        tracked = TrackedFrame(Frame(image, index, t_ms, now_ns), None, GarmentState.NOBODY, 0.0)
        control.offer(DressedFrame(image, tracked, None, {}, False, {}))
        if take._recorder is None:
            continue
        stats = take._recorder.stats
        place_ms = take.length_s * 1000 - 1000 / FPS
        # One write call for a line: the last line read is the last frame offered.
        waiting = len(take._recorder._waiting)
        os.write(1, f"{place_ms:.3f} {waiting} {stats.dropped}\n".encode())


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


def kill_one(folder: Path, number: int, way: Way, wait_s: float, size: str) -> Kill:
    """Record, kill after ``wait_s`` from the first frame, and look at the files."""
    path = folder / f"{number:04d}{way.suffix}"
    command = [sys.executable, __file__, "--record", str(path), "--size", size]
    command += ["--way", json.dumps(asdict(way))]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        started_s = time.monotonic()
        time.sleep(wait_s)
        process.send_signal(signal.SIGKILL)
        killed_after_ms = (time.monotonic() - started_s) * 1000
        printed = [first, *process.stdout.read().splitlines()]
    told = [line.split() for line in printed if line.strip()]
    lines = [(float(at_ms), int(queue), int(lost)) for at_ms, queue, lost in told]
    if not lines:
        return Kill(way.name, killed_after_ms, reason="it never started")
    offered_ms, waiting, dropped = lines[-1]
    frames, last_ms, reason = decode(path)
    losses_ms = [offered_ms - last_ms, 0.0, 0.0]
    if way.sound and not reason:
        losses_ms[1] = offered_ms - _sound_ends_ms(path)
    if way.clean and not reason:
        _, clean_ms, reason = decode(path.with_suffix(f".clean{path.suffix}"))
        losses_ms[2] = offered_ms - clean_ms
    reason = reason or _repair_problem(path, frames)
    for left in folder.glob(f"{number:04d}*"):
        left.unlink()
    loss_ms = offered_ms if reason else max(losses_ms)
    kept = [lost for at_ms, _, lost in lines if at_ms <= offered_ms - loss_ms + 1]
    refused = dropped - (kept[-1] if kept else 0)
    playable = not reason
    return Kill(
        way.name, killed_after_ms, offered_ms, waiting, dropped, refused, playable, frames, loss_ms,
        losses_ms[1], losses_ms[2], reason,
    )  # fmt: skip


def _repair_problem(path: Path, frames: int) -> str:
    """Return what is wrong with repairing what the kill left; nothing where all is well."""
    from tryon_ar.core.errors import TryOnError
    from tryon_ar.recording.repair import repair
    from tryon_ar.recording.structure import State, state_of
    from tryon_ar.recording.unfinished import unfinished_recordings

    if path not in unfinished_recordings([path.parent]):
        return "it is not found as unfinished"
    try:
        repaired = repair(path)
    except TryOnError as error:
        return str(error)
    if repaired is None or state_of(repaired.path) is not State.WHOLE:
        return "the repaired copy is not whole"
    kept, _, reason = decode(repaired.path)
    return reason or ("" if kept == frames else f"the copy holds {kept} of {frames} frames")


def _sound_ends_ms(path: Path) -> float:
    """Return until when sound decodes."""
    import av

    end_ms = 0.0
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return 0.0
        for packet in container.demux(audio=0):
            with contextlib.suppress(av.error.InvalidDataError):
                for frame in packet.decode():
                    end_s = float(frame.pts * frame.time_base) + frame.samples / frame.sample_rate
                    end_ms = max(end_ms, 1000 * end_s)
    return end_ms


def decode(path: Path) -> tuple[int, float, str]:
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


def run(waits_s: list[float], parallel: int, size: str, ways: list[Way]) -> list[Kill]:
    """Kill a recording after each of ``waits_s``, ``parallel`` at a time, the ways in turn."""
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(parallel) as pool:
        futures = []
        for number, wait_s in enumerate(waits_s):
            way = ways[number % len(ways)]
            futures.append(pool.submit(kill_one, Path(name), number, way, wait_s, size))
        return [_report(number, future.result()) for number, future in enumerate(futures)]


def _report(number: int, kill: Kill) -> Kill:
    print(
        f"{number:4d} {kill.way:22} killed after {kill.killed_after_ms:6.0f} ms,"
        f" {kill.frames:3d} frames, lost {kill.loss_ms:5.0f} ms"
        f" ({kill.waiting} waiting, {kill.dropped} dropped) {kill.reason}",
        flush=True,
    )
    return kill


def summary(results: list[Kill]) -> dict[str, object]:
    """Return the figures of all kills."""
    losses_ms = sorted(kill.loss_ms for kill in results)
    worst: dict[str, float] = {}
    for kill in results:
        worst[kill.way] = max(worst.get(kill.way, 0.0), round(kill.loss_ms, 1))
    return {
        "kills": len(results),
        "playable": sum(kill.playable for kill in results),
        "loss_ms": {
            "median": round(float(np.median(losses_ms)), 1),
            "p95": round(float(np.percentile(losses_ms, 95)), 1),
            "max": round(losses_ms[-1], 1),
        },
        "worst_loss_ms": worst,
        "sound_loss_ms_max": round(max(kill.sound_loss_ms for kill in results), 1),
        "clean_loss_ms_max": round(max(kill.clean_loss_ms for kill in results), 1),
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
    parser.add_argument("--all", action="store_true", help="all ways of recording in turn")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--record", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    width, height = (int(side) for side in options.size.split("x"))
    if options.record:
        with contextlib.suppress(BrokenPipeError):
            record(options.record, (width, height), Way(**json.loads(options.way)))
        return 0
    suffixes = [".mp4", ".mkv"] if options.both else [options.suffix or ".mp4"]
    ways = ALL_WAYS if options.all else [Way(suffix) for suffix in suffixes]
    rng = random.Random(options.seed)
    waits_s = [rng.uniform(*options.after) for _ in range(options.kills)]
    figures = summary(run(waits_s, options.parallel, options.size, ways))
    print(json.dumps(figures, indent=2))
    return 1 if figures["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
