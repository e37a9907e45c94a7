"""The light in a product photo, taken out so that the room's is not put on top of it."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import TryOnError
from tryon_ar.rendering.cloth_light import read_cloth
from tryon_ar.rendering.poisson import Field, PoissonProblem
from tryon_ar.rendering.poisson_numba import NumbaPoissonSolver
from tryon_ar.rendering.texture import CleanPhoto

# A garment's width at the shoulders, of the root of its area.
_SHOULDER = 0.7
_SHOULDER_CELLS = 44.0
_RIM_CELLS = 2
# Reaches over the whole garment, and only fixes what nothing else does.
_SCREENING = 0.002
_TOLERANCE = 0.004
# Finer than this (shoulder widths) are folds of the garment's own.
_FINEST = 0.07
# Photos of products are lit evenly: what varies more is dye.
_MOST = 0.22
_TAKEN = 0.9


class PhotoLight:
    """The broad light and shade of one product photo.

    Parameters
    ----------
    photo : CleanPhoto
    """

    def __init__(self, photo: CleanPhoto) -> None:
        self._photo = photo
        self._shading: Field | None = None

    def evened(self, share: float) -> CleanPhoto:
        """Return the photo with a share, 0 to 1, of its light and shade taken out.

        Notes
        -----
        Some 10 ms the first time. Where the light cannot be told from the dye it stays.
        """
        if share <= 0.0:
            return self._photo
        if self._shading is None:
            self._shading = broad_shading(self._photo)
        gain = np.exp(self._shading * np.float32(-_TAKEN * share / 2.2))
        height, width = self._photo.alpha.shape
        whole = cv2.resize(gain, (width, height), interpolation=cv2.INTER_LINEAR)
        bgr = np.empty_like(self._photo.bgr)
        for channel in range(3):
            part = cv2.multiply(self._photo.bgr[..., channel], whole, dtype=cv2.CV_8U)
            bgr[..., channel] = part
        bgr.flags.writeable = False
        return CleanPhoto(bgr, self._photo.alpha)


def broad_shading(photo: CleanPhoto) -> Field:
    """Find the broad light and shade of a product photo.

    Returns
    -------
    ndarray of shape (h, w), float32
        Change of log-luminance, of a picture of the photo's proportions with shoulders some 44
        pixels wide; median 0 over the garment.

    Notes
    -----
    Integrated from what of the photo's gradients is no print (:func:`read_cloth`), then blurred
    and limited softly.
    """
    area = float(np.count_nonzero(photo.alpha > 127))
    scale = min(1.0, _SHOULDER_CELLS / max(_SHOULDER * np.sqrt(area), 1.0))
    height, width = photo.alpha.shape
    size = max(8, round(width * scale)), max(8, round(height * scale))
    small = cv2.resize(photo.bgr, size, interpolation=cv2.INTER_AREA)
    alpha = cv2.resize(photo.alpha, size, interpolation=cv2.INTER_AREA)
    nothing = np.zeros(alpha.shape, np.float32)
    inside = alpha > 127
    side = 2 * _RIM_CELLS + 1
    inner = cv2.erode(inside.astype(np.uint8), np.ones((side, side), np.uint8))
    if not inner.any():
        return nothing
    told = read_cloth(np.asarray(small, np.uint8), np.asarray(inner, np.uint8))
    divergence = told.divergence(nothing, inside)
    problem = PoissonProblem(inside, divergence, screening=_SCREENING, tolerance=_TOLERANCE)
    try:
        solved = _solver().solve(problem)[..., 0]
    except (TryOnError, np.linalg.LinAlgError):
        return nothing
    return _broad(np.asarray(solved - np.median(solved[inside]), np.float32), inside)


def _broad(shading: Field, inside: NDArray[np.bool_]) -> Field:
    """Blur within a shape, limit softly, and go on beyond it."""
    sigma = _FINEST * _SHOULDER_CELLS
    weight = inside.astype(np.float32)
    total, count = (cv2.GaussianBlur(one, (0, 0), sigma) for one in (shading * weight, weight))
    blurred = total / np.maximum(count, 1e-3)
    return np.asarray(_MOST * np.tanh(blurred / _MOST), np.float32)


@lru_cache(maxsize=1)
def _solver() -> NumbaPoissonSolver:
    return NumbaPoissonSolver()
