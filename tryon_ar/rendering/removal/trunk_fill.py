"""What lies under the worn clothes of a trunk: skin, and the lower garment continued."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.rendering.removal import own_shape
from tryon_ar.rendering.removal.lower_extension import LowerExtension
from tryon_ar.rendering.removal.place import Place
from tryon_ar.rendering.removal.worn_mask import Wearing

# Less than this below the hem is not worth continuing trousers for.
_LEAST_BELOW_PX = 12.0
# The lower garment is looked at so far below what is replaced (shoulder widths).
_LOWER_LOOK = 0.6


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
        border = waist if wearing.hem is None else _lower_of(waist, wearing.hem, place.axes)
        below = _below(border, place.axes, place.box)
        skin = np.where(below, 0, trunk).astype(np.uint8)
        if float(place.visible[below].sum()) < _LEAST_BELOW_PX:
            return Trunk(skin=skin)
        return self._with_lower(place, trunk, below, skin)

    def forget(self) -> None:
        """Forget the garment."""
        self._lower.forget()

    def _with_lower(
        self,
        place: Place,
        trunk: NDArray[np.uint8],
        below: NDArray[np.bool_],
        skin: NDArray[np.uint8],
    ) -> Trunk:
        """Continue the real lower garment upwards below the virtual hem."""
        box = place.box
        bottom = min(box.y1 + round(_LOWER_LOOK * place.unit_px), place.frame_bgr.shape[0])
        look = Roi(box.x0, box.y0, box.x1, bottom)
        share = place.labels.share_of([Label.LOWER], look)
        extended = self._lower.extend(place.frame_bgr[look.slices], share, place.unit_px)
        if extended is None:  # a dress, or legs out of the picture: the worn hem stays
            return Trunk(skin=skin, kept=np.where(below, 255, 0).astype(np.uint8))
        # As wide as it is seen to be just below its edge, where that is wider than the trunk.
        wide = trunk.copy()
        start, stop = extended.columns
        wide[:, start:stop] = 255
        rows = np.arange(box.height, dtype=np.float32)[:, None]
        shape = np.where(below & (rows < extended.edge), wide, 0).astype(np.uint8)
        return Trunk(skin, extended.picture_bgr[: box.height], shape)


def _lower_of(one: Points, other: Points, axes: BodyFrame) -> Points:
    """Return the point that lies further down the body."""
    return one if float((one - other) @ axes.up) < 0 else other


def _below(border: Points, axes: BodyFrame, box: Roi) -> NDArray[np.bool_]:
    """Return which pixels lie below a line across the body."""
    rows = np.arange(box.y0, box.y1, dtype=np.float64)[:, None] - border[1]
    columns = np.arange(box.x0, box.x1, dtype=np.float64)[None, :] - border[0]
    return np.asarray(columns * axes.up[0] + rows * axes.up[1] < 0, np.bool_)
