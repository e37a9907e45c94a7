"""What is compared, and how the pictures of looks are put side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.types import BgrImage
from tryon_ar.runtime.wardrobe import Wish

#: Beside what is worn: one other look makes a split mirror, more make a grid of four.
MOST_LOOKS = 3
_LINE_GREY, _EDGE_GREY = 255, 40
_GRID = 2


@dataclass(frozen=True, slots=True)
class Look:
    """Something to wear.

    Attributes
    ----------
    garments : tuple of Wish
        Innermost first; ids as a rule.
    size : str or None
        A size of the garments' own charts; None wears the size that is worn.
    """

    garments: tuple[Wish, ...]
    size: str | None = None

    def options(self, worn: DressingOptions) -> DressingOptions:
        """Return how it is worn: as what is worn, but for the size."""
        return worn if self.size is None else replace(worn, size=self.size)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Looks beside what is worn, and where they are seen.

    Attributes
    ----------
    looks : tuple of Look
        One to three.
    divider : float
        Where the split lies in the view, 0 (its left edge) to 1; what is worn shows left of it.
    mirrored : bool
        Whether the view is mirrored: its left is the camera picture's right.

    Raises
    ------
    ValueError
        When there are no looks, too many, or the divider lies outside the view.
    """

    looks: tuple[Look, ...]
    divider: float = 0.5
    mirrored: bool = True

    def __post_init__(self) -> None:
        if not 1 <= len(self.looks) <= MOST_LOOKS:
            raise ValueError(f"compare one to {MOST_LOOKS} looks, not {len(self.looks)}")
        if not 0.0 <= self.divider <= 1.0:
            raise ValueError(f"the divider must be 0 to 1, not {self.divider}")

    @property
    def is_split(self) -> bool:
        """Whether two looks share one picture, rather than each having its own."""
        return len(self.looks) == 1

    def column(self, width: int) -> int:
        """Return the first column of a camera picture right of the divider, 0 to ``width``."""
        share = 1.0 - self.divider if self.mirrored else self.divider
        return round(share * width)

    def cell(self, number: int) -> tuple[int, int]:
        """Return row and column, in the camera's picture, of a look in the grid."""
        row, column = divmod(number, _GRID)
        return row, _GRID - 1 - column if self.mirrored else column


def put_together(
    pictures: Sequence[BgrImage], comparison: Comparison, enlarged: int = 1
) -> BgrImage:
    """Return the looks in one picture, as the camera would see it.

    Parameters
    ----------
    pictures : sequence of ndarray of shape (H, W, 3), uint8
        What is worn first, then the looks, all of one size; those not there yet left out.
    comparison : Comparison
    enlarged : int
        A grid is made so many times as large, 1 or 2: at 2 no look loses a pixel.

    Returns
    -------
    ndarray of shape (H, W, 3), uint8
        Split by a thin line, or in a grid of two by two; the first picture itself where
        there is one alone.
    """
    if len(pictures) < 2:
        return pictures[0]
    if comparison.is_split:
        return _split(pictures[0], pictures[1], comparison)
    return _grid(pictures, comparison, enlarged)


def put_coverage_together(
    coverages: Sequence[NDArray[np.float32] | None], comparison: Comparison
) -> NDArray[np.float32] | None:
    """Return the coverage of what :func:`put_together` shows; None where nothing is drawn."""
    drawn = next((one for one in coverages if one is not None), None)
    if drawn is None or len(coverages) < 2:
        return drawn
    whole = [np.zeros_like(drawn) if one is None else one for one in coverages]
    if comparison.is_split:
        together = _beside(whole[0], whole[1], comparison)
    else:
        together = np.zeros_like(drawn)
        _fill_cells(together, whole, comparison)
    together.flags.writeable = False
    return together


def _split(worn: BgrImage, other: BgrImage, comparison: Comparison) -> BgrImage:
    picture = _beside(worn, other, comparison)
    width = picture.shape[1]
    half = max(1, round(width / 640))
    at = comparison.column(width)
    for reach, grey in ((2 * half, _EDGE_GREY), (half, _LINE_GREY)):
        picture[:, max(at - reach, 0) : min(at + reach, width)] = grey
    return picture


def _beside(worn: NDArray, other: NDArray, comparison: Comparison) -> NDArray:  # type: ignore[type-arg]
    """Return what is worn left of the divider as the view shows it, the other right of it."""
    at = comparison.column(worn.shape[1])
    first, second = (other, worn) if comparison.mirrored else (worn, other)
    return np.concatenate([first[:, :at], second[:, at:]], axis=1)


def _grid(pictures: Sequence[BgrImage], comparison: Comparison, enlarged: int) -> BgrImage:
    height, width = pictures[0].shape[:2]
    canvas = np.full((height * enlarged, width * enlarged, 3), _EDGE_GREY, np.uint8)
    _fill_cells(canvas, pictures, comparison)
    half = max(1, round(width * enlarged / 640))
    middle_row, middle_column = canvas.shape[0] // 2, canvas.shape[1] // 2
    canvas[middle_row - half : middle_row + half] = _LINE_GREY
    canvas[:, middle_column - half : middle_column + half] = _LINE_GREY
    return canvas


def _fill_cells(canvas: NDArray, pictures: Sequence[NDArray], comparison: Comparison) -> None:  # type: ignore[type-arg]
    height, width = canvas.shape[0] // _GRID, canvas.shape[1] // _GRID
    for number, picture in enumerate(pictures):
        row, column = comparison.cell(number)
        room = canvas[row * height : (row + 1) * height, column * width : (column + 1) * width]
        if picture.shape[:2] != (height, width):
            picture = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
        room[...] = picture
