"""What a drawing of a garment consists of, before any colour."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import Part

Curve = NDArray[np.float64]
Dye = Literal["main", "trim", "lining", "accent"]


@dataclass(frozen=True, eq=False)
class Piece:
    """A closed outline filled with cloth, over what was laid before it.

    Attributes
    ----------
    outline : ndarray of shape (N, 2)
        x to the image's right, y down; one unit is about the width of the shoulders.
    part : Part
        What its pixels are labelled.
    dye : str
        Which of the garment's cloths it is cut from.
    grain_degrees : float
        Direction of the threads; 90 is downwards. A sleeve's stripes run across it.
    within : Part or None
        Only pixels that already carry this part are repainted; None adds to the garment.
    shade : float
        Gain on its light; the inside of a back lies in shade (about 0.6 to 0.95).
    raised : float
        0 to 1, how dark a shadow its edge casts on the piece below (a collar, a lapel, a flap).
    opacity : float
        Below 1 for lace, mesh and tulle.
    """

    outline: Curve
    part: Part
    dye: Dye = "main"
    grain_degrees: float = 90.0
    within: Part | None = None
    shade: float = 1.0
    raised: float = 0.0
    opacity: float = 1.0


@dataclass(frozen=True, eq=False)
class Line:
    """A seam, a crease, a zip or a cord.

    Attributes
    ----------
    points : ndarray of shape (N, 2)
    width : float
        In units.
    strength : float
        -1 to 1: how much darker (positive) or lighter it is than the cloth.
    dye : str or None
        Set for a cord or zip with a colour of its own.
    """

    points: Curve
    width: float
    strength: float
    dye: Dye | None = None


@dataclass(frozen=True, eq=False)
class Button:
    """A round button at (x, y) of a radius, in units."""

    x: float
    y: float
    radius: float


@dataclass(eq=False)
class Sketch:
    """One garment as outlines, in the order in which they are laid.

    Attributes
    ----------
    category : str
        One of the garment categories.
    landmarks : dict of str to (x, y)
        In units; wearer's left and right (of a front view: the wearer's left is the image's
        right). Those that exist on it.
    fold_axes : list of (start, end)
        Along which folds run, such as from armpit to chest, or down a skirt.
    """

    category: str
    pieces: list[Piece] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    landmarks: dict[str, tuple[float, float]] = field(default_factory=dict)
    fold_axes: list[tuple[tuple[float, float], tuple[float, float]]] = field(default_factory=list)
