"""What every top shares: random bodies, how their pieces are laid, and their landmarks."""

from dataclasses import replace

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import Body, BodyLines
from tryon_ar.training.sketches.curves import along, bezier, flip, join, shifted, strip
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.draft import Draft
from tryon_ar.training.sketches.loose_straps import lay_loose_straps
from tryon_ar.training.sketches.marks import place_landmarks
from tryon_ar.training.sketches.necklines import DEPTHS, Neck
from tryon_ar.training.sketches.sketch import Curve, Dye, Line, Piece, Sketch
from tryon_ar.training.sketches.sleeves import cut_sleeves, lay_sleeve
from tryon_ar.training.sketches.sleeves_cut import Sleeve


def random_body(dice: Dice, neck: Neck = "round") -> Body:
    """Return a body with sleeves' shoulders: from slim to oversized, cropped to tunic."""
    shoulder, neck_half = _shoulders(dice, neck)
    depth = dice.between(*DEPTHS[neck])
    drop = dice.between(0.05, 0.15)
    armpit = shoulder + dice.between(-0.04, 0.09)
    armpit_y = drop + dice.between(0.28, 0.46)
    hem_y = dice.between(0.95, 1.55) * (dice.between(0.7, 0.9) if dice.chance(0.15) else 1.0)
    hem_y = max(hem_y, armpit_y + 0.25)
    waist = armpit * (dice.between(0.74, 1.0) if dice.chance(0.5) else dice.between(0.92, 1.04))
    return Body(
        neck=neck,
        neck_half=neck_half,
        neck_depth=depth,
        back_depth=_back_depth(dice, depth),
        shoulder_half=shoulder,
        shoulder_drop=drop,
        armpit_half=armpit,
        armpit_y=armpit_y,
        hollow=dice.between(0.0, 0.06),
        waist_half=waist,
        waist_y=armpit_y + (hem_y - armpit_y) * dice.between(0.35, 0.6),
        hem_half=waist * dice.between(0.92, 1.2),
        hem_y=hem_y,
        hem_sag=dice.between(-0.02, 0.05),
        hem_rise=dice.between(0.0, 0.03),
        hip_bow=dice.between(-0.02, 0.03),
    )


def _shoulders(dice: Dice, neck: Neck) -> tuple[float, float]:
    """Return half the widths of shoulders and neck opening; a boat neck wants wide ones."""
    shoulder = dice.between(0.37, 0.52)
    neck_half = dice.between(0.13, 0.23)
    if neck == "boat":
        neck_half = dice.between(0.2, 0.3)
        shoulder = max(shoulder, neck_half + 0.09)
    return shoulder, neck_half


def _back_depth(dice: Dice, depth: float) -> float:
    """Return the depth of the back's neck edge: shallow, or a share of the front's."""
    back = dice.between(-0.03, min(0.07, depth * 0.6))
    return depth * dice.between(0.3, 0.75) if dice.chance(0.2) else back


def bare_arms(body: Body, dice: Dice, strap: float | None = None) -> Body:
    """Return the body with the wide armholes of a sleeveless garment.

    Parameters
    ----------
    strap : float or None
        Width of its shoulders, units; random where None.
    """
    width = dice.between(0.05, 0.2) if strap is None else strap
    armpit_y = max(body.armpit_y, dice.between(0.34, 0.5))
    shoulder = body.neck_half + width
    armpit = max(body.armpit_half * dice.between(0.88, 1.0), 0.36)
    gap = armpit_y - body.armpit_y
    return replace(
        body,
        shoulder_half=shoulder,
        shoulder_drop=min(dice.between(0.0, 0.08), 0.5 * width + 0.01),
        armpit_half=armpit,
        armpit_y=armpit_y,
        hollow=dice.between(0.0, 0.09) if shoulder > 0.3 else dice.between(-0.06, 0.03),
        armhole_bend=dice.between(0.75, 1.0),
        waist_y=body.waist_y + gap,
        hem_y=body.hem_y + gap,
    )


def lay_front(
    sketch: Draft, lines: BodyLines, sleeve: Sleeve | None, dice: Dice, dye: Dye = "main"
) -> None:
    """Lay torso and sleeves, whichever lies above, and name the body's landmarks."""
    torso = Piece(lines.outline, Part.TORSO, dye, raised=dice.between(0.0, 0.3))
    sleeves = [] if sleeve is None else cut_sleeves(lines, sleeve, dice)
    for laid in sleeves:
        if not laid.over:
            lay_sleeve(sketch, lines, laid, dice)
    straps = lay_loose_straps(sketch, lines, dice) if lines.body.straps else {}
    sketch.pieces.append(torso)
    for laid in sleeves:
        if laid.over:
            lay_sleeve(sketch, lines, laid, dice)
    place_landmarks(sketch, lines)
    sketch.landmarks.update(straps)
    _body_folds(sketch, lines)


