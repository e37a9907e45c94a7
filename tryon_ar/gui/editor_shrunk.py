"""A photo smoothed for views smaller than itself, where they show it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Box = tuple[int, int, int, int]

# Blur of a shrunk picture, in pixels of the screen: weaves do not shimmer, edges stay crisp.
_SIGMA = 0.4
# Copies are halved as long as that smooths no more than is wanted: until the screen has this
# many pixels for one of theirs.
_LARGEST_SCALE = 0.8
_LEAST_VARIANCE = 0.01
# What the interpolation and the blur read beside a place.
_BESIDE_PX, _REACH_PX = 2, 5


@dataclass(frozen=True, slots=True)
class Copy:
    """A picture ``scale`` times as large as the photo it was made of.

    Attributes
    ----------
    pixels : ndarray
        Its pixel (x, y) is the photo's at (x, y) / scale.
    scale : float
    """

    pixels: NDArray[np.uint8]
    scale: float = 1.0


class ShrunkPhoto:
    """Copies of a photo, each half as large as the one before, made when first looked at.

    Parameters
    ----------
    photo_bgr : ndarray of shape (H, W, 3), uint8

    Notes
    -----
    Halved by OpenCV's ``pyrDown``, whose binomial filter has a variance of one pixel. What is
    missing to the blur wanted is blurred where the photo is in view alone.
    """

    def __init__(self, photo_bgr: NDArray[np.uint8]) -> None:
        self._halved = [photo_bgr]
        self._smooth = np.empty((0, 0, 3), np.uint8)
        self._smooth_for = 0.0
        self._smooth_box: Box = (0, 0, 0, 0)

    def smoothed(self, scale: float, box: tuple[float, float, float, float]) -> Copy:
        """Return a copy that is smoothed for a view, where that shows it.

        Parameters
        ----------
        scale : float
            Screen pixels per photo pixel, below 1.
        box : (left, top, right, bottom)
            What is in view, in the photo's pixels; may lie beside it.
        """
        halvings = max(math.floor(math.log2(_LARGEST_SCALE / scale)), 0)
        while len(self._halved) <= halvings:
            self._halved.append(np.asarray(cv2.pyrDown(self._halved[-1]), np.uint8))
        halved, copy_scale = self._halved[halvings], 0.5**halvings
        known = (1.0 - 0.25**halvings) / 3.0
        missing = (_SIGMA * copy_scale / scale) ** 2 - known
        if missing < _LEAST_VARIANCE:
            return Copy(halved, copy_scale)
        if scale != self._smooth_for:
            if self._smooth.shape != halved.shape:
                self._smooth = np.empty_like(halved)
            self._smooth_for, self._smooth_box = scale, (0, 0, 0, 0)
        self._smooth_more(halved, _pixels(halved, copy_scale, box), math.sqrt(missing))
        return Copy(self._smooth, copy_scale)

    def _smooth_more(self, halved: NDArray[np.uint8], wanted: Box, sigma: float) -> None:
        """Blur what is not blurred yet."""
        done = self._smooth_box
        if done[0] >= done[2] or done[1] >= done[3]:
            done = (*wanted[:2], *wanted[:2])
        left, top = min(done[0], wanted[0]), min(done[1], wanted[1])
        right, bottom = max(done[2], wanted[2]), max(done[3], wanted[3])
        self._smooth_box = left, top, right, bottom
        for piece in _around(done, self._smooth_box):
            _blur(halved, self._smooth, piece, sigma)


def _pixels(copy: NDArray[np.uint8], scale: float, box: tuple[float, float, float, float]) -> Box:
    """Return the pixels of a copy that a box of the photo needs: one at least."""
    height, width = copy.shape[:2]
    left, top, right, bottom = (one * scale for one in box)
    first_x = min(max(math.floor(left) - _BESIDE_PX, 0), width - 1)
    first_y = min(max(math.floor(top) - _BESIDE_PX, 0), height - 1)
    end_x = max(min(math.ceil(right) + _BESIDE_PX, width), first_x + 1)
    end_y = max(min(math.ceil(bottom) + _BESIDE_PX, height), first_y + 1)
    return first_x, first_y, end_x, end_y


def _around(inner: Box, outer: Box) -> Iterator[Box]:
    """Iterate over what lies between two boxes."""
    strips = (
        (outer[0], outer[1], outer[2], inner[1]),
        (outer[0], inner[3], outer[2], outer[3]),
        (outer[0], inner[1], inner[0], inner[3]),
        (inner[2], inner[1], outer[2], inner[3]),
    )
    for strip in strips:
        if strip[0] < strip[2] and strip[1] < strip[3]:
            yield strip


def _blur(source: NDArray[np.uint8], result: NDArray[np.uint8], piece: Box, sigma: float) -> None:
    """Blur a piece of a picture, with what lies around it."""
    left, top, right, bottom = piece
    x, y = max(left - _REACH_PX, 0), max(top - _REACH_PX, 0)
    near = source[y : bottom + _REACH_PX, x : right + _REACH_PX]
    smooth = cv2.GaussianBlur(near, (0, 0), sigma)
    result[top:bottom, left:right] = smooth[top - y : bottom - y, left - x : right - x]
