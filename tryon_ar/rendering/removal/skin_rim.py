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
_SKIN_RIM = 0.07
# Share of the way from what will be there to the cloth at which a pixel of the rim goes.
_MIXED = (0.25, 0.55)
_LEAST_CONTRAST = 30.0
_LEAST_VISIBLE = 0.02
_SURE = 0.8
_NEAR = 0.12
_SMALL_UNIT_PX = 45.0


def rim_on_skin(
    patch_bgr: BgrImage,
    fill_bgr: BgrImage,
    labels: Labels,
    wearing: Wearing,
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
    to the cloth's colour near by, C.
    """
    step = max(1, round(unit_px / _SMALL_UNIT_PX))
    size = max(1, box.width // step), max(1, box.height // step)
    seen, fill = (
        np.asarray(cv2.resize(each, size, interpolation=cv2.INTER_AREA), np.float32)
        for each in (patch_bgr, fill_bgr)
    )
    share = _small(labels, worn_kinds(wearing), box, size)
    skin = _small(labels, [Label.ARMS, Label.NECK, Label.LEGS], box, size)
    sure = np.asarray(share > _SURE, np.float32)
    sigma = _NEAR * unit_px / step
    weight = cv2.GaussianBlur(sure, (0, 0), sigma)[..., None]
    cloth = cv2.GaussianBlur(seen * sure[..., None], (0, 0), sigma) / (weight + 1e-3)
    line = cloth - fill
    length = (line**2).sum(axis=2)
    place = ((seen - fill) * line).sum(axis=2) / np.maximum(length, 1.0)
    mixed = np.clip((place - _MIXED[0]) / (_MIXED[1] - _MIXED[0]), 0.0, 1.0)
    mixed *= (length > _LEAST_CONTRAST**2) & (weight[..., 0] > _LEAST_VISIBLE)
    near = np.clip((grown(share, _SKIN_RIM * unit_px / step) - 0.35) / 0.3, 0.0, 1.0)
    rim = near * skin * mixed
    return np.asarray(cv2.resize(np.asarray(rim, np.float32), (box.width, box.height)), np.float32)


def _small(
    labels: Labels, kinds: list[Label], box: Roi, size: tuple[int, int]
) -> NDArray[np.float32]:
    share = labels.share_of(kinds, box)
    return np.asarray(cv2.resize(share, size, interpolation=cv2.INTER_AREA), np.float32)
