"""The cut of sleeves: measures, and the outlines of short and long ones, bent or folded."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.training.sketches.bodies import Body, BodyLines
from tryon_ar.training.sketches.curves import along, bezier, join, line, point, shifted
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.marks import half_way
from tryon_ar.training.sketches.sketch import Curve, Dye

_BENT = 25.0
"""Degrees from which the elbow is seen at a sleeve's bend, not half-way along it."""


@dataclass(frozen=True)
class Sleeve:
    """Measures of a sleeve, units and degrees from straight down.

    Attributes
    ----------
    length : float
        Along its outer edge.
    degrees : float
        How far its upper half is spread away from the body.
    elbow, cuff : float
        Flat widths; ``elbow`` is 0 for a sleeve that ends above it.
    elbow_share : float
        How far along it the elbow lies.
    bend_degrees : float
        How much the forearm turns towards the body; above 90 it lies folded over it.
    puff : float
        How far its outer edge bulges.
    band : float
        Height of the band at its cuff; 0 for none.
    over : bool
        It lies on the body, not under it.
    raglan : bool
        It begins at the neck.
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
    """Outlines and edges of the wearer's left sleeve.

    Attributes
    ----------
    pieces : tuple of (ndarray of shape (N, 2), float)
        Outlines, and the degrees from straight down along which each hangs.
    axis : (start, end)
        Along which its folds run.
    """

    pieces: tuple[tuple[Curve, float], ...]
    cuff_outer: tuple[float, float]
    cuff_inner: tuple[float, float]
    elbow: tuple[float, float] | None
    seams: tuple[Curve, ...]
    axis: tuple[tuple[float, float], tuple[float, float]]


def _axes(degrees: float) -> tuple[Curve, Curve]:
    """Return the directions down along a sleeve and across it towards the body, shape (2,)."""
    turn = np.radians(degrees)
    return np.array([np.sin(turn), np.cos(turn)]), np.array([-np.cos(turn), np.sin(turn)])


def root_edge(lines: BodyLines, sleeve: Sleeve) -> Curve:
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
    root = root_edge(lines, sleeve)
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


@dataclass(frozen=True, eq=False)
class _Arm:
    """Joints of a long sleeve, and the directions along and across its forearm; shape (2,)."""

    tip: Curve
    pit: Curve
    outer_elbow: Curve
    inner_elbow: Curve
    outer_end: Curve
    inner_end: Curve
    fore: Curve
    fore_in: Curve


@dataclass(frozen=True, eq=False)
class _ArmEdges:
    """Edges of a long sleeve, shape (N, 2): down its outer side, then up its inner one."""

    upper: Curve
    fore: Curve
    back: Curve
    under: Curve


def long_sleeve(lines: BodyLines, sleeve: Sleeve, degrees: float) -> SleeveLines:
    """Cut a sleeve with an elbow."""
    arm = _arm(lines.body, sleeve, degrees)
    edges = _arm_edges(arm, sleeve, degrees)
    elbow = _elbow(arm, edges, sleeve)
    return SleeveLines(
        _arm_pieces(arm, edges, root_edge(lines, sleeve), sleeve, degrees),
        point(arm.outer_end),
        point(arm.inner_end),
        elbow,
        _band_seam(arm, sleeve),
        (elbow, point((arm.outer_end + arm.inner_end) / 2)),
    )


def _arm(body: Body, sleeve: Sleeve, degrees: float) -> _Arm:
    tip = np.array([body.shoulder_half, body.shoulder_drop])
    down, _ = _axes(degrees)
    fore, fore_in = _axes(degrees - sleeve.bend_degrees)
    # From the outer elbow of a bent arm inwards along the bisector of the bend.
    _, elbow_in = _axes(degrees - sleeve.bend_degrees / 2)
    upper_length = sleeve.elbow_share * sleeve.length
    outer_elbow = tip + down * upper_length
    outer_end = outer_elbow + fore * (sleeve.length - upper_length)
    return _Arm(
        tip=tip,
        pit=np.array([body.armpit_half, body.armpit_y]),
        outer_elbow=outer_elbow,
        inner_elbow=outer_elbow + elbow_in * sleeve.elbow,
        outer_end=outer_end,
        inner_end=outer_end + fore_in * sleeve.cuff,
        fore=fore,
        fore_in=fore_in,
    )


def _arm_edges(arm: _Arm, sleeve: Sleeve, degrees: float) -> _ArmEdges:
    down, inward = _axes(degrees)
    bulge = -inward * sleeve.puff
    shoulder = arm.tip + down * (sleeve.elbow_share * sleeve.length) * 0.45 + bulge
    fore_bend = (arm.outer_elbow + arm.outer_end) / 2 - arm.fore_in * 0.02
    back_bend = (arm.inner_end + arm.inner_elbow) / 2
    under_bend = (arm.inner_elbow + arm.pit) / 2 - inward * 0.005
    return _ArmEdges(
        upper=_crumpled(bezier(arm.tip, shoulder, arm.outer_elbow, 9), sleeve),
        fore=_crumpled(bezier(arm.outer_elbow, fore_bend, arm.outer_end, 9), sleeve),
        back=_crumpled(bezier(arm.inner_end, back_bend, arm.inner_elbow, 8), sleeve),
        under=_crumpled(bezier(arm.inner_elbow, under_bend, arm.pit, 8), sleeve),
    )


def _elbow(arm: _Arm, edges: _ArmEdges, sleeve: Sleeve) -> tuple[float, float]:
    """Return the elbow: at the bend of a bent sleeve, half-way along a straight one."""
    if abs(sleeve.bend_degrees) >= _BENT:
        return point((arm.outer_elbow + arm.inner_elbow) / 2)
    inner = join(edges.under[::-1], edges.back[::-1])
    return half_way(join(edges.upper, edges.fore[1:]), inner)


def _arm_pieces(
    arm: _Arm, edges: _ArmEdges, root: Curve, sleeve: Sleeve, degrees: float
) -> tuple[tuple[Curve, float], ...]:
    """Return one outline, or two where the forearm lies folded over the upper half."""
    lower = degrees - sleeve.bend_degrees
    bend = (arm.outer_end + arm.inner_end) / 2 + arm.fore * 0.012
    cuff = bezier(arm.outer_end, bend, arm.inner_end, 6)
    if not sleeve.is_folded:
        whole = join(edges.upper, edges.fore[1:], cuff, edges.back, edges.under[1:], root)
        return ((whole, (degrees + lower) / 2),)
    upper = join(edges.upper, line(arm.outer_elbow, arm.inner_elbow), edges.under, root)
    forearm = join(edges.fore, cuff, edges.back, line(arm.inner_elbow, arm.outer_elbow))
    return ((upper, degrees), (forearm, lower))


def _band_seam(arm: _Arm, sleeve: Sleeve) -> tuple[Curve, ...]:
    if sleeve.band <= 0:
        return ()
    fore_length = sleeve.length - sleeve.elbow_share * sleeve.length
    lift = arm.fore * sleeve.band
    wide = arm.fore_in * (sleeve.elbow - sleeve.cuff) * sleeve.band / fore_length * 0.5
    return (line(arm.outer_end - lift, arm.inner_end - lift + wide),)
