"""Small video files made on the spot."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from tryon_ar.capture.synthetic import draw_counter

_MILLISECONDS = Fraction(1, 1000)


def write_clip(
    path: Path,
    times_ms: Sequence[int] = tuple(range(0, 400, 40)),
    size_px: tuple[int, int] = (320, 240),
    *,
    rotation: int = 0,
    pixel_aspect: str = "1",
    options: dict[str, str] | None = None,
) -> Path:
    """Write numbered frames at given times; each is a grey level with its number drawn in."""
    import av

    with av.open(str(path), "w", options=options or {}) as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "10", "bf": "0"})
        stream.width, stream.height = size_px
        stream.pix_fmt = "yuv420p"
        stream.codec_context.gop_size = 1
        stream.time_base = stream.codec_context.time_base = _MILLISECONDS
        stream.codec_context.sample_aspect_ratio = Fraction(pixel_aspect)
        if rotation:
            stream.set_display_rotation(rotation)
        for number, time_ms in enumerate(times_ms):
            frame = av.VideoFrame.from_ndarray(numbered(number, size_px), format="bgr24")
            frame.pts, frame.time_base = time_ms, _MILLISECONDS
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def numbered(number: int, size_px: tuple[int, int]) -> np.ndarray:
    """Return a picture, dark at the left and light at the right, that bears a number."""
    width, height = size_px
    picture = np.full((height, width, 3), 170, np.uint8)
    picture[:, : width // 2] = 90
    draw_counter(picture, number)
    return picture
