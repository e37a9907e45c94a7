"""How far bare skin beside worn cloth shows that cloth's colour."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage
from tryon_ar.rendering.removal.worn_mask import Wearing, grown, worn_kinds

# The worn cloth's edge is blurred into skin: so far out (shoulder widths) skin goes where it has
# the cloth's colour.
_REACH = 0.07
_SKIN = (Label.ARMS, Label.NECK, Label.LEGS)
# Share of the way from what will be there to the cloth at which a pixel of the rim goes.
_MIXED = (0.25, 0.55)
_LEAST_CONTRAST = 30.0
_LEAST_VISIBLE = 0.02
_SURE = 0.8
_NEAR = 0.12
_SMALL_UNIT_PX = 45.0


def skin_beside(labels: Labels, wearing: Wearing, unit_px: float) -> NDArray[np.float32]:
    """Return where labels are, (S, S), how far there is bare skin just beside cloth, 0 to 1."""
    near = (grown(labels, labels.sum_of(worn_kinds(wearing)), _REACH * unit_px) - 0.35) / 0.3
    return np.asarray(np.clip(near, 0.0, 1.0) * labels.sum_of(_SKIN), np.float32)


def rim_on_skin(
    patch_bgr: BgrImage,
    fill_bgr: BgrImage,
    labels: Labels,
    wearing: Wearing,
    beside: NDArray[np.float32],
    box: Roi,
    unit_px: float,
) -> NDArray[np.float32]:
    """Return how far bare skin beside the worn cloth shows that cloth's colour.

    Parameters
    ----------
    patch_bgr, fill_bgr : ndarray of shape (h, w, 3), uint8
        The frame, and what will be there instead.
    labels : Labels
    wearing : Wearing
    beside : ndarray of shape (S, S), float32
        From :func:`skin_beside`.
    box : Roi
        Of the frame, of both.
    unit_px : float
        Shoulder width.

    Returns
    -------
    ndarray of shape (h, w), float32
        0 to 1; not 0 only in a narrow rim on arms, legs and neck.

    Notes
    -----
    A pixel I lies at ``t = (I - F).(C - F) / |C - F|^2`` on the way from what will be there, F,
    to the cloth's colour near by, C. Found at a fraction of the resolution.
    """
    step = max(1, round(unit_px / _SMALL_UNIT_PX))
    size = max(1, box.width // step), max(1, box.height // step)
    near = labels.spread(beside, box, size)
    if not near.any():
        return np.zeros((box.height, box.width), np.float32)
    seen, fill = (
        np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA), np.float32)
        for each in (patch_bgr, fill_bgr)
    )
    cloth, weight = _cloth_around(
        seen, labels.share_of(worn_kinds(wearing), box, size), step, unit_px
    )
    line = cloth - fill
    length = _dot(line, line)
    place = _dot(seen - fill, line) / np.maximum(length, 1.0)
    mixed = np.clip((place - _MIXED[0]) / (_MIXED[1] - _MIXED[0]), 0.0, 1.0)
    mixed *= (length > _LEAST_CONTRAST**2) & (weight > _LEAST_VISIBLE)
    return np.asarray(cv2.resize(near * mixed, (box.width, box.height)), np.float32)


def _cloth_around(
    seen: NDArray[np.float32], share: NDArray[np.float32], step: int, unit_px: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the colour (h, w, 3) of sure cloth near by, and how much of it there is (h, w)."""
    height, width = share.shape
    sure = np.asarray(share > _SURE, np.float32)
    planes = np.dstack([seen * sure[..., None], sure])
    half = max(1, width // 2), max(1, height // 2)
    coarse = cv2.resize(planes, half, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(coarse, (0, 0), _NEAR * unit_px / step / 2)
    wide = np.asarray(cv2.resize(blurred, (width, height)), np.float32)
    return wide[..., :3] / (wide[..., 3:] + 1e-3), wide[..., 3]


def _dot(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(np.einsum("yxc,yxc->yx", one, other), np.float32)
