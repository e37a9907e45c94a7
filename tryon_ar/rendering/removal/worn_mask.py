"""How far every pixel shows worn cloth that has to go."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Points

# The worn cloth's edge is blurred into what is beside it: so much more is taken (shoulder
# widths).
_RIM = 0.05
_LOW, _HIGH = 0.25, 0.6
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
    share = labels.share_of(worn_kinds(wearing), area)
    beside = [Label.BACKGROUND]
    if wearing.upper and not wearing.lower:
        beside.append(Label.LOWER)
    allowed = share + labels.share_of(beside, area)
    worn = np.minimum(grown(share, _RIM * unit_px), allowed)
    return np.asarray(np.clip((worn - _LOW) / (_HIGH - _LOW), 0.0, 1.0), np.float32)


def visible_box(visible: NDArray[np.float32], area: Roi) -> Roi | None:
    """Return the rectangle of the frame in which anything worn shows, None for nowhere."""
    x, y, width, height = cv2.boundingRect(np.asarray(visible > _LEAST_VISIBLE, np.uint8))
    if width == 0:
        return None
    return Roi(area.x0 + x, area.y0 + y, area.x0 + x + width, area.y0 + y + height)


def worn_kinds(wearing: Wearing) -> list[Label]:
    """Return the labels of the clothes that have to go."""
    goes = (Label.UPPER, wearing.upper), (Label.LOWER, wearing.lower)
    return [label for label, does in goes if does]


def grown(share: NDArray[np.float32], reach_px: float) -> NDArray[np.float32]:
    """Return a share grown by so many pixels all round, float32 of its shape."""
    side = 2 * max(1, round(reach_px)) + 1
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.dilate(share, element), np.float32)
