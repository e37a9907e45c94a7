"""Making a clean video of one that was cut off, without encoding it anew."""

import contextlib
import math
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tryon_ar.core.errors import SourceNotFound, UsageError
from tryon_ar.recording.damaged import uncovered
from tryon_ar.recording.held import is_held
from tryon_ar.recording.muxer import CONTAINERS, ffmpeg_errors_as_os_errors
from tryon_ar.recording.output import OutputFile, recording_error
from tryon_ar.recording.structure import State, state_of
from tryon_ar.recording.unfinished import repaired_path

if TYPE_CHECKING:
    import av

_CHECKED_S = 3.0
_MOST_TRIES = 8
_ROUNDING_S = 0.0015  # of an MKV's time stamps
_MOST_MOVED_S = 0.1
_PHRASES = {
    "other": "it is neither an MP4 nor an MKV file",
    "unreadable": "what it holds cannot be read",
    "empty": "it holds no picture that can be saved",
    "damaged": "it is damaged all over",
}


@dataclass(frozen=True, slots=True)
class Repaired:
    """What a repair made.

    Attributes
    ----------
    path : Path
        The repaired copy.
    pictures : int
        How many it holds.
    seconds : float
        How long it plays.
    has_sound : bool
    """

    path: Path
    pictures: int
    seconds: float
    has_sound: bool


@dataclass(slots=True)
class _Copied:
    """What went into a copy: pictures, the time of the last one and how long it stands."""

    pictures: int = 0
    last_s: float = 0.0
    end_s: float = 0.0
    has_sound: bool = False


def repair(
    path: Path,
    output: Path | None = None,
    progress: Callable[[float], None] = lambda _fraction: None,
) -> Repaired | None:
    """Make a clean, seekable copy of a video that was cut off or never finished.

    Parameters
    ----------
    path : Path
        An MP4 or MKV file; it is only read.
    output : Path, optional
        The copy, of the same kind and not there yet; by default one beside the video, see
        :func:`~tryon_ar.recording.unfinished.repaired_path`.
    progress : callable
        Takes the fraction of the file that was read, 0 to 1.

    Returns
    -------
    Repaired or None
        None when the video is whole: then nothing is written.

    Raises
    ------
    SourceNotFound
        When the file is absent, no video, or holds no picture that can be saved.
    UsageError
        When it is being recorded, or the copy has another kind or is there already.
    DiskFull, OutputUnwritable
        When the copy cannot be written; none is left then.

    Notes
    -----
    Packets are copied as they are; those damaged are left out, and the end is decoded: it is
    cut where that fails. A finished MP4 of ours that lost its end still has within it the
    fragments it was recorded as.
    """
    state = _state(path)
    if state is State.WHOLE:
        return None
    target = _target(path, output)
    until_s = math.inf
    for _ in range(_MOST_TRIES):
        copied, bad_s = _written(path, target, until_s, progress)
        if bad_s is None:
            return Repaired(target, copied.pictures, copied.end_s, copied.has_sound)
        until_s = bad_s
    raise _refused(path, _PHRASES["damaged"])


def _written(
    path: Path, target: Path, until_s: float, progress: Callable[[float], None]
) -> tuple[_Copied, float | None]:
    """Write the copy up to a time; where its end does not decode, leave none and tell when."""
    try:
        file = OutputFile(target, atomic=True)
    except OSError as error:
        raise recording_error(error, target) from error
    try:
        with file:
            copied, bad_s = _checked_copy(path, file, until_s, progress)
            if bad_s is not None:
                file.discard()
            return copied, bad_s
    except OSError as error:
        raise recording_error(error, target) from error


def _checked_copy(
    path: Path, file: OutputFile, until_s: float, progress: Callable[[float], None]
) -> tuple[_Copied, float | None]:
    """Copy up to a time; tell where its end does not decode. OSError is the disk's alone."""
    import av

    try:
        copied = _copy(path, file, until_s, progress)
        return copied, _first_damage_s(file.written_path, copied.last_s - _CHECKED_S)
    except (av.FFmpegError, OSError, ValueError) as error:
        if file.failure is not None:
            raise file.failure from error
        raise _refused(path, _PHRASES["damaged"]) from error


def _state(path: Path) -> State:
    """Return how far a file was written; refuse what is no video, and what still grows."""
    if not os.path.isfile(path):  # False as well for a name that is too long
        raise SourceNotFound(f"There is no video at {path}.", "Check the path.")
    try:
        state = state_of(path)
        if state is not State.WHOLE and is_held(path):
            raise UsageError(f"{path.name} is being recorded.", "Finish the recording first.")
    except OSError as error:
        raise _refused(path, (error.strerror or type(error).__name__).lower()) from error
    if state is State.OTHER:
        raise _refused(path, _PHRASES["other"])
    return state


