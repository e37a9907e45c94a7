"""Sketches of all garment categories at random measures."""

from collections.abc import Callable

import numpy as np

from tryon_ar.core.errors import UnknownCategory
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.dresses import draw_dress
from tryon_ar.training.sketches.hoodies import draw_hoodie
from tryon_ar.training.sketches.laying import laid, random_lie
from tryon_ar.training.sketches.legs import draw_shorts, draw_trousers
from tryon_ar.training.sketches.outerwear import draw_blazer, draw_outerwear
from tryon_ar.training.sketches.sketch import Sketch
from tryon_ar.training.sketches.skirts import draw_skirt
from tryon_ar.training.sketches.tops import (
    draw_longsleeve,
    draw_polo,
    draw_shirt,
    draw_top,
    draw_tshirt,
)

FROM_BEHIND = 0.05
"""Share of garments photographed from behind."""

_DRAW: dict[str, Callable[[Dice, bool], Sketch]] = {
    "tshirt": draw_tshirt,
    "longsleeve": draw_longsleeve,
    "shirt": draw_shirt,
    "polo": draw_polo,
    "top": draw_top,
    "hoodie": draw_hoodie,
    "blazer": draw_blazer,
    "outerwear": draw_outerwear,
    "dress": draw_dress,
    "skirt": draw_skirt,
    "trousers": draw_trousers,
    "shorts": draw_shorts,
}


def draw_sketch(rng: np.random.Generator, category: str, *, behind: bool | None = None) -> Sketch:
    """Draw a garment of a category at random measures.

    Parameters
    ----------
    rng : numpy.random.Generator
        Decides everything that is left open.
    category : str
        One of :data:`tryon_ar.garments.garment.CATEGORIES`.
    behind : bool or None
        Whether it is seen from behind; None leaves it to chance. Left and right stay the
        wearer's, so they change sides in the picture.

    Returns
    -------
    Sketch
        About one unit wide at the shoulders; the neck's or waist's middle is near the origin.

    Raises
    ------
    UnknownCategory
        When the category is none of the known ones.
    """
    if category not in _DRAW:
        raise UnknownCategory(
            f"The garment category {category!r} is not known.",
            f"Use one of: {', '.join(CATEGORIES)}.",
        )
    dice = Dice(rng)
    back = dice.chance(FROM_BEHIND) if behind is None else behind
    sketch = _DRAW[category](dice, back)
    return laid(sketch, random_lie(dice, mirrored=back))


def draw_any(rng: np.random.Generator) -> Sketch:
    """Draw a garment of any category, all equally likely."""
    return draw_sketch(rng, CATEGORIES[int(rng.integers(len(CATEGORIES)))])
