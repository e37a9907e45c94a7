"""Sleeves: cap to long, spread or hanging, bent, or folded over the body."""

from dataclasses import dataclass, replace

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import Body, BodyLines, width_at
from tryon_ar.training.sketches.curves import (
    along,
    bezier,
    flip,
    flipped,
    join,
    line,
    point,
    shifted,
)
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.draft import Draft
from tryon_ar.training.sketches.marks import half_way
from tryon_ar.training.sketches.sketch import Curve, Dye, Line, Piece

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
    elbow_share : float
        How far along it the elbow lies.
    puff : float
        How far its outer edge bulges.
    crumple : float
        How far its edges waver.
    wedge : float or None
        Width at the cuff of the ground that shows between it and the body it hangs beside.
    """

    length: float
    degrees: float
    cuff: float
    elbow: float = 0.0
    elbow_share: float = 0.5
    bend_degrees: float = 0.0
    puff: float = 0.03
    band: float = 0.0
    over: bool = False
    raglan: bool = False
    dye: Dye = "main"
    crumple: float = 0.0
    wedge: float | None = None

    @property
    def is_long(self) -> bool:
        """True when it reaches past the elbow."""
        return self.elbow > 0

    @property
    def is_cap(self) -> bool:
        """True when it only covers the shoulder's tip."""
        return self.length < 0.2

    @property
    def is_folded(self) -> bool:
        """True when its forearm lies over the body."""
        return self.bend_degrees > 55

    @property
    def root(self) -> float:
        """Width it keeps at the armpit at least, units."""
        return (0.35 if self.over else 0.6) * (self.elbow or self.cuff)


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
    share = dice.between(0.6, 0.95) if sleeve.is_cap else 1.0
    pit = np.array(along(lines.armhole, share))
    down, inward = _axes(degrees)
    reach = float((pit - tip) @ down)
    length = max(sleeve.length, reach + dice.between(0.03, 0.1))
    outer_end = tip + down * (sleeve.length if sleeve.is_cap else length)
    # A cuff wider than the sleeve's root would lie as a dart over the body.
    width = min(sleeve.cuff, max(1.08 * float((pit - tip) @ inward), 0.1))
    inner_end = tip + down * length + inward * width - down * dice.between(-0.02, 0.025)
    outer = bezier(tip, tip + down * sleeve.length * 0.45 - inward * sleeve.puff, outer_end)
    inner = bezier(inner_end, (inner_end + pit) / 2 - inward * 0.01, pit, 8)
    cuff = bezier(outer_end, (outer_end + inner_end) / 2 + down * 0.015, inner_end, 7)
    root = _root(lines, sleeve)
    outline = join(outer, cuff, inner, root[int((1 - share) * len(root)) :])
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


_BENT = 25.0
"""Degrees from which the elbow is seen at a sleeve's bend, not half-way along it."""


def _crumpled(edge: Curve, sleeve: Sleeve) -> Curve:
    """Return an edge that wavers, its ends where they were."""
    if sleeve.crumple == 0:
        return edge
    share = np.linspace(0.0, 1.0, len(edge))
    phase = 50.0 * sleeve.length + 9.0 * float(edge[0, 0])
    waves = np.sin(share * 11.0 + phase) * np.sin(np.pi * share)
    away = np.array([-(edge[-1, 1] - edge[0, 1]), edge[-1, 0] - edge[0, 0]])
    away = away / max(float(np.hypot(*away)), 1e-6)
    return np.asarray(edge + sleeve.crumple * waves[:, None] * away)


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
    upper_length = sleeve.elbow_share * sleeve.length
    fore_length = sleeve.length - upper_length
    outer_elbow = tip + down * upper_length
    inner_elbow = outer_elbow + elbow_in * sleeve.elbow
    outer_end = outer_elbow + fore * fore_length
    inner_end = outer_end + fore_in * sleeve.cuff
    root = _root(lines, sleeve)
    bulge = -inward * sleeve.puff
    upper_edge = bezier(tip, tip + down * upper_length * 0.45 + bulge, outer_elbow, 9)
    under_edge = bezier(inner_elbow, (inner_elbow + pit) / 2 - inward * 0.005, pit, 8)
    fore_edge = bezier(outer_elbow, (outer_elbow + outer_end) / 2 - fore_in * 0.02, outer_end, 9)
    back_edge = bezier(inner_end, (inner_end + inner_elbow) / 2, inner_elbow, 8)
    upper_edge, fore_edge = _crumpled(upper_edge, sleeve), _crumpled(fore_edge, sleeve)
    under_edge, back_edge = _crumpled(under_edge, sleeve), _crumpled(back_edge, sleeve)
    elbow = point((outer_elbow + inner_elbow) / 2)
    if abs(sleeve.bend_degrees) < _BENT:
        inner = join(under_edge[::-1], back_edge[::-1])
        elbow = half_way(join(upper_edge, fore_edge[1:]), inner)
    cuff = bezier(outer_end, (outer_end + inner_end) / 2 + fore * 0.012, inner_end, 6)
    if sleeve.is_folded:
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
        elbow,
        tuple(seams),
        (elbow, point((outer_end + inner_end) / 2)),
    )


