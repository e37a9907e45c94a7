"""Decode picture files from people safely."""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import UnsafeImage

if TYPE_CHECKING:
    from PIL import Image

ALLOWED_FORMATS = ("JPEG", "PNG", "WEBP")
PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
MAX_PIXELS = 64_000_000
MAX_SIDE_PX = 16_384
MAX_FILE_BYTES = 64 * 1024 * 1024


def read_picture(path: Path, mode: str = "RGB") -> NDArray[np.uint8]:
    """Decode a JPEG, PNG or WebP file of bounded size, upright.

    Parameters
    ----------
    path : Path
        The file.
    mode : {"RGB", "RGBA", "L"}
        ``RGB`` gives BGR order, ``RGBA`` gives straight BGRA, ``L`` one channel.

    Returns
    -------
    ndarray of shape (H, W, 3), (H, W, 4) or (H, W), uint8
        EXIF rotation applied, 16 bits brought to 8; an embedded colour profile is ignored.

    Raises
    ------
    UnsafeImage
        When the file is missing, empty, truncated, of another format or over the limits
        (64 MP, 16,384 px a side, 64 MB).

    Notes
    -----
    Sizes are read from the header before any pixel is decoded. ``cv2.imread`` is never
    used on users' files: a 109 KB PNG takes it 1.8 GB.
    """
    from PIL import Image, ImageOps

    _check_file(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=ALLOWED_FORMATS) as picture:
                _check_size(path, picture.size)
                picture.load()
                upright = ImageOps.exif_transpose(_eight_bits(picture)).convert(mode)
    except UnsafeImage:
        raise
    except Image.DecompressionBombError as error:  # Pillow's own limit, in Pillow's own words
        raise _too_large(path, "over 170 megapixels") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnsafeImage(
            f"The picture {path.name} cannot be decoded: {_reason(error)}.",
            "Use a whole JPEG, PNG or WebP file.",
        ) from error
    pixels = np.asarray(upright)
    if mode == "RGB":
        return np.ascontiguousarray(pixels[:, :, ::-1])
    if mode == "RGBA":
        return np.ascontiguousarray(pixels[:, :, [2, 1, 0, 3]])
    return np.ascontiguousarray(pixels)


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise UnsafeImage(f"There is no picture at {path}.", "Check the path.")
    size = path.stat().st_size
    if size == 0:
        raise UnsafeImage(f"The picture {path.name} is empty (0 bytes).", "Save or copy it again.")
    if size > MAX_FILE_BYTES:
        raise UnsafeImage(
            f"The picture {path.name} is larger than {MAX_FILE_BYTES >> 20} MB.",
            "Save a smaller copy.",
        )


def _check_size(path: Path, size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MAX_PIXELS or max(size) > MAX_SIDE_PX:
        raise _too_large(path, f"{width}x{height} pixels")


def _too_large(path: Path, how_large: str) -> UnsafeImage:
    return UnsafeImage(
        f"The picture {path.name} is too large: {how_large}"
        f" (the limit is {MAX_PIXELS // 1_000_000} megapixels, {MAX_SIDE_PX} a side).",
        "Scale it down first.",
    )


def _eight_bits(picture: "Image.Image") -> "Image.Image":
    """Return a grey picture of 16 bits as one of 8; Pillow itself would clip it to white."""
    from PIL import Image

    if not picture.mode.startswith("I"):
        return picture
    levels = np.asarray(picture).astype(np.uint32)
    grey = Image.fromarray(((levels + 128) // 257).clip(0, 255).astype(np.uint8))
    grey.getexif().update(picture.getexif())
    return grey


def _reason(error: Exception) -> str:
    text = str(error).split("\n")[0].rstrip(".")
    if "cannot identify" in text:
        return "it is not a JPEG, PNG or WebP picture"
    return text or type(error).__name__
