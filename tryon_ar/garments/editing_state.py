"""What a garment being edited is at one moment, beside its maps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.editing_landmarks import PointPx


@dataclass(frozen=True, eq=False)
class EditState:
    """Everything about a garment that editing changes, but the maps; only ever replaced.

    Attributes
    ----------
    spread : ndarray of shape (H, W), uint8
        The part that cloth added at a pixel belongs to; see :func:`spread_parts`.
    """

    name: str
    category: str
    landmarks: dict[str, PointPx]
    sizes: dict[str, object] | None
    back_bgr: NDArray[np.uint8] | None
    warnings: tuple[str, ...]
    spread: NDArray[np.uint8]

    def same_as(self, other: "EditState") -> bool:
        """Whether nothing that is saved of them differs."""
        return (
            (self.name, self.category, self.landmarks, self.sizes, self.warnings)
            == (other.name, other.category, other.landmarks, other.sizes, other.warnings)
        ) and same_picture(self.back_bgr, other.back_bgr)


def same_picture(one: NDArray[np.uint8] | None, other: NDArray[np.uint8] | None) -> bool:
    """Whether two pictures, either of which may be missing, are the same."""
    if one is None or other is None:
        return one is other
    return one is other or np.array_equal(one, other)
