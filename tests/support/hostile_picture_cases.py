"""What each hostile or odd picture is made of, and what must become of it."""

import os
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms

from tests.support import crafted_pictures as craft
from tests.support.crafted_pictures import chunk, colourful, encoded, header, png, rows, zeros

BIG = 8000
Maker = Callable[[Path], object]


@dataclass(frozen=True)
class Case:
    """One picture: how it is made, and what opening it must give.

    ``size`` is (width, height) of what it decodes to, or None where it must be refused
    with a sentence that holds ``says``.
    """

    name: str
    make: bytes | Maker
    size: tuple[int, int] | None = None
    says: str = ""
    alpha: bool = False
    notice: str = ""


def cases() -> Iterator[Case]:
    """Yield all of them."""
    for family in (
        _not_pictures,
        _truncated,
        _damaged_png,
        _damaged_jpeg_and_webp,
        _bombs,
        _not_files,
        _odd_sizes,
        _odd_kinds,
        _odd_metadata,
        _odd_animations,
        _large_but_allowed,
    ):
        yield from family()


def _not_pictures() -> Iterator[Case]:
    says = "not a JPEG, PNG or WebP"
    yield Case("empty.png", b"", says="empty")
    yield Case("text.jpg", b"This is no picture.\n", says=says)
    yield Case("noise.png", random.Random(1).randbytes(4096), says=says)
    yield Case("signature_only.png", craft.PNG_SIGNATURE, says="cannot be decoded")
    yield Case("soi_only.jpg", b"\xff\xd8\xff", says="cannot be decoded")
    yield Case("riff_only.webp", craft.riff(), says="cannot be decoded")
    for name, kind in (
        ("gif.png", "GIF"),
        ("bmp.jpg", "BMP"),
        ("tiff.png", "TIFF"),
        ("avif.jpg", "AVIF"),
        ("icon.png", "ICO"),
        ("jpeg2000.jpg", "JPEG2000"),
        ("ppm.png", "PPM"),
    ):
        yield Case(name, encoded(colourful(), kind), says=says)
    yield Case("svg.png", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', says=says)
    yield Case("html.jpg", b"<!doctype html><script>alert(1)</script>", says=says)
    yield Case("zip.png", b"PK\x03\x04" + bytes(60), says="ZIP")
    yield Case("pdf.jpg", b"%PDF-1.7\n" + bytes(60), says="PDF")
    yield Case("photoshop.png", b"8BPS\0\1" + bytes(60), says="Photoshop")
    yield Case("postscript.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n(w) file\n", says=says)


def _truncated() -> Iterator[Case]:
    noise = Image.effect_noise((64, 64), 90).convert("RGB")
    for kind, ending in (("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")):
        whole = encoded(noise, kind)
        for share in (2, 10, 40, 70, 95):
            data = whole[: len(whole) * share // 100]
            yield Case(f"cut_at_{share}.{ending}", data, says="cannot be decoded")


def _damaged_png() -> Iterator[Case]:
    says = "cannot be decoded"
    good = rows(12, 4)
    ihdr = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    yield Case("crc_of_header.png", png(chunk(b"IHDR", ihdr, checksum=7), good), says=says)
    yield Case("no_width.png", png(header(0, 4), good), says=says)
    yield Case("no_height.png", png(header(4, 0), good), says=says)
    yield Case("no_pixels.png", png(header(4, 4)), says=says)
    yield Case("no_header.png", png(good), says=says)
    yield Case("bad_depth.png", png(header(4, 4, depth=3), good), says=says)
    yield Case("bad_colour.png", png(header(4, 4, colour=5), good), says=says)
    yield Case(
        "bad_filter.png", png(header(4, 4), chunk(b"IDAT", zlib.compress(b"\x09" * 52))), says=says
    )
    yield Case("no_stream.png", png(header(4, 4), chunk(b"IDAT", b"\xff" * 99)), says=says)
    yield Case("short_header.png", png(chunk(b"IHDR", ihdr[:7]), good), says=says)
    yield Case("chunk_to_the_moon.png", png(header(4, 4)) + b"\x7f\xff\xff\xffIDAT", says=says)
    yield Case("chunk_of_no_name.png", png(header(4, 4), chunk(b"\0\1\2\3", b""), good), says=says)


def _damaged_jpeg_and_webp() -> Iterator[Case]:
    says = "cannot be decoded"
    jpeg = encoded(colourful(), "JPEG")
    yield Case("no_width.jpg", craft.sized_jpeg(jpeg, 0, 32), says=says)
    yield Case("no_height.jpg", craft.sized_jpeg(jpeg, 48, 0), says=says)
    yield Case("no_tables.jpg", jpeg[:2] + jpeg[jpeg.index(b"\xff\xc0") :], says=says)
    yield Case("lossless_process.jpg", jpeg.replace(b"\xff\xc0", b"\xff\xc3", 1), says=says)
    at = jpeg.index(b"\xff\xc0")
    yield Case("nine_components.jpg", jpeg[: at + 9] + b"\x09" + jpeg[at + 10 :], says=says)
    yield Case("twelve_bits.jpg", jpeg[: at + 4] + b"\x0c" + jpeg[at + 5 :], says=says)
    frame = craft.webp_frame(colourful())
    yield Case("lying_length.webp", craft.riff(frame, length=2**32 - 10), says=says)
    yield Case(
        "canvas_of_another_size.webp", craft.riff(craft.webp_canvas(900, 900), frame), says=says
    )
    yield Case("canvas_alone.webp", craft.riff(craft.webp_canvas(48, 32)), says=says)
    yield Case(
        "garbage_frame.webp", craft.riff((b"VP8L", b"\x2f" + b"\xff" * 200)), says="too large"
    )
    yield Case("lossy_garbage.webp", craft.riff((b"VP8 ", bytes(200))), says=says)


def _bombs() -> Iterator[Case]:
    for width, height in ((30_000, 30_000), (16_385, 1), (1, 16_385), (8001, 8000), (2**31 - 1, 9)):
        yield Case(
            f"bomb_{width}x{height}.png",
            png(header(width, height), zeros(3 * min(width, 40_000), 64)),
            says="too large",
        )
    jpeg = encoded(colourful(), "JPEG")
    yield Case("bomb_65535.jpg", craft.sized_jpeg(jpeg, 65_535, 65_535), says="too large")
    yield Case("bomb_canvas.webp", craft.riff(craft.webp_canvas(2**24, 2**24)), says="too large")
    yield Case("bomb_lossless.webp", _flat_webp(16_000, 16_000), says="too large")
    yield Case("bomb_small_limit.webp", _flat_webp(5001, 4000), says="too large")
    progressive = encoded(colourful(), "JPEG", progressive=True, subsampling=0)
    yield Case("bomb_progressive.jpg", craft.sized_jpeg(progressive, BIG, BIG), says="progressive")
    yield Case("thousands_of_scans.jpg", craft.many_scans(3000), says="scans")
    good = encoded(colourful(), "PNG")
    bomb = zeros(999, 80_000)[8:-4]  # a stream of 80 MB
    says = "cannot be decoded"
    yield Case("bomb_text.png", craft.with_chunks(good, chunk(b"zTXt", b"a\0\0" + bomb)), says=says)
    international = chunk(b"iTXt", b"a\0\1\0\0\0" + bomb)
    yield Case("bomb_international.png", craft.with_chunks(good, international), says=says)
    yield Case(
        "bomb_profile.png", craft.with_chunks(good, chunk(b"iCCP", b"a\0\0" + bomb)), says=says
    )
    piece = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(1_000_000), 9))
    yield Case("bomb_many_texts.png", craft.with_chunks(good, *[piece] * 80), says=says)


