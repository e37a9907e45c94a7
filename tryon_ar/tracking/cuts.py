"""Notice that the picture shows another scene than the one before."""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage

_SMALL_PX = (32, 24)
_COARSE_PX = 120  # enough pixels to average over, taken without reading all of them
# Between frames webcam clips, squats and a dance change by at most 6 grey levels; cuts
# between clips change by 26 to 60.
_CUT_LEVELS = 20.0


class CutDetector:
    """Compares every picture with the one before, both made very small.

    Notes
    -----
    A cut is a mean absolute difference of more than 20 grey levels between pictures of
    32x24 pixels. A cut it misses (the same room, another person) is left to the drop-out
    policy; one it sees too many (a light switched on) costs a new search of the person.
    """

    def __init__(self) -> None:
        self._before: NDArray[np.int16] | None = None

    def reset(self) -> None:
        """Forget the picture before: the next one is no cut."""
        self._before = None

    def is_cut(self, image_bgr: BgrImage) -> bool:
        """Return whether a picture shows another scene than the last one asked about."""
        import cv2

        step = max(min(image_bgr.shape[:2]) // _COARSE_PX, 1)
        coarse = np.ascontiguousarray(image_bgr[::step, ::step])
        small = cv2.resize(coarse, _SMALL_PX, interpolation=cv2.INTER_AREA)
        now = np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), dtype=np.int16)
        before, self._before = self._before, now
        return before is not None and float(np.abs(now - before).mean()) > _CUT_LEVELS
