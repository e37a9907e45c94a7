"""Picture files put together byte by byte, where no library would write them."""

import io
import struct
import zlib
from collections.abc import Iterable

from PIL import Image

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    """Return the file Pillow writes."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def colourful(width: int = 48, height: int = 32) -> Image.Image:
    """Return a small picture with detail in every channel."""
    across = Image.linear_gradient("L").resize((width, height)).rotate(90, expand=False)
    down = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (across, down, Image.radial_gradient("L").resize((width, height))))


def chunk(kind: bytes, data: bytes, *, checksum: int | None = None) -> bytes:
    """Return a PNG chunk; its checksum may be made to lie."""
    right = zlib.crc32(kind + data)
    tail = struct.pack(">I", right if checksum is None else checksum)
    return struct.pack(">I", len(data)) + kind + data + tail


def header(
    width: int, height: int, *, depth: int = 8, colour: int = 2, interlace: int = 0
) -> bytes:
    """Return the IHDR chunk of a PNG."""
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def png(*chunks: bytes, end: bool = True) -> bytes:
    """Return a PNG of these chunks."""
    return PNG_SIGNATURE + b"".join(chunks) + (chunk(b"IEND", b"") if end else b"")


def rows(width_bytes: int, count: int, value: int = 0) -> bytes:
    """Return an IDAT chunk of unfiltered rows of one value."""
    return chunk(b"IDAT", zlib.compress((b"\0" + bytes([value]) * width_bytes) * count))


def zeros(row_bytes: int, count: int) -> bytes:
    """Return an IDAT chunk of ``count`` rows of zeros, quickly however many there are."""
    compressor = zlib.compressobj(9, wbits=-15)
    row = bytes(row_bytes + 1)
    once = compressor.compress(row) + compressor.flush(zlib.Z_FULL_FLUSH)
    checksum = struct.pack(">HH", len(row) * count % 65521, 1)  # Adler-32 of zeros
    return chunk(b"IDAT", b"\x78\xda" + once * count + b"\x03\x00" + checksum)


def with_chunks(file: bytes, *chunks: bytes) -> bytes:
    """Return a PNG with chunks put in after its header."""
    return file[:33] + b"".join(chunks) + file[33:]


def sized_jpeg(file: bytes, width: int, height: int) -> bytes:
    """Return a JPEG whose frame header tells another size."""
    at = next(i for i in range(len(file)) if file[i] == 0xFF and file[i + 1] in (0xC0, 0xC2))
    return file[: at + 5] + struct.pack(">HH", height, width) + file[at + 9 :]


def with_segments(file: bytes, segments: Iterable[tuple[int, bytes]]) -> bytes:
    """Return a JPEG with marker segments put in at its start."""
    extra = b"".join(
        bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data for marker, data in segments
    )
    return file[:2] + extra + file[2:]


def many_scans(times: int) -> bytes:
    """Return a progressive JPEG whose last scan comes again and again."""
    file = encoded(colourful(), "JPEG", progressive=True)
    last = file.rindex(b"\xff\xda")
    return file[:-2] + file[last:-2] * times + b"\xff\xd9"


def riff(*chunks: tuple[bytes, bytes], length: int | None = None) -> bytes:
    """Return a WebP container of these chunks; its length may be made to lie."""
    body = b"WEBP"
    for kind, data in chunks:
        body += kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body) if length is None else length) + body


def webp_frame(picture: Image.Image) -> tuple[bytes, bytes]:
    """Return kind and data of the picture chunk of a lossless WebP."""
    file = encoded(picture, "WEBP", lossless=True)
    at = file.index(b"VP8L")
    size = struct.unpack("<I", file[at + 4 : at + 8])[0]
    return b"VP8L", file[at + 8 : at + 8 + size]


def webp_canvas(width: int, height: int, flags: int = 0) -> tuple[bytes, bytes]:
    """Return the extended header chunk of a WebP."""
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return b"VP8X", bytes([flags, 0, 0, 0]) + size


def animated_webp(frames: int, width: int = 4, height: int = 4) -> bytes:
    """Return an animation of one frame over and over."""
    kind, data = webp_frame(Image.new("RGB", (width, height), "red"))
    place = struct.pack("<I", 0)[:3] * 2 + webp_canvas(width, height)[1][4:]
    frame = place + b"\x0a\0\0\0" + kind + struct.pack("<I", len(data)) + data
    frame += b"\0" * (len(data) % 2)
    return riff(
        webp_canvas(width, height, flags=2), (b"ANIM", bytes(6)), *[(b"ANMF", frame)] * frames
    )


def animated_png(
    frames: int, *, told: int | None = None, frame_size: tuple[int, int] = (4, 4)
) -> bytes:
    """Return an animation of red frames; count and frame size may be made to lie."""
    pixels = zlib.compress((b"\0" + b"\xff\0\0" * 4) * 4)
    parts = [header(4, 4), chunk(b"acTL", struct.pack(">II", frames if told is None else told, 0))]
    sequence = 0
    for index in range(frames):
        place = struct.pack(">IIIIIHHBB", sequence, *frame_size, 0, 0, 1, 10, 0, 0)
        parts.append(chunk(b"fcTL", place))
        if index == 0:
            parts.append(chunk(b"IDAT", pixels))
            sequence += 1
        else:
            parts.append(chunk(b"fdAT", struct.pack(">I", sequence + 1) + pixels))
            sequence += 2
    return png(*parts)
