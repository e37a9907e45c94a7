"""Small pictures of what was measured, kept for people to look at."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from tryon_ar.core.types import BgrImage

_JPEG_QUALITY = 82
_GAP_PX = 4
_WHITE, _INK = (255, 255, 255), (32, 32, 32)
_TEXT_PX, _TEXT_SCALE = 16, 0.4


@dataclass(frozen=True, slots=True)
class Plate:
    """Pictures side by side, perhaps in several rows.

    Attributes
    ----------
    caption : str
    titles : tuple of str
        Of the pictures, from the left, row by row.
    jpeg : bytes
    size_px : (int, int)
        Width and height.
    written : bool
        Titles stand in the picture itself.
    """

    caption: str
    titles: tuple[str, ...]
    jpeg: bytes
    size_px: tuple[int, int]
    written: bool = False

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

    def add(
        self,
        section: str,
        caption: str,
        pictures: Sequence[tuple[str, BgrImage]],
        *,
        columns: int | None = None,
        written: bool = False,
    ) -> None:
        """Put titled pictures (H, W, 3) into one plate of a section.

        Parameters
        ----------
        section, caption : str
        pictures : sequence of (str, ndarray)
        columns : int, optional
            So many to a row; all in one by default.
        written : bool
            Titles stand above the pictures too, not only below the plate.

        Raises
        ------
        ValueError
            When there is no picture.
        """
        if not pictures:
            raise ValueError("a plate needs a picture")
        shown = [self._scaled(picture) for _, picture in pictures]
        titles = tuple(title for title, _ in pictures)
        if written:
            shown = [_titled(*one) for one in zip(shown, titles, strict=True)]
        count = columns or len(shown)
        rows = [_joined(shown[at : at + count], 1) for at in range(0, len(shown), count)]
        strip = _joined(rows, 0)
        _, encoded = cv2.imencode(".jpg", strip, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
        size = strip.shape[1], strip.shape[0]
        plate = Plate(caption, titles, encoded.tobytes(), size, written)
        self.sections.setdefault(section, []).append(plate)

    def _scaled(self, picture: BgrImage) -> BgrImage:
        width = max(round(picture.shape[1] * self.height_px / picture.shape[0]), 1)
        smaller = picture.shape[0] > self.height_px
        way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
        scaled = cv2.resize(picture, (width, self.height_px), interpolation=way)
        return np.asarray(scaled, np.uint8)


def _titled(picture: BgrImage, title: str) -> BgrImage:
    """Return a picture with its title above it, as far as there is room."""
    band = np.full((_TEXT_PX, picture.shape[1], 3), _WHITE, np.uint8)
    font, place = cv2.FONT_HERSHEY_SIMPLEX, (2, _TEXT_PX - 5)
    cv2.putText(band, title, place, font, _TEXT_SCALE, _INK, 1, cv2.LINE_AA)
    return np.concatenate([band, picture])


def _joined(pictures: Sequence[BgrImage], axis: int) -> BgrImage:
    """Return pictures side by side (axis 1) or one below the other (0), on white."""
    across = max(picture.shape[1 - axis] for picture in pictures)
    parts = []
    for picture in pictures:
        missing = [(0, 0), (0, 0), (0, 0)]
        missing[1 - axis] = (0, across - picture.shape[1 - axis])
        missing[axis] = (0, _GAP_PX)
        parts.append(np.pad(picture, missing, constant_values=_WHITE[0]))
    joined = np.concatenate(parts, axis)
    end = joined.shape[axis] - _GAP_PX  # no gap after the last
    return np.ascontiguousarray(joined[:end] if axis == 0 else joined[:, :end])