@dataclass(frozen=True)
class LaidSleeve:
    """One sleeve where it lies; ``over``: on the body, not under it."""

    side: str
    sign: float
    part: Part
    lines: SleeveLines
    sleeve: Sleeve

    @property
    def over(self) -> bool:
        """True when it lies on the body."""
        return self.sleeve.over or self.sleeve.raglan


def cut_sleeves(lines: BodyLines, sleeve: Sleeve, dice: Dice) -> list[LaidSleeve]:
    """Cut both sleeves, a little unlike each other; what would vanish below the body lies on it."""
    laid = []
    least = least_degrees(lines.body, sleeve)
    for side, sign, part in SIDES:
        degrees = dice.near(sleeve.degrees, 3.0)
        if sleeve.is_long and not sleeve.is_folded and dice.chance(0.1):
            degrees = dice.between(least, 70.0)
        degrees = max(degrees, least - 2.0)
        if sleeve.wedge is not None:
            degrees = _beside_body(lines, sleeve, sleeve.wedge * dice.between(0.4, 1.6), least)
        cut = _cut(lines, sleeve, degrees, dice)
        placed = sleeve
        if not sleeve.over and _within(lines, cut.cuff_inner):
            placed = replace(sleeve, over=True)
            cut = _cut(lines, placed, degrees, dice)
        laid.append(LaidSleeve(side, sign, part, cut, placed))
    return laid


def _beside_body(lines: BodyLines, sleeve: Sleeve, wedge: float, least: float) -> float:
    """Return how steep a sleeve hangs whose cuff ends so far beside the body."""
    low, high = least - 2.0, 75.0
    for _ in range(7):
        middle = (low + high) / 2
        x, y = long_sleeve(lines, sleeve, middle).cuff_inner
        if x - width_at(lines, y) < wedge:
            low = middle
        else:
            high = middle
    return high


def _cut(lines: BodyLines, sleeve: Sleeve, degrees: float, dice: Dice) -> SleeveLines:
    if sleeve.is_long:
        return long_sleeve(lines, sleeve, degrees)
    return short_sleeve(lines, sleeve, degrees, dice)


def _within(lines: BodyLines, place: tuple[float, float]) -> bool:
    x, y = place
    body = lines.body
    return body.armpit_y < y < body.hem_y and x < width_at(lines, y) + 0.01


def lay_sleeve(sketch: Draft, lines: BodyLines, laid: LaidSleeve, dice: Dice) -> None:
    """Lay one sleeve with its landmarks, seams and fold axes."""
    side, sign, cut = laid.side, laid.sign, laid.lines
    raised = dice.between(0.1, 0.5) if laid.over else 0.0
    for outline, grain in cut.pieces:
        turned = _side(outline, sign)
        dye = laid.sleeve.dye
        grain_degrees = 90.0 - sign * grain
        sketch.pieces.append(
            Piece(turned, laid.part, dye, grain_degrees=grain_degrees, raised=raised)
        )
        if laid.over:
            sketch.covers.append(turned)
    marks = sketch.landmarks
    marks[f"cuff_{side}_outer"] = _place(cut.cuff_outer, sign)
    marks[f"cuff_{side}_inner"] = _place(cut.cuff_inner, sign)
    if cut.elbow is not None:
        marks[f"elbow_{side}"] = _place(cut.elbow, sign)
        pit = (lines.body.armpit_half, lines.body.armpit_y)
        sketch.fold_axes.append((_place(pit, sign), _place(cut.elbow, sign)))
    strength = dice.between(0.05, 0.35)
    sketch.over_lines += [Line(_side(seam, sign), 0.008, strength) for seam in cut.seams]
    root = _root(lines, laid.sleeve) if laid.sleeve.raglan else lines.armhole
    sketch.over_lines.append(Line(_side(root, sign), 0.008, dice.between(0.05, 0.45)))
    start, end = cut.axis
    sketch.fold_axes.append((_place(start, sign), _place(end, sign)))


def least_degrees(body: Body, sleeve: Sleeve) -> float:
    """Return how steep a sleeve may hang: its root keeps half its width at the armpit.

    The armpit's distance from the outer edge is R sin(θ − φ), with R and φ the distance and
    direction of the armpit from the shoulder.
    """
    dx, dy = body.armpit_half - body.shoulder_half, body.armpit_y - body.shoulder_drop
    share = sleeve.root / max(float(np.hypot(dx, dy)), sleeve.root + 1e-6)
    return float(np.degrees(np.arctan2(dx, dy) + np.arcsin(share)))


def _side(curve: Curve, sign: float) -> Curve:
    return curve if sign > 0 else flip(curve)


def _place(place: tuple[float, float], sign: float) -> tuple[float, float]:
    return place if sign > 0 else flipped(place)
