"""What of a damaged MP4 is shown to FFmpeg: what it can read, and what it can bear to."""

import math
import os
from typing import BinaryIO

from tryon_ar.core.mp4_boxes import Box, boxes

_HEADS = (b"moov", b"moof")
_HOLDERS = (b"moof", b"traf")


def uncovered(raw: BinaryIO) -> "Uncovered":
    """Show the fragments of an MP4: also those within a finished recording that lost its end.

    Notes
    -----
    It ends before a head that cannot be true: FFmpeg makes room for every picture that a
    fragment claims, gigabytes and seconds where a few bytes are damaged.
    """
    size = raw.seek(0, os.SEEK_END)
    found = [box for box in boxes(raw) if box.kind != b"moov" or box.offset + box.length <= size]
    if any(box.kind in _HEADS for box in found):
        return Uncovered(raw, None, _end_of(raw, found, size))
    for box in found:
        raw.seek(box.offset + box.head + 4)
        if box.kind == b"mdat" and raw.read(4) == b"ftyp":
            end = min(size, box.offset + box.length)
            within = list(boxes(raw, box.offset + box.head))
            return Uncovered(raw, box, _end_of(raw, within, end) if within else end)
    return Uncovered(raw, None, size)


def _end_of(raw: BinaryIO, found: list[Box], end: int) -> int:
    """Return where to stop: a head cut off or untrue is not read, of pictures what there is."""
    claimed = 0.0
    for box in found:
        if box.offset + box.length <= end:
            claimed += _claimed(raw, box)
            if claimed > end:  # each picture has a byte at least
                return box.offset
    last = found[-1]
    if last.kind != b"mdat" and last.offset + last.length > end:
        return last.offset
    return min(end, last.offset + last.length)


def _claimed(raw: BinaryIO, outermost: Box) -> float:
    """Return how many pictures and pieces of sound a box claims to tell of.

    That is infinity where a box within it is longer than what it is in.
    """
    claimed = 0.0
    at, ends = outermost.offset, [outermost.offset + outermost.length]
    while ends:
        if at + 8 > ends[-1]:  # too short for a box
            at = ends.pop()
            continue
        box = next(boxes(raw, at), None)
        if box is None or at + box.length > ends[-1]:
            return math.inf
        if box.kind in _HOLDERS:
            ends.append(at + box.length)
            at += box.head
            continue
        if box.kind == b"trun":
            raw.seek(at + box.head + 4)
            claimed += int.from_bytes(raw.read(4), "big")
        at += box.length
    return claimed


class Uncovered:
    """A file read as if one of its boxes held nothing, so that what it holds is seen.

    The reading half of a binary file, as PyAV asks for it.

    Parameters
    ----------
    raw : binary file
        Open, and closed by whoever opened it.
    cover : Box or None
        The box to show as an empty one.
    end : int
        Where the file is said to end, in bytes.
    """

    def __init__(self, raw: BinaryIO, cover: Box | None, end: int) -> None:
        self._raw = raw
        self._end = end
        self._head = b""
        self._at = 0
        if cover is not None:
            self._at = cover.offset
            self._head = cover.head.to_bytes(4, "big") + b"free" + bytes(cover.head - 8)

    def read(self, count: int = -1) -> bytes:
        """Read bytes, with the head of the box replaced."""
        begin = self._raw.tell()
        left = max(0, self._end - begin)
        data = self._raw.read(left if count < 0 else min(count, left))
        first, last = max(begin, self._at), min(begin + len(data), self._at + len(self._head))
        if first >= last:
            return data
        mended = self._head[first - self._at : last - self._at]
        return data[: first - begin] + mended + data[last - begin :]

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move to an offset in bytes and return it."""
        if whence == os.SEEK_END:
            return self._raw.seek(self._end + offset)
        return self._raw.seek(offset, whence)

    def tell(self) -> int:
        """Return the offset in bytes."""
        return self._raw.tell()
