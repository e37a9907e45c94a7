"""Small pictures of what was measured, kept for people to look at."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from tryon_ar.core.types import BgrImage

_JPEG_QUALITY = 82
_GAP_PX = 4


@dataclass(frozen=True, slots=True)
class Plate:
    """Pictures side by side.

    Attributes
    ----------
    caption : str
    titles : tuple of str
        Of the pictures, from the left.
    jpeg : bytes
    size_px : (int, int)
        Width and height.
    """

    caption: str
    titles: tuple[str, ...]
    jpeg: bytes
    size_px: tuple[int, int]

    @property
    def address(self) -> str:
        """The picture as an address that holds it."""
        return "data:image/jpeg;base64," + base64.b64encode(self.jpeg).decode("ascii")


@dataclass
class Album:
    """Plates by section.

    Parameters
    ----------
    height_px : int
        To which pictures are scaled down.
    """

    height_px: int = 260
    sections: dict[str, list[Plate]] = field(default_factory=dict)

    def add(self, section: str, caption: str, pictures: Sequence[tuple[str, BgrImage]]) -> None:
        """Put titled pictures (H, W, 3) into one plate of a section.

        Raises
        ------
        ValueError
            When there is no picture.
        """
        if not pictures:
            raise ValueError("a plate needs a picture")
        shown = [self._scaled(picture) for _, picture in pictures]
        gap = np.full((self.height_px, _GAP_PX, 3), 255, np.uint8)
        row = [part for picture in shown for part in (picture, gap)][:-1]
        strip = np.ascontiguousarray(np.hstack(row))
        _, encoded = cv2.imencode(".jpg", strip, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
        titles = tuple(title for title, _ in pictures)
        size = strip.shape[1], strip.shape[0]
        plate = Plate(caption, titles, encoded.tobytes(), size)
        self.sections.setdefault(section, []).append(plate)

    def _scaled(self, picture: BgrImage) -> BgrImage:
        width = max(round(picture.shape[1] * self.height_px / picture.shape[0]), 1)
        smaller = picture.shape[0] > self.height_px
        way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
        scaled = cv2.resize(picture, (width, self.height_px), interpolation=way)
        return np.asarray(scaled, np.uint8)
