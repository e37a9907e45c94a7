"""Skirts: pencil to circle, mini to maxi."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.curves import along, bezier, flip, join, line, spline, symmetric
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.fronts import lay_placket
from tryon_ar.training.sketches.sketch import Button, Curve, Dye, Line, Piece, Sketch

_LENGTHS = ((0.45, 0.75), (0.7, 1.15), (1.1, 1.85))
"""Spans of the length: mini, knee, maxi; units."""


@dataclass(frozen=True, eq=False)
class _Cut:
    """Edges of a skirt, shape (N, 2): ``side`` is the wearer's left, downwards."""

    waist: Curve
    side: Curve
    hem: Curve
    half_waist: float
    half_hem: float
    corner_y: float

    @property
    def outline(self) -> Curve:
        return join(self.side, self.hem, flip(self.side)[::-1], self.waist[::-1])


def draw_skirt(dice: Dice, back: bool) -> Sketch:
    """Draw a skirt."""
    sketch = Sketch("skirt")
    kind = dice.pick(
        ("pencil", "a-line", "circle", "pleated", "tulle", "tiered"),
        (0.28, 0.3, 0.16, 0.12, 0.06, 0.08),
    )
    cut = _cut(kind, dice)
    if dice.chance(0.45) and not back:
        _lay_inside(sketch, cut, dice)
    if kind == "tulle":
        _lay_tulle(sketch, cut, dice)
    else:
        sketch.pieces.append(Piece(cut.outline, Part.SKIRT))
    band = dice.between(0.03, 0.13)
    if dice.chance(0.85):
        _lay_band(sketch, cut, band, dice)
    _lay_folds(sketch, cut, kind, band, dice)
    if not back:
        _details(sketch, cut, kind, band, dice)
    for side, sign in (("left", 1.0), ("right", -1.0)):
        sketch.landmarks[f"waist_{side}"] = (sign * cut.half_waist, 0.0)
        sketch.landmarks[f"hem_{side}"] = (sign * cut.half_hem, cut.corner_y)
    sketch.landmarks["hem_center"] = along(cut.hem, 0.5)
    return sketch


def _cut(kind: str, dice: Dice) -> _Cut:
    w = dice.between(0.26, 0.42)
    length = dice.pick([dice.between(*span) for span in _LENGTHS], (0.4, 0.4, 0.2))
    hip = w * dice.between(1.05, 1.3)
    if kind == "pencil":
        hem = hip * dice.between(0.82, 1.08)
        low_sag = dice.between(-0.01, 0.04)
    else:
        grow = {"a-line": (0.1, 0.35), "circle": (0.35, 0.75)}.get(kind, (0.15, 0.6))
        hem = w * 1.08 + dice.between(*grow) * (0.3 + 0.6 * length)
        hip = max(hip * 0.9, w + (hem - w) * dice.between(0.2, 0.5))
        low_sag = dice.between(0.0, 0.1)
    hip_y = min(dice.between(0.22, 0.35), 0.5 * length)
    if dice.chance(0.05):
        low_sag = -dice.between(0.04, 0.15)
    dip = dice.between(-0.03, 0.06)
    corner_y = length - low_sag
    side = spline(
        (w, 0.0), (hip, hip_y), ((hip + hem) / 2, (hip_y + corner_y) / 2), (hem, corner_y)
    )
    waist = symmetric(bezier((w, 0.0), (w * 0.5, dip), (0.0, dip), 9))
    hem_line = symmetric(bezier((hem, corner_y), (hem * 0.5, length), (0.0, length), 12))
    return _Cut(waist, side, hem_line, w, hem, corner_y)


def _lay_inside(sketch: Sketch, cut: _Cut, dice: Dice) -> None:
    w, dip = cut.half_waist, along(cut.waist, 0.5)[1]
    top = bezier((w, 0.0), (0.0, 2 * (dip - dice.between(0.02, 0.09))), (-w, 0.0), 15)
    outline = join(top, (cut.waist + np.array([0.0, 0.02]))[::-1])
    dye: Dye = dice.pick(["main", "lining"])
    sketch.pieces.append(Piece(outline, Part.INSIDE_BACK, dye, shade=dice.between(0.6, 0.9)))


