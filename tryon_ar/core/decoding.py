"""Decode a picture file's bytes, with Pillow alone, into bands of upright-to-be 8-bit rows.

Bands keep the cost down: beside Pillow's own copy of the picture only about a megapixel at
a time is converted, scaled and handed on. Nothing here imports numpy, so that the process
decoding is isolated in starts quickly.
"""

import io
import math
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tryon_ar.core.colour_conversion import SrgbConversion, eight_bits
from tryon_ar.core.errors import UnsafeImage
from tryon_ar.core.picture_limits import check_cost, check_size, too_large

if TYPE_CHECKING:
    from PIL import Image

ALLOWED_FORMATS = ("JPEG", "PNG", "WEBP")
Mode = Literal["L", "RGB", "RGBA", "OWN"]

_BAND_PIXELS = 1 << 20
_ORIENTATION = 0x0112
# Scaling by a power of two inside the JPEG decoder is nearly free, so a result down to
# this share of the size asked for is preferred to scaling afterwards.
_DRAFT_SHARE = 0.75
# What Pillow says of files that end too early.
_TRUNCATED = "truncated"
# What Pillow's parsers let through when a file lies to them.
_DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    AssertionError,
    EOFError,
    RuntimeError,
    struct.error,
    zlib.error,
)
_OTHER_KINDS = (
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"8BPS", "Photoshop"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
)
_BOX_KINDS = {b"avif": "AVIF", b"avis": "AVIF", b"heic": "HEIC", b"heix": "HEIC", b"mif1": "HEIF"}


@dataclass(frozen=True)
class Raster:
    """A decoded picture on its way.

    Attributes
    ----------
    width, height : int
        Size of the rows in ``bands``, as stored: not yet turned.
    channels : {1, 3, 4}
        Grey, BGR or straight BGRA.
    orientation : int
        EXIF orientation, 1 to 8, still to be applied.
    notices : tuple of str
        Sentences a person should read: what was left out or changed.
    bare : bool
        True when the file holds no metadata (EXIF, XMP, comments, profile, texts).
    bands : iterator of bytes
        Whole rows from the top, ``width * channels`` bytes each.
    """

    width: int
    height: int
    channels: int
    orientation: int
    notices: tuple[str, ...]
    bare: bool
    bands: Iterator[bytes]


def decode(data: bytes, name: str, mode: Mode, longest_px: int | None = None) -> Raster:
    """Decode a JPEG, PNG or WebP file of bounded cost.

    Parameters
    ----------
    data : bytes
        The whole file.
    name : str
        How messages call the picture.
    mode : {"L", "RGB", "RGBA", "OWN"}
        What to make of it; ``OWN`` is ``RGBA`` if anything in it is transparent, else
        ``RGB``. ``L`` keeps values as they are, the others are brought to sRGB.
    longest_px : int, optional
        Scale down to this longest side; JPEG may come out up to a quarter smaller.

    Returns
    -------
    Raster
        Pixels are decoded already; bands are converted as they are asked for.

    Raises
    ------
    UnsafeImage
        See :func:`tryon_ar.core.images.open_picture`; also from the bands.
    """
    with _sentences(name), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        picture = _opened(data, name)
        original = picture.size
        if longest_px is not None and max(original) > longest_px:
            share = _DRAFT_SHARE * longest_px / max(original)
            picture.draft(None, (math.ceil(share * original[0]), math.ceil(share * original[1])))
        check_cost(name, picture, data)
        picture.load()
        return _raster(picture, name, mode, longest_px, original)


def _opened(data: bytes, name: str) -> "Image.Image":
    # Named one by one: asking Image.open for WebP makes it import all of its fifty formats.
    from PIL import (  # noqa: F401
        Image,
        JpegImagePlugin,
        PngImagePlugin,
        UnidentifiedImageError,
        WebPImagePlugin,
    )

    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=ALLOWED_FORMATS)
    except UnidentifiedImageError as error:
        raise UnsafeImage(
            f"The picture {name} cannot be decoded: it is not a JPEG, PNG or WebP picture"
            f"{_what_else(data)}.",
            "Use a whole JPEG, PNG or WebP file.",
        ) from error
    check_size(name, picture.size)
    return picture


def _what_else(data: bytes) -> str:
    kind = next((kind for start, kind in _OTHER_KINDS if data.startswith(start)), None)
    if data[4:8] == b"ftyp":
        kind = _BOX_KINDS.get(data[8:12])
    return f" but {kind}" if kind else ""


def _raster(
    picture: "Image.Image",
    name: str,
    mode: Mode,
    longest_px: int | None,
    original: tuple[int, int],
) -> Raster:
    conversion = SrgbConversion(picture)
    if mode == "OWN":
        mode = "RGBA" if _any_transparent(picture, conversion) else "RGB"
    size = _target_size(picture.size, longest_px)
    notices = () if mode == "L" else conversion.notices
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        notices += ("The picture is animated: only its first frame is used.",)
    if size != original:
        notices += (f"The picture was scaled down from {original[0]}x{original[1]} pixels.",)
    return Raster(
        width=size[0],
        height=size[1],
        channels={"L": 1, "RGB": 3, "RGBA": 4}[mode],
        orientation=_orientation(picture),
        notices=notices,
        bare=_is_bare(picture),
        bands=_bands(picture, name, conversion, mode, size),
    )


def _target_size(size: tuple[int, int], longest_px: int | None) -> tuple[int, int]:
    longest = max(size)
    if longest_px is None or longest <= longest_px:
        return size
    scale = longest_px / longest
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _bands(
    picture: "Image.Image",
    name: str,
    conversion: SrgbConversion,
    mode: Mode,
    size: tuple[int, int],
) -> Iterator[bytes]:
    order = {"L": "L", "RGB": "BGR", "RGBA": "BGRA"}[mode]
    rows_per_row = picture.height / size[1]
    step = max(1, int(_BAND_PIXELS / (picture.width * rows_per_row)))
    with _sentences(name):
        for top in range(0, size[1], step):
            band = _band(picture, conversion, mode, size, (top, min(top + step, size[1])))
            yield band.tobytes("raw", order)


def _band(
    picture: "Image.Image",
    conversion: SrgbConversion,
    mode: Mode,
    size: tuple[int, int],
    rows: tuple[int, int],
) -> "Image.Image":
    """Return rows ``[rows[0], rows[1])`` of the result; seams do not show."""
    from PIL import Image

    if size == picture.size:
        return _converted(picture.crop((0, rows[0], size[0], rows[1])), conversion, mode)
    scale = picture.height / size[1]
    reach = math.ceil(2 * scale) + 1  # as far as the bicubic filter looks
    top, bottom = rows[0] * scale, rows[1] * scale
    first = max(0, math.floor(top) - reach)
    last = min(picture.height, math.ceil(bottom) + reach)
    source = _converted(picture.crop((0, first, picture.width, last)), conversion, mode)
    return source.resize(
        (size[0], rows[1] - rows[0]),
        Image.Resampling.BICUBIC,
        box=(0, top - first, picture.width, min(bottom, picture.height) - first),
    )


def _converted(band: "Image.Image", conversion: SrgbConversion, mode: Mode) -> "Image.Image":
    if mode == "L":
        if band.mode == "P":
            band = band.convert("RGBA")
        return eight_bits(band) if band.mode.startswith("I") else band.convert("L")
    return conversion.apply(band).convert(mode)


def _any_transparent(picture: "Image.Image", conversion: SrgbConversion) -> bool:
    if not conversion.has_alpha:
        return False
    step = max(1, _BAND_PIXELS // picture.width)
    for top in range(0, picture.height, step):
        band = picture.crop((0, top, picture.width, min(top + step, picture.height)))
        if any(conversion.apply(band).getchannel("A").histogram()[:255]):
            return True
    return False


def _orientation(picture: "Image.Image") -> int:
    """Return the EXIF orientation; damaged EXIF counts as upright."""
    try:
        value = picture.getexif().get(_ORIENTATION, 1)
    except _DECODER_ERRORS:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _is_bare(picture: "Image.Image") -> bool:
    """Whether nothing but what is needed to show the pixels is in the file."""
    told = picture.info.keys() & {"exif", "xmp", "comment", "icc_profile", "photoshop", "mp"}
    texts = getattr(picture, "text", None) or getattr(picture, "private_chunks", None)
    segments = {segment for segment, _ in getattr(picture, "applist", [])}
    return not told and not texts and segments <= {"APP0", "APP14"}


@contextmanager
def _sentences(name: str) -> Iterator[None]:
    """Turn what Pillow raises into something a person can act on."""
    from PIL import Image

    try:
        yield
    except Image.DecompressionBombError as error:  # Pillow's own limit, in Pillow's own words
        raise too_large(name, "over 170 megapixels") from error
    except MemoryError as error:
        raise UnsafeImage(
            f"The picture {name} takes more memory to decode than is allowed.",
            "Scale it down first, or save it as a baseline JPEG or PNG.",
        ) from error
    except _DECODER_ERRORS as error:
        raise UnsafeImage(
            f"The picture {name} cannot be decoded: {_reason(error)}.",
            "Use a whole JPEG, PNG or WebP file.",
        ) from error


def _reason(error: Exception) -> str:
    """Return why in words a person can use; the decoder's own where there are none."""
    if _TRUNCATED in str(error):
        return "the file ends too early, as after a download that broke off"
    text = " ".join(str(error).split())[:200].rstrip(".")
    return text or "its parts contradict one another"
