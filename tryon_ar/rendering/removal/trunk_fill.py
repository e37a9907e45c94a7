"""What lies under the worn clothes of a trunk: skin, and the lower garment continued."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.body_frame import BodyFrame
from tryon_ar.kernels.lower import cut_below_nb
from tryon_ar.rendering import shapes
from tryon_ar.rendering.removal import own_shape
from tryon_ar.rendering.removal.lower_extension import LowerAbove, LowerExtension
from tryon_ar.rendering.removal.place import Level, Place
from tryon_ar.rendering.removal.worn_mask import Wearing

# Less than this below the hem is not worth continuing trousers for.
_LEAST_BELOW_PX = 12
_LEAST_SEEN = 0.02
_MARGIN_PX = 4
_LEAST_UPRIGHT = 0.05
# Hems are no straight lines: the lower garment begins so far above their middle.
_ABOVE_HEM = 0.06
# Worn clothes that stay hang so far below the hips, and so wide to each side (shoulder widths).
_HANGING, _HANGING_HALF = 1.2, 0.56


@dataclass(frozen=True, slots=True)
class Trunk:
    """What lies under the worn clothes of a trunk, over the rectangle of a :class:`Place`.

    Attributes
    ----------
    skin : ndarray of shape (h, w), uint8, or None
        255 where the trunk is bare. Shapes have edges at full resolution, not yet soft.
    lower : LowerAbove or None
        The lower garment, continued.
    kept : ndarray of shape (h, w), uint8, or None
        255 where the worn clothes stay, for want of anything better.
    """

    skin: NDArray[np.uint8] | None = None
    lower: LowerAbove | None = None
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
            return Trunk(kept=_with_hem(trunk, place.axes, place.box))
        if wearing.lower:
            return Trunk(skin=trunk)
        level = _level(place, wearing)
        looked_at = place.weight, place.covered, place.box.x0, place.box.y0
        found = cut_below_nb(trunk, *looked_at, *level.within(place.box), _LEAST_SEEN)
        seen = Roi(*found)
        if seen.width * seen.height < _LEAST_BELOW_PX:
            self._lower.look(place)
            return Trunk(skin=trunk)
        corner = place.box.x0, place.box.y0
        area = Roi(*(at + corner[i % 2] for i, at in enumerate(seen))).grown(_MARGIN_PX, place.box)
        lower = self._lower.extend(place, area, level)
        if lower is None:  # a dress: its skirt stays
            return Trunk(skin=trunk, kept=_below(level, place.box))
        return Trunk(skin=trunk, lower=lower)

    def forget(self) -> None:
        """Forget the garment."""
        self._lower.forget()


def _level(place: Place, wearing: Wearing) -> Level:
    """Return the line below which the lower garment is: at the waist, or lower at the hem."""
    axes = place.axes
    border = axes.hip_mid + axes.up * anatomy.WAIST_RISE * axes.unit_px
    if wearing.hem is not None:
        border = _lower_of(border, wearing.hem + axes.up * _ABOVE_HEM * axes.unit_px, axes)
    # The body's up goes up in the picture: people who lie or stand on their heads have no hem.
    slope = axes.up[0] / min(float(axes.up[1]), -_LEAST_UPRIGHT)
    return Level(float(border[0]), float(border[1]), float(slope))


def _with_hem(trunk: NDArray[np.uint8], axes: BodyFrame, box: Roi) -> NDArray[np.uint8]:
    """Return a trunk with what hangs below its hips, 0 to 255; in place."""
    half = _HANGING_HALF * axes.unit_px * axes.across
    lowest = axes.hip_mid - _HANGING * axes.unit_px * axes.up
    sides = [middle + side for middle in (axes.hip_mid, lowest) for side in (half, -half)]
    shapes.fill_hull(trunk, box, np.array(sides))
    return trunk


def _lower_of(one: Points, other: Points, axes: BodyFrame) -> Points:
    """Return the point that lies further down the body."""
    return one if float((one - other) @ axes.up) < 0 else other


def _below(level: Level, box: Roi) -> NDArray[np.uint8]:
    """Return 255 for the pixels of a rectangle below a level."""
    x, y, slope = level.within(box)
    columns = np.arange(box.width, dtype=np.float32)[None, :] - np.float32(x)
    rows = np.arange(box.height, dtype=np.float32)[:, None] - np.float32(y)
    return np.where(rows > -np.float32(slope) * columns, 255, 0).astype(np.uint8)
