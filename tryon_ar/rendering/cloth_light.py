"""What of a frame's light and dark is shading of the worn cloth, and what its dye."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage
from tryon_ar.kernels.cloth_light import (
    CELL,
    DARKEST,
    cloth_around_nb,
    cloth_cells_nb,
    cloth_trust_nb,
    light_and_chroma_nb,
    steepest_nb,
)
from tryon_ar.kernels.guidance import shading_divergence_nb
from tryon_ar.rendering.poisson import Field

_STEEPEST = 0.14  # log-luminance from pixel to pixel
_NO_FOLD = 0.35  # no fold is so steep
_BLUR = 0.9
_MEDIAN = 3
_LINEAR = ((np.arange(256) / 255.0) ** 2.2).astype(np.float32)
# Of chroma over luma, in levels at a luma of a hundred.
_FOREIGN = (6.0, 12.0)
# The cloth around is averaged over so many pixels to every side.
_AROUND = 12.0


@dataclass(frozen=True, slots=True)
class ClothLight:
    """What worn cloth tells of the light on it.

    Attributes
    ----------
    colours : ndarray of shape (h, w, 3), float32
        Log-luminance and chroma, of all that is in the picture.
    trust : ndarray of shape (h, w), float32
        How far each pixel is cloth of the dye around and beside no step that no fold makes, 0 to 1.
    """

    colours: Field
    trust: NDArray[np.float32]

    def divergence(self, expected: NDArray[np.float32], inside: NDArray[np.bool_]) -> Field:
        """Return the divergence of the cloth's shading less an expected one.

        Parameters
        ----------
        expected : ndarray of shape (h, w), float32
            Log-luminance.
        inside : ndarray of shape (h, w), bool
            Where shading is wanted.

        Returns
        -------
        ndarray of shape (h, w, 1), float32
            Of log-luminance.
        """
        found = np.empty((*self.trust.shape, 1), np.float32)
        shading_divergence_nb(self.colours, self.trust, expected, inside, _STEEPEST, found)
        return found

    def certain(self) -> NDArray[np.float32]:
        """Return the trust in the light's amount (h, w): what is near black tells little of it."""
        seen = 1.0 - DARKEST * np.exp(-self.colours[..., 0])
        return np.asarray(self.trust * seen * seen, np.float32)


def read_cloth(bgr: BgrImage, worn: NDArray[np.uint8]) -> ClothLight:
    """Tell shading of worn cloth from its dye.

    Parameters
    ----------
    bgr : ndarray of shape (h, w, 3), uint8
        A frame in which shoulders are some 44 pixels wide.
    worn : ndarray of shape (h, w), uint8
        1 on worn cloth, well inside its outline.

    Notes
    -----
    Retinex by thresholds [1]_, with colour [2]_: steps of log-luminance are shading where they
    are gentle, not beside a step no fold makes, and on cloth of the same chroma as around;
    prints, badges, buttons and lanyards are not. The differences left are not those of any
    picture; the least-squares fit to them is the Poisson problem [3]_.

    References
    ----------
    .. [1] E. H. Land, J. J. McCann, Lightness and Retinex Theory, JOSA 61, 1971,
       10.1364/JOSA.61.000001.
    .. [2] B. V. Funt, M. S. Drew, M. Brockington, Recovering Shading from Color Images,
       ECCV 1992, 10.1007/3-540-55426-2_15.
    .. [3] Y. Weiss, Deriving Intrinsic Images from Image Sequences, ICCV 2001,
       10.1109/ICCV.2001.937606.
    """
    colours = _light_and_chroma(bgr)
    around = _cloth_around(colours, worn)
    trust = np.empty(worn.shape, np.float32)
    steepest_nb(colours, worn, trust)
    # Blur spreads a print's edge to the pixels beside, where it would pass for shading.
    steepest = np.asarray(cv2.dilate(trust, np.ones((3, 3), np.uint8)), np.float32)
    cloth_trust_nb(colours, around, steepest, worn, _NO_FOLD, _FOREIGN, trust)
    return ClothLight(colours, trust)


def _light_and_chroma(bgr: BgrImage) -> Field:
    """Return log-luminance and chroma over luma, slightly blurred, float32 (h, w, 3)."""
    colours = np.empty(bgr.shape, np.float32)
    light_and_chroma_nb(np.ascontiguousarray(bgr), _LINEAR, colours)
    # Noise, buttons and pin stripes go; edges of prints stay as steep as they are.
    light = cv2.medianBlur(cv2.extractChannel(colours, 0), _MEDIAN)
    cv2.insertChannel(light, colours, 0)
    return np.asarray(cv2.GaussianBlur(colours, (0, 0), _BLUR), np.float32)


def _cloth_around(colours: Field, worn: NDArray[np.uint8]) -> Field:
    """Return the chroma of the cloth around every cell, float32 (r, c, 2)."""
    height, width = worn.shape
    cells = np.empty((-(-height // CELL), -(-width // CELL), 3), np.float32)
    cloth_cells_nb(colours, worn, cells)
    around = np.empty((*cells.shape[:2], 2), np.float32)
    cloth_around_nb(cells, round(_AROUND / CELL), _FOREIGN, around)
    return around
