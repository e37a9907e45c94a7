"""A video file, decoded with PyAV."""

import functools
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tryon_ar.capture.decoding import VideoDecoder
from tryon_ar.capture.pulled import PulledSource
from tryon_ar.capture.source import SourceInfo
from tryon_ar.core.errors import SourceNotFound
from tryon_ar.core.letterbox import letterbox
from tryon_ar.core.mp4_boxes import begins_as_mp4, claims_too_much
from tryon_ar.core.types import BgrImage

if TYPE_CHECKING:
    from av.container import InputContainer

# A text file may be a playlist: it must not make the program reach for the network.
_OPTIONS = {"protocol_whitelist": "file"}
_MP4_NAMES = frozenset({"mov", "mp4", "m4a", "3gp", "3g2", "mj2"})
_HINT = "Use a whole MP4, MKV, MOV, AVI or WebM file."


class VideoFileSource(PulledSource):
    """The first video track of a file, upright, in its own time.

    Parameters
    ----------
    path : Path
        The file.

    Notes
    -----
    Packets that cannot be decoded are skipped (`broken_packets` counts them); a file cut
    short plays as far as it goes. Time stamps are the file's own, relative to the first
    frame; where there are none, frames follow at the nominal rate. Rotation and pixel
    shape noted in the file are applied; a change of size inside the file is fitted into
    the first one on black.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._container: InputContainer | None = None
        self._pictures: Iterator[tuple[BgrImage, float]] = iter(())
        self._waiting: tuple[BgrImage, float] | None = None
        self._decoder: VideoDecoder | None = None
        self._size_px = (0, 0)

    @property
    def broken_packets(self) -> int:
        """How many packets could not be decoded since the source was opened."""
        return 0 if self._decoder is None else self._decoder.broken_packets

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def begins_s(self) -> float:
        """Time stamp, within the file, of its first picture; known once it is open."""
        return 0.0 if self._decoder is None else self._decoder.begins_s

    def _acquire(self) -> SourceInfo:
        """Open the file and decode its first frame.

        Raises
        ------
        SourceNotFound
            When there is no such file or nothing in it can be decoded.
        """
        self._check_file()
        self._container = self._open_container()
        try:
            return self._start(self._container)
        except BaseException:
            self._release()
            raise

    def _check_file(self) -> None:
        if not self._path.is_file():
            raise SourceNotFound(f"There is no video at {self._path}.", "Check the path.")
        if self._path.stat().st_size == 0:
            raise SourceNotFound(f"The video {self._path.name} is empty (0 bytes).", _HINT)

    def _open_container(self) -> "InputContainer":
        import av

        try:
            options = self._options()
            container: InputContainer = av.open(
                f"file:{self._path}", mode="r", options=options, metadata_errors="replace"
            )
        except (av.FFmpegError, OSError, ValueError) as error:
            raise SourceNotFound(
                f"The video {self._path.name} cannot be read: {_reason(error)}.", _HINT
            ) from error
        return container

    def _options(self) -> dict[str, str]:
        """Return what FFmpeg may do with the file; refuse an MP4 that would fill the memory."""
        if not begins_as_mp4(self._path):  # then it is not to be taken for one that was looked at
            return _OPTIONS | {"format_whitelist": _other_formats()}
        if claims_too_much(self._path):
            raise SourceNotFound(
                f"The video {self._path.name} claims more pictures than it has room for:"
                " it is damaged.",
                _HINT,
            )
        return _OPTIONS

    def _start(self, container: "InputContainer") -> SourceInfo:
        if not container.streams.video:
            raise SourceNotFound(
                f"There are no pictures in {self._path.name}: it is damaged or incomplete,"
                " or holds sound only.",
                _HINT,
            )
        stream = container.streams.video[0]
        self._decoder = VideoDecoder(container, stream)
        self._pictures = self._decoder.pictures()
        self._waiting = self._decoded()
        if self._waiting is None:
            raise SourceNotFound(
                f"No picture of the video {self._path.name} can be decoded:"
                " it is damaged or incomplete.",
                _HINT,
            )
        height, width = self._waiting[0].shape[:2]
        self._size_px = width, height
        rate_hz = float(stream.average_rate or 0.0)
        count = stream.frames or _estimate_count(container.duration, rate_hz)
        return SourceInfo(self._path.name, "video", self._size_px, rate_hz, False, count)

    def _next_picture(self) -> tuple[BgrImage, float] | None:
        taken, self._waiting = self._waiting, None
        if taken is None:
            taken = self._decoded()
        if taken is None:
            return None
        return np.ascontiguousarray(letterbox(taken[0], self._size_px)), taken[1]

    def _decoded(self) -> tuple[BgrImage, float] | None:
        """Return the next picture and its time.

        Raises
        ------
        SourceNotFound
            When what the file lies on fails, or is gone.
        """
        import av

        try:
            return next(self._pictures, None)
        except (av.FFmpegError, OSError) as error:
            raise SourceNotFound(
                f"The video {self._path.name} cannot be read any further: {_reason(error)}.",
                "Check the disk or the connection that it is on.",
            ) from error

    def _release(self) -> None:
        self._pictures = iter(())
        self._waiting = None
        container, self._container = self._container, None
        if container is not None:
            container.close()


@functools.cache
def _other_formats() -> str:
    """Return the names of all of FFmpeg's formats but MP4 and its relatives."""
    import av

    listed = {name for names in av.formats_available for name in names.split(",")}
    return ",".join(sorted(listed - _MP4_NAMES))


def _estimate_count(duration_us: int | None, rate_hz: float) -> int | None:
    if not duration_us or not rate_hz:
        return None
    return round(duration_us / 1e6 * rate_hz)


def _reason(error: Exception) -> str:
    # FFmpeg says "Invalid data found when processing input" of anything it cannot parse, and
    # "Invalid argument" of what looks like a format that it may not open.
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    if "Invalid data" in text or "Invalid argument" in text:
        return "it is not a video, or it is damaged or incomplete"
    return str(text).rstrip(".")
