"""What is sewn on a front: plackets and buttons, zips, pockets, cords and quilting."""

from dataclasses import replace

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import BodyLines, width_at
from tryon_ar.training.sketches.curves import bezier, flip, join, line
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.draft import Draft
from tryon_ar.training.sketches.openings import inside_shade
from tryon_ar.training.sketches.sketch import Button, Curve, Dye, Line, Piece, Sketch

SEAM = 0.008
_MEETING = 0.022
"""Fronts that stand no further apart than this at the neck meet there, units."""


def lay_placket(
    sketch: Sketch,
    dice: Dice,
    top: float,
    bottom: float,
    count: int,
    *,
    within: Part = Part.TORSO,
) -> None:
    """Lay a placket down the middle, with its buttons.

    Parameters
    ----------
    top, bottom : float
        Heights it runs from and to, units.
    count : int
        Buttons; 0 for a placket that hides them.
    within : Part
        What it is sewn on.
    """
    x, half = dice.between(-0.015, 0.025), dice.between(0.02, 0.05)
    strength = dice.between(0.1, 0.45)
    if dice.chance(0.4):
        panel = line((x - half, top), (x + half, top), (x + half, bottom), (x - half, bottom))
        sketch.pieces.append(Piece(panel, within, within=within, raised=0.15))
    sketch.lines.append(Line(line((x - half, top), (x - half, bottom)), SEAM, strength))
    if dice.chance(0.8):
        other = line((x + half, top), (x + half, bottom))
        sketch.lines.append(Line(other, SEAM, strength * dice.between(0.3, 1.0)))
    radius = dice.between(0.008, 0.018)
    if count == 0:
        return
    for y in np.linspace(top + 0.05, bottom - dice.between(0.04, 0.12), count):
        sketch.buttons.append(Button(x, float(y), radius))


def lay_kangaroo(sketch: Sketch, lines: BodyLines, dice: Dice) -> None:
    """Lay the pouch of a hoodie."""
    b = lines.body
    low = b.hem_y - dice.between(0.08, 0.16)
    high = low - dice.between(0.2, 0.34)
    wide = b.waist_half * dice.between(0.55, 0.75)
    narrow = wide * dice.between(0.5, 0.75)
    side = bezier((narrow, high), (wide * 0.92, high + 0.06), (wide, low - 0.06), 7)
    half = join(
        line((0, high), (narrow, high)), side, line((wide, low - 0.06), (wide, low), (0, low))
    )
    pouch = join(half, flip(half)[::-1])
    sketch.pieces.append(
        Piece(pouch, Part.TORSO, within=Part.TORSO, raised=dice.between(0.05, 0.3))
    )
    strength = dice.between(0.15, 0.45)
    sketch.lines += [Line(half, 0.01, strength), Line(flip(half), 0.01, strength)]


def lay_cords(sketch: Sketch, dice: Dice, x: float, y: float) -> None:
    """Lay two drawstrings that hang from (±x, y)."""
    dye: Dye = dice.pick(["main", "trim", "accent"])
    width = dice.between(0.012, 0.026)
    for sign in (1.0, -1.0):
        length = dice.between(0.12, 0.42)
        end = (sign * dice.between(0.02, 0.12), y + length)
        cord = bezier((sign * x, y), (sign * dice.between(0.02, 0.14), y + length * 0.5), end, 9)
        sketch.lines.append(Line(cord, width, dice.between(-0.2, 0.3), dye))