def _flat_webp(width: int, height: int) -> bytes:
    """Return a WebP of one colour: a tiny stream whose header is given another size."""
    _, data = craft.webp_frame(Image.new("RGBA", (1, 1), (9, 9, 9, 255)))
    bits = (width - 1) | (height - 1) << 14 | int.from_bytes(data[1:5], "little") & (0xF << 28)
    return craft.riff((b"VP8L", data[:1] + struct.pack("<I", bits) + data[5:]))


def _not_files() -> Iterator[Case]:
    yield Case("missing.png", lambda path: None, says="no picture")
    yield Case("folder.png", lambda path: path.mkdir(), says="no picture")
    yield Case("pipe.png", os.mkfifo, says="no picture")
    yield Case("zeros.png", lambda path: path.symlink_to("/dev/zero"), says="no picture")
    yield Case("nowhere.png", lambda path: path.symlink_to("nothing_there.png"), says="no picture")
    yield Case("itself.png", lambda path: path.symlink_to(path.name), says="no picture")
    yield Case("too_long.png", _sparse, says="larger than 64 MB")
    if os.geteuid():  # the superuser may read everything
        yield Case("locked.png", _locked, says="cannot be read")
    yield Case("link.png", lambda path: path.symlink_to("one_pixel.png"), size=(1, 1))


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate((64 << 20) + 1)


