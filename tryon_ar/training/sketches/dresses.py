"""Dresses: a bodice that is torso, and a skirt below the waist."""

from dataclasses import replace

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import Body, BodyLines, cut_body
from tryon_ar.training.sketches.collars import lay_shirt_collar
from tryon_ar.training.sketches.curves import bezier, join, line
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.draft import Draft
from tryon_ar.training.sketches.fronts import lay_placket
from tryon_ar.training.sketches.necklines import Neck
from tryon_ar.training.sketches.openings import lay_back_of_collar, lay_inside
from tryon_ar.training.sketches.sketch import Dye, Line, Piece, Sketch
from tryon_ar.training.sketches.sleeve_kinds import with_sleeve
from tryon_ar.training.sketches.sleeves_cut import Sleeve
from tryon_ar.training.sketches.straps import strapped_body
from tryon_ar.training.sketches.tops import seen_body
from tryon_ar.training.sketches.uppers import (
    bare_arms,
    darts,
    hem_lines,
    lay_front,
    lay_neck_band,
    random_body,
)
from tryon_ar.training.sketches.zips import lay_zip

_NECKS: tuple[Neck, ...] = ("round", "v", "boat", "square", "sweetheart", "keyhole")
_LENGTHS = ((0.4, 0.75), (0.7, 1.15), (1.1, 1.75))
"""Spans of the skirt's length from the waist: mini, knee, maxi; units."""
_WIDTHS = {
    "fitted": ((0.74, 0.92), (0.95, 1.25)),
    "a-line": ((0.76, 0.95), (1.2, 1.7)),
    "flared": ((0.7, 0.92), (1.6, 2.5)),
    "straight": ((0.92, 1.05), (1.0, 1.15)),
    "tent": ((0.92, 1.05), (1.3, 1.8)),
}
"""Spans of the waist's share of the width at the armpits, and of the hem's share of the waist."""


def draw_dress(dice: Dice, back: bool) -> Sketch:
    """Draw a dress of any kind, without sleeves to long-sleeved, mini to maxi."""
    sketch = Draft("dress")
    shirt = dice.chance(0.15)
    body, sleeve = _bodice(dice, shirt)
    body = seen_body(body, back, dice)
    lines = cut_body(body, dice)
    if not back:
        dye: Dye = dice.pick(["main", "lining"], [0.8, 0.2])
        lay_inside(sketch, lines, dice, dye, collared=shirt)
        if shirt:
            lay_back_of_collar(sketch, body, dice.between(0.02, 0.05), "main", dice)
    lay_front(sketch, lines, sleeve, dice)
    _lay_skirt(sketch, lines, dice)
    if shirt and not back:
        low = body.hem_y if dice.chance(0.7) else body.waist_y
        lay_placket(sketch, dice, body.neck_depth, low, dice.count(4, 11))
        lay_shirt_collar(sketch, lines, "main", dice)
    elif dice.chance(0.5):
        lay_neck_band(sketch, lines, dice)
    if dice.chance(0.25):
        darts(sketch, lines, dice)
    if back and dice.chance(0.5):
        lay_zip(sketch, dice, body.neck_depth, body.waist_y + 0.15)
    hem_lines(sketch, lines, dice)
    return sketch.finished(back=back)


def _bodice(dice: Dice, shirt: bool) -> tuple[Body, Sleeve | None]:
    """Return a dress's measures and its sleeves, if it has any."""
    kind = dice.pick(
        ("none", "cap", "short", "elbow", "three_quarter", "long"),
        (0.5, 0.06, 0.2, 0.07, 0.06, 0.11),
    )
    if shirt:
        depth = dice.between(0.06, 0.25)
        body = replace(random_body(dice, "v"), neck_depth=depth, neck_half=0.16, back_depth=0.0)
        body = bare_arms(body, dice) if kind == "none" else body
    elif kind == "none":
        body = strapped_body(dice)
        if body.neck_half > 0.35 and body.armpit_y > 0.2:
            kind = dice.pick(("short", "elbow", "long"))
    else:
        body = random_body(dice, dice.pick(_NECKS, (0.45, 0.28, 0.1, 0.08, 0.04, 0.05)))
    body = _as_dress(body, dice)
    return (body, None) if kind == "none" else with_sleeve(body, kind, dice)


