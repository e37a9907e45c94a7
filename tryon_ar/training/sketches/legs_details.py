"""What is sewn on trousers and shorts: waistbands, flies, pockets, hems and strings."""

import numpy as np

from tryon_ar.training.sketches.curves import along, bezier, flip, join, line, on_side
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.legs_cut import SIDES, LegCut, Legs, Side
from tryon_ar.training.sketches.sketch import Button, Curve, Dye, Line, Piece, Sketch


def lay_on_leg(sketch: Sketch, cut: LegCut, legs: Legs, kind: str, side: Side, dice: Dice) -> None:
    """Draw what is sewn on a leg: its hem, a turn-up, a crease, a stripe."""

    def lay(curve: Curve, width: float, strength: float, dye: Dye | None = None) -> None:
        sketch.lines.append(Line(on_side(curve, side.sign), width, strength, dye))

    up = dice.between(0.02, 0.09)
    outer, inner = np.array(along(cut.hem, 0.0)), np.array(along(cut.hem, 1.0))
    low = line(tuple(outer - np.array([0.006, up])), tuple(inner - np.array([-0.004, up])))
    if kind == "joggers" and dice.chance(0.7):
        lay(low, 0.012, dice.between(0.2, 0.5))
        for share in np.linspace(0.08, 0.92, dice.count(4, 10)):
            top = low[0] + share * (low[-1] - low[0])
            end = outer + share * (inner - outer)
            lay(line(tuple(top), tuple(end)), 0.007, 0.15)
    elif dice.chance(0.7):
        lay(low, 0.007, dice.between(0.1, 0.4))
    if dice.chance(0.1):
        cuff = on_side(join(low, line(tuple(inner), tuple(outer))), side.sign)
        dye: Dye = dice.pick(["main", "lining", "accent"])
        sketch.pieces.append(Piece(cuff, side.part, dye, within=side.part, raised=0.3))
    if kind in ("chinos", "wide") and dice.chance(0.4):
        crease = line((legs.waist * 0.5, legs.band), tuple((outer + inner) / 2))
        lay(crease, 0.01, dice.between(-0.2, 0.3))
    if kind in ("joggers", "leggings") and dice.chance(0.25):
        stripe = cut.outer - np.array([dice.between(0.02, 0.05), 0.0])
        lay(stripe, dice.between(0.01, 0.03), 0.0, "accent")


def lay_band(sketch: Sketch, legs: Legs, kind: str, dice: Dice) -> None:
    """Lay the waistband, gathered or with loops for a belt."""
    w, band = legs.waist * 1.02, legs.band
    edge = bezier((w, band), (0.0, 2 * legs.dip + band), (-w, band), 13)
    top = edge - np.array([0.0, band + 0.03])
    own = kind in ("joggers", "leggings") and dice.chance(0.4)
    dye: Dye = "trim" if own else "main"
    for _, sign, part in SIDES:
        keep = edge[:, 0] * sign >= -1e-9
        panel = join(top[keep], edge[keep][::-1])
        sketch.pieces.append(Piece(panel, part, dye, grain_degrees=0.0, within=part, raised=0.05))
    sketch.lines.append(Line(edge * np.array([0.98, 1.0]), 0.009, dice.between(0.12, 0.45)))
    if kind in ("joggers", "leggings"):
        strength = dice.between(0.08, 0.3)
        for share in np.linspace(0.03, 0.97, dice.count(12, 28)):
            x, y = along(edge, float(share))
            sketch.lines.append(Line(line((x, y - band), (x, y)), 0.007, strength))
    elif dice.chance(0.7):
        for x in (-0.7, -0.35, 0.35, 0.7):
            y = legs.dip * (1 - x * x)
            loop = line((x * w, y), (x * w, y + band + 0.01))
            sketch.lines.append(Line(loop, 0.022, dice.between(-0.15, 0.2)))


def lay_front(sketch: Sketch, legs: Legs, kind: str, dice: Dice, back: bool) -> None:
    """Draw seam, fly, strings, pockets and creases; of a back, its seam and pockets."""
    top = legs.dip + legs.band
    sketch.lines.append(Line(line((0, top), (0, legs.rise)), 0.009, dice.between(0.15, 0.5)))
    if back:
        _back_pockets(sketch, legs, dice)
        return
    if kind in ("jeans", "chinos", "wide"):
        if dice.chance(0.85):
            fly = bezier((0.07, top), (0.075, legs.rise * 0.65), (0.0, legs.rise * 0.78))
            sketch.lines.append(Line(fly, 0.007, dice.between(0.1, 0.35)))
        if dice.chance(0.85):
            sketch.buttons.append(
                Button(0.015, legs.dip + legs.band * 0.5, dice.between(0.012, 0.02))
            )
    elif dice.chance(0.6):
        _strings(sketch, legs, dice)
    if kind != "leggings" and dice.chance(0.85):
        _pockets(sketch, legs, kind, top, dice)
    if dice.chance(0.6):
        _whiskers(sketch, legs, dice)


def _pockets(sketch: Sketch, legs: Legs, kind: str, top: float, dice: Dice) -> None:
    w, hip = legs.waist, legs.hip
    strength = dice.between(0.15, 0.45)
    if kind == "jeans":
        pocket = bezier((w * 0.5, top), (w * 0.62, top + 0.13), (hip * 0.93, top + 0.11))
    else:
        pocket = line((w * 0.7, top), (hip * 0.96, top + dice.between(0.16, 0.26)))
    sketch.lines += [Line(pocket, 0.009, strength), Line(flip(pocket), 0.009, strength)]


def _whiskers(sketch: Sketch, legs: Legs, dice: Dice) -> None:
    for sign in (1.0, -1.0):
        for _ in range(2):
            reach = dice.between(0.08, 0.2)
            whisker = line((sign * 0.01, legs.rise * 0.95), (sign * reach, legs.rise - reach * 0.4))
            sketch.lines.append(Line(whisker, 0.012, dice.between(0.05, 0.2)))


def _strings(sketch: Sketch, legs: Legs, dice: Dice) -> None:
    dye: Dye = dice.pick(["main", "trim", "accent"])
    for sign in (1.0, -1.0):
        y = legs.dip + legs.band * 0.5
        end = (sign * dice.between(0.0, 0.07), y + dice.between(0.1, 0.3))
        cord = bezier((sign * 0.025, y), (sign * dice.between(0.02, 0.1), y + 0.08), end, 8)
        sketch.lines.append(Line(cord, dice.between(0.012, 0.022), dice.between(-0.2, 0.3), dye))


def _back_pockets(sketch: Sketch, legs: Legs, dice: Dice) -> None:
    y, strength = legs.band + 0.08, dice.between(0.15, 0.4)
    half = legs.waist * 0.24
    x = legs.waist * 0.52
    pocket = line(
        (x - half, y),
        (x + half, y),
        (x + half, y + 0.15),
        (x, y + 0.2),
        (x - half, y + 0.15),
        (x - half, y),
    )
    sketch.lines += [Line(pocket, 0.009, strength), Line(flip(pocket), 0.009, strength)]
