"""Collars, lapels and hoods, laid over a body with its neck opening."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import Body, BodyLines
from tryon_ar.training.sketches.curves import bezier, flip, join, line, spline, strip
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.marks import mark_beside_collar
from tryon_ar.training.sketches.sketch import Curve, Dye, Line, Piece, Sketch


def _lay_leaf(sketch: Sketch, outline: Curve, dye: Dye, raised: float, strength: float) -> None:
    sketch.pieces.append(Piece(outline, Part.COLLAR, dye, grain_degrees=60.0, raised=raised))
    sketch.lines.append(Line(np.concatenate([outline, outline[:1]]), 0.007, strength))


def _lay_both(sketch: Sketch, outline: Curve, dye: Dye, raised: float, strength: float) -> None:
    for half in (flip(outline), outline):
        _lay_leaf(sketch, half, dye, raised, strength)


def _meeting(lines: BodyLines, dice: Dice) -> tuple[float, float]:
    """Return where a collar's leaf ends: where the front closes, or above it on an open neck."""
    d = lines.body.neck_depth
    if d < 0.17 or (d < 0.3 and dice.chance(0.3)):
        return 0.0, d
    y = dice.between(0.06, 0.15)
    half = lines.front[: len(lines.front) // 2 + 1]
    return float(np.interp(y, half[:, 1], half[:, 0])), y


def lay_shirt_collar(sketch: Sketch, lines: BodyLines, dye: Dye, dice: Dice) -> None:
    """Lay the two leaves of a folded collar that meet where the front closes."""
    rise, end = dice.between(0.01, 0.04), _meeting(lines, dice)
    long = (dice.between(0.1, 1.0), dice.between(-0.02, 0.12))
    askew = dice.between(0.0, 0.03) if dice.chance(0.7) else dice.between(0.03, 0.07)
    raised, strength = dice.between(0.2, 0.6), dice.between(0.1, 0.4)
    leaves = []
    for sign in (-1.0, 1.0):
        tip_share = dice.between(0.0, 0.25) if dice.chance(0.06) else long[0]
        tip = (tip_share + dice.near(0.0, askew), long[1] + dice.near(0.0, askew))
        leaf = _leaf(lines, end, tip, rise + abs(dice.near(0.0, askew * 0.4)), dice)
        leaves.append(leaf if sign > 0 else flip(leaf))
        _lay_leaf(sketch, leaves[-1], dye, raised, strength)
    mark_beside_collar(sketch, lines, leaves)


def _leaf(
    lines: BodyLines,
    end: tuple[float, float],
    tip_reach: tuple[float, float],
    rise: float,
    dice: Dice,
) -> Curve:
    """Cut the wearer's left leaf: its tip's reach is from its end out to beside the neck."""
    w, (x, y) = lines.body.neck_half, end
    tip = (x + (w * 1.25 + 0.03 - x) * tip_reach[0], max(y + tip_reach[1], 0.04))
    fall = (w + dice.between(0.02, 0.07), dice.between(0.02, 0.06))
    bend = ((tip[0] + fall[0]) / 2 + 0.015, (tip[1] + fall[1]) / 2)
    return join(
        line((x + dice.between(0.0, 0.012), y), tip),
        bezier(tip, bend, fall, 7),
        bezier(fall, (w + 0.03, -rise), (w * 0.72, -rise), 6),
        bezier((w * 0.72, -rise), ((w * 0.6 + x) * 0.75, y * 0.45), end, 8),
    )


def lay_stand_collar(sketch: Sketch, lines: BodyLines, dye: Dye, dice: Dice) -> float:
    """Lay a band collar that stands around the opening; return where its front begins.

    Where it closes, the two sides first meet at its top.
    """
    w, d = lines.body.neck_half, lines.body.neck_depth
    high = dice.between(0.04, 0.1) if dice.chance(0.6) else dice.between(0.08, 0.16)
    corner = (w * dice.between(0.93, 1.0), -min(0.5 * high, 0.03))
    x, y = _meeting(lines, dice)
    top = d
    if x == 0:
        top = d - high * dice.between(0.8, 1.2)
        half = join(
            bezier((w, 0.0), (w * 0.7, d * 0.7), (0.0, d), 9),
            bezier((0.0, top), (w * 0.6, min(d * 0.5 - high, top)), corner, 9),
        )
        sketch.landmarks["neck_front"] = (0.0, top)
    else:
        inner = (max(x - 0.25 * high, 0.0), y - high)
        half = join(
            bezier((w, 0.0), ((w + x) * 0.55, y * 0.5), (x, y), 8),
            bezier(inner, ((w + x) * 0.45, max(y * 0.3 - high, corner[1])), corner, 8),
        )
    _lay_both(sketch, half, dye, dice.between(0.05, 0.3), dice.between(0.1, 0.35))
    return top


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


@dataclass(frozen=True)
class _Notch:
    """Where lapel and collar part, on the wearer's left.

    Attributes
    ----------
    edge_x, y : float
        Where a straight front edge would pass at the notch's height.
    width : float
        Of the lapel.
    tip : (float, float)
        The lapel's outermost point.
    """

    edge_x: float
    y: float
    width: float
    tip: tuple[float, float]

    @property
    def corner(self) -> tuple[float, float]:
        """Where the two edges of the notch meet."""
        return self.edge_x + self.width * 0.45, self.y + 0.01

    @property
    def start(self) -> tuple[float, float]:
        """Where the seam between lapel and collar leaves the front's edge."""
        return self.edge_x * 0.75, self.y


def lay_lapels(
    sketch: Sketch, lines: BodyLines, dye: Dye, dice: Dice, *, shift: float = 0.0
) -> None:
    """Lay notched or peaked lapels with the collar above them.

    Parameters
    ----------
    shift : float
        How far the breaking point lies beside the middle, for two rows of buttons; units.
    """
    notch = _draw_notch(lines.body, dice)
    lapel = _lapel(notch, lines.body.neck_depth, shift)
    collar = _collar_above(notch, lines.body.neck_half, dice)
    strength, raised = dice.between(0.15, 0.45), dice.between(0.25, 0.6)
    collar_dye: Dye = "trim" if dice.chance(0.08) else dye
    _lay_both(sketch, collar, collar_dye, raised, strength)
    _lay_both(sketch, lapel, dye, raised, strength)
    mark_beside_collar(sketch, lines, [collar, flip(collar)])
    if shift > 0:
        # Two rows of buttons: the lapels cross in the middle, above where they break.
        inner_edge = lapel[-7:]
        y = float(np.interp(0.0, -inner_edge[:, 0], inner_edge[:, 1]))
        sketch.landmarks["neck_front"] = (0.0, y)


def _draw_notch(body: Body, dice: Dice) -> _Notch:
    width = dice.between(0.09, 0.22)
    y = body.neck_depth * dice.between(0.22, 0.42)
    edge_x = body.neck_half * (1 - y / body.neck_depth)
    peak = dice.between(-0.05, 0.02) if dice.chance(0.3) else dice.between(0.0, 0.05)
    return _Notch(edge_x, y, width, (min(edge_x + width, body.shoulder_half * 0.95), y + peak))


def _lapel(notch: _Notch, depth: float, shift: float) -> Curve:
    """Cut the wearer's left lapel; its last seven points run down the front's edge."""
    low = (-shift, depth)
    return join(
        bezier(low, (notch.tip[0] * 0.85, depth * 0.75), notch.tip, 9),
        line(notch.tip, notch.corner, count=4),
        line(notch.corner, notch.start, count=4),
        bezier(notch.start, (notch.edge_x * 0.3, depth * 0.7), low, 7),
    )


def _collar_above(notch: _Notch, neck_half: float, dice: Dice) -> Curve:
    """Cut the wearer's left half of the collar above a lapel."""
    w = neck_half
    tip_x = notch.edge_x + notch.width * dice.between(0.55, 0.95)
    tip = (tip_x, notch.y - dice.between(0.015, 0.05))
    fall = (w + dice.between(0.03, 0.07), dice.between(0.02, 0.05))
    return join(
        line(notch.corner, tip, fall, count=5),
        bezier(fall, (w, -0.06), (w * 0.8, -0.045), 6),
        bezier((w * 0.8, -0.045), (w * 0.72, notch.y * 0.5), notch.start, 7),
        line(notch.start, notch.corner, count=4),
    )


def lay_shawl(sketch: Sketch, lines: BodyLines, dye: Dye, dice: Dice) -> None:
    """Lay a shawl collar: one band from the back of the neck to the closing."""
    w, d = lines.body.neck_half, lines.body.neck_depth
    width = dice.between(0.06, 0.17)
    outer = spline(
        (0.0, d), (w * 0.5 + width * 0.9, d * 0.55), (w + width * 0.75, d * 0.15), (w + 0.03, 0.01)
    )
    inner = bezier((w * 0.8, -0.04), (w * 0.6, d * 0.45), (0.0, d), 10)
    leaf = join(outer, bezier((w + 0.03, 0.01), (w + 0.01, -0.05), (w * 0.8, -0.04), 5), inner)
    _lay_both(sketch, leaf, dye, dice.between(0.2, 0.5), dice.between(0.1, 0.35))
    mark_beside_collar(sketch, lines, [leaf, flip(leaf)])


class _Hood(NamedTuple):
    """Size of a hood, units: half its width, its height, and how far its top leans sideways."""

    wide: float
    high: float
    lean: float


def lay_hood(
    sketch: Sketch, lines: BodyLines, dye: Dye, dice: Dice, *, closed: bool = False
) -> None:
    """Lay a hood behind and around the neck: standing up, or lying flat and wide.

    Parameters
    ----------
    closed : bool
        Seen from behind, without its opening.
    """
    b = lines.body
    size = _draw_hood(b, dice)
    w, depth = b.neck_half, min(b.neck_depth, 0.24)
    low = bezier((-w - 0.02, 0.02), (-w * 0.45, depth), (0.0, depth), 8)
    low = join(low, flip(low)[::-1][1:])
    hood = join(_hood_top(size, w), low)
    sketch.pieces.append(Piece(hood, Part.HOOD, dye, raised=dice.between(0.2, 0.5)))
    if not closed:
        _open_hood(sketch, size, depth, dice)
    mark_beside_collar(sketch, lines, [hood])
    if b.neck_depth > depth:
        _part_hood(sketch, lines, dice)
    sketch.lines.append(Line(low, 0.012, dice.between(0.15, 0.4)))
    for sign in (1.0, -1.0):
        crown = (sign * size.wide * 0.7, -size.high * 0.5)
        sketch.fold_axes.append((crown, (sign * w * 0.7, 0.0)))


def _draw_hood(body: Body, dice: Dice) -> _Hood:
    up = dice.chance(0.7)
    high = dice.between(0.28, 0.55) if up else dice.between(0.1, 0.28)
    wide = body.neck_half + (dice.between(0.02, 0.12) if up else dice.between(0.06, 0.2))
    return _Hood(min(wide, body.shoulder_half * 0.9), high, dice.between(-0.05, 0.05))


def _hood_top(size: _Hood, neck_half: float) -> Curve:
    """Return a hood's upper edge from the wearer's left to right."""
    wide, high = size.wide, size.high
    return spline(
        (neck_half + 0.02, 0.02),
        (wide, -high * 0.35),
        (wide * 0.8, -high * 0.85),
        (size.lean, -high),
        (-wide * 0.8, -high * 0.85),
        (-wide, -high * 0.35),
        (-neck_half - 0.02, 0.02),
    )


def _part_hood(sketch: Sketch, lines: BodyLines, dice: Dice) -> None:
    """Cut the hood apart where the front below it is open."""
    wedge = lines.front[3:-3]
    shade = dice.between(0.6, 1.0)
    dye: Dye = dice.pick(["lining", "main"])
    sketch.pieces.append(Piece(wedge, Part.INSIDE_BACK, dye, within=Part.HOOD, shade=shade))


def _open_hood(sketch: Sketch, size: _Hood, depth: float, dice: Dice) -> None:
    """Lay the opening of a hood, down to a share of the neck's depth."""
    if dice.chance(0.1):
        return
    high, lean = size.high, size.lean
    half = size.wide * dice.between(0.3, 0.85)
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
    shade = dice.between(0.5, 1.0)
    # The inside of a hood lies behind the head like the rest of it.
    sketch.pieces.append(Piece(mouth, Part.HOOD, dye, within=Part.HOOD, shade=shade))
    rim = strip(mouth, dice.between(0.02, 0.05))
    sketch.lines.append(Line(mouth, 0.012, dice.between(0.1, 0.4)))
    if dice.chance(0.3):
        sketch.pieces.append(Piece(rim, Part.HOOD, "trim", within=Part.HOOD))
