"""The camera's noise, for pictures that were made up and have none."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage

_TILE_PX = 256
_SEED = 20
# Noise of video is a little coarser than a pixel; it is mostly luma.
_COARSENESS_PX = 0.6
_COLOUR = 0.4
_KEPT = 0.9
_MOST = 6.0
_FRAMES_A_LOOK = 10
# The smoothest part of a frame tells its noise: this quantile over blocks of so many pixels.
_SMOOTHEST = 0.25
_BLOCK_PX = 16
# One in so many strips of blocks is as good as all of them.
_STRIPS = 3


class Noise(NamedTuple):
    """A camera's noise over a picture.

    Attributes
    ----------
    tile : ndarray of shape (n, n, 3), float32
        Of deviation 1; it is repeated.
    x, y : int
        Where in the tile the picture starts.
    level : float
        How strong the noise is, grey levels.
    """

    tile: NDArray[np.float32]
    x: int
    y: int
    level: float


class Grain:
    """Measures a camera's noise and makes as much for what is made up.

    Notes
    -----
    One thread at a time. The noise of every frame is another one, from a seed of its own.
    """

    def __init__(self) -> None:
        rng = np.random.default_rng(_SEED)
        shape = (_TILE_PX, _TILE_PX)
        tile = rng.standard_normal((*shape, 1)) + _COLOUR * rng.standard_normal((*shape, 3))
        soft = cv2.GaussianBlur(tile.astype(np.float32), (0, 0), _COARSENESS_PX)
        self._tile = np.asarray(soft / soft.std(), np.float32)
        self._rng = rng
        self._level: float | None = None
        self._looks = 0

    def look(self, frame_bgr: BgrImage) -> float:
        """Measure the noise at every tenth frame; return its level in grey levels.

        Notes
        -----
        J. Immerkaer, "Fast Noise Variance Estimation", 1996, in the smoothest blocks.
        """
        self._looks += 1
        if self._level is None or self._looks % _FRAMES_A_LOOK == 0:
            seen = min(_measure(frame_bgr), _MOST)
            last = self._level
            self._level = seen if last is None else _KEPT * last + (1.0 - _KEPT) * seen
        return self._level

    def draw(self) -> Noise:
        """Return noise as strong as the camera's, for one picture."""
        y, x = divmod(int(self._rng.integers(_TILE_PX * _TILE_PX)), _TILE_PX)
        return Noise(self._tile, x, y, self._level or 0.0)


_KERNEL = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)


def _measure(frame_bgr: BgrImage) -> float:
    """Return the noise's standard deviation, grey levels."""
    height, width = frame_bgr.shape[:2]
    size = max(1, width // _BLOCK_PX), 1
    blocks = []
    for top in range(0, max(1, height - _BLOCK_PX + 1), _STRIPS * _BLOCK_PX):
        strip = np.ascontiguousarray(frame_bgr[top : top + _BLOCK_PX, :, 1], np.float32)
        away = np.abs(cv2.filter2D(strip, cv2.CV_32F, _KERNEL))
        blocks.append(cv2.resize(away, size, interpolation=cv2.INTER_AREA))
    return float(np.quantile(blocks, _SMOOTHEST) * np.sqrt(np.pi / 2) / 6.0)
