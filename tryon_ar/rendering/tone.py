"""Make a product photo look as if this camera had taken it.

Black and white level, white balance and sharpness are read from the frame, followed
slowly over time and applied to the garment at a strength: at full strength colours wash
out, at half they are believed and still the product's.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage

_STRIDE = 4  # every fourth row and column are looked at
# The darkest thing in a room is seldom as black as a camera can go, and lamps are whiter than
# any cloth.
_DARKEST, _LIGHTEST = 0.002, 0.99
_BLACK_SHARE, _WHITE_SHARE = 0.3, 0.94
_PRODUCT_WHITE = 252.0 / 255.0
_MOST_BALANCE = 0.08
_MINKOWSKI = 6
_DIM = 0.65  # below so white a white a frame is dim
_PRODUCT_SIGMA_PX = 0.5  # sharpness of a warped texture
_MOST_SIGMA_PX = 1.2


@dataclass(frozen=True, slots=True)
class CameraTone:
    """How a camera renders the world.

    Attributes
    ----------
    black, white : float
        Quantiles .002 and .99 of luma, 0 to 1.
    balance : tuple of float
        Colour of the light, BGR, mean 1, within ±8 %.
    sigma_px : float
        Blur of the sharpest edges, as a Gaussian's sigma in frame pixels.
    """

    black: float
    white: float
    balance: tuple[float, float, float]
    sigma_px: float

    def affine(self, strength: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return gain and offset (3,) float32, BGR on a scale of 0 to 1, for a strength 0 to 1."""
        low = _BLACK_SHARE * self.black
        white = max(_WHITE_SHARE * self.white, low)
        # In the dark a product at half the strength would seem to shine.
        dark = float(np.clip((_DIM - white) / _DIM, 0.0, 1.0))
        strength_white = min(1.0, strength * (1.0 + dark))
        exposure = 1.0 + strength_white * ((white - low) / _PRODUCT_WHITE - 1.0)
        gain = exposure * (1.0 + strength * (np.array(self.balance) - 1.0))
        return gain.astype(np.float32), np.full(3, strength * low, np.float32)


def measure_tone(frame_bgr: BgrImage) -> CameraTone:
    """Measure a frame (H, W, 3) uint8; about a tenth of a millisecond at 640 x 480.

    Notes
    -----
    White balance by the Minkowski norm, between grey world and white patch
    (G. D. Finlayson, E. Trezzi, "Shades of Gray and Colour Constancy", CIC 2004).
    """
    sample = np.ascontiguousarray(frame_bgr[::_STRIDE, ::_STRIDE])
    luma = np.asarray(cv2.cvtColor(sample, cv2.COLOR_BGR2GRAY), np.uint8)
    black, white = _percentiles(luma)
    norm = np.array([_minkowski(sample[:, :, c]) for c in range(3)])
    balance = np.clip(norm / max(norm.mean(), 1e-6), 1 - _MOST_BALANCE, 1 + _MOST_BALANCE)
    b, g, r = (float(value) for value in balance)
    return CameraTone(black, white, (b, g, r), edge_blur_px(frame_bgr))


def _percentiles(luma: NDArray[np.uint8]) -> tuple[float, float]:
    share = np.cumsum(np.bincount(luma.ravel(), minlength=256)) / luma.size
    black, white = np.searchsorted(share, (_DARKEST, _LIGHTEST))
    return float(black) / 255.0, max(float(white), float(black) + 32.0) / 255.0


def _minkowski(channel: NDArray[np.uint8]) -> float:
    counts = np.bincount(channel.ravel(), minlength=256)
    powers = np.arange(256, dtype=np.float64) ** _MINKOWSKI
    return float((counts @ powers / channel.size) ** (1 / _MINKOWSKI))


def edge_blur_px(frame_bgr: BgrImage) -> float:
    """Estimate the blur of a frame's edges, as a Gaussian's sigma in pixels, 0.3 to 2.

    The steepest step between neighbours, as a share of the whole edge (taken over four
    pixels), falls as the edge widens. Noise makes steps steeper, so that noisy frames
    pass for sharp and nothing is blurred on their account.
    """
    rows = frame_bgr[:: 4 * _STRIDE, :, 1].astype(np.float32)
    if rows.shape[1] < 8:
        return 0.3
    step, whole = np.abs(np.diff(rows, axis=1)), np.abs(rows[:, 4:] - rows[:, :-4])
    steepest = np.max([step[:, k : step.shape[1] - 3 + k] for k in range(4)], axis=0)
    middle = whole[:, 1:-1]
    # Once per edge, at its middle; texture says nothing about the lens.
    edge = (middle > 32) & (middle > whole[:, :-2]) & (middle >= whole[:, 2:])
    if edge.sum() < 25:
        return 0.3
    ratio = float(np.median(steepest[:, 1:-1][edge] / middle[edge]))
    return float(np.interp(-ratio, -_RATIO_OF_SIGMA, _SIGMAS))


# Medians over sub-pixel positions of an error function, pixels averaging over their square.
_SIGMAS = np.array([0.3, 0.5, 0.7, 0.9, 1.2, 1.6, 2.0])
_RATIO_OF_SIGMA = np.array([0.683, 0.569, 0.473, 0.407, 0.347, 0.308, 0.288])


class ToneMatch:
    """Follows the camera's tone over time.

    Parameters
    ----------
    strength : float
        0 leaves products as they are, 1 matches fully.
    smoothing : float
        Share of the old value kept from frame to frame.
    every : int
        Only one in so many frames is measured; the tone moves on evenly all the same.
    """

    def __init__(self, strength: float = 0.5, smoothing: float = 0.9, every: int = 1) -> None:
        if not 0.0 <= strength <= 1.0:
            raise ValueError(f"strength must be 0 to 1, not {strength}")
        self.strength = strength
        self._keep = smoothing
        self._every = every
        self._looked = 0
        self._goal: CameraTone | None = None
        self._tone: CameraTone | None = None

    def update(self, frame_bgr: BgrImage) -> CameraTone:
        """Return the tone followed up to a frame; the first one is taken whole."""
        if self._goal is None or self._looked % self._every == 0:
            self._goal = measure_tone(frame_bgr)
        self._looked += 1
        new, old, keep = self._goal, self._tone, self._keep
        if old is not None:

            def mix(before: float, now: float) -> float:
                return keep * before + (1 - keep) * now

            b, g, r = (mix(*pair) for pair in zip(old.balance, new.balance, strict=True))
            new = CameraTone(
                mix(old.black, new.black),
                mix(old.white, new.white),
                (b, g, r),
                mix(old.sigma_px, new.sigma_px),
            )
        self._tone = new
        return new

    def forget(self) -> None:
        """Start afresh with another source."""
        self._tone = self._goal = None
        self._looked = 0

    def coarseness(self, tone: CameraTone) -> float:
        """Return how much coarser textures should be drawn to look as soft as the frame.

        Returns
        -------
        float
            From 1 for a sharp camera; 2 asks for a texture of half the resolution. Drawing
            from a smaller level of a pyramid blurs for nothing, where a filter over the
            warped garment takes milliseconds.
        """
        lacking = max(0.0, tone.sigma_px**2 - _PRODUCT_SIGMA_PX**2)
        added = min(self.strength**2 * lacking, _MOST_SIGMA_PX**2)
        return float(np.sqrt(1.0 + added / _PRODUCT_SIGMA_PX**2))
