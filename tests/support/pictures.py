"""Picture files written byte by byte."""

import struct
import zlib


def png_of_zeros(width: int, height: int, rows: int | None = None) -> bytes:
    """Return a black PNG; with ``rows`` given, only so many are really in it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    row = b"\0" * (3 * width + 1)
    compressor = zlib.compressobj(9)
    count = height if rows is None else min(rows, height)
    body = b"".join(compressor.compress(row) for _ in range(count)) + compressor.flush()
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum
