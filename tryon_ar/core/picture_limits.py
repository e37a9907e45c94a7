"""What a picture may cost to decode, told from its header before any pixel is touched."""

import re
from typing import TYPE_CHECKING

from tryon_ar.core.errors import UnsafeImage

if TYPE_CHECKING:
    from PIL import Image

MAX_PIXELS = 64_000_000
MAX_SIDE_PX = 16_384
MAX_FILE_BYTES = 64 * 1024 * 1024
# libwebp's animation decoder, the only one Pillow has, keeps two canvases and hands out a
# third: about 20 bytes a pixel in all.
MAX_WEBP_PIXELS = 20_000_000
# Progressive photos have about ten; thousands are an attack on time.
MAX_JPEG_SCANS = 100
MAX_DECODING_BYTES = 400 * 1024 * 1024

_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
# Neither a stuffed zero, a restart, a filler nor TEM: these carry no length.
_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")


def check_cost(name: str, picture: "Image.Image", data: bytes) -> None:
    """Refuse an opened, not yet loaded picture that would take too much to decode.

    Parameters
    ----------
    name : str
        How messages call the picture.
    picture : PIL.Image.Image
        Opened; ``draft`` already asked for.
    data : bytes
        The whole file.

    Raises
    ------
    UnsafeImage
        Over 64 MP (20 MP for WebP), 16,384 px a side, 100 JPEG scans, or 400 MB to decode.
    """
    if picture.format in ("JPEG", "MPO"):
        _check_scans(name, picture, data)
    if picture.format == "WEBP" and picture.width * picture.height > MAX_WEBP_PIXELS:
        raise UnsafeImage(
            f"The picture {name} is too large: {picture.width}x{picture.height} pixels"
            f" (the limit for WebP is {MAX_WEBP_PIXELS // 1_000_000} megapixels).",
            "Scale it down first, or save it as JPEG or PNG.",
        )


def check_size(name: str, size: tuple[int, int]) -> None:
    """Refuse a size in pixels over the limits.

    Raises
    ------
    UnsafeImage
        Over 64 MP or 16,384 px a side.
    """
    width, height = size
    if width * height > MAX_PIXELS or max(size) > MAX_SIDE_PX:
        raise too_large(name, f"{width}x{height} pixels")


def too_large(name: str, how_large: str) -> UnsafeImage:
    """Return the refusal of a picture of too many pixels."""
    return UnsafeImage(
        f"The picture {name} is too large: {how_large}"
        f" (the limit is {MAX_PIXELS // 1_000_000} megapixels, {MAX_SIDE_PX} a side).",
        "Scale it down first.",
    )


def count_scans(data: bytes) -> int:
    """Return the number of scans of a JPEG file, walking its markers only."""
    scans, at = 0, 2
    while found := _MARKER.search(data, at):
        marker = found[1][0]
        if marker == _END_OF_IMAGE:
            break
        scans += marker == _START_OF_SCAN
        length = int.from_bytes(data[found.end() : found.end() + 2], "big")
        at = found.end() + max(2, length)
    return scans


def _check_scans(name: str, picture: "Image.Image", data: bytes) -> None:
    scans = count_scans(data)
    if scans > MAX_JPEG_SCANS:
        raise UnsafeImage(
            f"The picture {name} is a JPEG of {scans} scans (the limit is {MAX_JPEG_SCANS}).",
            "Open it in a picture program and save a copy.",
        )
    if scans < 2:
        return
    needed = _coefficient_bytes(picture) + 4 * picture.width * picture.height
    if needed > MAX_DECODING_BYTES:
        raise UnsafeImage(
            f"The picture {name} is a progressive JPEG that takes {needed >> 20} MB to decode"
            f" (the limit is {MAX_DECODING_BYTES >> 20} MB).",
            "Save it as a baseline JPEG or as PNG, or scale it down.",
        )


def _coefficient_bytes(picture: "Image.Image") -> int:
    """Return what libjpeg holds while the scans come in: 16 bits a coefficient."""
    # (identifier, horizontal, vertical sampling, table) of each component
    layers: list[tuple[int, int, int, int]] = getattr(picture, "layer", [])
    widest = max((across for _, across, _, _ in layers), default=1) or 1
    tallest = max((down for _, _, down, _ in layers), default=1) or 1
    share = sum(across * down for _, across, down, _ in layers) / (widest * tallest)
    scale = getattr(picture, "decoderconfig", ()) or (1, 0)
    return int(2 * share * picture.width * picture.height * max(1, scale[0]) ** 2)
