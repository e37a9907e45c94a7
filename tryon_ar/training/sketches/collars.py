"""Collars, lapels and hoods, laid over a body with its neck opening."""

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import Body, BodyLines
from tryon_ar.training.sketches.curves import bezier, flip, join, line, spline, strip, symmetric
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.sketch import Curve, Dye, Line, Piece, Sketch


def _both(sketch: Sketch, outline: Curve, dye: Dye, raised: float, strength: float) -> None:
    for half in (flip(outline), outline):
        sketch.pieces.append(Piece(half, Part.COLLAR, dye, grain_degrees=60.0, raised=raised))
        sketch.lines.append(Line(np.concatenate([half, half[:1]]), 0.007, strength))


def lay_back_of_collar(sketch: Sketch, body: Body, height: float, dye: Dye, dice: Dice) -> None:
    """Lay the inside of a collar's stand behind the neck; lay it before the front."""
    w = body.neck_half
    low = max(body.back_depth, 0.0) + dice.between(0.0, 0.03)
    top = symmetric(bezier((w + 0.01, 0.01), (w * 0.85, -height), (0, -height), 9))
    outline = join(top, bezier((-w - 0.01, 0.01), (0, 2 * low), (w + 0.01, 0.01), 13))
    sketch.pieces.append(
        Piece(outline, Part.COLLAR, dye, grain_degrees=0.0, shade=dice.between(0.75, 1.0))
    )
    sketch.lines.append(
        Line(bezier((-w * 0.9, low * 0.2), (0, 2 * low), (w * 0.9, low * 0.2)), 0.007, 0.2)
    )


def lay_shirt_collar(sketch: Sketch, lines: BodyLines, dye: Dye, dice: Dice) -> None:
    """Lay the two leaves of a folded collar that meet where the front closes."""
    w, d = lines.body.neck_half, lines.body.neck_depth
    rise = dice.between(0.015, 0.07)
    tip = (w * dice.between(0.55, 1.25) + 0.03, d + dice.between(-0.02, 0.12))
    fall = (w + dice.between(0.02, 0.06), dice.between(0.02, 0.06))
    leaf = join(
        line((dice.between(0.0, 0.012), d), tip),
        bezier(tip, ((tip[0] + fall[0]) / 2 + 0.015, (tip[1] + fall[1]) / 2), fall, 7),
        bezier(fall, (w + 0.01, -rise), (w * 0.72, -rise), 6),
        bezier((w * 0.72, -rise), (w * 0.6, d * 0.45), (0.0, d), 8),
    )
    _both(sketch, leaf, dye, dice.between(0.2, 0.6), dice.between(0.1, 0.4))


def lay_stand_collar(sketch: Sketch, lines: BodyLines, dye: Dye, dice: Dice) -> None:
    """Lay a band collar that stands around the opening and closes at its front."""
    w, d = lines.body.neck_half, lines.body.neck_depth
    high = dice.between(0.04, 0.1)
    half = join(
        bezier((w, 0.0), (w * 0.7, d * 0.7), (0.0, d), 9),
        bezier((0.0, d - high * 1.2), (w * 0.6, d * 0.5 - high), (w * 0.93, -high), 9),
    )
    _both(sketch, half, dye, dice.between(0.05, 0.3), dice.between(0.1, 0.35))


def lay_high_neck(sketch: Sketch, lines: BodyLines, dye: Dye, dice: Dice) -> None:
    """Lay the tube of a mock or turtle neck, some of them folded down, some open at the top."""
    b = lines.body
    w, high = b.neck_half, dice.between(0.06, 0.3)
    lean = dice.between(-0.03, 0.03)
    dip = dice.between(-0.04, 0.03)
    base = bezier((-w, 0.0), (0.0, 2 * b.neck_depth), (w, 0.0), 13)
    right = line((w, 0.0), (w + lean, -high), count=6)
    top = bezier((w + lean, -high), (0.0, -high + 2 * dip), (-w - lean, -high), 13)
    tube = join(right, top, line((-w - lean, -high), (-w, 0.0), count=6), base)
    if dip > 0.005:
        back = bezier((w + lean, -high), (0.0, -high - 0.03), (-w - lean, -high), 13)
        sketch.pieces.append(
            Piece(join(back, top[::-1]), Part.INSIDE_BACK, dye, shade=dice.between(0.6, 0.9))
        )
    sketch.pieces.append(Piece(tube, Part.COLLAR, dye, raised=dice.between(0.0, 0.3)))
    sketch.lines.append(Line(base, 0.008, dice.between(0.1, 0.4)))
    if dice.chance(0.5):
        fold = bezier((w, -high * 0.45), (0.0, -high * 0.4 + dip), (-w, -high * 0.45))
        sketch.lines.append(Line(fold, 0.012, dice.between(0.1, 0.4)))


