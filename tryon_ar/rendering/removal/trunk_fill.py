"""What lies under the worn clothes of a trunk: skin, and the lower garment continued."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.rendering.removal import own_shape
from tryon_ar.rendering.removal.lower_extension import LowerExtension
from tryon_ar.rendering.removal.place import Place
from tryon_ar.rendering.removal.worn_mask import Wearing

# Less than this below the hem is not worth continuing trousers for.
_LEAST_BELOW_PX = 12
_LEAST_SEEN = 0.02
_MARGIN_PX = 4
_LEAST_UPRIGHT = 0.05
# Hems are no straight lines: the lower garment begins so far above their middle.
_ABOVE_HEM = 0.06


@dataclass(frozen=True, slots=True)
class Trunk:
    """What lies under the worn clothes of a trunk, over the rectangle of a :class:`Place`.

    Attributes
    ----------
    skin : ndarray of shape (h, w), uint8, or None
        255 where the trunk is bare. Shapes have edges at full resolution, not yet soft.
    lower_bgr : ndarray of shape (h, w, 3), uint8, or None
        The lower garment, continued.
    lower : ndarray of shape (h, w), uint8, or None
        255 where that is to be seen.
    kept : ndarray of shape (h, w), uint8, or None
        255 where the worn clothes stay, for want of anything better.
    """

    skin: NDArray[np.uint8] | None = None
    lower_bgr: NDArray[np.uint8] | None = None
    lower: NDArray[np.uint8] | None = None
    kept: NDArray[np.uint8] | None = None


class TrunkFill:
    """Tells what lies under a trunk's worn clothes, and remembers the lower garment."""

    def __init__(self) -> None:
        self._lower = LowerExtension()

    def fill(self, place: Place, wearing: Wearing) -> Trunk:
        """Return what lies under the worn clothes: skin above, the lower garment below.

        Parameters
        ----------
        place : Place
        wearing : Wearing
            With ``upper``.
        """
        trunk = own_shape.draw_trunk(place.axes, place.box)
        if wearing.open_front:
            return Trunk(kept=trunk)
        if wearing.lower:
            return Trunk(skin=trunk)
        waist = place.axes.hip_mid + place.axes.up * anatomy.WAIST_RISE * place.unit_px
        border = waist
        if wearing.hem is not None:
            hem = wearing.hem + place.axes.up * _ABOVE_HEM * place.unit_px
            border = _lower_of(waist, hem, place.axes)
        below = _below(border, place.axes, place.box)
        skin = trunk.copy()
        skin[below] = 0
        seen = cv2.boundingRect(np.asarray((place.visible > _LEAST_SEEN) & below, np.uint8))
        if seen[2] * seen[3] < _LEAST_BELOW_PX:
            self._lower.look(place)
            return Trunk(skin=skin)
        return self._with_lower(place, below, skin, _area(seen, place.box))

    def forget(self) -> None:
        """Forget the garment."""
        self._lower.forget()

    def _with_lower(
        self,
        place: Place,
        below: NDArray[np.bool_],
        skin: NDArray[np.uint8],
        area: Roi,
    ) -> Trunk:
        """Continue the real lower garment upwards below the virtual hem."""
        box = place.box
        extended = self._lower.extend(place, area)
        if extended is None:  # a dress: its skirt stays
            return Trunk(skin=skin, kept=np.where(below, 255, 0).astype(np.uint8))
        part = area.within(box)
        shape, kept = (np.zeros((box.height, box.width), np.uint8) for _ in range(2))
        shape[part] = np.where(below[part], extended.shape, 0)
        kept[part] = np.where(below[part], extended.kept, 0)
        picture = np.empty((box.height, box.width, 3), np.uint8)
        picture[part] = extended.picture_bgr
        return Trunk(skin, picture, shape, kept)


def _area(seen: Sequence[int], box: Roi) -> Roi:
    """Return the rectangle of the frame around a rectangle within another, soft edges included."""
    x, y, width, height = seen
    inner = Roi(box.x0 + x, box.y0 + y, box.x0 + x + width, box.y0 + y + height)
    return inner.grown(_MARGIN_PX, box)


def _lower_of(one: Points, other: Points, axes: BodyFrame) -> Points:
    """Return the point that lies further down the body."""
    return one if float((one - other) @ axes.up) < 0 else other


def _below(border: Points, axes: BodyFrame, box: Roi) -> NDArray[np.bool_]:
    """Return which pixels lie below a line across the body."""
    columns = np.arange(box.x0, box.x1, dtype=np.float32)[None, :] - border[0]
    rows = np.arange(box.y0, box.y1, dtype=np.float32)[:, None] - border[1]
    # The body's up goes up in the picture: people who lie or stand on their heads have no hem.
    level = columns * np.float32(axes.up[0] / min(float(axes.up[1]), -_LEAST_UPRIGHT))
    return np.asarray(rows > -level, np.bool_)
