"""Pictures and their times out of an open PyAV container."""

import time
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from tryon_ar.capture.opencv import cv2
from tryon_ar.core.errors import SourceNotFound
from tryon_ar.core.images import MAX_SIDE_PX
from tryon_ar.core.types import BgrImage

if TYPE_CHECKING:
    from av import Packet, VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

_DEFAULT_RATE_HZ = 30.0
# 8K, as phones film at most; a decoder holds up to seventeen pictures.
_MOST_PIXELS = 8192 * 4352
# Rubbish is given up after this many broken packets in a row of a file.
_MOST_BROKEN_IN_A_ROW = 1000


class VideoDecoder:
    """Decodes one video track.

    Parameters
    ----------
    container : av.container.InputContainer
        Open for reading.
    stream : av.video.stream.VideoStream
        A track of it.
    live : bool
        Decode without the delay of frame threads, and take pictures cut short for broken.

    Attributes
    ----------
    broken_packets : int
        How many packets could not be decoded.
    arrived_ns : int
        ``time.monotonic_ns()`` when the packet of the picture yielded last was read.
    read_bytes : int
        Where in the file that packet ended.

    Raises
    ------
    SourceNotFound
        When its pictures are larger than 8192x4352 pixels or 16,384 pixels a side, or of an
        encoding that is not known.

    Notes
    -----
    Thread safety: one thread at a time.
    """

    def __init__(
        self, container: "InputContainer", stream: "VideoStream", *, live: bool = False
    ) -> None:
        self._container = container
        self._stream = stream
        self._rate_hz = float(stream.average_rate or _DEFAULT_RATE_HZ)
        self._first_s: float | None = None
        self._last_ms = 0.0
        self._stamps = _Stamps()
        self.broken_packets = 0
        self.arrived_ns = 0
        self.read_bytes = 0
        if stream.codec_context is None:
            raise SourceNotFound(
                "The pictures of the video are encoded in a way that is not known here.",
                "Convert it to MP4 first.",
            )
        stream.thread_type = "SLICE" if live else "AUTO"
        if live and stream.codec_context.name == "mjpeg":
            # Half a picture, the rest grey, is none; other codecs conceal what a network loses.
            stream.codec_context.options = {"err_detect": "explode"}
        _check_size(stream.codec_context.width, stream.codec_context.height)

    @property
    def begins_s(self) -> float:
        """Time stamp of the first picture within the file; 0 where it has none."""
        return self._first_s or 0.0

    def pictures(self) -> Iterator[tuple[BgrImage, float]]:
        """Yield pictures, (H, W, 3) uint8 BGR upright, and their time since the first in ms.

        Raises
        ------
        OSError
            When a connection fails (PyAV's errors are also the built-in ones).
        """
        broken_in_a_row = 0
        for picture in self.arriving():
            broken_in_a_row = broken_in_a_row + 1 if picture is None else 0
            if broken_in_a_row > _MOST_BROKEN_IN_A_ROW:
                return
            if picture is not None:
                yield picture

    def arriving(self) -> Iterator[tuple[BgrImage, float] | None]:
        """Yield what `pictures` yields, and None for each that is broken."""
        for frame in self._frames():
            if frame is None:
                yield None
                continue
            _check_size(frame.width, frame.height)
            aspect = self._stream.sample_aspect_ratio
            yield to_upright_bgr(frame, aspect or Fraction(1)), self._time_ms(frame)

    def _frames(self) -> Iterator["VideoFrame | None"]:
        for packet in self._packets():
            self.arrived_ns = time.monotonic_ns()
            if packet.pos is not None:
                self.read_bytes = packet.pos + packet.size
            frames = self._decode(packet)
            if frames is None:
                self.broken_packets += 1
                yield None
            else:
                yield from frames

    def _packets(self) -> Iterator["Packet"]:
        from av import InvalidDataError

        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
            except (StopIteration, InvalidDataError, MemoryError):
                # The rest of the file is missing or rubbish, such as a packet of two gigabytes.
                return
            yield packet

    def _decode(self, packet: "Packet") -> list["VideoFrame"] | None:
        from av import EOFError as EndOfStreamError
        from av import FFmpegError

        try:
            return [frame for frame in packet.decode() if frame is not None]
        except EndOfStreamError:
            return []
        except FFmpegError:
            return None

    def _time_ms(self, frame: "VideoFrame") -> float:
        time_s = self._stamps.time_s(frame)
        if time_s is None:
            self._last_ms += 1000.0 / self._rate_hz if self._first_s is not None else 0.0
            self._first_s = 0.0 if self._first_s is None else self._first_s
            return self._last_ms
        if self._first_s is None:
            self._first_s = time_s
        self._last_ms = (time_s - self._first_s) * 1000.0
        return self._last_ms


class _Stamps:
    """Chooses between the two time stamps of a picture, as FFmpeg's own programs do.

    Notes
    -----
    AVI keeps no times of display: of pictures that are decoded in another order than they are
    shown in, the packets' times are out of order then. Those of decoding are not.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}
        self._faults = {"pts": 0, "dts": 0}

    def time_s(self, frame: "VideoFrame") -> float | None:
        """Return when a picture is shown, by the file; None where it does not say."""
        for kind, stamp in (("pts", frame.pts), ("dts", frame.dts)):
            if stamp is not None:
                self._faults[kind] += stamp <= self._last.get(kind, stamp - 1)
                self._last[kind] = stamp
        by_decoding = self._faults["pts"] > self._faults["dts"]
        stamp = frame.dts if by_decoding else frame.pts
        if stamp is None or not frame.time_base:
            return None
        return float(stamp * frame.time_base)


def to_upright_bgr(frame: "VideoFrame", pixel_aspect: Fraction) -> BgrImage:
    """Return a decoded frame as a picture, turned and stretched as its metadata says.

    Parameters
    ----------
    frame : av.VideoFrame
        Any pixel format.
    pixel_aspect : Fraction
        Width of a pixel over its height; beyond 1:4 and 4:1 it is taken for a mistake.

    Returns
    -------
    ndarray of shape (H, W, 3), uint8
        BGR, square pixels.

    Raises
    ------
    SourceNotFound
        When stretching would make it too large.
    """
    picture: BgrImage = frame.to_ndarray(format="bgr24")
    if pixel_aspect != 1 and Fraction(1, 4) <= pixel_aspect <= 4:
        width = max(1, round(picture.shape[1] * pixel_aspect))
        _check_size(width, picture.shape[0])
        picture = np.asarray(cv2.resize(picture, (width, picture.shape[0])), np.uint8)
    quarter_turns = round(frame.rotation / 90.0) % 4
    # The noted angle is counter-clockwise, as that of rot90.
    return np.ascontiguousarray(np.rot90(picture, quarter_turns))


def _check_size(width: int, height: int) -> None:
    if width * height > _MOST_PIXELS or max(width, height) > MAX_SIDE_PX:
        raise SourceNotFound(
            f"The pictures of the video are too large: {width}x{height} pixels.",
            "Scale the video down first.",
        )
