"""Thin straps that are pieces of their own: straight, slack, twisted or leaning."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import BodyLines
from tryon_ar.training.sketches.curves import bezier, on_side, strip
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.sketch import Curve, Dye, Piece, Sketch

_Point = NDArray[np.float64]


def lay_loose_straps(
    sketch: Sketch, lines: BodyLines, dice: Dice
) -> dict[str, tuple[float, float]]:
    """Lay two thin straps from the bodice's corners up, before the front that covers their ends.

    Returns
    -------
    dict of str to (x, y)
        Neck and shoulders: the inner and outer end of each strap's top.
    """
    w = lines.body.neck_half
    width, high = dice.between(0.022, 0.055), dice.between(0.12, 0.42)
    top_x = w * dice.between(0.65, 1.05)
    slack = dice.between(0.0, 0.02) if dice.chance(0.6) else dice.between(0.02, 0.08)
    dye: Dye = dice.pick(["main", "trim"], [0.88, 0.12])
    behind, back_x = dice.chance(0.55), w * dice.between(0.5, 0.95)
    marks: dict[str, tuple[float, float]] = {}
    for side, sign in (("left", 1.0), ("right", -1.0)):
        top = np.array([top_x + dice.near(0.0, slack), -high + dice.near(0.0, slack)])
        if behind:
            low = np.array([back_x, 0.04])
            course = _course(low, top, slack, dice)
            _lay(sketch, _strap(course, width, Part.INSIDE_BACK, dye, dice), sign)
        course = _course(np.array([w + 0.01, 0.03]), top, slack, dice)
        _lay(sketch, _strap(course, width, Part.TORSO, dye, dice), sign)
        marks[f"neck_{side}"] = (sign * float(top[0] - width / 2), float(top[1]))
        marks[f"shoulder_{side}"] = (sign * float(top[0] + width / 2), float(top[1]))
    return marks


def _course(start: _Point, top: _Point, slack: float, dice: Dice) -> Curve:
    """Return the way of the wearer's left strap, bent by its slack."""
    bend = (start + top) / 2 + np.array([dice.near(0.0, slack * 1.5), 0.0])
    return bezier(start, bend, top, 14)


def _strap(course: Curve, width: float, part: Part, dye: Dye, dice: Dice) -> Piece:
    """Cut the wearer's left strap along its course."""
    shade = dice.between(0.7, 1.0) if part == Part.INSIDE_BACK else 1.0
    outline = strip(course, width)
    if dice.chance(0.25):
        outline = _twisted(outline, dice.between(0.3, 0.8))
    return Piece(outline, part, dye, shade=shade, raised=dice.between(0.0, 0.3))


def _lay(sketch: Sketch, strap: Piece, sign: float) -> None:
    sketch.pieces.append(replace(strap, outline=on_side(strap.outline, sign)))


def _twisted(outline: Curve, at: float) -> Curve:
    """Narrow a strap where it turns over."""
    count = len(outline) // 2
    right, left = outline[:count], outline[count:][::-1]
    share = np.linspace(0.0, 1.0, count)
    keep = 1 - 0.7 * np.exp(-(((share - at) / 0.1) ** 2))[:, None]
    middle = (right + left) / 2
    right, left = middle + (right - middle) * keep, middle + (left - middle) * keep
    return np.concatenate([right, left[::-1]])
