"""Sleeves: cap to long, spread or hanging, bent, or folded over the body."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import Body, BodyLines
from tryon_ar.training.sketches.curves import bezier, flip, flipped, join, line, point, shifted
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.sketch import Curve, Dye, Line, Piece, Sketch

SIDES = (("left", 1.0, Part.LEFT_SLEEVE), ("right", -1.0, Part.RIGHT_SLEEVE))


@dataclass(frozen=True)
class Sleeve:
    """Measures of a sleeve, units and degrees from straight down.

    Attributes
    ----------
    bend_degrees : float
        How much the forearm turns towards the body; above 90 it lies folded over it.
    elbow, cuff : float
        Flat widths.
    puff : float
        How far its outer edge bulges.
    """

    length: float
    degrees: float
    cuff: float
    elbow: float = 0.0
    bend_degrees: float = 0.0
    puff: float = 0.03
    band: float = 0.0
    over: bool = False
    raglan: bool = False
    dye: Dye = "main"

    @property
    def is_long(self) -> bool:
        """True when it reaches past the elbow."""
        return self.elbow > 0


@dataclass(frozen=True)
class SleeveLines:
    """Outlines and edges of the wearer's left sleeve."""

    pieces: tuple[tuple[Curve, float], ...]
    cuff_outer: tuple[float, float]
    cuff_inner: tuple[float, float]
    elbow: tuple[float, float] | None
    seams: tuple[Curve, ...]
    axis: tuple[tuple[float, float], tuple[float, float]]


def _axes(degrees: float) -> tuple[Curve, Curve]:
    turn = np.radians(degrees)
    return np.array([np.sin(turn), np.cos(turn)]), np.array([-np.cos(turn), np.sin(turn)])


def _root(lines: BodyLines, sleeve: Sleeve) -> Curve:
    """Return the edge at which the sleeve meets the body, from armpit to shoulder."""
    if sleeve.raglan:
        b = lines.body
        neck, armpit = (b.neck_half, 0.0), (b.armpit_half, b.armpit_y)
        slant = bezier(armpit, (b.shoulder_half * 0.78, b.armpit_y * 0.55), neck, 10)
        return join(slant, lines.shoulder[1:])
    hole = lines.armhole[::-1]
    return hole if sleeve.over else shifted(hole, -0.06)


def short_sleeve(lines: BodyLines, sleeve: Sleeve, degrees: float, dice: Dice) -> SleeveLines:
    """Cut a sleeve that ends above the elbow."""
    b = lines.body
    tip = np.array([b.shoulder_half, b.shoulder_drop])
    pit = np.array([b.armpit_half, b.armpit_y])
    down, inward = _axes(degrees)
    outer_end = tip + down * sleeve.length
    slant = dice.between(-0.03, 0.04)
    inner_end = outer_end + inward * sleeve.cuff - down * slant
    short = 0.05 - float((inner_end - pit) @ down)
    if short > 0:
        inner_end, outer_end = inner_end + down * short, outer_end + down * short * 0.6
    gap = pit[0] + 0.012 - inner_end[0]
    if gap > 0 and degrees > 12 and not sleeve.over:
        inner_end = inner_end + np.array([gap, 0.0])
    outer = bezier(tip, tip + down * sleeve.length * 0.45 - inward * sleeve.puff, outer_end)
    inner = bezier(inner_end, (inner_end + pit) / 2 - inward * 0.01, pit, 8)
    cuff = bezier(outer_end, (outer_end + inner_end) / 2 + down * 0.015, inner_end, 7)
    outline = join(outer, cuff, inner, _root(lines, sleeve))
    seams = []
    if sleeve.band > 0:
        lift = down * min(sleeve.band, 0.3 * sleeve.length)
        seams.append(line(outer_end - lift, inner_end - lift))
    return SleeveLines(
        ((outline, degrees),),
        point(outer_end),
        point(inner_end),
        None,
        tuple(seams),
        (point(pit), point((outer_end + inner_end) / 2)),
    )


def long_sleeve(lines: BodyLines, sleeve: Sleeve, degrees: float) -> SleeveLines:
    """Cut a sleeve with an elbow."""
    b = lines.body
    tip = np.array([b.shoulder_half, b.shoulder_drop])
    pit = np.array([b.armpit_half, b.armpit_y])
    down, inward = _axes(degrees)
    lower = degrees - sleeve.bend_degrees
    fore, fore_in = _axes(lower)
    # From the outer elbow of a bent arm inwards along the bisector of the bend.
    _, elbow_in = _axes(degrees - sleeve.bend_degrees / 2)
    upper_length, fore_length = 0.5 * sleeve.length, 0.5 * sleeve.length
    outer_elbow = tip + down * upper_length
    inner_elbow = outer_elbow + elbow_in * sleeve.elbow
    outer_end = outer_elbow + fore * fore_length
    inner_end = outer_end + fore_in * sleeve.cuff
    root = _root(lines, sleeve)
    elbow = (outer_elbow + inner_elbow) / 2
    bulge = -inward * sleeve.puff
    upper_edge = bezier(tip, tip + down * upper_length * 0.45 + bulge, outer_elbow, 9)
    under_edge = bezier(inner_elbow, (inner_elbow + pit) / 2 - inward * 0.005, pit, 8)
    fore_edge = bezier(outer_elbow, (outer_elbow + outer_end) / 2 - fore_in * 0.02, outer_end, 9)
    back_edge = bezier(inner_end, (inner_end + inner_elbow) / 2, inner_elbow, 8)
    cuff = bezier(outer_end, (outer_end + inner_end) / 2 + fore * 0.012, inner_end, 6)
    if sleeve.bend_degrees > 60:
        upper = join(upper_edge, line(outer_elbow, inner_elbow), under_edge, root)
        forearm = join(fore_edge, cuff, back_edge, line(inner_elbow, outer_elbow))
        pieces: tuple[tuple[Curve, float], ...] = ((upper, degrees), (forearm, lower))
    else:
        whole = join(upper_edge, fore_edge[1:], cuff, back_edge, under_edge[1:], root)
        pieces = ((whole, (degrees + lower) / 2),)
    seams = []
    if sleeve.band > 0:
        lift = fore * sleeve.band
        wide = fore_in * (sleeve.elbow - sleeve.cuff) * sleeve.band / fore_length * 0.5
        seams.append(line(outer_end - lift, inner_end - lift + wide))
    return SleeveLines(
        pieces,
        point(outer_end),
        point(inner_end),
        point(elbow),
        tuple(seams),
        (point(elbow), point((outer_end + inner_end) / 2)),
    )