def lay_patch_pocket(
    sketch: Sketch,
    dice: Dice,
    x: float,
    y: float,
    size: tuple[float, float],
    *,
    flap: bool = False,
) -> None:
    """Lay a pocket on a torso.

    Parameters
    ----------
    x, y : float
        Middle of its upper edge, units.
    size : (float, float)
        Half its width, and its height.
    """
    half, height = size
    slant = dice.between(-0.01, 0.01)
    top = line((x - half, y + slant), (x + half, y - slant))
    low = (x, y + height + dice.between(0.0, 0.03))
    outline = join(top, line((x + half, y + height), low, (x - half, y + height)))
    raised = dice.between(0.0, 0.25)
    sketch.pieces.append(Piece(outline, Part.TORSO, within=Part.TORSO, raised=raised))
    strength = dice.between(0.12, 0.4)
    sketch.lines.append(Line(np.concatenate([outline, outline[:1]]), SEAM, strength))
    if not flap:
        return
    drop = min(height * 0.4, 0.08)
    edge = line((x - half * 1.05, y), (x - half * 1.05, y + drop), (x, y + drop * 1.3))
    edge = join(edge, line((x, y + drop * 1.3), (x + half * 1.05, y + drop), (x + half, y)))
    sketch.pieces.append(Piece(edge, Part.TORSO, within=Part.TORSO, raised=0.4))
    sketch.lines.append(Line(edge, SEAM, strength))
    if dice.chance(0.6):
        sketch.buttons.append(Button(x, y + drop * 0.85, 0.013))


def lay_flap_pockets(sketch: Sketch, lines: BodyLines, dice: Dice) -> None:
    """Lay the slanted flap or welt pockets of a jacket."""
    b = lines.body
    y = b.waist_y + (b.hem_y - b.waist_y) * dice.between(0.15, 0.5)
    half, drop = dice.between(0.07, 0.11), dice.between(0.02, 0.08)
    x = width_at(lines, y) * dice.between(0.5, 0.62)
    slant = dice.between(-0.02, 0.05)
    strength = dice.between(0.15, 0.45)
    flap = line(
        (x - half, y - slant),
        (x + half, y + slant),
        (x + half, y + slant + drop),
        (x - half, y - slant + drop),
        (x - half, y - slant),
    )
    for outline in (flap, flip(flap)):
        sketch.pieces.append(Piece(outline, Part.TORSO, within=Part.TORSO, raised=0.3))
        sketch.lines.append(Line(outline, SEAM, strength))


def lay_slit_pockets(sketch: Sketch, lines: BodyLines, dice: Dice) -> None:
    """Add slanted openings at the sides, some of them zipped."""
    b = lines.body
    y = b.waist_y + dice.between(-0.05, 0.12)
    x = width_at(lines, y) * dice.between(0.55, 0.8)
    height = dice.between(0.14, 0.26)
    dye: Dye | None = "accent" if dice.chance(0.25) else None
    slit = line((x - dice.between(0.0, 0.1), y), (x, y + height))
    strength = dice.between(0.2, 0.5)
    for course in (slit, flip(slit)):
        sketch.lines.append(Line(course, dice.between(0.01, 0.02), strength, dye))


def quilt(sketch: Draft, lines: BodyLines, dice: Dice) -> None:
    """Add the quilting of a down jacket across the body, rows or diamonds."""
    b = lines.body
    strength = dice.between(0.25, 0.6)
    if dice.chance(0.2):
        _diamonds(sketch, lines, dice, strength)
        return
    step = dice.between(0.07, 0.2)
    y = b.shoulder_drop + step
    while y < b.hem_y - 0.04:
        half = _half_width(lines, y)
        bow = dice.between(-0.01, 0.015)
        row = bezier((half * 0.99, y), (0.0, y + 2 * bow), (-half * 0.99, y), 16)
        width = dice.between(0.012, 0.03)
        sketch.lines += [Line(part, width, strength) for part in _beside_gap(sketch, row)]
        y += step * dice.between(0.92, 1.08)


def _half_width(lines: BodyLines, y: float) -> float:
    """Return half the body's width at a height, between the armholes too."""
    if y > lines.body.armpit_y:
        return width_at(lines, y)
    return float(np.interp(y, lines.armhole[:, 1], lines.armhole[:, 0]))