def _locked(path: Path) -> None:
    path.write_bytes(encoded(colourful(), "PNG"))
    path.chmod(0)


def _odd_sizes() -> Iterator[Case]:
    for kind, ending in (("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")):
        yield Case(f"one_pixel.{ending}", encoded(Image.new("RGB", (1, 1)), kind), (1, 1))
    scaled = "scaled down"
    yield Case("tall.png", png(header(1, 16_384), zeros(3, 16_384)), (1, 4096), notice=scaled)
    yield Case("wide.png", png(header(16_384, 1), zeros(3 * 16_384, 1)), (4096, 1), notice=scaled)
    tall = encoded(Image.new("RGB", (1, 16_384)), "JPEG")
    yield Case("tall.jpg", tall, (1, 4096), notice=scaled)


def _odd_kinds() -> Iterator[Case]:
    size = (48, 32)
    picture = colourful()
    yield Case("cmyk.jpg", encoded(picture.convert("CMYK"), "JPEG"), size)
    yield Case("grey.jpg", encoded(picture.convert("L"), "JPEG"), size)
    yield Case("bilevel.png", encoded(picture.convert("1"), "PNG"), size)
    yield Case("palette.png", encoded(picture.quantize(16), "PNG"), size)
    yield Case(
        "palette_clear.png", encoded(picture.quantize(16), "PNG", transparency=3), size, alpha=True
    )
    grey_alpha = Image.merge("LA", (picture.convert("L"), picture.getchannel("R")))
    yield Case("grey_alpha.png", encoded(grey_alpha, "PNG"), size, alpha=True)
    yield Case("opaque_alpha.png", encoded(picture.convert("RGBA"), "PNG"), size)
    yield Case(
        "clear.webp", encoded(Image.new("RGBA", size), "WEBP", lossless=True), size, alpha=True
    )
    colour = png(header(4, 4, depth=16), chunk(b"IDAT", zlib.compress(bytes(25 * 4))))
    yield Case("sixteen_bits.png", colour, (4, 4))
    keyed = chunk(b"tRNS", struct.pack(">HHH", 0, 0, 0))
    yield Case("colour_key.png", png(header(4, 4), keyed, rows(12, 4)), (4, 4), alpha=True)
    few = chunk(b"PLTE", b"\xff\0\0")
    out = png(header(4, 4, colour=3), few, rows(4, 4, 200))
    yield Case("palette_index_too_large.png", out, (4, 4))
    contradict = "contradict"
    yield Case("no_palette.png", png(header(4, 4, colour=3), rows(4, 4)), says=contradict)
    yield Case("progressive.jpg", encoded(picture, "JPEG", progressive=True), size)
    yield Case("wrong_name.jpg", encoded(picture, "PNG"), size)
    yield Case("name\nof two lines.png", encoded(picture, "PNG"), size)
    # Lies that cost nothing: what is not there comes out black or grey.
    pixels = chunk(b"IDAT", zlib.compress(bytes(13 * 4)), checksum=7)
    yield Case("crc_of_pixels.png", png(header(4, 4), pixels), (4, 4))
    yield Case("too_few_rows.png", png(header(4, 400), rows(12, 4)), (4, 400))
    taller = craft.sized_jpeg(encoded(picture, "JPEG"), 48, 4000)
    yield Case("taller_than_it_is.jpg", taller, (48, 4000))
    yield Case("zip_behind.png", encoded(picture, "PNG") + b"PK\x03\x04" + bytes(60), size)
    yield Case("html_behind.jpg", encoded(picture, "JPEG") + b"<script>alert(1)</script>", size)


