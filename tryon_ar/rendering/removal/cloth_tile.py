"""Fine texture of cloth: learnt from a spot of it, continued without end or seam."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.rendering.removal.coarse_view import CoarseView

_TILE_PX = 128
_SEED = 11
# Spots looked for, in shoulder widths; so much of one must be the cloth.
_SPOTS = (0.30, 0.20)
_COVERED = 0.97
# A spot with folds or a pocket is worth less, by the spread of its light.
_UNEVEN = 4.0
_BETTER = 1.3
# Texture is what differs from the mean over this part of the spot; nothing differs more.
_COARSEST = 0.14
_MOST = 0.30
_DARK = 10.0
# The camera's noise is in the spot as well, and comes back on its own.
_KEPT = 0.65
_PLAIN_UNIT_PX = 150.0
_PLAIN, _PLAIN_SIGMA_PX = 0.02, 0.8


@dataclass(frozen=True, slots=True)
class ClothTile:
    """A tile of texture that fits itself on all sides.

    Attributes
    ----------
    gain : ndarray of shape (128, 128, 3), float32
        What part each pixel is of its mean, BGR; about 1.
    unit_px : float
        Shoulder width in the picture it was taken from.
    quality : float
        Larger for larger and evener spots.
    """

    gain: NDArray[np.float32]
    unit_px: float
    quality: float

    def turn(self, axes: BodyFrame, area: Roi) -> tuple[float, float, float, float, float, float]:
        """Return how a rectangle of the frame lies in the tile, which goes with the hips.

        Returns
        -------
        (float, float, float, float, float, float)
            The rectangle's pixel (x, y) is at (a x + b y + c, d x + e y + f).
        """
        scale = self.unit_px / axes.unit_px
        across = np.array([-axes.up[1], axes.up[0]])  # to the right where up is up
        turn = np.array([across, -axes.up]) * scale
        shift = turn @ (np.array(area[:2]) - axes.hip_mid)
        (a, b), (d, e) = turn.tolist()
        return a, b, float(shift[0]) % _TILE_PX, d, e, float(shift[1]) % _TILE_PX


def learn_tile(
    frame_bgr: BgrImage, view: CoarseView, sure: NDArray[np.float32], known: ClothTile | None
) -> ClothTile | None:
    """Return a tile from the best spot of cloth, or the known one where that is no worse.

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
    view : CoarseView
        Of it.
    sure : ndarray of shape (h, w), float32
        Where the view shows surely the cloth, 0 to 1.
    known : ClothTile or None

    Notes
    -----
    B. Galerne, Y. Gousseau and J.-M. Morel, "Random Phase Textures: Theory and Synthesis", IEEE
    Transactions on Image Processing 20(1), 2011: the spot, tapered, convolved with white noise;
    the convolution is cyclic, so that the tile has no seams.
    """
    luma = view.luma
    for share in _SPOTS:
        side = round(share * view.unit)
        if side < 3 or min(sure.shape) < side:
            continue
        covered, mean, square = (
            cv2.boxFilter(each, -1, (side, side), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
            for each in (sure, luma, luma * luma)
        )
        spread = np.sqrt(np.maximum(square - mean * mean, 0.0))
        worth = np.where(covered >= _COVERED, share / (1.0 + _UNEVEN * spread), 0.0)
        # Beyond the picture a box sees zeros: those places are no spots.
        worth = worth[: sure.shape[0] - side + 1, : sure.shape[1] - side + 1]
        row, column = np.unravel_index(int(np.argmax(worth)), worth.shape)
        quality = float(worth[row, column])
        if quality <= 0.0:
            continue
        if known is not None and quality < _BETTER * known.quality:
            return known
        spot = _spot(frame_bgr, view, (int(column), int(row)), side)
        return ClothTile(1.0 + _KEPT * continued(_change(spot)), view.unit * view.step_px, quality)
    return known


@lru_cache(maxsize=1)
def plain_tile() -> ClothTile:
    """Return the texture of woven cloth that was never seen."""
    noise = np.random.default_rng(_SEED).standard_normal((_TILE_PX, _TILE_PX))
    wide = np.tile(noise, (2, 2)).astype(np.float32)
    soft = cv2.GaussianBlur(wide, (0, 0), _PLAIN_SIGMA_PX)
    half = _TILE_PX // 2
    soft = soft[half : half + _TILE_PX, half : half + _TILE_PX]
    gain = (1.0 + _PLAIN * soft / soft.std()).astype(np.float32)
    return ClothTile(np.repeat(gain[..., None], 3, axis=2), _PLAIN_UNIT_PX, 0.0)


def _spot(
    frame_bgr: BgrImage, view: CoarseView, corner: tuple[int, int], side: int
) -> NDArray[np.float32]:
    """Return a square of the frame, at its resolution or at most the tile's."""
    scale = view.roi.width / view.size[0], view.roi.height / view.size[1]
    x0, y0 = (int(start + at * by) for start, at, by in zip(view.roi, corner, scale, strict=False))
    size = int(side * min(scale))
    spot = frame_bgr[y0 : y0 + size, x0 : x0 + size]
    return np.asarray(spot[:_TILE_PX, :_TILE_PX], np.float32)


def _change(spot: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return by how much of its mean around each pixel differs, tapered towards the sides."""
    height, width = spot.shape[:2]
    mean = cv2.GaussianBlur(spot, (0, 0), max(1.5, _COARSEST * min(height, width)))
    change = np.clip((spot - mean) / (mean + _DARK), -_MOST, _MOST)
    change -= change.mean(axis=(0, 1))
    taper = np.outer(np.hanning(height + 2)[1:-1], np.hanning(width + 2)[1:-1])
    strength = np.sqrt((taper**2).mean())
    return np.asarray(change * (taper / strength)[..., None], np.float32)


def continued(spot: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return a tile with a spot's spectrum and random phases.

    Parameters
    ----------
    spot : ndarray of shape (h, w, n), float32
        Of mean 0, h and w at most 128.

    Returns
    -------
    ndarray of shape (128, 128, n), float32
        With the spot's variance.
    """
    height, width, channels = spot.shape
    padded = np.zeros((_TILE_PX, _TILE_PX, channels))
    padded[:height, :width] = spot / np.sqrt(height * width)
    noise = np.random.default_rng(_SEED).standard_normal((_TILE_PX, _TILE_PX))
    spectrum = np.fft.rfft2(padded, axes=(0, 1)) * np.fft.rfft2(noise)[..., None]
    tile = np.fft.irfft2(spectrum, s=(_TILE_PX, _TILE_PX), axes=(0, 1))
    return np.asarray(tile, np.float32)
