"""What is seen through a neck opening: the inside of the back, with its bands and tapes."""

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import Body, BodyLines
from tryon_ar.training.sketches.curves import bezier, join, line, shifted, strip, symmetric
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.necklines import opening
from tryon_ar.training.sketches.sketch import Curve, Dye, Piece, Sketch


def lay_inside(
    sketch: Sketch, lines: BodyLines, dice: Dice, dye: Dye = "main", *, collared: bool = False
) -> None:
    """Lay the inside of the back that is seen through the neck opening.

    ``collared``: the back's edge lies hidden under the collar's stand.
    """
    shade = inside_shade(dice)
    edge = lines.back if collared else _back(lines, dice)
    panel = opening(lines.front, edge)
    sketch.pieces.append(Piece(panel, Part.INSIDE_BACK, dye, shade=shade))
    _trim(sketch, edge, dye, shade, dice)


def inside_shade(dice: Dice) -> float:
    """Return the light of an inside: in flat light none of it is lost, in a deep one half."""
    if dice.chance(0.5):
        return dice.between(0.92, 1.04)
    return dice.between(0.72, 0.95) if dice.chance(0.65) else dice.between(0.5, 0.75)


def _back(lines: BodyLines, dice: Dice) -> Curve:
    """Return the back's edge from the wearer's left to right.

    It follows the front's a little higher, on the floor; or runs as it was cut; or stands up
    above the shoulders, as a rib does.
    """
    b = lines.body
    if b.neck in ("high", "sweetheart") or b.neck_half > 0.32:
        return lines.back
    form = dice.pick(("follows", "cut", "stands"), (0.4 if b.neck_depth < 0.26 else 0.0, 0.3, 0.3))
    if form == "follows":
        room = max(b.neck_depth, 0.03)
        rise = min(dice.between(0.02, 0.15), room * 0.95)
        return np.asarray(lines.front * np.array([1.0, 1 - rise / room]))
    if form == "cut":
        return lines.back
    high = dice.between(0.01, 0.06)
    w, low = b.neck_half, dice.between(-0.03, 0.03)
    corner = (w * dice.between(0.88, 1.0), -high)
    return symmetric(
        join(line((w, 0.0), corner, count=3), bezier(corner, (w * 0.5, low), (0, low)))
    )


def _trim(sketch: Sketch, edge: Curve, dye: Dye, shade: float, dice: Dice) -> None:
    """Sew band, tape and a seam on the inside, along the back's edge."""

    def sew(at: float, width: float, cloth: Dye, gain: float) -> None:
        band = strip(shifted(edge * np.array([1.04, 1.0]), y=at), width)
        sketch.pieces.append(
            Piece(band, Part.INSIDE_BACK, cloth, 0.0, Part.INSIDE_BACK, shade * gain)
        )

    low = 0.0
    if dice.chance(0.5):
        width = dice.between(0.025, 0.06)
        rib: Dye = dice.pick([dye, "trim"], [0.75, 0.25])
        sew(width / 2, width, rib, dice.between(0.95, 1.05))
        low = width
        sew(low, 0.008, dye, dice.between(0.6, 0.95))
    if dice.chance(0.45):
        tape: Dye = dice.pick([dye, "trim", "lining", "accent"], [0.4, 0.2, 0.2, 0.2])
        width = dice.between(0.012, 0.035)
        sew(low + width / 2, width, tape, dice.between(0.8, 1.05))
    if dice.chance(0.2):
        sew(low + dice.between(0.05, 0.12), 0.008, dye, dice.between(0.6, 0.9))


def lay_back_of_collar(sketch: Sketch, body: Body, height: float, dye: Dye, dice: Dice) -> None:
    """Lay the inside of a collar's stand and the yoke's edge; lay it before the front."""
    w = body.neck_half
    low = max(body.back_depth, 0.0) + dice.between(0.0, 0.03)
    shade = inside_shade(dice)
    lean = dice.between(-0.02, 0.02)
    top = bezier((w + 0.01, 0.01), (w * 0.98, -height), (lean, -height), 9)
    other = bezier((lean, -height), (-w * 0.98, -height), (-w - 0.01, 0.01), 9)
    seam = bezier((-w - 0.01, 0.01), (0, 2 * low), (w + 0.01, 0.01), 13)
    stand = join(top, other[1:], seam)
    sketch.pieces.append(Piece(stand, Part.INSIDE_BACK, dye, grain_degrees=0.0, shade=shade))
    fold = strip(seam, dice.between(0.006, 0.014))
    gain = dice.between(0.6, 0.95)
    sketch.pieces.append(
        Piece(fold, Part.INSIDE_BACK, dye, 0.0, Part.INSIDE_BACK, shade=shade * gain)
    )
    if dice.chance(0.35):
        yoke = strip(shifted(seam, y=dice.between(0.06, 0.12)), dice.between(0.006, 0.012))
        sketch.pieces.append(
            Piece(yoke, Part.INSIDE_BACK, dye, 0.0, Part.INSIDE_BACK, shade=shade * gain)
        )
