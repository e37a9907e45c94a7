"""Decode picture files from people safely."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.decoding import ALLOWED_FORMATS, Raster, decode
from tryon_ar.core.errors import UnsafeImage
from tryon_ar.core.isolated_decoding import IsolatedDecoder
from tryon_ar.core.picture_limits import MAX_FILE_BYTES, MAX_PIXELS, MAX_SIDE_PX

__all__ = [
    "ALLOWED_FORMATS",
    "MAX_FILE_BYTES",
    "MAX_PIXELS",
    "MAX_SIDE_PX",
    "OPENED_LONGEST_PX",
    "PICTURE_SUFFIXES",
    "Picture",
    "open_picture",
    "read_picture",
    "upright_pixels",
    "whole_file",
]

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
OPENED_LONGEST_PX = 4096


@dataclass(frozen=True, eq=False)
class Picture:
    """A picture from outside, decoded.

    Attributes
    ----------
    bgr : ndarray of shape (H, W, 3), uint8
        Upright, sRGB, straight (not premultiplied).
    alpha : ndarray of shape (H, W), uint8, or None
        The picture's own transparency, 0 to 255; None when it has none or is opaque
        everywhere.
    notices : tuple of str
        Sentences a person should read: animated, scaled down, colour profile ignored.
    bare : bool
        True when its file held no metadata (EXIF with its places and times, XMP, comments,
        texts, colour profile).
    """

    bgr: NDArray[np.uint8]
    alpha: NDArray[np.uint8] | None = None
    notices: tuple[str, ...] = ()
    bare: bool = True


def open_picture(
    source: Path | bytes,
    name: str | None = None,
    *,
    longest_px: int | None = OPENED_LONGEST_PX,
    decoder: IsolatedDecoder | None = None,
) -> Picture:
    """Decode a picture that comes from outside, in a process of its own.

    Parameters
    ----------
    source : Path or bytes
        A file, or the bytes of one (pasted, dropped).
    name : str, optional
        How messages call it; the file's name by default.
    longest_px : int or None
        Scale down to this longest side (JPEG up to a quarter smaller still); None keeps
        every pixel.
    decoder : IsolatedDecoder, optional
        The process to use, for many pictures in a row; by default one for this picture,
        which takes about a tenth of a second more.

    Returns
    -------
    Picture
        First frame, upright, 8 bits, sRGB.

    Raises
    ------
    UnsafeImage
        When it is missing, no ordinary file, empty, truncated, damaged or of another
        format; over 64 MP (20 MP for WebP), 16,384 px a side, 64 MB, 100 JPEG scans or 400
        MB to decode; or when decoding takes longer or more memory than allowed
        (see :class:`~tryon_ar.core.isolated_decoding.IsolatedDecoder`).
    """
    name = name or (source.name if isinstance(source, Path) else "that was pasted")
    data = whole_file(source) if isinstance(source, Path) else _checked(source, name)
    if decoder is None:
        with IsolatedDecoder() as decoder:
            return _opened(data, name, longest_px, decoder)
    return _opened(data, name, longest_px, decoder)


def read_picture(path: Path, mode: Literal["L", "RGB", "RGBA"] = "RGB") -> NDArray[np.uint8]:
    """Decode a JPEG, PNG or WebP file of bounded size, upright, in this process.

    Parameters
    ----------
    path : Path
        The file.
    mode : {"RGB", "RGBA", "L"}
        ``RGB`` gives BGR order, ``RGBA`` gives straight BGRA, ``L`` one channel.

    Returns
    -------
    ndarray of shape (H, W, 3), (H, W, 4) or (H, W), uint8
        EXIF rotation applied, 16 bits brought to 8; ``RGB`` and ``RGBA`` are sRGB, ``L``
        keeps the values of grey pictures whatever their profile.

    Raises
    ------
    UnsafeImage
        As :func:`open_picture`, but without its limit of time.

    Notes
    -----
    Sizes are read from the header before any pixel is decoded. ``cv2.imread`` is never
    used on users' files: a 109 KB PNG takes it 1.8 GB.
    """
    return upright_pixels(decode(whole_file(path), path.name, mode))


def upright_pixels(raster: Raster) -> NDArray[np.uint8]:
    """Take all rows of a raster into one array and turn them upright.

    Returns
    -------
    ndarray of shape (H, W) for one channel, else (H, W, C), uint8
        C-contiguous; grey, BGR or straight BGRA.

    Raises
    ------
    UnsafeImage
        When the rows cannot be had after all.
    """
    pixels = np.empty((*_upright_size(raster), raster.channels), np.uint8)
    for stored, rows in _filled(raster, pixels):
        stored[:] = rows
    return pixels[:, :, 0] if raster.channels == 1 else pixels


def whole_file(path: Path) -> bytes:
    """Return the bytes of a picture file.

    Raises
    ------
    UnsafeImage
        When it is missing, empty, over 64 MB, unreadable or no ordinary file; a pipe or a
        device is never waited for.
    """
    if not os.path.isfile(path):
        raise UnsafeImage(f"There is no picture at {path}.", "Check the path.")
    try:
        with open(path, "rb", opener=_open_at_once) as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise UnsafeImage(f"There is no picture at {path}.", "Check the path.")
            _check_length(about.st_size, path.name)
            return _checked(file.read(about.st_size + 1), path.name)
    except OSError as error:
        raise UnsafeImage(
            f"The picture {path.name} cannot be read: {error.strerror or error}.",
            "Check that you may read it.",
        ) from error


def _opened(data: bytes, name: str, longest_px: int | None, decoder: IsolatedDecoder) -> Picture:
    with decoder.decoded(data, name, "OWN", longest_px) as raster:
        size = _upright_size(raster)
        bgr = np.empty((*size, 3), np.uint8)
        alpha = np.empty((*size, 1), np.uint8) if raster.channels == 4 else None
        planes = (bgr,) if alpha is None else (bgr, alpha)
        for *stored, rows in _filled(raster, *planes):
            stored[0][:] = rows[:, :, :3]
            if alpha is not None:
                stored[1][:] = rows[:, :, 3:]
    flat = None if alpha is None else alpha[:, :, 0]
    return Picture(bgr, flat, raster.notices, raster.bare)


def _filled(raster: Raster, *upright: NDArray[np.uint8]) -> Iterator[tuple[NDArray[np.uint8], ...]]:
    """Yield, band by band, the place of its rows in each upright array, and the rows."""
    stored = [_as_stored(array, raster.orientation) for array in upright]
    top = 0
    for band in raster.bands:
        rows = np.frombuffer(band, np.uint8).reshape(-1, raster.width, raster.channels)
        yield *(array[top : top + len(rows)] for array in stored), rows
        top += len(rows)


def _upright_size(raster: Raster) -> tuple[int, int]:
    """Return (height, width) after turning."""
    if raster.orientation >= 5:
        return raster.width, raster.height
    return raster.height, raster.width


def _as_stored(upright: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """View an upright picture the way an EXIF orientation stores it."""
    if orientation >= 5:
        upright = upright.transpose(1, 0, 2)
    if orientation in (2, 3, 7, 8):
        upright = upright[:, ::-1]
    if orientation in (3, 4, 6, 7):
        upright = upright[::-1]
    return upright


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _checked(data: bytes, name: str) -> bytes:
    _check_length(len(data), name)
    return data


def _check_length(size: int, name: str) -> None:
    if size == 0:
        raise UnsafeImage(f"The picture {name} is empty (0 bytes).", "Save or copy it again.")
    if size > MAX_FILE_BYTES:
        raise UnsafeImage(
            f"The picture {name} is larger than {MAX_FILE_BYTES >> 20} MB.",
            "Save a smaller copy.",
        )