def _refused(path: Path, reason: str) -> SourceNotFound:
    return SourceNotFound(
        f"{path.name} cannot be repaired: {reason}.", "The file is left as it is."
    )


def _target(path: Path, output: Path | None) -> Path:
    target = output or repaired_path(path)
    if target.suffix.lower() != path.suffix.lower() or path.suffix.lower() not in CONTAINERS:
        raise UsageError(
            f"{path.name} cannot be repaired as {target.name}: names end in .mp4 or .mkv, alike.",
            "Rename one of them.",
        )
    if os.path.exists(target):  # False as well for a name that is too long, which is told later
        raise UsageError(f"{target} is there already.", "Name another with -o, or delete it.")
    return target


# -- copying ---------------------------------------------------------------------------


def _copy(
    path: Path, file: OutputFile, until_s: float, progress: Callable[[float], None]
) -> _Copied:
    """Copy the packets of a damaged video up to a time, and close the container around them."""
    import av

    size = path.stat().st_size or 1
    copied = _Copied()
    with _opened(path) as source:
        container = CONTAINERS[path.suffix.lower()][0]
        with ffmpeg_errors_as_os_errors(), av.open(file, "w", format=container) as made:
            tracks = _tracks(path, source, made)
            for packet in _whole_packets(source, tracks):
                progress(min(1.0, (packet.pos or 0) / size))
                if packet.pts * packet.time_base < until_s - _ROUNDING_S:
                    _note(copied, packet)
                    packet.stream = tracks[packet.stream.index]
                    made.mux(packet)
            if copied.pictures == 0:
                raise _refused(path, _PHRASES["empty"])
    return copied


@contextlib.contextmanager
def _opened(path: Path) -> Iterator["av.container.InputContainer"]:
    """Open a damaged video, by its kind: a text file may be a playlist that reaches elsewhere."""
    import av

    with contextlib.ExitStack() as stack:
        raw = stack.enter_context(path.open("rb"))
        is_mp4 = raw.read(8)[4:8] == b"ftyp"
        file = uncovered(raw) if is_mp4 else raw
        file.seek(0)
        try:
            # Only FFmpeg's errors: what the block itself raises is none of opening.
            source = av.open(file, format="mov" if is_mp4 else "matroska")
        except (av.FFmpegError, ValueError, EOFError) as error:
            raise _refused(path, _PHRASES["unreadable"]) from error
        yield stack.enter_context(source)


def _tracks(
    path: Path, source: "av.container.InputContainer", made: "av.container.OutputContainer"
) -> "dict[int, av.stream.Stream]":
    """Return the copy's track of each that is copied: the pictures and the sound."""
    first = [*source.streams.video[:1], *source.streams.audio[:1]]
    wanted = [one for one in first if one.codec_context is not None]  # of an encoding known here
    if not wanted or not getattr(wanted[0].codec_context, "width", 0):
        raise _refused(path, _PHRASES["empty"])
    # Opaque: packets are copied, so no encoder of their kind need be there (AV1's decoder is
    # not its encoder).
    return {one.index: made.add_stream_from_template(one, opaque=True) for one in wanted}


def _whole_packets(
    source: "av.container.InputContainer", tracks: "dict[int, av.stream.Stream]"
) -> "Iterator[av.Packet]":
    """Iterate over the packets that can be had, in order; each stream's time only rises.

    In an MKV several pictures may stand at the same millisecond: the later move on by one each.
    """
    import av

    newest: dict[int, int] = {}
    packets = source.demux([source.streams[index] for index in tracks])
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.FFmpegError):  # the end, whole or not
            return
        index = packet.stream.index
        if packet.pts is None or packet.is_corrupt or not packet.size:
            continue
        if packet.dts is None:  # a short MKV file does not tell in which order to decode
            packet.dts = packet.pts
        back = newest.get(index, packet.dts - 1) + 1 - packet.dts
        if back * packet.time_base > _MOST_MOVED_S:
            continue
        packet.dts += max(0, back)
        packet.pts = max(packet.pts, packet.dts)
        newest[index] = packet.dts
        yield packet


def _note(copied: _Copied, packet: "av.Packet") -> None:
    if packet.stream.type == "audio":
        copied.has_sound = True
        return
    copied.pictures += 1
    copied.last_s = max(copied.last_s, float(packet.pts * packet.time_base))
    end_s = float((packet.pts + (packet.duration or 0)) * packet.time_base)
    copied.end_s = max(copied.end_s, end_s)


def _first_damage_s(path: Path, from_s: float) -> float | None:
    """Return when the first picture after a time does not decode; None when all do."""
    import av

    with av.open(f"file:{path}") as container:
        stream = container.streams.video[0]
        container.seek(round(max(0.0, from_s) / stream.time_base), stream=stream)
        for packet in container.demux(stream):
            try:
                packet.decode()
            except av.FFmpegError:
                if packet.pts is not None:
                    return float(packet.pts * packet.time_base)
    return None
