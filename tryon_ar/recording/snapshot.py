"""Save what the mirror shows as a picture."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tryon_ar.core.types import BgrImage
from tryon_ar.recording.naming import discard_reserved, new_picture_path
from tryon_ar.recording.picture import PICTURE_SUFFIXES, USUAL_QUALITY, write_picture


@dataclass(frozen=True, slots=True)
class PictureKind:
    """How new pictures are written.

    Attributes
    ----------
    name : {"png", "jpeg"}
    quality : int
        Of JPEG, 1 to 100.
    """

    name: Literal["png", "jpeg"] = "png"
    quality: int = USUAL_QUALITY

    @property
    def suffix(self) -> str:
        """The ending of such files."""
        return ".jpg" if self.name == "jpeg" else ".png"


#: What is written where nobody chose.
USUAL_KIND = PictureKind()


def save_snapshot(
    image_bgr: BgrImage, destination: Path | None = None, kind: PictureKind = USUAL_KIND
) -> Path:
    """Write a picture and return where it is.

    Parameters
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        Not changed.
    destination : Path, optional
        A picture file's name, which is replaced; or a folder, where a new file is named after
        the time and nothing is ever replaced. By default the user's pictures folder.
    kind : PictureKind
        Of a new file.

    Raises
    ------
    DiskFull, OutputUnwritable
        Nothing is left behind then.
    """
    if destination is not None and destination.suffix.lower() in PICTURE_SUFFIXES:
        write_picture(destination, image_bgr, kind.quality)
        return destination
    path = new_picture_path(destination, suffix=kind.suffix)
    try:
        write_picture(path, image_bgr, kind.quality)
    finally:
        discard_reserved(path)
    return path
