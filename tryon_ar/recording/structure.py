"""How far a video file was written, told by its outermost structure alone."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO

_EBML = b"\x1a\x45\xdf\xa3"
_SEGMENT = b"\x18\x53\x80\x67"
_MOST_BOXES = 100_000


class State(Enum):
    """What a file's structure says of it."""

    WHOLE = "whole"
    UNFINISHED = "unfinished"
    CUT_OFF = "cut off"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Box:
    """An outermost box of an MP4 file.

    Attributes
    ----------
    kind : bytes
        Its four letters.
    offset, length : int
        Where it begins and how long it says it is, in bytes.
    head : int
        8 or 16: bytes before what it holds.
    """

    kind: bytes
    offset: int
    length: int
    head: int


def state_of(path: Path) -> State:
    """Return how far an MP4 or MKV file was written: a few reads, no decoding.

    Raises
    ------
    OSError
        When it cannot be read.

    Notes
    -----
    While it is recorded, an MP4 is a row of fragments (``moof``); closing turns it into one
    ``mdat`` and one ``moov``, or with other programs adds an ``mfra``. An MKV's segment has no
    length until it is closed. What says it is longer than the file was cut off.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith(_EBML):
            return _state_of_mkv(start, size)
        if start[4:8] == b"ftyp":
            return _state_of_mp4(list(boxes(file)), size)
    return State.OTHER


def boxes(file: BinaryIO, at: int = 0) -> Iterator[Box]:
    """Iterate over an MP4's boxes from an offset on; the last may reach beyond the file's end."""
    end = file.seek(0, 2)
    for _ in range(_MOST_BOXES):
        if at > end:  # what a box claims may be further than any file can be sought
            return
        file.seek(at)
        start = file.read(16)
        if len(start) < 8:
            return
        length, kind = struct.unpack(">I4s", start[:8])
        head = 8
        if length == 1 and len(start) == 16:
            length, head = struct.unpack(">Q", start[8:])[0], 16
        elif length == 0:
            length = end - at
        if length < head:
            return
        yield Box(kind, at, length, head)
        at += length


def _state_of_mp4(found: list[Box], size: int) -> State:
    kinds = {box.kind for box in found}
    end = max((box.offset + box.length for box in found), default=0)
    if b"moof" in kinds:
        # Others finish fragments by an index of them, which ours never have.
        indexed = found[-1].kind == b"mfra" and b"moov" in kinds and end <= size
        return State.WHOLE if indexed else State.UNFINISHED
    return State.WHOLE if b"moov" in kinds and end <= size else State.CUT_OFF


def _state_of_mkv(start: bytes, size: int) -> State:
    """Tell by the length of the segment; all ones means that it is not known yet."""
    at = start.find(_SEGMENT) + 4
    if at < 4 or at >= len(start):
        return State.CUT_OFF
    count = 9 - start[at].bit_length()  # bytes of the number: its leading zeros, and one
    number = int.from_bytes(start[at : at + count], "big")
    ones = (1 << 7 * count) - 1
    if count > 8 or number & ones == ones:
        return State.UNFINISHED
    return State.WHOLE if at + count + (number & ones) <= size else State.CUT_OFF
