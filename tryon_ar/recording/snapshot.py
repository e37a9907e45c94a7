"""Save what the mirror shows as a picture."""

from pathlib import Path

from tryon_ar.core.types import BgrImage
from tryon_ar.recording.naming import discard_reserved, new_picture_path
from tryon_ar.recording.picture import PICTURE_SUFFIXES, write_picture


def save_snapshot(image_bgr: BgrImage, destination: Path | None = None) -> Path:
    """Write a picture and return where it is.

    Parameters
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        Not changed.
    destination : Path, optional
        A picture file's name, which is replaced; or a folder, where a new PNG is named after
        the time and nothing is ever replaced. By default the user's pictures folder.

    Raises
    ------
    DiskFull, OutputUnwritable
        Nothing is left behind then.
    """
    if destination is not None and destination.suffix.lower() in PICTURE_SUFFIXES:
        write_picture(destination, image_bgr)
        return destination
    path = new_picture_path(destination)
    try:
        write_picture(path, image_bgr)
    finally:
        discard_reserved(path)
    return path
