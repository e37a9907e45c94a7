"""Record flashes and beeps that belong together and measure how far apart they are in the file.

Run: python benchmarks/av_sync.py [--minutes 10] [--skew-ppm 200] [--suffix .mp4] [--codec h264]

Every second the picture turns white and a tone begins, at the same time by
``time.monotonic_ns``. Both reach the recording as they do in the mirror: pictures late by
what dressing takes, unsteadily; sound in blocks, measured with jitter, by a sound card whose
clock is off. The file is then decoded: the first white picture of each flash against the
onset of its tone. Prints a summary as JSON; exits 1 if any offset exceeds 40 ms.
"""

import argparse
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

LIMIT_MS = 40.0
FPS = 30
RATE_HZ = 48_000
BLOCK = 960
SIZE_PX = (320, 240)
_NS = 1_000_000_000
_LIT_FRAMES = 3
_PERIOD_S = 1.0  # from flash to flash
_TONE_HZ = 1000.0


@dataclass
class FlashAndBeep:
    """A second of which every first tenth is white and loud.

    Attributes
    ----------
    start_ns : int
        When the first picture is taken.
    skew_ppm : float
        How much faster than it should the sound card's clock runs.
    jitter_ms : float
        How late, at most, a picture's or block's time is told.
    """

    start_ns: int
    skew_ppm: float = 0.0
    jitter_ms: float = 8.0
    size_px: tuple[int, int] = SIZE_PX
    random: Random = field(default_factory=lambda: Random(3))

    def picture(self, index: int) -> tuple[NDArray[np.uint8], float, int]:
        """Return a picture, its source's time stamp in ms, and when it was had."""
        level = 235 if index % FPS < _LIT_FRAMES else 20
        width, height = self.size_px
        t_ms = index * 1000 / FPS
        return (
            np.full((height, width, 3), level, np.uint8),
            t_ms,
            self.taken_ns(index) + self._late_ns(),
        )

    def taken_ns(self, index: int) -> int:
        """Return when a picture is truly taken."""
        return self.start_ns + round(index * _NS / FPS)

    def block(self, index: int) -> tuple[NDArray[np.float32], int, int]:
        """Return samples (N, 1), the time told of the first and when the last is truly had."""
        period_ns = _NS / RATE_HZ / (1 + self.skew_ppm * 1e-6)
        first_ns = self.start_ns + index * BLOCK * period_ns
        since_s = (first_ns - self.start_ns + np.arange(BLOCK) * period_ns) / _NS
        loud = since_s % 1.0 < _LIT_FRAMES / FPS
        tone = np.where(loud, 0.8 * np.cos(2 * np.pi * _TONE_HZ * since_s), 0.0)
        told_ns = round(first_ns) + self._late_ns()
        return tone[:, None].astype(np.float32), told_ns, round(first_ns + BLOCK * period_ns)

    def _late_ns(self) -> int:
        return round(self.random.uniform(0, self.jitter_ms) * 1e6)


def offsets_ms(path: Path) -> NDArray[np.float64]:
    """Return how much later each tone of a file begins than its flash, in milliseconds.

    A flash or two may be missing, as where all its pictures were dropped on a busy machine.

    Raises
    ------
    ValueError
        When more than one in a hundred has no other within half a second.
    """
    flashes, tones = (np.array(_onsets(levels, 0.3)) for levels in (_luma(path), _loudness(path)))
    if not len(flashes) or not len(tones):
        raise ValueError(f"{len(flashes)} flashes and {len(tones)} tones in {path.name}")
    apart_s = tones[None, :] - flashes[:, None]
    nearest_s = apart_s[np.arange(len(flashes)), np.abs(apart_s).argmin(1)]
    paired = nearest_s[np.abs(nearest_s) < _PERIOD_S / 2]
    if len(paired) < 0.99 * max(len(flashes), len(tones)):
        raise ValueError(f"{len(flashes)} flashes and {len(tones)} tones in {path.name}")
    return 1000 * paired


def _onsets(levels: Iterator[tuple[float, bool]], apart_s: float) -> list[float]:
    onsets: list[float] = []
    last_s = -np.inf
    for time_s, on in levels:
        if on and time_s - last_s > apart_s:
            onsets.append(time_s)
        if on:
            last_s = time_s
    return onsets


