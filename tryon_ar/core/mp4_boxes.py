"""The outermost boxes of an MP4 file, and how many pictures it claims to hold."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np

_MOST_BOXES = 100_000
_MOST_LOOKED_AT = 1_000_000
# What an MP4 or MOV begins with.
_BEGINNINGS = frozenset(
    b"ftyp moov mdat moof free skip wide pnot udta uuid junk pict PICT prfl styp sidx emsg".split()
)
_STEP_BYTES = 1 << 20
# What holds no tables, whatever its bytes look like.
_PAYLOAD = frozenset({b"mdat", b"skip", b"uuid"})
# Tables that a few bytes make as long as one likes. Looked for by their letters at any depth:
# FFmpeg finds them in places where no table belongs.
_TABLES = re.compile(rb"stsz|stz2|trun|stsc|stco|co64|cmov")
_TABLE_BYTES = 16
# FFmpeg makes room for this many, some 40 bytes each, whatever a file's length.
_USUAL_CLAIM = 1_000_000
# Of the sound's samples that stand in the file as they are, FFmpeg notes them by so many.
_SAMPLES_EACH = 1024


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


def boxes(file: BinaryIO, at: int = 0, most: int = _MOST_BOXES) -> Iterator[Box]:
    """Iterate over an MP4's boxes from an offset on; the last may reach beyond the file's end."""
    end = file.seek(0, 2)
    for _ in range(most):
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


def begins_as_mp4(path: Path) -> bool:
    """Whether a file begins as MP4 and MOV files do.

    Raises
    ------
    OSError
        When it cannot be read.
    """
    with path.open("rb") as file:
        return file.read(8)[4:] in _BEGINNINGS


def claims_too_much(path: Path) -> bool:
    """Whether an MP4 claims far more pictures and pieces of sound than it has room for.

    Raises
    ------
    OSError
        When it cannot be read.

    Notes
    -----
    FFmpeg notes each of them before it reads the first: gigabytes, and seconds, that a file of a
    kilobyte may ask for. An honest one has two bytes at least for each.
    """
    size = path.stat().st_size
    most = _USUAL_CLAIM + size // 2
    claims = _Claims(most)
    with path.open("rb") as file:
        count = 0
        for count, box in enumerate(boxes(file, most=_MOST_LOOKED_AT), 1):  # noqa: B007
            if box.kind not in _PAYLOAD and box.kind.isascii():
                _add_claims(file, box.offset, min(size, box.offset + box.length), claims)
            if claims.total > most:
                return True
    return count == _MOST_LOOKED_AT


@dataclass(slots=True)
class _Claims:
    """What the tables seen so far claim.

    Attributes
    ----------
    most : int
        More than this is too much.
    samples : int
        Pictures and pieces of sound.
    places : int
        Places in the file at which some of them begin.
    at_one_place : int
        The most that are said to follow one place.
    read_bytes : int
        Of the tables that say so: those of an honest file do not overlap.
    """

    most: int
    samples: int = 0
    places: int = 0
    at_one_place: int = 0
    read_bytes: int = field(default=0)

    @property
    def total(self) -> int:
        return self.samples + self.places * self.at_one_place // _SAMPLES_EACH


def _add_claims(file: BinaryIO, at: int, end: int, claims: _Claims) -> None:
    """Add what the tables between two offsets claim."""
    while at < end:
        file.seek(at)
        piece = file.read(min(_STEP_BYTES, end - at))
        if not piece:
            return
        for found in _TABLES.finditer(piece):
            _add_table(file, at + found.start(), found[0], claims)
            if claims.total > claims.most:
                return
        # Again what may be the beginning of a table that the next piece holds.
        at += len(piece) if len(piece) < _STEP_BYTES else len(piece) - 3


def _add_table(file: BinaryIO, at: int, kind: bytes, claims: _Claims) -> None:
    """Add what the table whose letters stand at an offset claims."""
    file.seek(at)
    start = file.read(_TABLE_BYTES).ljust(_TABLE_BYTES, b"\0")
    first, second = struct.unpack(">8xII", start)
    if kind == b"cmov":  # tables packed tightly, of which any may come; no camera writes them
        claims.samples += claims.most + 1
    elif kind in (b"stsz", b"stz2"):
        claims.samples += second
    elif kind == b"trun":
        claims.samples += first
    elif kind == b"stsc":
        file.seek(at + 12)
        rows = np.frombuffer(_whole(file.read(min(12 * first, claims.most * 2)), 12), ">u4")
        claims.read_bytes += rows.nbytes
        if claims.read_bytes > claims.most * 4:
            claims.samples += claims.most + 1
        claims.at_one_place = max(claims.at_one_place, int(rows[1::3].max(initial=0)))
    else:
        claims.places += first


def _whole(data: bytes, row_bytes: int) -> bytes:
    return data[: len(data) // row_bytes * row_bytes]
