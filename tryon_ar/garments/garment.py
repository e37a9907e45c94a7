"""A garment: a product photo, its matte, its parts and its landmarks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

CATEGORIES = (
    "tshirt",
    "longsleeve",
    "shirt",
    "polo",
    "top",
    "hoodie",
    "blazer",
    "outerwear",
    "dress",
    "skirt",
    "trousers",
    "shorts",
)
LOWER_CATEGORIES = frozenset({"skirt", "trousers", "shorts"})
#: What is worn over another top.
OUTER_CATEGORIES = frozenset({"blazer", "outerwear"})

_PAIRED = (
    "neck",
    "shoulder",
    "armpit",
    "elbow",
    "cuff_{}_inner",
    "cuff_{}_outer",
    "waist",
    "hem",
    "knee",
    "leg_hem_{}_inner",
    "leg_hem_{}_outer",
)


def _sided(stem: str, side: str) -> str:
    return stem.format(side) if "{}" in stem else f"{stem}_{side}"


LANDMARK_NAMES = frozenset(
    [_sided(stem, side) for stem in _PAIRED for side in ("left", "right")]
    + ["neck_front", "hem_center", "crotch"]
)


class Part(IntEnum):
    """Garment parts, as the grey values of ``parts.png``; sides are the wearer's."""

    BACKGROUND = 0
    TORSO = 1
    LEFT_SLEEVE = 2
    RIGHT_SLEEVE = 3
    COLLAR = 4
    INSIDE_BACK = 5
    LEFT_LEG = 6
    RIGHT_LEG = 7
    SKIRT = 8
    HOOD = 9


@dataclass(frozen=True, eq=False)
class Garment:
    """One garment, ready to be fitted.

    Attributes
    ----------
    id : str
        Unique in its library; lower case letters, digits, ``-`` and ``_``.
    category : str
        One of :data:`CATEGORIES`.
    photo_bgr : ndarray of shape (H, W, 3), uint8
        Product photo, upright.
    alpha : ndarray of shape (H, W), uint8
        Matte, 0 to 255, of the whole garment (inside back panel included).
    parts : ndarray of shape (H, W), uint8
        Values of :class:`Part`.
    landmarks : dict of str to (float, float)
        Pixels of the photo; the names are :data:`LANDMARK_NAMES`, those that exist on it.
    confidence : float
        0 to 1; 1 for garments drawn or placed by hand.
    sizes : dict or None
        Size chart, ``{"unit": "cm" or "in", size: {measure: length}}``; see
        :func:`tryon_ar.garments.sizes.checked_sizes`.
    warnings : tuple of str
        Sentences saying what is uncertain about the cut.
    back_bgr : ndarray of shape (H', W', 3), uint8, or None
        Photo of the garment's back, of any size.
    variant_of : str or None
        Id of the garment that this one is a recoloured copy of.
    extra : mapping
        Fields of ``garment.json`` that this version does not know; kept when it is rewritten.
    """

    id: str
    name: str
    category: str
    photo_bgr: NDArray[np.uint8]
    alpha: NDArray[np.uint8]
    parts: NDArray[np.uint8]
    landmarks: dict[str, tuple[float, float]]
    confidence: float = 1.0
    licence: str | None = None
    sizes: dict[str, object] | None = None
    warnings: tuple[str, ...] = field(default=())
    back_bgr: NDArray[np.uint8] | None = None
    variant_of: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_lower(self) -> bool:
        """True for what is worn from the waist down."""
        return self.category in LOWER_CATEGORIES

    @property
    def is_outer(self) -> bool:
        """True for what is worn over another top."""
        return self.category in OUTER_CATEGORIES
