"""A small picture of a body's hips with the labels on it, in log light."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Points
from tryon_ar.rendering.planes import blurred
from tryon_ar.rendering.removal.place import Place
from tryon_ar.rendering.removal.skin_tone import GAMMA

# The small picture's shoulder width, pixels, about.
_SMALL_UNIT_PX = 32.0
# From the hips to both sides, upwards and downwards, in shoulder widths.
_ASIDE, _UP, _DOWN = 1.05, 0.75, 1.1
# Keeps the logarithm of black finite, and noise in it small.
DARKEST = 0.008
_LIGHT = np.log((np.arange(256) / 255.0) ** GAMMA + DARKEST).astype(np.float32)
_LUMA = np.array([0.0722, 0.7152, 0.2126], np.float32)
_LEAST_PX = 8
_HALVED_FROM_PX = 3.0


@dataclass(frozen=True, slots=True)
class CoarseView:
    """The part of a frame around the hips, small.

    Attributes
    ----------
    roi : Roi
        Of the frame.
    step_px : float
        Frame pixels a small pixel.
    unit : float
        Shoulder width in small pixels.
    light : ndarray of shape (h, w, 3), float32
        Logarithm of linear light (0 to 1) plus ``DARKEST``, BGR.
    upper, lower, person : ndarray of shape (h, w), float32
        Probability of upper clothes, of lower ones, and of not being background.
    """

    roi: Roi
    step_px: float
    unit: float
    light: NDArray[np.float32]
    upper: NDArray[np.float32]
    lower: NDArray[np.float32]
    person: NDArray[np.float32]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in small pixels."""
        return self.lower.shape[1], self.lower.shape[0]

    @property
    def luma(self) -> NDArray[np.float32]:
        """Mean of the light's logarithm, weighted like luma, (h, w)."""
        return np.asarray(self.light @ _LUMA, np.float32)

    def place(self, point: Points) -> Points:
        """Return where a point of the frame lies in the small picture."""
        scale = np.array([self.roi.width, self.roi.height]) / self.size
        return np.asarray((point - self.roi[:2] + 0.5) / scale - 0.5, np.float64)

    def grid(self, area: Roi) -> tuple[float, float, float, float]:
        """Return where pixels of a rectangle lie: scales and shifts, in x and y each."""
        scale = np.array(self.size) / (self.roi.width, self.roi.height)
        shift = (np.array(area[:2]) - self.roi[:2] + 0.5) * scale - 0.5
        return float(scale[0]), float(scale[1]), float(shift[0]), float(shift[1])


def view_hips(place: Place) -> CoarseView | None:
    """Return the small picture of the hips; None where they are not in the picture."""
    height, width = place.frame_bgr.shape[:2]
    unit_px, hips = place.unit_px, place.axes.hip_mid
    reach = np.array([_ASIDE, _UP, _ASIDE, _DOWN]) * unit_px * (-1, -1, 1, 1)
    x0, y0, x1, y1 = (round(float(v)) for v in np.concatenate([hips, hips]) + reach)
    # Of even sides, to be halved.
    x0, y0 = max(0, x0) // 2 * 2, max(0, y0) // 2 * 2
    roi = Roi(x0, y0, min(width, -(-x1 // 2) * 2), min(height, -(-y1 // 2) * 2))
    if roi.width < _LEAST_PX or roi.height < _LEAST_PX:
        return None
    step = max(1.0, unit_px / _SMALL_UNIT_PX)
    size = max(_LEAST_PX // 2, round(roi.width / step)), max(2, round(roi.height / step))
    part = place.frame_bgr[roi.slices]
    if step >= _HALVED_FROM_PX:
        # Halving is so quick that it pays to average a quarter of the pixels afterwards.
        half = -(-roi.width // 2), -(-roi.height // 2)
        part = np.asarray(cv2.resize(part, half, interpolation=cv2.INTER_AREA), np.uint8)
    small = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    kinds = [Label.UPPER], [Label.LOWER], [Label.BACKGROUND]
    upper, lower, around = (place.labels.share_of(kind, roi, size) for kind in kinds)
    light = np.asarray(cv2.LUT(small, _LIGHT), np.float32)
    return CoarseView(roi, step, unit_px / step, light, upper, lower, 1.0 - around)


def encoded(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the sRGB-like values, 0 to 255, of logarithms of light."""
    linear = np.maximum(cv2.exp(light) - np.float32(DARKEST), np.float32(1e-5))
    return np.asarray(cv2.pow(linear, 1.0 / GAMMA) * np.float32(255.0), np.float32)


def logarithm(linear: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the logarithm used here of linear light, 0 to 1."""
    return np.asarray(np.log(linear + np.float32(DARKEST)), np.float32)


def grown(share: NDArray[np.float32], reach: float) -> NDArray[np.float32]:
    """Return values spread by their maximum over a disc."""
    side = 2 * max(1, round(reach)) + 1
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.dilate(share, element), np.float32)


def mean_around(
    values: NDArray[np.float32], weight: NDArray[np.float32], sigma: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the means under a bell of weighted values and of weights.

    Parameters
    ----------
    values : ndarray of shape (h, w) or (h, w, n), float32
    weight : ndarray of shape (h, w), float32
    sigma : float
        The bell's, pixels; a wide one is two boxes.
    """
    weighed = values * (weight if values.ndim == 2 else weight[..., None])
    return blurred(np.asarray(weighed, np.float32), sigma), blurred(weight, sigma)