def lay_sleeves(sketch: Sketch, lines: BodyLines, sleeve: Sleeve, dice: Dice) -> None:
    """Lay both sleeves with their landmarks, seams and fold axes, a little unlike each other."""
    folded = sleeve.bend_degrees > 60
    strength = dice.between(0.05, 0.45)
    hem = dice.between(0.05, 0.35)
    for side, sign, part in SIDES:
        degrees = dice.near(sleeve.degrees, 3.0)
        if not folded and dice.chance(0.1):
            degrees = dice.between(4.0, 60.0) if sleeve.is_long else degrees
        cut = (
            long_sleeve(lines, sleeve, max(degrees, -4.0))
            if sleeve.is_long
            else short_sleeve(lines, sleeve, max(degrees, 3.0), dice)
        )
        for outline, grain in cut.pieces:
            turned = _side(outline, sign)
            grain_degrees = 90.0 - sign * grain
            raised = dice.between(0.1, 0.5) if sleeve.over or folded else 0.0
            sketch.pieces.append(
                Piece(turned, part, sleeve.dye, grain_degrees=grain_degrees, raised=raised)
            )
        marks = sketch.landmarks
        marks[f"cuff_{side}_outer"] = _place(cut.cuff_outer, sign)
        marks[f"cuff_{side}_inner"] = _place(cut.cuff_inner, sign)
        if cut.elbow is not None:
            marks[f"elbow_{side}"] = _place(cut.elbow, sign)
        sketch.lines += [Line(_side(seam, sign), 0.008, hem) for seam in cut.seams]
        seam_line = _root(lines, sleeve) if sleeve.raglan else lines.armhole
        sketch.lines.append(Line(_side(seam_line, sign), 0.008, strength))
        start, end = cut.axis
        sketch.fold_axes.append((_place(start, sign), _place(end, sign)))
        if cut.elbow is not None:
            pit = (lines.body.armpit_half, lines.body.armpit_y)
            sketch.fold_axes.append((_place(pit, sign), _place(cut.elbow, sign)))


def _side(curve: Curve, sign: float) -> Curve:
    return curve if sign > 0 else flip(curve)


def _place(place: tuple[float, float], sign: float) -> tuple[float, float]:
    return place if sign > 0 else flipped(place)


def random_sleeve(kind: str, body: Body, dice: Dice) -> Sleeve:
    """Return a sleeve of a kind: cap, short, elbow, three_quarter or long."""
    opening = body.armpit_y - body.shoulder_drop
    spread = dice.between(-3, 25) if dice.chance(0.6) else dice.between(20, 80)
    raglan = dice.chance(0.06)
    band = dice.between(0.03, 0.1) if dice.chance(0.75) else 0.0
    dye: Dye = "accent" if dice.chance(0.06) else "main"
    if kind in ("cap", "short", "elbow"):
        ranges = {"cap": (0.08, 0.2), "short": (0.2, 0.45), "elbow": (0.42, 0.62)}
        length = dice.between(*ranges[kind])
        return Sleeve(
            length,
            dice.between(10, 78),
            min(dice.between(0.18, 0.34), 0.98 * opening),
            puff=dice.between(0.0, 0.09),
            band=band,
            over=dice.chance(0.15),
            raglan=raglan and kind != "cap",
            dye=dye,
        )
    length = dice.between(0.62, 0.88) if kind == "three_quarter" else dice.between(0.9, 1.35)
    bend = dice.between(-4, 18) if dice.chance(0.75) else dice.between(15, 45)
    folded = dice.chance(0.08)
    if folded:
        bend, spread = dice.between(95, 155), dice.between(2, 22)
    elbow = min(dice.between(0.15, 0.27), 0.9 * opening)
    cuff = elbow * dice.between(0.5, 0.95) if dice.chance(0.85) else elbow * dice.between(0.95, 1.5)
    return Sleeve(
        length,
        spread,
        cuff,
        elbow=elbow,
        bend_degrees=bend,
        puff=dice.between(0.0, 0.06),
        band=dice.between(0.03, 0.12) if dice.chance(0.8) else 0.0,
        over=folded or dice.chance(0.5 if spread < 25 else 0.2),
        raglan=raglan,
        dye=dye,
    )