def _odd_metadata() -> Iterator[Case]:
    size, turned = (48, 32), (32, 48)
    picture = colourful()
    jpeg = encoded(picture, "JPEG")
    exif = Image.Exif()
    exif[0x0112] = 6
    yield Case("turned.jpg", encoded(picture, "JPEG", exif=exif), turned)
    yield Case("turned.webp", encoded(picture, "WEBP", exif=exif), turned)
    exif[0x0112] = 99
    yield Case("turned_to_nowhere.jpg", encoded(picture, "JPEG", exif=exif), size)
    for name, data in (
        ("exif_garbage.jpg", b"Exif\0\0" + b"\xff" * 900),
        (
            "exif_loop.jpg",
            b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\1\0\0\0\x08\0\0\0\x08\0\0\0",
        ),
        ("exif_far_away.jpg", b"Exif\0\0MM\0*\x7f\xff\xff\xff"),
        ("exif_empty.jpg", b"Exif\0\0"),
    ):
        yield Case(name, craft.with_segments(jpeg, [(0xE1, data)]), size)
    yield Case("gps.jpg", encoded(picture, "JPEG", exif=gps_exif()), size)
    yield Case(
        "thousand_segments.jpg", craft.with_segments(jpeg, [(0xE5, bytes(9000))] * 1000), size
    )
    yield Case("long_comment.jpg", craft.with_segments(jpeg, [(0xFE, b"GIF89a" * 10_000)]), size)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield Case("profile.jpg", encoded(picture, "JPEG", icc_profile=profile), size)
    ignored = "colour profile"
    for name, data in (("garbage", b"\xff" * 500), ("cut", profile[:200]), ("swapped", _lab())):
        file = encoded(picture, "JPEG", icc_profile=data)
        yield Case(f"profile_{name}.jpg", file, size, notice=ignored)
    good = encoded(picture, "PNG")
    yield Case("many_chunks.png", craft.with_chunks(good, *[chunk(b"juNk", b"x" * 9)] * 9000), size)


def gps_exif() -> Image.Exif:
    """Return EXIF that tells where and by whom a photo was taken."""
    exif = Image.Exif()
    exif[0x013B] = "SECRET-ARTIST"
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 14.5), 3: "E", 4: (11.0, 34.0, 31.2)})
    return exif


def _lab() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def _odd_animations() -> Iterator[Case]:
    first = "first frame"
    yield Case("frames.webp", craft.animated_webp(10_000), (4, 4), notice=first)
    yield Case("frames.png", craft.animated_png(10_000), (4, 4), notice=first)
    lie = craft.animated_png(2, told=900_000)
    yield Case("frames_untold.png", lie, (4, 4), notice=first)
    yield Case("no_frames.png", craft.animated_png(2, told=0), (4, 4))
    yield Case("frames_beyond_count.png", craft.animated_png(2, told=2**31 + 5), (4, 4))
    large = craft.animated_png(2, frame_size=(9000, 9000))
    yield Case("frames_too_large.png", large, says="cannot be decoded")


def _large_but_allowed() -> Iterator[Case]:
    size, half, scaled = (4096, 4096), (4000, 4000), "scaled down"
    colour = _later(lambda: png(header(BIG, BIG), zeros(3 * BIG, BIG)))
    yield Case("large.png", colour, size, notice=scaled)
    clear = _later(lambda: png(header(BIG, BIG, colour=6), zeros(4 * BIG, BIG)))
    yield Case("large_alpha.png", clear, size, alpha=True, notice=scaled)
    deep = _later(lambda: png(header(5000, 5000, colour=0, depth=16), zeros(10_000, 5000)))
    yield Case("large_deep.png", deep, size, notice=scaled)
    turned = Image.Exif()
    turned[0x0112] = 8
    baseline = _later(lambda: encoded(Image.new("L", (BIG, BIG), 90), "JPEG", exif=turned))
    yield Case("large.jpg", baseline, half, notice=scaled)
    scans = _later(lambda: encoded(Image.new("L", (BIG, BIG)), "JPEG", progressive=True))
    yield Case("large_progressive.jpg", scans, half, notice=scaled)
    yield Case("large.webp", _flat_webp(5000, 4000), (4096, 3277), notice=scaled)


def _later(data: Callable[[], bytes]) -> Maker:
    """Put off what takes long to make until it is needed."""
    return lambda path: path.write_bytes(data())