def _beside_gap(sketch: Draft, row: Curve) -> list[Curve]:
    """Return what of a row of quilting lies on the two fronts."""
    if sketch.gap is None:
        return [row]
    edge = np.interp(row[:, 1], sketch.gap[:, 1], sketch.gap[:, 0])
    parts = row[row[:, 0] > edge], row[row[:, 0] < -edge]
    return [part for part in parts if len(part) > 1]


def _diamonds(sketch: Draft, lines: BodyLines, dice: Dice, strength: float) -> None:
    b = lines.body
    step = dice.between(0.12, 0.22)
    top, low = b.armpit_y, b.hem_y - 0.02
    for start in np.arange(-1.2, 1.2, step):
        for lean in (-1.0, 1.0):
            t = np.linspace(top, low, 12)
            x = start + lean * (t - top)
            inside = np.abs(x) < np.interp(t, lines.side[:, 1], lines.side[:, 0]) * 0.98
            if inside.sum() > 2:
                course = np.stack([x[inside], t[inside]], axis=1)
                parts = _beside_gap(sketch, course)
                sketch.lines += [Line(part, 0.01, strength) for part in parts]


def quilt_sleeves(sketch: Draft, dice: Dice) -> None:
    """Add the rings of a down jacket's sleeves, between elbow landmarks and cuffs."""
    marks = sketch.landmarks
    strength, count = dice.between(0.25, 0.55), dice.count(4, 8)
    for side in ("left", "right"):
        names = (f"shoulder_{side}", f"cuff_{side}_outer", f"armpit_{side}", f"cuff_{side}_inner")
        if any(name not in marks for name in names):
            continue
        top, outer, pit, inner = (np.array(marks[name]) for name in names)
        for share in np.linspace(0.05, 0.92, count):
            # Square to the sleeve: opposite the armpit its outer edge has run a third.
            start = top + (0.3 + 0.7 * share) * (outer - top)
            ring = line(tuple(start), tuple(pit + share * (inner - pit)))
            middle = ring.mean(axis=0)
            ring = middle + 0.85 * (ring - middle)
            sketch.over_lines.append(Line(ring, 0.018, strength))


def lay_gap(
    sketch: Draft, dice: Dice, top: tuple[float, float], low: tuple[float, float], dye: Dye
) -> None:
    """Open a front down to the hem: what is seen is the inside of the back.

    Fronts that are apart at the neck already meet nowhere.

    Parameters
    ----------
    top, low : (float, float)
        Ends of the wearer's left edge: half the gap's width there, and the height. The lower
        one is the hem's; the gap reaches past it.
    dye : str
        Cloth of what is seen.
    """
    (half_top, top_y), (half_low, low_y) = top, low
    bow = dice.between(-0.03, 0.03)
    middle = (max((half_top + half_low) / 2 + bow, 0.004), (top_y + low_y) / 2)
    edge = bezier(top, middle, (half_low, low_y + 0.1), 10)
    outline = join(edge, flip(edge)[::-1])
    shade = inside_shade(dice)
    sketch.parted = Piece(outline, Part.INSIDE_BACK, dye, within=Part.TORSO, shade=shade)
    sketch.pieces.append(sketch.parted)
    sketch.gap = edge
    seen = edge[edge[:, 1] < low_y - 0.01]
    strength = dice.between(0.05, 0.5)
    sketch.lines += [Line(seen, 0.012, strength), Line(flip(seen), 0.012, strength)]
    neck_y = sketch.landmarks["neck_front"][1]
    if float(np.interp(neck_y, edge[:, 1], edge[:, 0])) > _MEETING:
        del sketch.landmarks["neck_front"]


def part_collar(sketch: Draft) -> None:
    """Open collar and hood, too, where they lie across a front that meets nowhere."""
    if sketch.parted is None or "neck_front" in sketch.landmarks:
        return
    for part in (Part.COLLAR, Part.HOOD):
        sketch.pieces.append(replace(sketch.parted, within=part))
    # The collar's seams end at the gap.
    sketch.covers.append(sketch.parted.outline * np.array([0.9, 1.0]))
