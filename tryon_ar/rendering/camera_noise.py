"""The camera's noise on garments: a product photo is clean, and looks pasted among grain."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage

_TILE_PX = 128
_SEED = 7
# Noise of video is a little coarser than a pixel.
_COARSENESS_PX = 0.6
_FRAMES_A_LOOK = 15
_FOLLOWED = 0.1
# The smoothest part of a frame tells its noise: this quantile over blocks of so many pixels.
_SMOOTHEST, _BLOCK_PX, _STRIPS = 0.25, 16, 3
_LEAST, _MOST = 0.7, 7.0  # grey levels: less nobody sees
_CURVATURE = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
# Steps through the tile that do not come back to a place for long.
_TO_THE_RIGHT, _DOWN = 53, 89

Grain = tuple[NDArray[np.float32], tuple[int, int], float]


class CameraNoise:
    """Follows how noisy a camera is and gives as much noise to be put on garments.

    What does not change from frame to frame, as in compressed video, would stand still like
    dirt on a window while the garment moves: of noise seen in a frame, only so much is put on as
    changes over time; of a picture alone, all.
    """

    def __init__(self) -> None:
        rng = np.random.default_rng(_SEED)
        tile = rng.standard_normal((_TILE_PX, _TILE_PX)).astype(np.float32)
        wide = cv2.copyMakeBorder(tile, 4, 4, 4, 4, cv2.BORDER_WRAP)
        soft = cv2.GaussianBlur(wide, (0, 0), _COARSENESS_PX)[4:-4, 4:-4]
        self._tile = np.ascontiguousarray(soft / soft.std(), np.float32)
        self.forget()

    def forget(self) -> None:
        """Another source."""
        self.level = 0.0
        self._goal = 0.0
        self._looks = 0
        self._last: NDArray[np.float32] | None = None

    def look(self, frame_bgr: BgrImage) -> None:
        """Measure one frame in fifteen (H, W, 3) uint8, and follow what was measured."""
        if self._looks % _FRAMES_A_LOOK == 0:
            seen = _strips(frame_bgr)
            last = self._last
            within = _spatial(seen)
            if last is not None and last.shape == seen.shape:
                within = min(within, _temporal(seen, last))
            self._last, self._goal = seen, min(within, _MOST)
        share = 1.0 if self._looks == 0 else _FOLLOWED
        self.level += share * (self._goal - self.level)
        self._looks += 1

    def grain(self, index: int, strength: float = 1.0) -> Grain:
        """Return noise for a frame: a tile (n, n) float32 of deviation 1, where in it, how strong.

        Parameters
        ----------
        index : int
            Of the frame: the same frame always gets the same noise.
        strength : float

        Returns
        -------
        tile : ndarray of shape (n, n), float32
        corner : (int, int)
        level : float
            On a scale of 0 to 1.
        """
        corner = (index * _TO_THE_RIGHT) % _TILE_PX, (index * _DOWN) % _TILE_PX
        level = max(0.0, self.level - _LEAST)
        return self._tile, corner, float(strength * level / 255.0)


def _strips(frame_bgr: BgrImage) -> NDArray[np.float32]:
    """Return every third strip of the green channel, one below the other."""
    height = max(_BLOCK_PX, frame_bgr.shape[0] // _BLOCK_PX * _BLOCK_PX)
    tops = range(0, height, _STRIPS * _BLOCK_PX)
    strips = [frame_bgr[top : top + _BLOCK_PX, :, 1] for top in tops]
    whole = [one for one in strips if one.shape[0] == _BLOCK_PX] or strips[:1]
    return np.concatenate(whole).astype(np.float32)


def _smoothest(magnitude: NDArray[np.float32]) -> float:
    """Return the mean in the smoothest blocks."""
    rows = max(1, magnitude.shape[0] // _BLOCK_PX)
    size = max(1, magnitude.shape[1] // _BLOCK_PX), rows
    return float(np.quantile(cv2.resize(magnitude, size, interpolation=cv2.INTER_AREA), _SMOOTHEST))


def _spatial(strips: NDArray[np.float32]) -> float:
    """Return the noise's deviation within a frame.

    J. Immerkaer, "Fast Noise Variance Estimation", CVIU 64, 1996, in the smoothest blocks.
    """
    away = np.abs(cv2.filter2D(strips, cv2.CV_32F, _CURVATURE))
    return _smoothest(away) * float(np.sqrt(np.pi / 2)) / 6.0


def _temporal(strips: NDArray[np.float32], last: NDArray[np.float32]) -> float:
    """Return the noise's deviation from frame to frame."""
    return _smoothest(np.abs(strips - last)) * float(np.sqrt(np.pi)) / 2.0
