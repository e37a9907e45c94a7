"""Let the program sleep, the clocks jump and run askew while it records, and read the files.

Run: python benchmarks/clock_faults.py [--only sleep jumps skew] [--asleep 60] [--minutes 60]

- ``sleep``: the real program (``main.py --record``, no screen) records a camera; it is stopped
  by SIGSTOP for a minute and goes on by SIGCONT, the camera being away meanwhile and 3 s longer.
- ``jumps``: the real program records while its wall clock jumps by an hour, a day and ten
  years, forth and back. The clock is a library preloaded in front of the system's.
- ``skew``: an hour of flashes and beeps by a sound card 500 ppm fast, and one 500 ppm slow,
  recorded as fast as they can be written.

Wanted: no time stamp that goes back, none more than 10 s after the one before, the picture
back within 3 s of the camera, nothing wrong said; tones within 40 ms of their flashes. Needs
Linux and a C compiler. Prints JSON; exits 1 where anything is missed.
"""

import argparse
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

GAP_LIMIT_S = 10.0
BACK_LIMIT_S = 3.0
OFFSET_LIMIT_MS = 40.0
_CAMERA_AWAY_S = 3.0
_START_LIMIT_S = 120.0
_POLL_S = 0.02
_JUMPS_S = (3600, 0, -86_400, 10 * 365 * 86_400, -3600, 0)


def times_s(path: Path) -> NDArray[np.float64]:
    """Return when each picture of a file is shown, in the file's order."""
    import av

    with av.open(str(path)) as container:
        packets = container.demux(video=0)
        return np.array([float(one.pts * one.time_base) for one in packets if one.pts is not None])


def _gaps(path: Path) -> dict[str, Any]:
    found = times_s(path)
    steps = np.diff(found)
    wrong = []
    if len(found) < 30:
        wrong.append(f"only {len(found)} pictures")
    elif steps.min() <= 0:
        wrong.append(f"time goes back by {-steps.min():.3f} s")
    elif steps.max() > GAP_LIMIT_S:
        wrong.append(f"a gap of {steps.max():.1f} s")
    return {
        "pictures": len(found),
        "recorded_s": round(float(found[-1] - found[0]), 2) if len(found) else 0.0,
        "least_step_s": round(float(steps.min()), 4) if len(steps) else None,
        "longest_step_s": round(float(steps.max()), 3) if len(steps) else None,
        "wrong": wrong,
    }


