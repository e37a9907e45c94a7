"""An open container with its streams, written so that a killed program leaves it playable."""

import contextlib
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from tryon_ar.core.types import BgrImage
from tryon_ar.recording.encoder import (
    EncoderChoice,
    add_video_stream,
    even_size,
    pad_to_even,
    to_yuv420p,
)
from tryon_ar.recording.output import OutputFile
from tryon_ar.recording.sound import Samples, SoundFormat, SoundTrack

if TYPE_CHECKING:
    import av

# A key frame is due after 750 ms and after every pause of 250 ms: never a second apart.
_KEYFRAME_MS = 750.0
_PAUSE_MS = 250.0
# With sound, a picture waits at most so long for the sound before it (in microseconds).
_INTERLEAVE = {"max_interleave_delta": "300000"}
CONTAINERS: dict[str, tuple[str, dict[str, str]]] = {
    # Hybrid: fragments while recording; closing turns the same file into a plain MP4.
    ".mp4": (
        "mp4",
        {
            "movflags": "hybrid_fragmented+frag_keyframe",
            "frag_duration": "250000",
            "flush_packets": "1",
        },
    ),
    ".mkv": ("matroska", {"cluster_time_limit": "250", "flush_packets": "1"}),
}


class Muxer:
    """An open container, its stream and its file; every method raises OSError."""

    def __init__(
        self,
        file: OutputFile,
        size_px: tuple[int, int],
        fps: float,
        choice: EncoderChoice,
        sound: SoundFormat | None,
    ) -> None:
        import av

        container_format, options = CONTAINERS[file.path.suffix.lower()]
        self._file = file
        if sound is not None:
            options = options | _INTERLEAVE
        self._container = av.open(file, "w", format=container_format, options=options)
        self._stream = add_video_stream(self._container, choice, even_size(size_px), fps)
        self._sound: SoundTrack | None = None
        if sound is not None:
            self._sound = SoundTrack(
                self._container, sound, skips_priming=container_format == "mp4"
            )
        self._ticks_per_ms = choice.ticks_hz / 1000
        self._duration = round(choice.ticks_hz / fps)
        self._time_base = Fraction(1, choice.ticks_hz)
        self._last_pts = -1
        self._key_ms = 0.0
        self._last_ms = 0.0
        self._count = 0
        self._header_size = 0
        self._after_pause = False

    @property
    def size(self) -> int:
        """Bytes so far."""
        return self._file.size

    def write(self, image_bgr: BgrImage, t_ms: float) -> None:
        """Encode and write one frame."""
        from av.video.frame import PictureType

        frame = to_yuv420p(pad_to_even(image_bgr))
        # Two frames within half a tick would collide; the later one moves by one tick.
        frame.pts = self._last_pts = max(round(t_ms * self._ticks_per_ms), self._last_pts + 1)
        frame.time_base = self._time_base
        frame.duration = self._duration
        if self._wants_key_frame(t_ms):
            frame.pict_type = PictureType.I
            self._key_ms = t_ms
        self._after_pause = self._count == 0 or t_ms - self._last_ms >= _PAUSE_MS
        self._count += 1
        self._last_ms = t_ms
        self._encode(frame)
        if self._count == 1:
            self._header_size = self._file.size
        self._mark()

    def write_sound(self, samples: Samples, t_ms: float) -> None:
        """Encode and write sound."""
        assert self._sound is not None
        with ffmpeg_errors_as_os_errors():
            self._sound.write(samples, t_ms)
        self._mark()

    def _mark(self) -> None:
        if self._file.size > self._header_size:  # ends with a whole fragment or cluster
            self._file.mark()

    def finish(self) -> None:
        """Write what the encoders and the container still hold, then close the file."""
        self._encode(None)
        if self._sound is not None:
            with ffmpeg_errors_as_os_errors():
                self._sound.finish()
        with ffmpeg_errors_as_os_errors():
            self._container.close()
        self._file.commit()

    def break_off(self) -> None:
        """Release everything after a failure; the file keeps what it has (none if atomic)."""
        with contextlib.suppress(OSError), ffmpeg_errors_as_os_errors():
            self._container.close()
        self._file.salvage()

    def _wants_key_frame(self, t_ms: float) -> bool:
        """Whether to begin a fragment, which writes out the one before.

        One begins at every pause and right after its first frame: what came before a pause
        and the picture that ended it are on their way to the disk at once.
        """
        paused = t_ms - self._last_ms >= _PAUSE_MS
        return paused or self._after_pause or t_ms - self._key_ms >= _KEYFRAME_MS

    def _encode(self, frame: "av.VideoFrame | None") -> None:
        with ffmpeg_errors_as_os_errors():
            for packet in self._stream.encode(frame):
                self._container.mux(packet)


@contextlib.contextmanager
def ffmpeg_errors_as_os_errors() -> Iterator[None]:
    """Turn what FFmpeg raises within the block into ``OSError``."""
    import av

    try:
        yield
    except av.FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise OSError(error.errno, error.strerror) from error
