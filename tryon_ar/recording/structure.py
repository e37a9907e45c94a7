"""How far a video file was written, told by its outermost structure alone."""

from enum import Enum
from pathlib import Path

from tryon_ar.core.mp4_boxes import Box, boxes

_EBML = b"\x1a\x45\xdf\xa3"
_SEGMENT = b"\x18\x53\x80\x67"


class State(Enum):
    """What a file's structure says of it."""

    WHOLE = "whole"
    UNFINISHED = "unfinished"
    CUT_OFF = "cut off"
    OTHER = "other"


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
