"""Picture files written byte by byte."""

import struct
import zlib


def png_of_zeros(width: int, height: int, rows: int | None = None) -> bytes:
    """Return a black PNG; with ``rows`` given, only so many are really in it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    count = height if rows is None else min(rows, height)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", _zeros(3 * width + 1, count))
    return b"\x89PNG\r\n\x1a\n" + chunks + _chunk(b"IEND", b"")


def _zeros(length: int, times: int) -> bytes:
    """Return ``length * times`` zeros, compressed; quick however many there are."""
    compressor = zlib.compressobj(9, wbits=-15)
    once = compressor.compress(bytes(length)) + compressor.flush(zlib.Z_FULL_FLUSH)
    checksum = struct.pack(">HH", length * times % 65521, 1)  # Adler-32 of zeros
    return b"\x78\xda" + once * times + b"\x03\x00" + checksum


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + checksum