def _luma(path: Path) -> Iterator[tuple[float, bool]]:
    import av

    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            luma = frame.to_ndarray()[: frame.height]  # yuv420p: chroma comes below
            yield float(frame.pts * frame.time_base), bool(luma.mean() > 128)


def _loudness(path: Path) -> Iterator[tuple[float, bool]]:
    """Yield every half millisecond whether a tone sounds."""
    import av

    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            loud = np.abs(frame.to_ndarray()[0]).astype(np.float64)
            start_s, step = float(frame.pts * frame.time_base), frame.sample_rate // 2000
            for at in range(0, len(loud), step):
                yield start_s + at / frame.sample_rate, bool(loud[at : at + step].max() > 0.25)


class PacedMicrophone:
    """A microphone that hears the tones in real time; see :class:`FlashAndBeep`."""

    def __init__(
        self, source: FlashAndBeep, hear: Callable[[NDArray[np.float32], int], None]
    ) -> None:
        from tryon_ar.recording.sound import SoundFormat

        self.format = SoundFormat(RATE_HZ)
        self._source, self._hear = source, hear
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="paced microphone")
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        index = 0
        while True:
            samples, told_ns, had_ns = self._source.block(index)
            if self._over.wait(max(0.0, (had_ns - time.monotonic_ns()) / 1e9)):
                return
            self._hear(samples, told_ns)
            index += 1


def record(path: Path, minutes: float, skew_ppm: float, codec: str, dressing_ms: float) -> int:
    """Record in real time; return how many pictures were dropped."""
    from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
    from tryon_ar.recording.options import RecordingOptions
    from tryon_ar.runtime.recording_control import RecordingControl
    from tryon_ar.runtime.stages import open_video
    from tryon_ar.runtime.status import StatusBoard
    from tryon_ar.runtime.take import Devices

    source = FlashAndBeep(time.monotonic_ns() + _NS // 2, skew_ppm)
    devices = Devices(open_video, lambda hear: PacedMicrophone(source, hear))
    board = StatusBoard(lambda: None)
    control = RecordingControl(devices, board)
    control.start(path, FPS, RecordingOptions(codec=codec, microphone=True))
    for index in range(round(minutes * 60 * FPS)):
        shown_ns = source.taken_ns(index) + round(dressing_ms * 1e6)
        time.sleep(max(0.0, (shown_ns - time.monotonic_ns()) / 1e9))
        image, t_ms, captured_ns = source.picture(index)
        tracked = TrackedFrame(
            Frame(image, index, t_ms, captured_ns), None, GarmentState.NOBODY, 0.0
        )
        control.offer(DressedFrame(image, tracked, None, {}, False, {}))
    control.stop()
    for status in board.all():
        print(status.text, file=sys.stderr)
    return control.dropped


def main() -> int:
    """Run from the command line; 0 when no offset exceeds 40 ms."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--skew-ppm", type=float, default=200.0)
    parser.add_argument("--suffix", choices=(".mp4", ".mkv"), default=".mp4")
    parser.add_argument("--codec", choices=("h264", "av1"), default="h264")
    parser.add_argument("--dressing-ms", type=float, default=120.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"flashes{options.suffix}"
        dropped = record(
            path, options.minutes, options.skew_ppm, options.codec, options.dressing_ms
        )
        found_ms = offsets_ms(path)
        size = path.stat().st_size
    worst_ms = float(np.abs(found_ms).max())
    figures = {
        "minutes": options.minutes,
        "skew_ppm": options.skew_ppm,
        "pairs": len(found_ms),
        "offset_ms": {
            "median": round(float(np.median(found_ms)), 2),
            "first": round(float(found_ms[0]), 2),
            "last": round(float(found_ms[-1]), 2),
            "least": round(float(found_ms.min()), 2),
            "most": round(float(found_ms.max()), 2),
        },
        "pictures_dropped": dropped,
        "bytes": size,
    }
    print(json.dumps(figures, indent=2))
    return 1 if worst_ms > LIMIT_MS else 0


if __name__ == "__main__":
    sys.exit(main())
