"""Files changed at random, as damage and attackers change them: every one can be made again.

Bits are flipped, bytes made extreme, lengths edited, pieces cut out, put in twice or taken
from another file, ends cut off; checksums of PNG chunks are mended afterwards, or most damage
would never reach what reads them.
"""

import random
import struct
import zlib
from collections.abc import Sequence

from tests.support import crafted_pictures as craft

_EXTREMES = (
    b"\0\0\0\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\x80\0\0\0",
    b"\0\0\xff\xff",
    b"\xff\xff\xff\x7f",
)
_WORDS = (
    b"NaN",
    b"1e999",
    b"-1",
    b"null",
    b"true",
    b'"',
    b"[",
    b"{",
    b"]" * 9,
    b"[" * 2000,
    b'{"a":' * 500,
    b"9" * 5000,
    b"../",
    b"/etc/passwd",
    b"\0",
    b"\\ud800",
    b"\xff\xfe",
    b"2021-13-45",
    b".a" * 99,
    b"=",
    b"\n[",
    b"#",
)


def mutated(data: bytes, chance: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """Return a file with bytes changed, cut out, put in twice or made extreme.

    Parameters
    ----------
    data : bytes
        The file; an empty one stays so.
    chance : random.Random
        Its state decides everything.
    others : sequence of bytes, optional
        Files of the same kind, for pieces of another.
    """
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 12))):
        if changed:
            _WAYS[chance.randrange(len(_WAYS))](changed, chance, others)
    if changed.startswith(craft.PNG_SIGNATURE) and chance.random() < 0.8:
        return with_right_checksums(bytes(changed))
    return bytes(changed)


def with_right_checksums(data: bytes) -> bytes:
    """Mend the checksums of a PNG, so that damage reaches what reads the chunks."""
    parts, at = [data[:8]], 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if at + 12 + length > len(data):
            break
        body = data[at + 4 : at + 8 + length]
        parts += [data[at : at + 4], body, struct.pack(">I", zlib.crc32(body))]
        at += 12 + length
    return b"".join(parts) + data[at:]


def _flip(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def _byte(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    data[chance.randrange(len(data))] = chance.randrange(256)


def _extreme(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = chance.randrange(len(data))
    data[at : at + 4] = chance.choice(_EXTREMES)


def _length(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    """Change a number that may be a length: a little, or to twice or half of it."""
    size, order = chance.choice(((2, "little"), (2, "big"), (4, "little"), (4, "big")))
    at = chance.randrange(len(data))
    field = data[at : at + size]
    value = int.from_bytes(field, order)  # type: ignore[arg-type]
    value = chance.choice((value + 1, value - 1, value * 2, value // 2, value + len(data)))
    data[at : at + len(field)] = (value % (1 << (8 * len(field)))).to_bytes(len(field), order)  # type: ignore[arg-type]


def _cut_out(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = chance.randrange(len(data))
    del data[at : at + chance.randrange(1, 64)]


def _twice(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = chance.randrange(len(data))
    data[at:at] = data[at : at + chance.randrange(1, 64)]


def _cut_off(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    del data[chance.randrange(len(data)) :]


def _noise(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = chance.randrange(len(data))
    data[at : at + 8] = chance.randbytes(8)


def _word(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    at = chance.randrange(len(data))
    data[at : at + chance.choice((0, 1, 4))] = chance.choice(_WORDS)


def _splice(data: bytearray, chance: random.Random, others: Sequence[bytes]) -> None:
    other = chance.choice(others) if others else bytes(data)
    if other:
        start = chance.randrange(len(other))
        at = chance.randrange(len(data))
        data[at:] = (
            other[start:] if chance.random() < 0.5 else other[start : start + 64] + data[at:]
        )


_WAYS = (_flip, _flip, _byte, _extreme, _length, _cut_out, _twice, _cut_off, _noise, _word, _splice)
