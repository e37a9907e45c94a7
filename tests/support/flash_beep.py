"""Clips in which a white picture and a beep belong together, and how far apart they are found."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np

FPS = 25
SIZE_PX = (64, 48)
_TONE_HZ = 1000.0
_LIT_S = 0.1


def write_clip(
    path: Path,
    codec: str = "aac",
    *,
    seconds: float = 3.0,
    rate_hz: int = 48_000,
    layout: str = "mono",
    sound_late_s: float = 0.0,
    pictures_late_s: float = 0.0,
) -> Path:
    """Write a clip that is white and loud for a tenth of every second of its own time.

    Where the sound or the pictures begin late, the clip has none of them before.
    """
    with av.open(str(path), "w") as container:
        picture = container.add_stream("mpeg4", rate=FPS)
        picture.width, picture.height = SIZE_PX
        picture.pix_fmt = "yuv420p"
        sound = container.add_stream(codec, rate=rate_hz)
        sound.layout = layout
        made = [
            *((frame.pts / FPS, picture, frame) for frame in _pictures(seconds, pictures_late_s)),
            *(
                (frame.pts / rate_hz, sound, frame)
                for frame in _beeps(seconds, rate_hz, layout, sound_late_s)
            ),
        ]
        for _, stream, frame in sorted(made, key=lambda one: one[0]):
            container.mux(stream.encode(frame))
        for stream in (picture, sound):
            container.mux(stream.encode(None))
    return path


def _pictures(seconds: float, late_s: float) -> list[av.VideoFrame]:
    frames = []
    for index in range(round(late_s * FPS), round(seconds * FPS)):
        level = 235 if index / FPS % 1 < _LIT_S else 20
        image = np.full((SIZE_PX[1], SIZE_PX[0], 3), level, np.uint8)
        frame = av.VideoFrame.from_ndarray(image, format="bgr24")
        frame.pts, frame.time_base = index, Fraction(1, FPS)
        frames.append(frame)
    return frames


def _beeps(seconds: float, rate_hz: int, layout: str, late_s: float) -> list[av.AudioFrame]:
    time_s = np.arange(round(late_s * rate_hz), round(seconds * rate_hz)) / rate_hz
    tone = np.where(time_s % 1 < _LIT_S, 0.6 * np.cos(2 * np.pi * _TONE_HZ * time_s), 0)
    samples = np.repeat(tone[:, None], av.AudioLayout(layout).nb_channels, axis=1)
    frames = []
    for begin in range(0, len(samples), 960):
        plain = np.ascontiguousarray(samples[begin : begin + 960], np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(plain, format="flt", layout=layout)
        frame.sample_rate, frame.time_base = rate_hz, Fraction(1, rate_hz)
        frame.pts = round(late_s * rate_hz) + begin
        frames.append(frame)
    return frames


def offsets_ms(path: Path) -> list[float]:
    """Return how much later than its flash each beep begins; of the first second none.

    At a file's very begin, a copied sound fades in.
    """
    flashes, beeps = onsets_s(path)
    nearest = [min((beep - flash for beep in beeps), key=abs) for flash in flashes if flash > 0.2]
    return [1000 * apart for apart in nearest]


def onsets_s(path: Path) -> tuple[list[float], list[float]]:
    """Return when each flash and each beep begins, by the file's own time stamps."""
    lit, loud = [], []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            if frame.to_ndarray(format="gray").mean() > 128:
                lit.append(float(frame.time))
    for time_s, levels, rate_hz in _levels(path):
        loud += (time_s + np.flatnonzero(levels > 0.25) / rate_hz).tolist()
    return _begins(lit), _begins(loud)


def sound_ends_s(path: Path) -> float:
    """Return when the last sample ends."""
    *_, (time_s, levels, rate_hz) = _levels(path)
    return time_s + len(levels) / rate_hz


def _levels(path: Path) -> list[tuple[float, np.ndarray, int]]:
    plain = av.AudioResampler("fltp", "mono")
    found = []
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            begin_s = float(frame.time)
            for one in plain.resample(frame):
                found.append((begin_s, np.abs(one.to_ndarray()[0]), one.sample_rate))
    return found


def _begins(times_s: list[float]) -> list[float]:
    pairs = zip([-9.0, *times_s], times_s, strict=False)
    return [time_s for before_s, time_s in pairs if time_s - before_s > 0.3]
