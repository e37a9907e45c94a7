"""Notice a camera that goes on delivering pictures in which nothing is to be seen."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage
from tryon_ar.runtime.status import Problem

NOTICED_AFTER_S = 1.5
# Frozen means the same picture again and again, not one picture in a long pause.
_LEAST_REPEATS = 8
_STEP_PX = 4
# The picture in so few cells that a sensor's noise averages out.
_CELLS = (16, 12)
# A covered sensor, its noise amplified, stays below the first level in all cells and varies
# less than the second between them; a switched-off one may be of any one colour.
_DARK_LEVEL, _DARK_SPREAD = 40.0, 14.0
_PLAIN_SPREAD = 1.0


class PictureWatch:
    """Tells black and frozen pictures of a live source from those of a dark or quiet room.

    Notes
    -----
    Black: for one and a half seconds no part of the picture is lighter than a covered lens
    shows, or all of it is one colour. Frozen: for as long, and eight pictures at least, each
    is the same as the one before to the last bit looked at, one pixel in sixteen; the noise
    of a sensor that is alive prevents that in the quietest room. The first other picture ends
    it. One thread.
    """

    def __init__(self) -> None:
        self._last: NDArray[np.uint8] | None = None
        self._repeats = 0
        self._same_since_s: float | None = None
        self._black_since_s: float | None = None

    def note(self, image_bgr: BgrImage, now_s: float) -> Problem | None:
        """Take a picture and return what is wrong with the last ones.

        Parameters
        ----------
        image_bgr : ndarray of shape (H, W, 3), uint8
        now_s : float
            When it came, seconds of any steady clock.

        Returns
        -------
        Problem or None
            ``BLACK`` or ``FROZEN``; a black picture that is frozen as well is black.
        """
        sampled = np.ascontiguousarray(image_bgr[::_STEP_PX, ::_STEP_PX])
        self._note_sameness(sampled, now_s)
        if not _is_black(sampled):
            self._black_since_s = None
        elif self._black_since_s is None:
            self._black_since_s = now_s
        if _lasts(self._black_since_s, now_s):
            return Problem.BLACK
        if self._repeats >= _LEAST_REPEATS and _lasts(self._same_since_s, now_s):
            return Problem.FROZEN
        return None

    def _note_sameness(self, sampled: NDArray[np.uint8], now_s: float) -> None:
        last, self._last = self._last, sampled
        if last is None or not np.array_equal(last, sampled):
            self._same_since_s, self._repeats = now_s, 0
        else:
            self._repeats += 1


def _lasts(since_s: float | None, now_s: float) -> bool:
    return since_s is not None and now_s - since_s >= NOTICED_AFTER_S


def _is_black(image_bgr: BgrImage) -> bool:
    cells = cv2.resize(image_bgr, _CELLS, interpolation=cv2.INTER_AREA).reshape(-1, 3)
    spread = float(np.ptp(cells.astype(np.float32), axis=0).max())
    dark = float(cells.max()) <= _DARK_LEVEL and spread <= _DARK_SPREAD
    return dark or spread <= _PLAIN_SPREAD
