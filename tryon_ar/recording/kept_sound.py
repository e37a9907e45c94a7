"""The sound of one video given to another that was made from its pictures."""

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tryon_ar.recording.clip_sound import Block, ClipSound
from tryon_ar.recording.muxer import CONTAINERS
from tryon_ar.recording.output import OutputFile, recording_error
from tryon_ar.recording.sound import SoundTrack

if TYPE_CHECKING:
    import av
    from av.container import OutputContainer

Share = Literal["all", "some", "none"]

# What players take from each kind of file.
_PLAYED = {
    "mp4": frozenset({"aac", "mp3", "ac3", "eac3", "alac", "opus"}),
    "matroska": frozenset({"aac", "mp3", "ac3", "eac3", "alac", "opus", "vorbis", "flac"}),
}
_ROUNDING_S = 1e-3  # of an MKV's time stamps


def keep_sound(made: Path, original: Path, begins_s: float) -> Share:
    """Put the sound of a video into one made from its pictures, up to the end of the last.

    Parameters
    ----------
    made : Path
        A finished MP4 or MKV without sound, with the times of the original's pictures from the
        first on. It is replaced whole, or left as it is where it cannot be.
    original : Path
        The video whose sound it is to have.
    begins_s : float
        Time stamp of the original's first picture.

    Returns
    -------
    {"all", "some", "none"}
        How much was kept of the sound there is; all of it where there is none.

    Raises
    ------
    DiskFull, OutputUnwritable
        When the disk does not take it.

    Notes
    -----
    Copied as it is where players take it from that kind of file, else encoded as that of a
    recording. What is copied is cut between packets, which last some 20 ms.
    """
    kind = CONTAINERS[made.suffix.lower()][0]
    for copied in (True, False):
        with ClipSound(original, begins_s) as sound:
            if not sound.is_there:
                return "none" if sound.damaged else "all"
            if copied and sound.encoding not in _PLAYED[kind]:
                continue
            count = _put(made, sound, copied=copied)
            if count is not None:
                return "all" if not sound.damaged else "some" if count else "none"
    return "none"


def _put(made: Path, sound: ClipSound, *, copied: bool) -> int | None:
    """Replace a file by one with sound; return of how many packets, None if it takes none."""
    import av

    try:
        file = OutputFile(made, atomic=True)
    except OSError as error:
        raise recording_error(error, made) from error
    try:
        with file:
            count = _mux(made, file, sound, copied=copied)
            if not count:
                file.discard()
    except (av.FFmpegError, OSError, ValueError) as error:
        if file.failure is not None:
            raise recording_error(file.failure, made) from error
        return None
    return count


def _mux(made: Path, file: OutputFile, sound: ClipSound, *, copied: bool) -> int:
    """Write pictures and sound in the order of their times."""
    import av

    kind = CONTAINERS[made.suffix.lower()][0]
    with av.open(f"file:{made}") as silent, av.open(file, "w", format=kind) as container:
        pictures = silent.streams.video[0]
        stream = container.add_stream_from_template(pictures, opaque=True)
        track = _Copied(container, sound) if copied else _Encoded(container, sound)
        end_s = 0.0
        for packet in silent.demux(pictures):
            if packet.pts is None:
                continue
            time_s = float(packet.pts * packet.time_base)
            end_s = time_s + float((packet.duration or 0) * packet.time_base)
            for block in sound.until(time_s):
                track.write(block, time_s)
            packet.stream = stream
            container.mux(packet)
        for block in sound.rest(end_s):
            track.write(block, end_s)
        track.finish()
        return track.count


class _Copied:
    """Sound in an open container as it is in the other file."""

    def __init__(self, container: "OutputContainer", sound: ClipSound) -> None:
        self.count = 0
        self._container = container
        self._stream: av.stream.Stream = container.add_stream_from_template(
            sound.stream, opaque=True
        )

    def write(self, block: Block, _end_s: float) -> None:
        """Copy a packet that does not begin before the first picture."""
        if block.begin_s < -_ROUNDING_S:
            return
        packet, base = block.packet, block.packet.time_base
        packet.pts = packet.dts = max(0, round(block.begin_s / base))
        packet.stream = self._stream
        self._container.mux(packet)
        self.count += 1

    def finish(self) -> None:
        """Do nothing: no packet waits."""


class _Encoded:
    """Sound in an open container, encoded anew."""

    def __init__(self, container: "OutputContainer", sound: ClipSound) -> None:
        import av

        self.count = 0
        form = sound.format
        self._channels = form.channels
        self._rate_hz = form.rate_hz
        self._resampler = av.AudioResampler("flt", form.layout, form.rate_hz)
        skips_priming = container.format.name == "mp4"
        self._track = SoundTrack(container, form, skips_priming=skips_priming)

    def write(self, block: Block, end_s: float) -> None:
        """Encode what a packet holds, from the first picture on and up to a time."""
        begin_s = block.heard_s
        for frame in block.frames:
            for plain in self._resampler.resample(frame):
                samples = plain.to_ndarray().reshape(-1, self._channels)
                early = max(0, round(-begin_s * self._rate_hz))
                late = max(0, round((end_s - begin_s) * self._rate_hz))
                if early < min(late, len(samples)):
                    t_ms = 1000 * (begin_s + early / self._rate_hz)
                    self._track.write(samples[early:late], t_ms)
                    self.count += 1
                begin_s += len(samples) / self._rate_hz

    def finish(self) -> None:
        """Write what the encoder holds."""
        self._track.finish()
