"""Sleeves where they lie: spread or hanging, above or below the body, with their landmarks."""

from dataclasses import dataclass, replace

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import Body, BodyLines, width_at
from tryon_ar.training.sketches.curves import on_side, place_on_side
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.draft import Draft
from tryon_ar.training.sketches.sketch import Line, Piece
from tryon_ar.training.sketches.sleeves_cut import (
    Sleeve,
    SleeveLines,
    long_sleeve,
    root_edge,
    short_sleeve,
)

_SIDES = (("left", 1.0, Part.LEFT_SLEEVE), ("right", -1.0, Part.RIGHT_SLEEVE))


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
    for side, sign, part in _SIDES:
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
        turned = on_side(outline, sign)
        dye = laid.sleeve.dye
        grain_degrees = 90.0 - sign * grain
        sketch.pieces.append(
            Piece(turned, laid.part, dye, grain_degrees=grain_degrees, raised=raised)
        )
        if laid.over:
            sketch.covers.append(turned)
    marks = sketch.landmarks
    marks[f"cuff_{side}_outer"] = place_on_side(cut.cuff_outer, sign)
    marks[f"cuff_{side}_inner"] = place_on_side(cut.cuff_inner, sign)
    if cut.elbow is not None:
        marks[f"elbow_{side}"] = place_on_side(cut.elbow, sign)
        pit = (lines.body.armpit_half, lines.body.armpit_y)
        sketch.fold_axes.append((place_on_side(pit, sign), place_on_side(cut.elbow, sign)))
    strength = dice.between(0.05, 0.35)
    sketch.over_lines += [Line(on_side(seam, sign), 0.008, strength) for seam in cut.seams]
    root = root_edge(lines, laid.sleeve) if laid.sleeve.raglan else lines.armhole
    sketch.over_lines.append(Line(on_side(root, sign), 0.008, dice.between(0.05, 0.45)))
    start, end = cut.axis
    sketch.fold_axes.append((place_on_side(start, sign), place_on_side(end, sign)))


def least_degrees(body: Body, sleeve: Sleeve) -> float:
    """Return how steep a sleeve may hang: its root keeps half its width at the armpit.

    The armpit's distance from the outer edge is R sin(θ − φ), with R and φ the distance and
    direction of the armpit from the shoulder.
    """
    dx, dy = body.armpit_half - body.shoulder_half, body.armpit_y - body.shoulder_drop
    share = sleeve.root / max(float(np.hypot(dx, dy)), sleeve.root + 1e-6)
    return float(np.degrees(np.arctan2(dx, dy) + np.arcsin(share)))