def _lay_tulle(sketch: Sketch, cut: _Cut, dice: Dice) -> None:
    """Lay a sheer outer layer over a shorter lining."""
    sketch.pieces.append(Piece(cut.outline, Part.SKIRT, opacity=dice.between(0.55, 0.9)))
    share = dice.between(0.6, 0.9)
    inner = cut.outline * np.array([1.0, share])
    inner = inner * np.array([dice.between(0.8, 0.95), 1.0])
    sketch.pieces.append(Piece(inner, Part.SKIRT, dice.pick(["lining", "main"])))
    sketch.pieces.append(Piece(cut.outline, Part.SKIRT, within=Part.SKIRT, opacity=0.6))


def _lay_band(sketch: Sketch, cut: _Cut, height: float, dice: Dice) -> None:
    low = cut.waist * np.array([1.06, 1.0]) + np.array([0.0, height])
    panel = join(cut.waist * np.array([1.03, 1.0]) - np.array([0.0, 0.03]), low[::-1])
    dye: Dye = dice.pick(["main", "trim", "accent"], [0.75, 0.15, 0.1])
    sketch.pieces.append(
        Piece(panel, Part.SKIRT, dye, grain_degrees=0.0, within=Part.SKIRT, raised=0.1)
    )
    seam = cut.waist * np.array([0.99, 1.0]) + np.array([0.0, height])
    sketch.lines.append(Line(seam, 0.009, dice.between(0.12, 0.45)))
    if dice.chance(0.25):
        for share in np.linspace(0.02, 0.98, dice.count(14, 30)):
            x, y = along(cut.waist, float(share))
            sketch.lines.append(Line(line((x, y + 0.005), (x, y + height)), 0.007, 0.2))


def _lay_folds(sketch: Sketch, cut: _Cut, kind: str, band: float, dice: Dice) -> None:
    counts = {"pencil": (0, 3), "a-line": (0, 8), "circle": (5, 14), "pleated": (10, 26)}
    count = dice.count(*counts.get(kind, (6, 18)))
    strength = dice.between(0.2, 0.5) if kind == "pleated" else dice.between(0.04, 0.25)
    drift = 0.0 if kind == "pleated" else 0.04
    for share in np.linspace(0.04, 0.96, count):
        low_share = float(np.clip(share + dice.between(-drift, drift), 0.02, 0.98))
        low_x, low_y = along(cut.hem, low_share)
        top_x, top_y = along(cut.waist, float(share))
        fold = line((top_x, top_y + band), (low_x, low_y - 0.01))
        sketch.lines.append(Line(fold, dice.between(0.008, 0.02), strength))
    for share in (0.15, 0.38, 0.62, 0.85):
        start, end = along(cut.waist, share), along(cut.hem, share)
        sketch.fold_axes.append(((start[0], start[1] + band), end))


def _details(sketch: Sketch, cut: _Cut, kind: str, band: float, dice: Dice) -> None:
    length = along(cut.hem, 0.5)[1]
    if kind == "tiered":
        for share in np.linspace(0.3, 0.8, dice.count(1, 3)):
            y = length * float(share)
            half = float(np.interp(y, cut.side[:, 1], cut.side[:, 0])) * 0.98
            tier = bezier((half, y - 0.02), (0.0, y + 0.05), (-half, y - 0.02))
            sketch.lines.append(Line(tier, 0.016, dice.between(0.2, 0.5)))
    elif dice.chance(0.6):
        stitching = cut.hem * np.array([0.985, 1.0]) - np.array([0, dice.between(0.02, 0.07)])
        sketch.lines.append(Line(stitching, 0.007, 0.2))
    if dice.chance(0.12):
        lay_placket(sketch, dice, 0.02, length - 0.02, dice.count(5, 10), within=Part.SKIRT)
    elif dice.chance(0.2):
        sketch.buttons.append(Button(dice.between(-0.02, 0.02), band * 0.5, 0.016))
        fly = bezier((0.06, band), (0.06, length * 0.25), (0.0, length * 0.32))
        sketch.lines += [Line(fly, 0.007, 0.25), Line(line((0, band), (0, length)), 0.008, 0.3)]
    if kind in ("pencil", "a-line") and dice.chance(0.35):
        w = cut.half_waist
        pocket = bezier((w * 0.55, band), (w * 0.7, band + 0.12), (w * 1.02, band + 0.13))
        sketch.lines += [Line(pocket, 0.008, 0.3), Line(flip(pocket), 0.008, 0.3)]
    if kind == "pencil" and dice.chance(0.3):
        x = dice.between(-0.6, 0.6) * cut.half_hem
        slit = line((x, length - dice.between(0.12, 0.35)), (x, length + 0.01))
        sketch.lines.append(Line(slit, 0.01, 0.45))
