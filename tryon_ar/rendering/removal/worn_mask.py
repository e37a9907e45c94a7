"""How far every pixel shows worn cloth that has to go."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Points

# The worn cloth's edge is blurred into what is beside it: so much more is taken (shoulder
# widths), of skin only where it has the cloth's colour.
_RIM = 0.05
_SKIN_RIM = 0.07
_LOW, _HIGH = 0.25, 0.6
# Share of the way from what will be there to the cloth at which a pixel of the rim goes.
_MIXED = (0.25, 0.55)
_LEAST_CONTRAST = 30.0
_SURE = 0.8
_NEAR = 0.12
_SMALL_UNIT_PX = 45.0
_LEAST_VISIBLE = 0.02


@dataclass(frozen=True, slots=True)
class Wearing:
    """What of the worn clothes an outfit takes the place of.

    Attributes
    ----------
    upper, lower : bool
        Upper clothes, and lower ones.
    open_front : bool
        All that is worn above is open in front: the real clothes are seen in the opening.
    hem : ndarray of shape (2,), or None
        Middle of the hem of what is worn above, frame pixels.
    """

    upper: bool
    lower: bool
    open_front: bool = False
    hem: Points | None = None


def worn_mask(labels: Labels, wearing: Wearing, area: Roi, unit_px: float) -> NDArray[np.float32]:
    """Return how far each pixel shows cloth that has to go, its blurred rim included.

    Parameters
    ----------
    labels : Labels
    wearing : Wearing
    area : Roi
    unit_px : float
        Shoulder width.

    Returns
    -------
    ndarray of shape (h, w), float32
        0 to 1.
    """
    share = labels.share_of(_worn_kinds(wearing), area)
    beside = [Label.BACKGROUND]
    if wearing.upper and not wearing.lower:
        beside.append(Label.LOWER)
    allowed = share + labels.share_of(beside, area)
    worn = np.minimum(_grown(share, _RIM * unit_px), allowed)
    return np.asarray(np.clip((worn - _LOW) / (_HIGH - _LOW), 0.0, 1.0), np.float32)


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
    share = _small(labels, _worn_kinds(wearing), box, size)
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
    near = np.clip((_grown(share, _SKIN_RIM * unit_px / step) - 0.35) / 0.3, 0.0, 1.0)
    rim = near * skin * mixed
    return np.asarray(cv2.resize(np.asarray(rim, np.float32), (box.width, box.height)), np.float32)


def visible_box(visible: NDArray[np.float32], area: Roi) -> Roi | None:
    """Return the rectangle of the frame in which anything worn shows, None for nowhere."""
    x, y, width, height = cv2.boundingRect(np.asarray(visible > _LEAST_VISIBLE, np.uint8))
    if width == 0:
        return None
    return Roi(area.x0 + x, area.y0 + y, area.x0 + x + width, area.y0 + y + height)


def _worn_kinds(wearing: Wearing) -> list[Label]:
    goes = (Label.UPPER, wearing.upper), (Label.LOWER, wearing.lower)
    return [label for label, does in goes if does]


def _grown(share: NDArray[np.float32], reach_px: float) -> NDArray[np.float32]:
    side = 2 * max(1, round(reach_px)) + 1
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.dilate(share, element), np.float32)


def _small(
    labels: Labels, kinds: list[Label], box: Roi, size: tuple[int, int]
) -> NDArray[np.float32]:
    share = labels.share_of(kinds, box)
    return np.asarray(cv2.resize(share, size, interpolation=cv2.INTER_AREA), np.float32)