def lay_lapels(
    sketch: Sketch, lines: BodyLines, dye: Dye, dice: Dice, *, shift: float = 0.0
) -> None:
    """Lay notched or peaked lapels with the collar above them.

    ``shift`` moves the breaking point sideways, for two rows of buttons.
    """
    w, d = lines.body.neck_half, lines.body.neck_depth
    width = dice.between(0.09, 0.22)
    notch_y = d * dice.between(0.22, 0.42)
    edge_x = w * (1 - notch_y / d)
    peak = dice.between(-0.05, 0.02) if dice.chance(0.3) else dice.between(0.0, 0.05)
    tip = (min(edge_x + width, lines.body.shoulder_half * 0.95), notch_y + peak)
    inner = (edge_x + width * 0.45, notch_y + 0.01)
    lapel = join(
        bezier((-shift, d), (tip[0] * 0.85, d * 0.75), tip, 9),
        line(tip, inner, count=4),
        line(inner, (edge_x * 0.75, notch_y), count=4),
        bezier((edge_x * 0.75, notch_y), (edge_x * 0.3, d * 0.7), (-shift, d), 7),
    )
    collar_tip = (edge_x + width * dice.between(0.55, 0.95), notch_y - dice.between(0.015, 0.05))
    fall = (w + dice.between(0.03, 0.07), dice.between(0.02, 0.05))
    collar = join(
        line(inner, collar_tip, fall, count=5),
        bezier(fall, (w, -0.06), (w * 0.8, -0.045), 6),
        bezier((w * 0.8, -0.045), (w * 0.72, notch_y * 0.5), (edge_x * 0.75, notch_y), 7),
        line((edge_x * 0.75, notch_y), inner, count=4),
    )
    strength, raised = dice.between(0.15, 0.45), dice.between(0.25, 0.6)
    collar_dye: Dye = "trim" if dice.chance(0.08) else dye
    _both(sketch, collar, collar_dye, raised, strength)
    _both(sketch, lapel, dye, raised, strength)


def lay_shawl(sketch: Sketch, lines: BodyLines, dye: Dye, dice: Dice) -> None:
    """Lay a shawl collar: one band from the back of the neck to the closing."""
    w, d = lines.body.neck_half, lines.body.neck_depth
    width = dice.between(0.06, 0.17)
    outer = spline(
        (0.0, d), (w * 0.5 + width * 0.9, d * 0.55), (w + width * 0.75, d * 0.15), (w + 0.03, 0.01)
    )
    inner = bezier((w * 0.8, -0.04), (w * 0.6, d * 0.45), (0.0, d), 10)
    leaf = join(outer, bezier((w + 0.03, 0.01), (w + 0.01, -0.05), (w * 0.8, -0.04), 5), inner)
    _both(sketch, leaf, dye, dice.between(0.2, 0.5), dice.between(0.1, 0.35))


def lay_hood(
    sketch: Sketch, lines: BodyLines, dye: Dye, dice: Dice, *, closed: bool = False
) -> None:
    """Lay a hood behind and around the neck: standing up, or lying flat and wide.

    ``closed``: seen from behind, without its opening.
    """
    b = lines.body
    w, d = b.neck_half, b.neck_depth
    up = dice.chance(0.7)
    high = dice.between(0.28, 0.55) if up else dice.between(0.1, 0.28)
    wide = w + (dice.between(0.02, 0.12) if up else dice.between(0.06, 0.2))
    wide = min(wide, b.shoulder_half * 0.9)
    lean = dice.between(-0.05, 0.05)
    top = spline(
        (w + 0.02, 0.02),
        (wide, -high * 0.35),
        (wide * 0.8, -high * 0.85),
        (lean, -high),
        (-wide * 0.8, -high * 0.85),
        (-wide, -high * 0.35),
        (-w - 0.02, 0.02),
    )
    low = bezier((-w - 0.02, 0.02), (-w * 0.45, d), (0.0, d), 8)
    low = join(low, flip(low)[::-1][1:])
    hood = join(top, low)
    sketch.pieces.append(Piece(hood, Part.HOOD, dye, raised=dice.between(0.2, 0.5)))
    if not closed:
        _open_hood(sketch, wide, high, d, lean, dice)
    strength = dice.between(0.15, 0.4)
    sketch.lines.append(Line(low, 0.012, strength))
    sketch.fold_axes.append(((wide * 0.7, -high * 0.5), (w * 0.7, 0.0)))
    sketch.fold_axes.append(((-wide * 0.7, -high * 0.5), (-w * 0.7, 0.0)))


def _open_hood(
    sketch: Sketch, wide: float, high: float, depth: float, lean: float, dice: Dice
) -> None:
    if dice.chance(0.1):
        return
    share = dice.between(0.3, 0.85)
    half = wide * share
    top = -high * dice.between(0.35, 0.85)
    bottom = depth * dice.between(0.3, 0.9)
    mouth = spline(
        (lean * 0.6, top),
        (half * 0.8, top * 0.75),
        (half, top * 0.2),
        (half * 0.55, bottom * 0.5),
        (0.0, bottom),
        (-half * 0.55, bottom * 0.5),
        (-half, top * 0.2),
        (-half * 0.8, top * 0.75),
        (lean * 0.6, top),
    )
    dye: Dye = "lining" if dice.chance(0.4) else "main"
    shade = dice.between(0.55, 0.9)
    sketch.pieces.append(Piece(mouth, Part.INSIDE_BACK, dye, within=Part.HOOD, shade=shade))
    rim = strip(mouth, dice.between(0.02, 0.05))
    sketch.lines.append(Line(mouth, 0.012, dice.between(0.1, 0.4)))
    if dice.chance(0.3):
        sketch.pieces.append(Piece(rim, Part.HOOD, "trim", within=Part.HOOD))
