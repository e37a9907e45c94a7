"""What of a frame's light and dark is shading of the worn cloth, and what its dye."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage
from tryon_ar.kernels.cloth_light import (
    CELL,
    cloth_around_nb,
    cloth_cells_nb,
    cloth_trust_nb,
    light_and_chroma_nb,
    steepest_nb,
)
from tryon_ar.kernels.guidance import shading_divergence_nb
from tryon_ar.rendering.poisson import Field

_STEEPEST = 0.09  # log-luminance from pixel to pixel
_NO_FOLD = 0.24  # no fold is so steep
_BLUR = 0.8
_LINEAR = ((np.arange(256) / 255.0) ** 2.2).astype(np.float32)
# Of chroma over luma, in levels at a luma of a hundred.
_FOREIGN = (9.0, 18.0)
# The cloth around is averaged over so many pixels to every side.
_AROUND = 18.0


def cloth_divergence(bgr: BgrImage, worn: NDArray[np.uint8], inside: NDArray[np.bool_]) -> Field:
    """Return the divergence of the shading of worn cloth.

    Parameters
    ----------
    bgr : ndarray of shape (h, w, 3), uint8
        A frame in which shoulders are some 72 pixels wide.
    worn : ndarray of shape (h, w), uint8
        1 on worn cloth, well inside its outline.
    inside : ndarray of shape (h, w), bool
        Where shading is wanted.

    Returns
    -------
    ndarray of shape (h, w, 1), float32
        Of log-luminance.

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
    divergence = np.empty((*worn.shape, 1), np.float32)
    shading_divergence_nb(colours, trust, inside, _STEEPEST, divergence)
    return divergence


def _light_and_chroma(bgr: BgrImage) -> Field:
    """Return log-luminance and chroma over luma, slightly blurred, float32 (h, w, 3)."""
    colours = np.empty(bgr.shape, np.float32)
    light_and_chroma_nb(np.ascontiguousarray(bgr), _LINEAR, colours)
    return np.asarray(cv2.GaussianBlur(colours, (0, 0), _BLUR), np.float32)


def _cloth_around(colours: Field, worn: NDArray[np.uint8]) -> Field:
    """Return the chroma of the cloth around every cell, float32 (r, c, 2)."""
    height, width = worn.shape
    cells = np.empty((-(-height // CELL), -(-width // CELL), 3), np.float32)
    cloth_cells_nb(colours, worn, cells)
    around = np.empty((*cells.shape[:2], 2), np.float32)
    cloth_around_nb(cells, round(_AROUND / CELL), _FOREIGN, around)
    return around
