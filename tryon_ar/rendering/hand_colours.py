"""Which colours are a person's skin and which are what they wear, learnt as they are seen.

Two histograms, one of sure skin and one of sure cloth, fade slowly; what tells is the logarithm
of their ratio, log (s + e) / (c + e), as in Jones and Rehg, "Statistical Color Models with
Application to Skin Detection" (2002), but of one person and their own clothes.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage
from tryon_ar.kernels.hand_colours import (
    CHROMA_BINS,
    LEVELS_A_UNIT,
    LUMA_BINS,
    NEUTRAL,
    count_colours_nb,
    look_up_nb,
)
from tryon_ar.rendering.planes import Plane

F32 = NDArray[np.float32]

_SHAPE = (2, LUMA_BINS, CHROMA_BINS, CHROMA_BINS)
# Looked at are the first frames, then every fourth; what was counted fades by so much a look.
_FIRST_LOOKS, _FRAMES_A_LOOK = 6, 4
_KEPT = 0.85
_LOOKS_A_TABLE = 2
_LEAST_COUNT = 40.0
# Colours never seen tell nothing unless they are near some that were: histograms are blurred, in
# bins, and a little of them much further.
_BLUR, _FAR_BLUR, _FAR_SHARE = 1.0, 3.5, 0.12
_FLOOR = 2e-5


class HandColours:
    """Tells skin from cloth by colour.

    Notes
    -----
    One thread at a time.
    """

    def __init__(self) -> None:
        self._counts = np.zeros(_SHAPE, np.float32)
        self._frames = self._looks = 0
        self._table: NDArray[np.uint8] | None = None

    def is_due(self) -> bool:
        """Return whether to look at this frame; ask once a frame."""
        self._frames += 1
        return self._looks < _FIRST_LOOKS or self._frames % _FRAMES_A_LOOK == 0

    def learn(self, colours: F32, skin: F32, cloth: F32) -> None:
        """Look at sure skin and sure cloth.

        Parameters
        ----------
        colours : ndarray of shape (h, w, 3), float32
            Y, Cr, Cb, 0 to 255.
        skin, cloth : ndarray of shape (h, w), float32
            How much each pixel counts as either, from 0.
        """
        self._counts *= np.float32(_KEPT)
        count_colours_nb(colours, np.stack([skin, cloth]), self._counts)
        if self._table is None or self._looks % _LOOKS_A_TABLE == 0:
            self._table = _table(self._counts)
        self._looks += 1

    def likeness(self, bgr: BgrImage) -> Plane | None:
        """Return how much pixels look like skin rather than cloth, 0 to 255.

        Parameters
        ----------
        bgr : ndarray of shape (h, w, 3), uint8

        Returns
        -------
        ndarray of shape (h, w), uint8, or None
            ``NEUTRAL`` where colours do not tell, and ``LEVELS_A_UNIT`` more for every unit of the
            logarithm. None where too little was seen.
        """
        if self._table is None:
            return None
        found = np.empty(bgr.shape[:2], np.uint8)
        look_up_nb(np.ascontiguousarray(bgr), self._table, found)
        return found

    def forget(self) -> None:
        """Forget the person."""
        self._counts[:] = 0
        self._table = None
        self._frames = self._looks = 0


def _table(counts: F32) -> NDArray[np.uint8] | None:
    totals = counts.sum(axis=(1, 2, 3))
    if totals.min() < _LEAST_COUNT:
        return None
    skin, cloth = (_blurred(one / total) for one, total in zip(counts, totals, strict=True))
    ratio = np.log((skin + _FLOOR) / (cloth + _FLOOR))
    return np.ascontiguousarray(np.clip(NEUTRAL + LEVELS_A_UNIT * ratio, 0, 255), np.uint8)


def _blurred(share: F32) -> F32:
    """Return a histogram blurred a little, and a little of it much."""
    across = [cv2.GaussianBlur(share.transpose(1, 2, 0), (0, 0), s) for s in (_BLUR, _FAR_BLUR)]
    mixed = (1.0 - _FAR_SHARE) * across[0] + _FAR_SHARE * across[1]
    flat = mixed.reshape(-1, LUMA_BINS)
    along = cv2.GaussianBlur(flat, (5, 1), 1.0, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(along.reshape(mixed.shape).transpose(2, 0, 1), np.float32)