def _program(folder: Path, environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """Start the real program without a screen, its folders in a folder of ours."""
    own = {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    return subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *arguments],
        env=environment | own,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _wait_until_grown(path: Path, above: int, limit_s: float) -> float:
    """Return after how many seconds a file is larger than that; infinite when it never is."""
    began_s = time.monotonic()
    while time.monotonic() - began_s < limit_s:
        if path.exists() and path.stat().st_size > above:
            return time.monotonic() - began_s
        time.sleep(_POLL_S)
    return math.inf


def sleep(folder: Path, asleep_s: float) -> dict[str, Any]:
    """Have the program sleep in the middle of a recording."""
    from tests.support import fake_v4l2

    environment = fake_v4l2.environment(folder)
    cameras = fake_v4l2.FakeCameras(folder / "mode")
    film = folder / "film.mp4"
    seconds = round(asleep_s + 60)
    program = _program(
        folder, environment, "--source", "0", "--record", str(film), "--seconds", str(seconds)
    )
    started_s = _wait_until_grown(film, 20_000, _START_LIMIT_S)
    if started_s == math.inf:
        program.kill()
        return {"wrong": [f"nothing was recorded: {program.communicate()[0][-500:]}"]}
    time.sleep(4.0)
    cameras.set_mode("gone")
    time.sleep(0.1)
    os.kill(program.pid, signal.SIGSTOP)
    time.sleep(asleep_s)
    os.kill(program.pid, signal.SIGCONT)
    time.sleep(_CAMERA_AWAY_S)
    size = film.stat().st_size
    cameras.set_mode("ok")
    back_s = _wait_until_grown(film, size, 30.0)
    said, _ = program.communicate(timeout=300.0)
    figures = _gaps(film) | {
        "first_picture_s": round(started_s, 1),
        "picture_back_s": round(back_s, 2),
        "exit_code": program.returncode,
        "said": said[-300:],
    }
    if back_s > BACK_LIMIT_S:
        figures["wrong"].append(f"the picture was back after {back_s:.1f} s")
    if program.returncode != 0:
        figures["wrong"].append("the program failed")
    return figures


def jumps(folder: Path) -> dict[str, Any]:
    """Have the wall clock jump in the middle of a recording."""
    from tests.support.shifted_clock import ShiftedClock

    clock = ShiftedClock(folder)
    film = folder / "film.mkv"
    seconds = 35
    began_s = time.monotonic()
    program = _program(
        folder, clock.environment, "--source", "synthetic:320x240@30", "--record", str(film),
        "--seconds", str(seconds),
    )  # fmt: skip
    first_s = _wait_until_grown(film, 10_000, _START_LIMIT_S)
    for shift_s in _JUMPS_S:
        clock.set(shift_s)
        time.sleep(1.5)
    said, _ = program.communicate(timeout=300.0)
    took_s = time.monotonic() - began_s
    figures = _gaps(film) | {"took_s": round(took_s, 1), "said": said[-300:]}
    if first_s == math.inf:
        figures["wrong"].append("nothing was recorded before the clock jumped")
    if program.returncode != 0 or not seconds <= took_s < seconds + _START_LIMIT_S:
        figures["wrong"].append(f"exit code {program.returncode} after {took_s:.0f} s")
    if not figures["wrong"] and figures["longest_step_s"] > 2.0:
        figures["wrong"].append(f"a jump left a gap of {figures['longest_step_s']} s")
    return figures


def skew(folder: Path, ppm: float, minutes: float) -> dict[str, Any]:
    """Record flashes and beeps by a sound card whose clock is off; measure how far apart."""
    from av_sync import FPS, FlashAndBeep

    from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
    from tryon_ar.recording.options import RecordingOptions
    from tryon_ar.recording.sound import SoundFormat
    from tryon_ar.runtime.recording_control import RecordingControl
    from tryon_ar.runtime.stages import open_video
    from tryon_ar.runtime.status import StatusBoard
    from tryon_ar.runtime.take import Devices

    class Fed:
        """A microphone that hears what it is fed."""

        format = SoundFormat(48_000)

        def __init__(self, hear: Callable[[NDArray[np.float32], int], None]) -> None:
            heard.append(hear)

        def close(self) -> None:
            """Nothing to close."""

    heard: list[Callable[[NDArray[np.float32], int], None]] = []
    path = folder / f"skew {ppm:+.0f}.mkv"
    control = RecordingControl(Devices(open_video, Fed), StatusBoard(lambda: None))
    control.start(path, FPS, RecordingOptions(microphone=True))
    take = control._take
    assert take is not None
    take._ready.wait(10.0)
    source = FlashAndBeep(time.monotonic_ns() + 10**9, ppm, size_px=(32, 32))
    block = 0
    for index in range(round(minutes * 60 * FPS)):
        image, t_ms, captured_ns = source.picture(index)
        while (fed := source.block(block))[2] <= source.taken_ns(index) + 120_000_000:
            heard[0](fed[0], fed[1])
            block += 1
        frame = Frame(image, index, t_ms, captured_ns)
        tracked = TrackedFrame(frame, None, GarmentState.NOBODY, 0.0)
        control.offer(DressedFrame(image, tracked, None, {}, False, {}))
        while take._recorder is not None and len(take._recorder._waiting) > 5:
            time.sleep(0.0005)
    control.stop()
    return _offsets(path, minutes)


def _offsets(path: Path, minutes: float) -> dict[str, Any]:
    flashes, tones = _flashes_s(path), _tones_s(path)
    figures: dict[str, Any] = {"flashes": len(flashes), "tones": len(tones), "wrong": []}
    if len(flashes) != len(tones) or len(flashes) < minutes * 60 - 1:
        figures["wrong"].append("flashes and tones do not go in pairs")
        return figures
    offsets_ms = 1000 * (tones - flashes)
    figures["offset_ms"] = {
        "least": round(float(offsets_ms.min()), 2),
        "most": round(float(offsets_ms.max()), 2),
        "first": round(float(offsets_ms[0]), 2),
        "last": round(float(offsets_ms[-1]), 2),
    }
    if np.abs(offsets_ms).max() > OFFSET_LIMIT_MS:
        figures["wrong"].append("tones and flashes drift apart")
    return figures


def _flashes_s(path: Path) -> NDArray[np.float64]:
    import av

    with av.open(str(path)) as container:
        levels = [
            (float(frame.pts * frame.time_base), float(frame.to_ndarray()[: frame.height].mean()))
            for frame in container.decode(video=0)
        ]
    times, lit = np.array([t for t, _ in levels]), np.array([level > 128 for _, level in levels])
    return times[np.flatnonzero(lit & ~np.r_[False, lit[:-1]])]


def _tones_s(path: Path) -> NDArray[np.float64]:
    """Return when each tone begins, to half a millisecond."""
    import av

    loud: list[NDArray[np.float64]] = []
    step = 24
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            samples = np.abs(frame.to_ndarray()[0])
            pieces = samples[: len(samples) // step * step].reshape(-1, step).max(axis=1)
            start_s = float(frame.pts * frame.time_base)
            loud.append(start_s + np.flatnonzero(pieces > 0.25) * step / frame.sample_rate)
    times = np.concatenate(loud)
    return times[np.r_[True, np.diff(times) > 0.3]]


def main() -> int:
    """Run from the command line; 0 when all is as wanted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=("sleep", "jumps", "skew"), metavar="NAME")
    parser.add_argument("--asleep", type=float, default=60.0, metavar="S")
    parser.add_argument("--minutes", type=float, default=60.0, help="of each skewed recording")
    options = parser.parse_args()
    wanted = options.only or ("sleep", "jumps", "skew")
    runs: dict[str, Callable[[Path], dict[str, Any]]] = {}
    if "sleep" in wanted:
        runs["sleep"] = lambda folder: sleep(folder, options.asleep)
    if "jumps" in wanted:
        runs["jumps"] = jumps
    for ppm in (500.0, -500.0) if "skew" in wanted else ():
        runs[f"skew {ppm:+.0f} ppm"] = partial(skew, ppm=ppm, minutes=options.minutes)
    figures = {}
    for name, run in runs.items():
        with tempfile.TemporaryDirectory() as folder:
            figures[name] = run(Path(folder))
        print(json.dumps({name: figures[name]}, indent=2), flush=True)
    return 1 if any(one["wrong"] for one in figures.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
