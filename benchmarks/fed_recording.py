"""A recording fed with light pictures, and what it looks like from outside; see failing_disk.py.

Run by :mod:`failing_disk` in a process of its own: ``python fed_recording.py JOB`` with a JSON
object. Prints, for each recording, one JSON line: when what was told, how long the mirror was
ever kept waiting by a picture it handed over, and how far the recorder came.
"""

import contextlib
import json
import resource
import shutil
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

SIZE_PX = (64, 48)
STEP_MS = 260.0  # above the muxer's pause: a fragment, and so a write, with every picture
BLOCK = 960
RATE_HZ = 48_000
_AFTER_THE_END = 20


@dataclass
class Job:
    """What to record.

    Attributes
    ----------
    paths : list of str
        One recording each, one after the other.
    pictures : int
        At most so many each.
    sounds : list of bool
        Of each whether sound comes along.
    clean : bool
        Whether the camera's own pictures are kept.
    fps : float
        In real time at so many a second; 0 as fast as they are written, 260 ms apart.
    largest_bytes : list of int
        Largest file the system allows, one for each path; none where it is empty.
    delete_after_s, fill_after_s : float
        When the folder is deleted, or 2 MB are put beside the file; never where negative.
    guarded : bool
        Whether recordings end before the disk is full, as they usually do.
    """

    paths: list[str]
    pictures: int
    sounds: list[bool]
    clean: bool = False
    fps: float = 0.0
    largest_bytes: list[int] = field(default_factory=list)
    delete_after_s: float = -1.0
    fill_after_s: float = -1.0
    guarded: bool = False


@dataclass
class Fed:
    """How a recording went.

    Attributes
    ----------
    told : list of [float, str, str]
        Seconds since 1970, topic and text of every status.
    longest_offer_ms : float
        Longest that handing over a picture took, once pictures were being taken.
    offered, written : int
        Pictures handed over until it ended, and those the recorder wrote.
    ended_s : float
        When it ended by itself, seconds since 1970; 0 if it did not.
    acted_s : float
        When the folder was deleted or the disk filled.
    """

    path: str
    sound: bool
    told: list[tuple[float, str, str]] = field(default_factory=list)
    longest_offer_ms: float = 0.0
    offered: int = 0
    written: int = 0
    ended_s: float = 0.0
    acted_s: float = 0.0
    stop_s: float = 0.0


class _FedMicrophone:
    """Hears silence, as fast as it is fed."""

    def __init__(self, hear) -> None:  # noqa: ANN001 as the recorder gives it
        from tryon_ar.recording.sound import SoundFormat

        self.format = SoundFormat(RATE_HZ)
        self.hear = hear
        _FedMicrophone.newest = self

    def close(self) -> None:
        """Nothing to close."""


def feed(path: str, job: Job, *, sound: bool) -> Fed:
    """Make one recording as the mirror does; pictures go on for a while after it has ended."""
    from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
    from tryon_ar.recording.options import RecordingOptions
    from tryon_ar.runtime.recording_control import RecordingControl
    from tryon_ar.runtime.stages import open_video
    from tryon_ar.runtime.status import StatusBoard
    from tryon_ar.runtime.take import Devices

    fed = Fed(path, sound)
    board = StatusBoard(lambda: _note(fed, board))
    control = RecordingControl(Devices(open_video, _FedMicrophone), board)
    options = RecordingOptions(microphone=sound, keep_clean=job.clean)
    control.start(Path(path), job.fps or 30.0, options)
    take = control._take
    assert take is not None
    take._ready.wait(10.0)
    rng = np.random.default_rng(3)
    start_ns = time.monotonic_ns() + (0 if job.fps else 10**9)
    step_ms = 1000 / job.fps if job.fps else STEP_MS
    left, begun_s = _AFTER_THE_END, time.monotonic()
    for index in range(job.pictures):
        image = rng.integers(0, 255, (SIZE_PX[1], SIZE_PX[0], 3), np.uint8)
        t_ms = index * step_ms
        if job.fps:
            time.sleep(max(0.0, begun_s + t_ms / 1000 - time.monotonic()))
        captured_ns = start_ns + round(t_ms * 1e6)
        tracked = TrackedFrame(
            Frame(image, index, t_ms, captured_ns), None, GarmentState.NOBODY, 0.0
        )
        offered_s = time.monotonic()
        control.offer(DressedFrame(image, tracked, None, {}, False, {}))
        fed.longest_offer_ms = max(fed.longest_offer_ms, 1000 * (time.monotonic() - offered_s))
        if sound:
            _hear(captured_ns, step_ms)
        if not job.fps:
            _let_write(take)
        _act(fed, job, Path(path), time.monotonic() - begun_s)
        if control.state is None:
            fed.ended_s = fed.ended_s or time.time()
            left -= 1
            if left == 0:
                break
        else:
            fed.offered += 1
    stopped_s = time.monotonic()
    control.stop()
    fed.stop_s = time.monotonic() - stopped_s
    fed.written = take._recorder.stats.written if take._recorder is not None else 0
    return fed


def _note(fed: Fed, board) -> None:  # noqa: ANN001 imported late
    now_s = time.time()
    for status in board.all():
        if (status.topic, status.text) not in {(topic, text) for _, topic, text in fed.told}:
            fed.told.append((now_s, status.topic, status.text))


def _hear(since_ns: int, length_ms: float) -> None:
    samples = np.zeros((BLOCK, 1), np.float32)
    block_ns = BLOCK * 10**9 // RATE_HZ
    for number in range(round(length_ms * 1e6 / block_ns)):
        _FedMicrophone.newest.hear(samples, since_ns + number * block_ns)


def _let_write(take) -> None:  # noqa: ANN001 imported late
    """Wait for the recorder, which would drop what comes faster than it can be."""
    recorders = [one for one in (take._recorder, take._clean) if one is not None]
    until_s = time.monotonic() + 2.0
    while any(one._waiting for one in recorders) and time.monotonic() < until_s:
        time.sleep(0.0005)


def _act(fed: Fed, job: Job, path: Path, now_s: float) -> None:
    if fed.acted_s:
        return
    if 0 <= job.delete_after_s <= now_s:
        fed.acted_s = time.time()
        shutil.rmtree(path.parent)
    elif 0 <= job.fill_after_s <= now_s:
        fed.acted_s = time.time()
        (path.parent / "ballast").write_bytes(bytes(2_000_000))


def _prepare() -> None:
    """Import and open once what is slow, without a trace in the figures."""
    from tryon_ar.recording.encoder import first_working

    first_working(SIZE_PX, 30.0)


def main() -> None:
    """Make the recordings of a job."""
    from tryon_ar.recording import disk_guard

    job = Job(**json.loads(sys.argv[1]))
    if not job.guarded:
        disk_guard.KEPT_FREE_BYTES, disk_guard.KEPT_FREE_S = -1, -1.0
    _prepare()
    for index, path in enumerate(job.paths):
        if job.largest_bytes:
            hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
            resource.setrlimit(resource.RLIMIT_FSIZE, (job.largest_bytes[index], hard))
        fed = feed(path, job, sound=job.sounds[index])
        print(json.dumps(asdict(fed)), flush=True)
    alive = [one.name for one in threading.enumerate() if one is not threading.main_thread()]
    with contextlib.suppress(BrokenPipeError):
        print(json.dumps({"alive": alive}), flush=True)


if __name__ == "__main__":
    main()