def _as_dress(body: Body, dice: Dice) -> Body:
    """Lengthen a top into a dress: fitted, a-line or flared."""
    form = dice.pick(tuple(_WIDTHS), (0.25, 0.3, 0.25, 0.12, 0.08))
    waist_share, hem_share = _WIDTHS[form]
    waist_y = body.armpit_y + dice.between(0.16, 0.5)
    length = dice.pick([dice.between(*span) for span in _LENGTHS], (0.4, 0.4, 0.2))
    waist = body.armpit_half * dice.between(*waist_share)
    hem = waist * dice.between(*hem_share)
    bow = dice.between(0.02, 0.07) if form == "fitted" else dice.between(-0.05, 0.06)
    if form == "fitted":
        hem = max(hem, body.armpit_half * 0.85)
    rise = dice.between(0.0, 0.05) if hem < 0.7 else dice.between(0.02, 0.14)
    if dice.chance(0.06):
        rise = -dice.between(0.05, 0.25)
    return replace(
        body,
        waist_half=waist,
        waist_y=waist_y,
        hem_half=hem,
        hem_y=waist_y + length,
        hem_sag=dice.between(-0.01, 0.05),
        hem_rise=rise,
        hip_bow=bow,
        tail=False,
    )


def _lay_skirt(sketch: Sketch, lines: BodyLines, dice: Dice) -> None:
    """Repaint what lies below the waist as skirt, with its seam, pleats and tiers."""
    body = lines.body
    bow = dice.between(-0.02, 0.05)
    seam_y = body.waist_y
    width = max(body.waist_half, body.hem_half, body.armpit_half) * 2
    seam = bezier((width, seam_y), (0.0, seam_y + 2 * bow), (-width, seam_y), 13)
    below = join(seam, line((-width, body.hem_y + 1.0), (width, body.hem_y + 1.0)))
    dye: Dye = dice.pick(["main", "accent"], [0.88, 0.12])
    sheer = 0.75 if dice.chance(0.05) else 1.0
    sketch.pieces.append(Piece(below, Part.SKIRT, dye, within=Part.TORSO, opacity=sheer))
    sewn = dice.chance(0.75)
    w = body.waist_half * 0.99
    at_waist = bezier((w, seam_y), (0.0, seam_y + 2 * bow), (-w, seam_y), 11)
    if sewn:
        sketch.lines.append(Line(at_waist, 0.01, dice.between(0.12, 0.45)))
    if dice.chance(0.2):
        _lay_sash(sketch, w, seam_y, bow, dice)
    _lay_folds(sketch, lines, seam_y + bow, sewn, dice)
    if dice.chance(0.15):
        wrap = bezier((0.1, seam_y), (0.0, seam_y + 0.3), (-body.hem_half * 0.6, body.hem_y), 10)
        sketch.lines.append(Line(wrap, 0.012, 0.35))


def _lay_sash(sketch: Sketch, w: float, y: float, bow: float, dice: Dice) -> None:
    half = dice.between(0.015, 0.05)
    top = bezier((w * 1.05, y - half), (0.0, y - half + 2 * bow), (-w * 1.05, y - half))
    panel = join(top, (top + np.array([0.0, 2 * half]))[::-1])
    dye: Dye = dice.pick(["main", "trim", "accent"])
    for part in (Part.TORSO, Part.SKIRT):
        sketch.pieces.append(Piece(panel, part, dye, within=part, raised=0.2))


def _lay_folds(sketch: Sketch, lines: BodyLines, top: float, sewn: bool, dice: Dice) -> None:
    """Draw a skirt's pleats below a waist that is sewn, and its tiers."""
    body = lines.body
    low = body.hem_y - 0.02
    if sewn and dice.chance(0.55):
        strength = dice.between(0.05, 0.3)
        for x in np.linspace(-0.9, 0.9, dice.count(3, 16)):
            end = x + dice.between(-0.03, 0.03)
            fold = line((x * body.waist_half, top), (end * body.hem_half, low))
            sketch.lines.append(Line(fold, dice.between(0.008, 0.02), strength))
    if dice.chance(0.15):
        for k in range(1, dice.count(2, 4)):
            y = top + (low - top) * k / 4 + dice.between(-0.02, 0.05)
            half = float(np.interp(y, lines.side[:, 1], lines.side[:, 0])) * 0.98
            tier = bezier((half, y), (0.0, y + 0.04), (-half, y), 11)
            sketch.lines.append(Line(tier, 0.014, dice.between(0.2, 0.45)))
    for x in (-0.7, -0.3, 0.3, 0.7):
        sketch.fold_axes.append(((x * body.waist_half, top + 0.05), (x * body.hem_half, low)))
