"""Write one picture, whole or not at all."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import OutputUnwritable, UsageError
from tryon_ar.recording.output import OutputFile, recording_error

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
USUAL_QUALITY = 95
_PNG_LEVEL = 3


def write_picture(path: Path, image: NDArray[np.uint8], quality: int = USUAL_QUALITY) -> None:
    """Encode by the suffix and write atomically; an existing file is replaced.

    Parameters
    ----------
    path : Path
        Ends in ``.png`` (lossless), ``.jpg``/``.jpeg`` or ``.webp``.
    image : ndarray of shape (H, W), (H, W, 3) or (H, W, 4), uint8
        Grey, BGR or straight BGRA; JPEG takes no alpha.
    quality : int
        Of JPEG and WebP, 1 to 100.

    Raises
    ------
    UsageError
        When the suffix is none of these.
    OutputUnwritable
        When the folder cannot be written or the format cannot hold the picture.
    DiskFull
        When there is no room; nothing is left behind then.
    """
    data = encode_picture(path, image, quality)
    try:
        with OutputFile(path, atomic=True) as file:
            file.write(data)
    except OSError as error:
        raise recording_error(error, path) from error


def encode_picture(path: Path, image: NDArray[np.uint8], quality: int = USUAL_QUALITY) -> bytes:
    """Return the bytes of the file :func:`write_picture` writes; no metadata is in them."""
    import cv2

    suffix = path.suffix.lower()
    if suffix not in PICTURE_SUFFIXES:
        raise UsageError(
            f"{path.name} cannot be written as a picture: it must end in .png, .jpg or .webp.",
            "Choose one of these endings.",
        )
    channels = image.shape[2] if image.ndim == 3 else image.ndim - 1
    if image.dtype != np.uint8 or channels not in (1, 3, 4) or image.size == 0:
        raise ValueError(f"not a picture: {image.shape} {image.dtype}")
    if suffix in (".jpg", ".jpeg") and channels == 4:
        raise ValueError("JPEG holds no transparency")
    options = {
        ".png": [cv2.IMWRITE_PNG_COMPRESSION, _PNG_LEVEL],
        ".webp": [cv2.IMWRITE_WEBP_QUALITY, quality],
    }.get(suffix, [cv2.IMWRITE_JPEG_QUALITY, quality])
    try:
        done, data = cv2.imencode(suffix, np.ascontiguousarray(image), options)
    except cv2.error:
        done = False
    if not done:
        size = f"{image.shape[1]}x{image.shape[0]}"
        raise OutputUnwritable(
            f"{path.name} cannot be written: {suffix} does not hold {size} pixels.",
            "Choose PNG or a smaller picture.",
        )
    return data.tobytes()