def _body_folds(sketch: Sketch, lines: BodyLines) -> None:
    b = lines.body
    for sign in (1.0, -1.0):
        pit, waist = (sign * b.armpit_half, b.armpit_y), (sign * b.waist_half, b.waist_y)
        chest = (sign * 0.15, b.armpit_y * 0.8)
        hem = (sign * b.hem_half * 0.6, b.hem_y - 0.05)
        sketch.fold_axes += [(pit, chest), (pit, waist), (waist, hem)]


def lay_neck_band(sketch: Sketch, lines: BodyLines, dice: Dice, dye: Dye | None = None) -> None:
    """Lay a ribbed or bound band along the front edge, with its seam."""
    width = dice.between(0.02, 0.065)
    cloth: Dye = dye or ("trim" if dice.chance(0.3) else "main")
    band = strip(lines.front, 2 * width)
    sketch.pieces.append(
        Piece(band, Part.COLLAR, cloth, grain_degrees=0.0, within=Part.TORSO, raised=0.1)
    )
    seam = _seam_of_band(lines.front, width)
    sketch.lines.append(Line(seam, 0.007, dice.between(0.05, 0.35)))


def _seam_of_band(front: Curve, width: float) -> Curve:
    """Return a neck's edge moved away from the neck's middle, which is the origin."""
    low = front[3:-3]
    length = np.maximum(np.hypot(low[:, 0], low[:, 1]), 1e-6)[:, None]
    return np.asarray(low + width * low / length)


def hem_lines(sketch: Sketch, lines: BodyLines, dice: Dice) -> None:
    """Add a hem's stitching, or a rib of its own above the hem."""
    if not dice.chance(0.8):
        return
    up = dice.between(0.02, 0.09)
    inner = shifted(lines.hem * np.array([0.985, 1.0]), y=-up)
    sketch.lines.append(Line(inner, 0.007, dice.between(0.05, 0.35)))
    if dice.chance(0.3):
        sketch.lines.append(Line(shifted(inner, y=-0.012), 0.006, dice.between(0.05, 0.25)))


def hem_rib(sketch: Sketch, lines: BodyLines, dice: Dice, dye: Dye = "main") -> None:
    """Lay a ribbed band above the hem, still torso."""
    up = dice.between(0.05, 0.13)
    top = shifted(lines.hem, y=-up)
    sketch.pieces.append(Piece(join(lines.hem, top[::-1]), Part.TORSO, dye, within=Part.TORSO))
    sketch.lines.append(Line(top, 0.012, dice.between(0.15, 0.45)))
    _ribs(sketch, lines.hem, up, dice)


def _ribs(sketch: Sketch, hem: Curve, height: float, dice: Dice) -> None:
    if not dice.chance(0.5):
        return
    strength = dice.between(0.05, 0.2)
    for share in np.linspace(0.03, 0.97, dice.count(12, 30)):
        x, y = along(hem, float(share))
        rib = np.array([[x, y], [x * 0.985, y - height]])
        sketch.lines.append(Line(rib, 0.006, strength))


def side_vents(sketch: Sketch, lines: BodyLines, dice: Dice) -> None:
    """Add short slits at the hem's ends, as lines."""
    b = lines.body
    for sign in (1.0, -1.0):
        x, y = sign * b.hem_half * 0.985, b.hem_y - b.hem_rise
        slit = np.array([[x, y], [x * 0.98, y - dice.between(0.06, 0.14)]])
        sketch.lines.append(Line(slit, 0.008, 0.35))


def darts(sketch: Sketch, lines: BodyLines, dice: Dice) -> None:
    """Add bust or waist darts, or princess seams."""
    b = lines.body
    strength = dice.between(0.1, 0.35)
    top = (b.shoulder_half * 0.85, b.shoulder_drop + (b.armpit_y - b.shoulder_drop) * 0.6)
    if dice.chance(0.5):
        seam = join(
            bezier(top, (b.waist_half * 0.5, b.armpit_y), (b.waist_half * 0.45, b.waist_y)),
            bezier(
                (b.waist_half * 0.45, b.waist_y),
                (b.waist_half * 0.45, (b.waist_y + b.hem_y) / 2),
                (b.hem_half * 0.5, b.hem_y - 0.01),
            ),
        )
    else:
        seam = bezier(
            (b.armpit_half * 0.97, b.armpit_y + 0.05),
            (b.armpit_half * 0.7, b.armpit_y),
            (b.armpit_half * 0.5, b.armpit_y - 0.04),
        )
    sketch.lines += [Line(seam, 0.007, strength), Line(flip(seam), 0.007, strength)]
