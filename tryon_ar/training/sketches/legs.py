"""Trousers and shorts."""

from dataclasses import dataclass, replace

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.curves import along, bezier, flip, flipped, join, line, spline
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.sketch import Button, Curve, Dye, Line, Piece, Sketch

SIDES = (("left", 1.0, Part.LEFT_LEG), ("right", -1.0, Part.RIGHT_LEG))


@dataclass(frozen=True)
class Legs:
    """Measures, units; the origin is the middle of the waist.

    Attributes
    ----------
    spread : float
        How far the inner hem lies from the middle; negative where legs overlap.
    knee, hem : float
        Flat widths of one leg.
    cling : float
        Share of the inseam, from the crotch down, along which the legs touch.
    hip_share : float
        How far down the rise the hips are widest.
    """

    waist: float
    hip: float
    rise: float
    length: float
    knee: float
    hem: float
    spread: float
    dip: float
    band: float
    hem_slant: float
    curve: float = 0.0
    cling: float = 0.0
    hip_share: float = 0.72


@dataclass(frozen=True)
class _Cut:
    outline: Curve
    outer: Curve
    hem: Curve
    knee: tuple[float, float]


def draw_trousers(dice: Dice, back: bool) -> Sketch:
    """Draw trousers, from leggings and jeans to wide legs."""
    kind = dice.pick(
        ("jeans", "chinos", "joggers", "leggings", "wide"), (0.34, 0.22, 0.16, 0.1, 0.18)
    )
    w = dice.between(0.27, 0.41)
    hip = w + dice.between(0.0, 0.11)
    rise = dice.between(0.38, 0.68)
    widths = {
        "jeans": (0.75, 1.0),
        "chinos": (0.8, 1.05),
        "joggers": (0.85, 1.15),
        "leggings": (0.6, 0.8),
        "wide": (1.0, 1.35),
    }
    knee = hip * dice.between(*widths[kind]) * 0.78
    taper = dice.between(1.0, 1.5) if kind == "wide" else dice.between(0.6, 1.12)
    legs = Legs(
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
    if legs.spread < 0.05:
        # Legs that lie together leave no room for hips that stand far out.
        legs = replace(legs, hip=max(w, min(hip, 1.5 * knee)))
    if 0 <= legs.spread < 0.12 and dice.chance(0.55):
        legs = replace(legs, cling=dice.between(0.02, 0.38))
    return _draw("trousers", kind, legs, dice, back)


def draw_shorts(dice: Dice, back: bool) -> Sketch:
    """Draw shorts, from hot pants to bermudas."""
    kind = dice.pick(
        ("jeans", "chinos", "joggers", "leggings", "wide"), (0.28, 0.26, 0.24, 0.07, 0.15)
    )
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
    form = dice.pick(("together", "apart", "wide", "overlap"), (0.5, 0.3, 0.12, 0.08))
    spans = {
        "together": (0.0, 0.07),
        "apart": (0.05, 0.22),
        "wide": (0.2, 0.45),
        "overlap": (-0.1, 0.0),
    }
    return dice.between(*spans[form])


_KNEE = 0.45
"""How far down the inseam the knee lies."""


def _cut_leg(legs: Legs, lean: float) -> _Cut:
    """Cut the wearer's left leg; ``lean`` moves its hem sideways."""
    reach = legs.length - legs.rise
    knee_y = legs.rise + 0.46 * reach
    spread = legs.spread + lean
    inner_hem = np.array([spread, legs.length + min(legs.hem_slant, 0.4 * reach)])
    outer_hem = np.array([spread + legs.hem, legs.length])
    inner_knee = np.array([spread * 0.44 + 0.006 + legs.curve, knee_y])
    outer_knee = inner_knee + np.array([legs.knee, 0.0])
    hip_y = legs.rise * legs.hip_share
    fork = (0.0, legs.rise + legs.cling * reach)
    if reach < 0.7:
        outer = spline((legs.waist, 0.0), (legs.hip, hip_y), tuple(outer_hem))
        bend = (spread * 0.4, max(legs.rise + 0.4 * reach, fork[1]))
        inner = bezier(fork, bend, tuple(inner_hem), 8)
    else:
        outer = spline((legs.waist, 0.0), (legs.hip, hip_y), tuple(outer_knee), tuple(outer_hem))
        inner = spline(fork, tuple(inner_knee), tuple(inner_hem))
    middle = (outer_hem + inner_hem) / 2 + np.array([0.0, 0.008])
    hem = bezier(outer_hem, middle, inner_hem, 7)
    half_waist = bezier((0.0, legs.dip), (legs.waist * 0.5, legs.dip), (legs.waist, 0.0), 8)
    centre = line((-0.004, legs.rise), (-0.004, legs.dip))
    outline = join(outer, hem, inner[::-1], centre, half_waist)
    return _Cut(outline, outer, hem, _knee(outer, inner, legs.rise + _KNEE * reach))


def _knee(outer: Curve, inner: Curve, y: float) -> tuple[float, float]:
    """Return the middle of a leg's width at a height."""
    ends = [float(np.interp(y, edge[:, 1], edge[:, 0])) for edge in (outer, inner)]
    return (ends[0] + ends[1]) / 2, y


def _draw(category: str, kind: str, legs: Legs, dice: Dice, back: bool) -> Sketch:
    sketch = Sketch(category)
    if dice.chance(0.4) and not back:
        _lay_inside(sketch, legs, dice)
    order = SIDES if dice.chance(0.5) else SIDES[::-1]
    for side, sign, part in order:
        cut = _cut_leg(legs, dice.near(0.0, 0.012))
        turned = cut.outline if sign > 0 else flip(cut.outline)
        overlap = legs.spread < 0
        raised = dice.between(0.15, 0.5) if overlap or legs.cling > 0 else 0.05
        sketch.pieces.append(Piece(turned, part, raised=raised))
        _mark(sketch, cut, side, sign, category, legs)
        _leg_details(sketch, cut, legs, kind, sign, part, dice)
    sketch.landmarks["crotch"] = (0.0, legs.rise)
    _fork(sketch, legs, dice)
    _lay_band(sketch, legs, kind, dice)
    _front(sketch, legs, kind, dice, back)
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


def _mark(sketch: Sketch, cut: _Cut, side: str, sign: float, category: str, legs: Legs) -> None:
    marks = sketch.landmarks

    def put(name: str, place: tuple[float, float]) -> None:
        marks[name] = place if sign > 0 else flipped(place)

    put(f"waist_{side}", (legs.waist, 0.0))
    put(f"leg_hem_{side}_outer", along(cut.hem, 0.0))
    put(f"leg_hem_{side}_inner", along(cut.hem, 1.0))
    if category == "trousers":
        put(f"knee_{side}", cut.knee)
    hem = along(cut.hem, 0.5)
    axes = [
        ((legs.waist * 0.6, legs.rise * 0.3), hem),
        ((0.02, legs.rise), (legs.hip * 0.8, legs.rise * 0.8)),
    ]
    if sign < 0:
        axes = [(flipped(start), flipped(end)) for start, end in axes]
    sketch.fold_axes += axes


def _lay_inside(sketch: Sketch, legs: Legs, dice: Dice) -> None:
    w = legs.waist
    front = bezier((w, 0.0), (0.0, 2 * legs.dip), (-w, 0.0), 13)
    top = bezier((w, 0.0), (0.0, 2 * (legs.dip - dice.between(0.015, 0.08))), (-w, 0.0), 13)
    outline = join(top, (front + np.array([0.0, 0.03]))[::-1])
    dye: Dye = dice.pick(["main", "lining"], [0.65, 0.35])
    sketch.pieces.append(Piece(outline, Part.INSIDE_BACK, dye, shade=dice.between(0.55, 0.9)))


def _leg_details(
    sketch: Sketch, cut: _Cut, legs: Legs, kind: str, sign: float, part: Part, dice: Dice
) -> None:
    def lay(curve: Curve, width: float, strength: float) -> None:
        sketch.lines.append(Line(curve if sign > 0 else flip(curve), width, strength))

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
        cuff = join(low, line(tuple(inner), tuple(outer)))
        turned = cuff if sign > 0 else flip(cuff)
        dye: Dye = dice.pick(["main", "lining", "accent"])
        sketch.pieces.append(Piece(turned, part, dye, within=part, raised=0.3))
    if kind in ("chinos", "wide") and dice.chance(0.4):
        crease = line((legs.waist * 0.5, legs.band), tuple((outer + inner) / 2))
        lay(crease, 0.01, dice.between(-0.2, 0.3))
    if kind in ("joggers", "leggings") and dice.chance(0.25):
        stripe = cut.outer - np.array([dice.between(0.02, 0.05), 0.0])
        turned = stripe if sign > 0 else flip(stripe)
        sketch.lines.append(Line(turned, dice.between(0.01, 0.03), 0.0, "accent"))


def _lay_band(sketch: Sketch, legs: Legs, kind: str, dice: Dice) -> None:
    w, band = legs.waist * 1.02, legs.band
    edge = bezier((w, band), (0.0, 2 * legs.dip + band), (-w, band), 13)
    top = edge - np.array([0.0, band + 0.03])
    own = kind in ("joggers", "leggings") and dice.chance(0.4)
    dye: Dye = "trim" if own else "main"
    for side, sign, part in SIDES:
        del side
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


def _front(sketch: Sketch, legs: Legs, kind: str, dice: Dice, back: bool) -> None:
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
