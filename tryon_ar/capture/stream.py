"""A network stream, such as a phone's camera, decoded with PyAV."""

import time
from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from tryon_ar.capture.decoding import VideoDecoder
from tryon_ar.capture.live import LiveSource
from tryon_ar.capture.opening import without_password
from tryon_ar.capture.reading import ClipEnded, Description, Device, Grab
from tryon_ar.core.errors import CameraLost, SourceNotFound
from tryon_ar.core.letterbox import letterbox
from tryon_ar.core.types import BgrImage

if TYPE_CHECKING:
    from av.container import InputContainer

_CONNECT_LIMIT_S = 3.2
_SILENCE_LIMIT_S = 1.8
# A clip that came so far has ended: sound may go on after its pictures, and lengths are estimates.
_PLAYED_SHARE, _PLAYED_MS = 0.9, 250.0
# Formats that do not say how long a clip lasts, and tell when each picture is due.
_WITHOUT_LENGTH = frozenset({"mpegts", "mpeg"})
_OPTIONS = {
    # Show the newest picture, not a smooth past.
    "fflags": "nobuffer",
    "flags": "low_delay",
    "probesize": "500000",
    "analyzeduration": "500000",
    "rtsp_transport": "tcp",
    # An address must not make the program open files of this computer.
    "protocol_whitelist": "http,https,httpproxy,tls,rtsp,rtsps,rtp,srtp,tcp,udp,crypto",
}


class StreamSource(LiveSource):
    """An MJPEG, RTSP, HTTP, TCP or UDP stream.

    Parameters
    ----------
    address : str
        With its scheme; a name and password in it are never shown.

    Notes
    -----
    A clip behind an address is played in its own time and ends as a file's does; one that breaks
    off before is lost, as every stream that ends is. So is an MPEG-TS clip of a server that does
    not say how many bytes it has: a camera that sends MPEG-TS looks the same.
    """

    def __init__(self, address: str) -> None:
        super().__init__(without_password(address), "stream")
        self._address = address

    def _make_device(self) -> Device:
        return _Connection(self._address)

    def _key(self) -> Hashable:
        return "stream", self._address


class _Connection:
    """An open stream, decoded as it comes."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._name = without_password(address)
        self._container: InputContainer | None = None
        self._decoder: VideoDecoder | None = None
        self._pictures: Iterator[tuple[BgrImage, float] | None] = iter(())
        self._size_px: tuple[int, int] | None = None
        self._rate_hz = 0.0
        self._clip_ms = 0.0
        self._clip_bytes = 0
        self._played_ms = -1.0
        self._started_ns: int | None = None

    def connect(self) -> None:
        """Connect and find the pictures.

        Raises
        ------
        SourceNotFound
            When nobody answers, or with something that is no video.
        """
        import av

        try:
            container = av.open(
                self._address,
                mode="r",
                options=_OPTIONS,
                timeout=(_CONNECT_LIMIT_S, _SILENCE_LIMIT_S),
                metadata_errors="replace",
            )
        except (av.FFmpegError, OSError, ValueError) as error:
            raise SourceNotFound(
                f"{self._name} cannot be played: {_reason(error)}.",
                "Check the address, and that the camera's program is running.",
            ) from error
        self._container = container
        if not container.streams.video:
            raise SourceNotFound(f"{self._name} sends no pictures.", "Check the address.")
        stream = container.streams.video[0]
        self._rate_hz = float(stream.average_rate or 0.0)
        self._clip_ms = (container.duration or 0) / 1000.0
        if not self._clip_ms and container.format.name in _WITHOUT_LENGTH:
            self._clip_bytes = max(0, container.size)  # below 0 where the server does not say it
        self._decoder = VideoDecoder(container, stream, live=True)
        self._pictures = self._decoder.arriving()

    def describe(self) -> Description:
        """Return the rate the stream states."""
        return Description(self._rate_hz)

    def grab(self) -> Grab | None:
        """Wait for the next picture; None when it is broken.

        Raises
        ------
        CameraLost
            When the stream ends or falls silent.
        ClipEnded
            After the last picture of a clip.
        """
        import av

        try:
            taken = next(self._pictures)
        except StopIteration:
            raise self._end() from None
        except (av.FFmpegError, OSError) as error:
            if self._has_all_come():  # of unknown length, FFmpeg takes its end for a failure
                raise self._end() from None
            raise CameraLost(
                f"The connection to {self._name} broke: {_reason(error)}.",
                "Check the connection and the camera's program.",
            ) from error
        if taken is None or self._decoder is None:
            return None
        picture, t_ms = taken
        # The first pictures went by while it was found out what the stream is.
        self._played_ms = self._decoder.begins_s * 1000.0 + t_ms
        captured_ns = self._wait_until_due(t_ms, self._decoder.arrived_ns)
        if self._size_px is None:
            self._size_px = picture.shape[1], picture.shape[0]
        fitted = np.ascontiguousarray(letterbox(picture, self._size_px))
        return Grab(fitted, captured_ns, (time.monotonic_ns() - captured_ns) / 1e6)

    def _end(self) -> CameraLost | ClipEnded:
        """Return what it means that nothing more comes: what breaks off may look like an end."""
        if self._has_all_come():
            return ClipEnded(f"{self._name} has ended.")
        return CameraLost(f"{self._name} stopped sending.", "Start its program again.")

    def _has_all_come(self) -> bool:
        """Whether it is a clip, of which nothing more is to be expected."""
        if self._clip_bytes and self._decoder is not None:
            return self._decoder.read_bytes >= _PLAYED_SHARE * self._clip_bytes
        enough_ms = max(0.0, _PLAYED_SHARE * self._clip_ms - _PLAYED_MS)
        return bool(self._clip_ms) and self._played_ms >= enough_ms

    def _wait_until_due(self, t_ms: float, arrived_ns: int) -> int:
        # A finished clip comes as fast as the network carries it; a camera paces itself.
        if not (self._clip_ms or self._clip_bytes):
            return arrived_ns
        if self._started_ns is None:
            self._started_ns = arrived_ns
        due_ns = self._started_ns + round(t_ms * 1e6)
        time.sleep(max(0, min(due_ns - time.monotonic_ns(), 10**9)) / 1e9)
        return time.monotonic_ns()

    def release(self) -> None:
        """Disconnect."""
        self._pictures = iter(())
        self._decoder = None  # with its threads
        container, self._container = self._container, None
        if container is not None:
            container.close()


def _reason(error: Exception) -> str:
    text = str(getattr(error, "strerror", None) or type(error).__name__)
    if "Immediate exit" in text:
        return "nothing came for too long"
    if "Invalid data" in text:
        return "what came is not a video"
    if "Input/output" in text:
        return "the sender ended it, or it is no video"
    return text[:1].lower() + text[1:].rstrip(".")
