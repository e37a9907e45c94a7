"""A moving test pattern that says in its pixels which frame it is."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.capture.opencv import cv2
from tryon_ar.capture.pulled import PulledSource
from tryon_ar.capture.source import SourceInfo
from tryon_ar.core.errors import UsageError
from tryon_ar.core.types import BgrImage

COUNTER_BITS = 20
_CHECK_BITS = 4
# Two reference cells at either end calibrate what is black and what is white.
_REFERENCE = (1, 0)
_CELLS = 2 * len(_REFERENCE) + COUNTER_BITS + _CHECK_BITS
_STRIP_HEIGHT_NORM = 1 / 12
_LEAST_CONTRAST = 60.0
_LEAST_SIDE_PX = 96


class SyntheticSource(PulledSource):
    """A test pattern: colour gradient, travelling disc, turning hand, frame counter.

    Parameters
    ----------
    size_px : (int, int)
        Width and height, at least 96 pixels each.
    fps : float
        Frames a second of its clock; above 0, at most 1000.
    frame_count : int or None
        How many frames there are; None for no end.

    Raises
    ------
    UsageError
        When the size or the rate is out of bounds.
    """

    def __init__(
        self,
        size_px: tuple[int, int] = (640, 480),
        fps: float = 30.0,
        frame_count: int | None = None,
    ) -> None:
        super().__init__()
        if not (min(size_px) >= _LEAST_SIDE_PX and max(size_px) <= 8192 and 0 < fps <= 1000):
            raise UsageError(
                f"A test pattern of {size_px[0]}x{size_px[1]} at {fps:g} frames a second"
                " cannot be made.",
                f"Use {_LEAST_SIDE_PX} to 8192 pixels a side and a rate of up to 1000.",
            )
        self._size_px = size_px
        self._fps = fps
        self._frame_count = frame_count
        self._next_index = 0
        self._background: BgrImage | None = None

    def _acquire(self) -> SourceInfo:
        self._background = _gradient(self._size_px)
        self._next_index = 0
        return SourceInfo(
            "Test pattern", "synthetic", self._size_px, self._fps, False, self._frame_count
        )

    def _next_picture(self) -> tuple[BgrImage, float] | None:
        index = self._next_index
        if self._background is None or index == self._frame_count:
            return None
        self._next_index += 1
        t_s = index / self._fps
        picture = self._background.copy()
        _draw_motion(picture, t_s)
        draw_counter(picture, index)
        return picture, t_s * 1000.0

    def _release(self) -> None:
        self._background = None


def _gradient(size_px: tuple[int, int]) -> BgrImage:
    width, height = size_px
    x, y = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    channels = (90 + 100 * x, 70 + 90 * y, 110 + 70 * (1 - x) * (1 - y))
    return np.stack(channels, axis=-1).astype(np.uint8)


def _draw_motion(picture_bgr: BgrImage, t_s: float) -> None:
    height, width = picture_bgr.shape[:2]
    unit = min(width, height)
    angle = 2 * np.pi * t_s / 4.0
    middle = np.array([width / 2, height * 0.45])
    disc = middle + np.array([0.36 * width * np.sin(angle), 0.2 * height * np.sin(2 * angle)])
    hand = middle + 0.3 * unit * np.array([np.sin(2 * angle), -np.cos(2 * angle)])
    thick = max(1, unit // 90)
    cv2.circle(picture_bgr, _pixel(middle), round(0.32 * unit), (235, 235, 235), thick, cv2.LINE_AA)
    cv2.line(picture_bgr, _pixel(middle), _pixel(hand), (40, 40, 40), 2 * thick, cv2.LINE_AA)
    cv2.circle(picture_bgr, _pixel(disc), unit // 12, (60, 180, 250), -1, cv2.LINE_AA)


def _pixel(point: NDArray[np.float64]) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def draw_counter(picture_bgr: BgrImage, number: int) -> None:
    """Write a number into the lowest twelfth of a picture as black and white cells.

    Parameters
    ----------
    picture_bgr : ndarray of shape (H, W, 3), uint8
        Changed in place.
    number : int
        0 to 2**20 - 1; larger ones wrap.

    Notes
    -----
    From left to right: white, black, 20 bits of the number (highest first), 4 check bits,
    white, black.
    """
    height, width = picture_bgr.shape[:2]
    number %= 1 << COUNTER_BITS
    coded = number << _CHECK_BITS | _check_bits(number)
    bits = [coded >> shift & 1 for shift in reversed(range(COUNTER_BITS + _CHECK_BITS))]
    edges = np.linspace(0, width, _CELLS + 1).round().astype(int)
    top = height - round(height * _STRIP_HEIGHT_NORM)
    for cell, bit in enumerate((*_REFERENCE, *bits, *_REFERENCE)):
        picture_bgr[top:, edges[cell] : edges[cell + 1]] = 255 * bit


def decode_counter(image_bgr: BgrImage) -> int | None:
    """Read the number that `draw_counter` wrote.

    Parameters
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        The whole picture, possibly rescaled, recompressed or changed in brightness.

    Returns
    -------
    int or None
        None when the picture carries no number that can be read.
    """
    height, width = image_bgr.shape[:2]
    strip = image_bgr[height - max(1, round(height * _STRIP_HEIGHT_NORM)) :]
    rows = strip[len(strip) // 4 : max(1, len(strip) * 3 // 4)]
    profile = rows.reshape(len(rows), width, 3).mean(axis=(0, 2))
    centres = ((np.arange(_CELLS) + 0.5) * width / _CELLS).astype(int)
    levels = profile[np.clip(centres, 0, width - 1)]
    whites, blacks = levels[[0, -2]], levels[[1, -1]]
    if whites.min() - blacks.max() < _LEAST_CONTRAST:
        return None
    bits = levels[2:-2] > (whites.mean() + blacks.mean()) / 2
    coded = int("".join("01"[int(bit)] for bit in bits), 2)
    number, check = coded >> _CHECK_BITS, coded & (1 << _CHECK_BITS) - 1
    return number if check == _check_bits(number) else None


def _check_bits(number: int) -> int:
    # The five digits of base 16 weighted by odd numbers: any one wrong digit shows.
    digits = (number >> shift & 15 for shift in range(0, COUNTER_BITS, 4))
    return (9 + sum((2 * place + 1) * digit for place, digit in enumerate(digits))) & 15
