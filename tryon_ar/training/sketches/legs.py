"""Trousers and shorts."""

from dataclasses import replace

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.curves import along, bezier, join, on_side, place_on_side
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.legs_cut import SIDES, LegCut, Legs, Side, cut_leg
from tryon_ar.training.sketches.legs_details import lay_band, lay_front, lay_on_leg
from tryon_ar.training.sketches.sketch import Dye, Line, Piece, Sketch

_KINDS = ("jeans", "chinos", "joggers", "leggings", "wide")
_KNEE_WIDTHS = {
    "jeans": (0.75, 1.0),
    "chinos": (0.8, 1.05),
    "joggers": (0.85, 1.15),
    "leggings": (0.6, 0.8),
    "wide": (1.0, 1.35),
}
"""Least and greatest width of a leg at the knee, as shares of 0.78 of the hips' half width."""


def draw_trousers(dice: Dice, back: bool) -> Sketch:
    """Draw trousers, from leggings and jeans to wide legs."""
    kind = dice.pick(_KINDS, (0.34, 0.22, 0.16, 0.1, 0.18))
    legs = _trouser_legs(kind, dice)
    if legs.spread < 0.05:
        # Legs that lie together leave no room for hips that stand far out.
        legs = replace(legs, hip=max(legs.waist, min(legs.hip, 1.5 * legs.knee)))
    if 0 <= legs.spread < 0.12 and dice.chance(0.55):
        legs = replace(legs, cling=dice.between(0.02, 0.38))
    return _draw("trousers", kind, legs, dice, back)


def _trouser_legs(kind: str, dice: Dice) -> Legs:
    w = dice.between(0.27, 0.41)
    hip = w + dice.between(0.0, 0.11)
    rise = dice.between(0.38, 0.68)
    knee = hip * dice.between(*_KNEE_WIDTHS[kind]) * 0.78
    taper = dice.between(1.0, 1.5) if kind == "wide" else dice.between(0.6, 1.12)
    return Legs(
        waist=w,
        hip=hip,
        rise=rise,
        length=rise + dice.between(0.7, 1.65),
        knee=knee,
        hem=knee * taper,
        spread=_spread(dice),
        dip=dice.between(-0.03, 0.06),
        band=dice.between(0.04, 0.1),
        hem_slant=dice.between(-0.03, 0.05),
        curve=dice.between(-0.02, 0.03),
        hip_share=dice.between(0.55, 0.95),
    )


def draw_shorts(dice: Dice, back: bool) -> Sketch:
    """Draw shorts, from hot pants to bermudas."""
    kind = dice.pick(_KINDS, (0.28, 0.26, 0.24, 0.07, 0.15))
    w = dice.between(0.28, 0.42)
    hip = w + dice.between(0.02, 0.13)
    rise = dice.between(0.36, 0.62)
    leg = dice.between(0.06, 0.2) if dice.chance(0.35) else dice.between(0.18, 0.62)
    spread = dice.between(0.0, 0.06) if dice.chance(0.6) else dice.between(0.05, 0.2)
    wide = hip * (dice.between(0.92, 1.35) if kind == "wide" else dice.between(0.82, 1.12))
    legs = Legs(
        waist=w,
        hip=hip,
        rise=rise,
        length=rise + leg,
        knee=wide,
        hem=wide * dice.between(0.9, 1.1),
        spread=min(spread, 0.12 + 0.5 * leg),
        dip=dice.between(-0.03, 0.06),
        band=dice.between(0.04, 0.12),
        hem_slant=dice.between(-0.06, 0.08),
    )
    legs = replace(legs, hem=max(legs.hem, hip * 0.9 - legs.spread))
    return _draw("shorts", kind, legs, dice, back)


def _spread(dice: Dice) -> float:
    """Draw how far apart the legs lie: together, apart, wide apart or over each other."""
    spans = ((0.0, 0.07), (0.05, 0.22), (0.2, 0.45), (-0.1, 0.0))
    return dice.between(*dice.pick(spans, (0.5, 0.3, 0.12, 0.08)))


def _draw(category: str, kind: str, legs: Legs, dice: Dice, back: bool) -> Sketch:
    sketch = Sketch(category)
    if dice.chance(0.4) and not back:
        _lay_inside(sketch, legs, dice)
    touching = legs.spread < 0 or legs.cling > 0
    for side in SIDES if dice.chance(0.5) else SIDES[::-1]:
        cut = cut_leg(legs, dice.near(0.0, 0.012))
        raised = dice.between(0.15, 0.5) if touching else 0.05
        sketch.pieces.append(Piece(on_side(cut.outline, side.sign), side.part, raised=raised))
        _mark(sketch, cut, side, legs)
        lay_on_leg(sketch, cut, legs, kind, side, dice)
    sketch.landmarks["crotch"] = (0.0, legs.rise)
    _fork(sketch, legs, dice)
    lay_band(sketch, legs, kind, dice)
    lay_front(sketch, legs, kind, dice, back)
    return sketch


def _fork(sketch: Sketch, legs: Legs, dice: Dice) -> None:
    """Draw where legs touch below the crotch, and the creases that start at it."""
    low = legs.rise + legs.cling * (legs.length - legs.rise)
    if legs.cling > 0:
        sway = dice.between(-0.015, 0.015)
        touch = bezier((0.0, legs.rise), (sway, (legs.rise + low) / 2), (0.0, low))
        sketch.lines.append(Line(touch, dice.between(0.008, 0.02), dice.between(0.2, 0.7)))
    if dice.chance(0.4):
        for sign in (1.0, -1.0):
            end = (sign * dice.between(0.08, 0.25), legs.rise + dice.between(0.02, 0.25))
            bend = (sign * 0.05, legs.rise + 0.01)
            crease = bezier((0.0, legs.rise), bend, end)
            sketch.lines.append(Line(crease, dice.between(0.008, 0.018), dice.between(0.05, 0.35)))


def _mark(sketch: Sketch, cut: LegCut, side: Side, legs: Legs) -> None:
    """Name a leg's landmarks, and say along what its folds run."""
    marks = {
        f"waist_{side.name}": (legs.waist, 0.0),
        f"leg_hem_{side.name}_outer": along(cut.hem, 0.0),
        f"leg_hem_{side.name}_inner": along(cut.hem, 1.0),
    }
    if sketch.category == "trousers":
        marks[f"knee_{side.name}"] = cut.knee
    for name, place in marks.items():
        sketch.landmarks[name] = place_on_side(place, side.sign)
    axes = [
        ((legs.waist * 0.6, legs.rise * 0.3), along(cut.hem, 0.5)),
        ((0.02, legs.rise), (legs.hip * 0.8, legs.rise * 0.8)),
    ]
    for start, end in axes:
        turned = place_on_side(start, side.sign), place_on_side(end, side.sign)
        sketch.fold_axes.append(turned)


def _lay_inside(sketch: Sketch, legs: Legs, dice: Dice) -> None:
    w = legs.waist
    front = bezier((w, 0.0), (0.0, 2 * legs.dip), (-w, 0.0), 13)
    top = bezier((w, 0.0), (0.0, 2 * (legs.dip - dice.between(0.015, 0.08))), (-w, 0.0), 13)
    outline = join(top, (front + np.array([0.0, 0.03]))[::-1])
    dye: Dye = dice.pick(["main", "lining"], [0.65, 0.35])
    sketch.pieces.append(Piece(outline, Part.INSIDE_BACK, dye, shade=dice.between(0.55, 0.9)))
