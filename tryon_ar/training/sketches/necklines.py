"""Edges of neck openings: the front by kind, and the back behind it."""

from typing import Literal

import numpy as np

from tryon_ar.training.sketches.curves import bezier, join, line, symmetric
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.sketch import Curve

Neck = Literal["round", "v", "square", "boat", "sweetheart", "high", "keyhole"]

DEPTHS: dict[Neck, tuple[float, float]] = {
    "round": (0.07, 0.26),
    "v": (0.16, 0.5),
    "square": (0.1, 0.32),
    "boat": (0.02, 0.08),
    "sweetheart": (0.16, 0.36),
    "high": (0.02, 0.07),
    "keyhole": (0.06, 0.12),
}
"""Lowest and greatest depth of the front edge below the shoulders' top, units."""


def front_edge(kind: Neck, half_width: float, depth: float, dice: Dice) -> Curve:
    """Return the front edge of an opening from the wearer's left to right.

    Parameters
    ----------
    kind : str
        One of :data:`DEPTHS`.
    half_width, depth : float
        Of the opening, units.
    dice : Dice
        Decides how round or pointed it is.
    """
    w, d = half_width, depth
    if kind == "v":
        bow = dice.between(0.4, 0.68)
        half = bezier((w, 0), (w * bow, d * dice.between(0.4, 0.56)), (0, d), 10)
    elif kind == "square":
        low = w * dice.between(0.72, 1.0)
        half = line((w, 0), (low, d * dice.between(0.92, 1.0)), (0, d))
    elif kind == "sweetheart":
        side = (w * dice.between(0.88, 1.0), d * dice.between(0.55, 0.8))
        half = join(line((w, 0), side), bezier(side, (w * 0.45, d * 0.45), (0, d), 10)[1:])
    else:
        t = np.linspace(0, np.pi / 2, 13)
        power = dice.between(0.7, 1.15)
        half = np.stack([w * np.cos(t) ** power, d * np.sin(t)], axis=1)
    return symmetric(half)


def back_edge(half_width: float, depth: float) -> Curve:
    """Return the back edge of an opening from the wearer's left to right."""
    w = half_width
    return symmetric(bezier((w, 0), (w * 0.55, depth), (0, depth), 9))


def opening(front: Curve, back: Curve) -> Curve:
    """Return the outline of the inside panel seen through an opening.

    It reaches a little below the front edge, which is laid over it, so that no gap opens.
    """
    low = front + np.array([0.0, 0.02])
    return join(back, low[::-1])
