"""The sound of a video file, read along with pictures that were made from its own."""

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from tryon_ar.recording.sound import SoundFormat

if TYPE_CHECKING:
    import av
    from av.audio.stream import AudioStream
    from av.container import InputContainer

_OPTIONS = {"protocol_whitelist": "file"}  # as for the pictures: no playlist reaches elsewhere
_MOST_BROKEN_IN_A_ROW = 1000


@dataclass(frozen=True, slots=True)
class Block:
    """A packet of sound and what it decodes to.

    Attributes
    ----------
    begin_s : float
        When it begins, in seconds from the first picture on.
    heard_s, end_s : float
        From when to when it is heard: decoders leave out what encoders put before a sound.
    """

    packet: "av.Packet"
    frames: "tuple[av.AudioFrame, ...]"
    begin_s: float
    heard_s: float
    end_s: float


class ClipSound:
    """The first sound of a video file, read along with its pictures.

    Parameters
    ----------
    path : Path
        The video.
    begins_s : float
        Time stamp of its first picture.

    Attributes
    ----------
    damaged : bool
        Whether there is sound of which some could not be had.

    Notes
    -----
    Every packet is decoded, so that none is passed on that cannot be heard.

    *Lifecycle*: open at once; :meth:`close` or leaving the ``with`` block ends it.
    *Thread safety*: none.
    """

    def __init__(self, path: Path, begins_s: float) -> None:
        import av

        self.damaged = False
        self._begins_s = begins_s
        self._container: InputContainer | None = None
        self._stream: AudioStream | None = None
        self._blocks: Iterator[Block] = iter(())
        self._read: deque[Block] = deque()
        try:
            self._container = av.open(
                f"file:{path}", mode="r", options=_OPTIONS, metadata_errors="replace"
            )
        except (av.FFmpegError, OSError, ValueError):
            return  # who reads the pictures says so
        if self._container.streams.audio:
            self._begin(self._container, self._container.streams.audio[0])

    @property
    def is_there(self) -> bool:
        """Whether there is sound that can be heard."""
        return self._stream is not None

    @property
    def stream(self) -> "AudioStream":
        """The stream within the file, of sound that is there."""
        assert self._stream is not None
        return self._stream

    @property
    def encoding(self) -> str:
        """FFmpeg's name of how it is encoded."""
        return self.stream.codec_context.codec.canonical_name

    @property
    def format(self) -> SoundFormat:
        """What samples of it look like at its begin, in at most two channels."""
        first = self._read[-1].frames[0]
        return SoundFormat(first.sample_rate, min(2, first.layout.nb_channels))

    def until(self, time_s: float) -> Iterator[Block]:
        """Take what ends by a time."""
        while self._read and self._read[0].end_s <= time_s:
            yield self._take()

    def rest(self, end_s: float) -> Iterator[Block]:
        """Take what begins before a time."""
        while self._read and self._read[0].begin_s < end_s:
            yield self._take()

    def close(self) -> None:
        """Close the file; again is harmless."""
        self._read.clear()
        self._blocks = iter(())
        container, self._container = self._container, None
        if container is not None:
            container.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def _begin(self, container: "InputContainer", stream: "AudioStream") -> None:
        """Read as far as the first sound that is heard."""
        if getattr(stream, "codec_context", None) is None:  # of an encoding not known here
            self.damaged = True
            return
        self._blocks = self._decoded(container, stream)
        for block in self._blocks:
            self._read.append(block)
            if block.frames:
                self._stream = stream
                return
            if len(self._read) > _MOST_BROKEN_IN_A_ROW:
                break
        self.damaged = True
        self._read.clear()

    def _take(self) -> Block:
        taken = self._read.popleft()
        if not self._read:
            self._read.extend(block for block in (next(self._blocks, None),) if block)
        return taken

    def _decoded(self, container: "InputContainer", stream: "AudioStream") -> Iterator[Block]:
        """Iterate over the packets that decode; their times only rise."""
        newest_s, broken = -math.inf, 0
        for packet in self._packets(container, stream):
            frames = None if packet.is_corrupt else _frames_of(packet)
            stamp = packet.dts if packet.pts is None else packet.pts
            if frames is None or stamp is None:
                self.damaged = True
                broken += 1
                if broken > _MOST_BROKEN_IN_A_ROW:
                    return
                continue
            broken = 0
            begin_s = float(stamp * packet.time_base) - self._begins_s
            if begin_s > newest_s and not packet.is_discard:
                newest_s = begin_s
                heard_s = begin_s
                if frames and frames[0].time is not None:
                    heard_s = frames[0].time - self._begins_s
                length_s = sum(frame.samples / frame.sample_rate for frame in frames)
                yield Block(packet, frames, begin_s, heard_s, heard_s + length_s)

    def _packets(self, container: "InputContainer", stream: "AudioStream") -> "Iterator[av.Packet]":
        import av

        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.FFmpegError:  # the rest of the file is missing or rubbish
                self.damaged = True
                return
            if packet.size:
                yield packet


def _frames_of(packet: "av.Packet") -> "tuple[av.AudioFrame, ...] | None":
    """Return what a packet decodes to; None for one that is broken."""
    import av

    try:
        frames = tuple(frame for frame in packet.decode() if isinstance(frame, av.AudioFrame))
    except av.FFmpegError:
        return None
    return frames if all(frame.sample_rate > 0 for frame in frames) else None
