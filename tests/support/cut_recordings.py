"""Recordings as a kill leaves them, and finished ones to cut."""

from pathlib import Path

import numpy as np

from tryon_ar.recording.encoder import encoders_for
from tryon_ar.recording.sound import SoundFormat
from tryon_ar.recording.video import VideoSink

SIZE_PX = (64, 48)
RATE_HZ = 48_000


def record(
    path: Path,
    pictures: int = 30,
    *,
    sound: bool = False,
    finish: bool = True,
    codec: str = "h264",
    bunch: int = 1,
) -> Path:
    """Write noise at 10 pictures a second; unfinished, what a kill right then would leave.

    Pictures may come in bunches, 0.1 ms apart, as from a machine that is far too busy.
    """
    written = path.with_name(f"being written {path.name}")
    sound_format = SoundFormat(RATE_HZ) if sound else None
    encoders = encoders_for(codec)
    sink = VideoSink(written, SIZE_PX, 10.0, sound=sound_format, encoders=encoders)
    rng = np.random.default_rng(4)
    for index in range(pictures):
        image = rng.integers(0, 255, (SIZE_PX[1], SIZE_PX[0], 3), np.uint8)
        sink.write(image, index // bunch * 100.0 + index % bunch * 0.1)
        if sound:
            sink.write_sound(np.zeros((RATE_HZ // 10, 1), np.float32), index * 100.0)
    if not finish:
        path.write_bytes(written.read_bytes())
    sink.close()
    if finish:
        written.rename(path)
    else:
        written.unlink()
    return path
