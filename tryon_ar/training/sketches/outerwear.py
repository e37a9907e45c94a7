"""Blazers, coats, jackets, parkas and vests."""

from dataclasses import replace

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import Body, BodyLines, cut_body
from tryon_ar.training.sketches.collars import (
    lay_hood,
    lay_lapels,
    lay_shawl,
    lay_shirt_collar,
    lay_stand_collar,
)
from tryon_ar.training.sketches.curves import bezier, line
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.draft import Draft
from tryon_ar.training.sketches.fronts import (
    lay_flap_pockets,
    lay_gap,
    lay_patch_pocket,
    lay_placket,
    lay_slit_pockets,
    part_collar,
    quilt,
    quilt_sleeves,
)
from tryon_ar.training.sketches.openings import lay_back_of_collar, lay_inside
from tryon_ar.training.sketches.sketch import Button, Dye, Line, Piece, Sketch
from tryon_ar.training.sketches.sleeve_kinds import with_sleeve
from tryon_ar.training.sketches.sleeves_cut import Sleeve
from tryon_ar.training.sketches.tops import lay_collar_behind, seen_body
from tryon_ar.training.sketches.uppers import (
    bare_arms,
    darts,
    hem_lines,
    hem_rib,
    lay_front,
    random_body,
)
from tryon_ar.training.sketches.zips import lay_zip

_FORMS = ("closed",) * 11 + ("half",) * 3 + ("open",) * 4
"""How the front of a jacket lies, as often as each is listed."""
_COLLAR_SHARES = {
    "puffer": (0.45, 0.5, 0.03, 0.02),
    "parka": (0.6, 0.2, 0.2, 0.0),
    "bomber": (0.12, 0.68, 0.2, 0.0),
    "denim": (0.05, 0.05, 0.9, 0.0),
    "leather": (0.05, 0.4, 0.3, 0.25),
    "coat": (0.1, 0.1, 0.3, 0.5),
}
"""Shares of hoods, stand collars, folded ones and lapels, by kind of jacket."""
_LENGTHS = {"coat": (1.4, 2.3), "parka": (1.15, 1.7), "puffer": (0.95, 1.7)}
"""Least and greatest height of the hem; other jackets end above the hips."""
_WAISTED = ("bomber", "denim", "leather")


def _jacket_body(dice: Dice, low: float, high: float) -> Body:
    """Return a jacket's measures; its hem lies between two heights."""
    body = random_body(dice, "v")
    hem_y = dice.between(low, high)
    waist = body.armpit_half * dice.between(0.82, 1.02)
    return replace(
        body,
        neck_half=dice.between(0.12, 0.19),
        back_depth=dice.between(-0.02, 0.03),
        armpit_y=body.shoulder_drop + dice.between(0.32, 0.48),
        hem_y=hem_y,
        waist_half=waist,
        waist_y=body.armpit_y + (min(hem_y, 1.35) - body.armpit_y) * dice.between(0.45, 0.65),
        hem_half=waist * dice.between(0.95, 1.2),
        hem_rise=dice.between(-0.02, 0.04),
    )


def draw_blazer(dice: Dice, back: bool) -> Sketch:
    """Draw a blazer: lapels, one to three buttons or two rows, closed or open."""
    sketch = Draft("blazer")
    body = _jacket_body(dice, 0.95, 1.5)
    depth = dice.between(0.35, 0.8) * min(body.hem_y, 1.3)
    body = replace(body, neck_depth=depth)
    body, sleeve = with_sleeve(body, "long" if dice.chance(0.93) else "three_quarter", dice)
    sleeve = replace(sleeve, raglan=False, band=0.0, cuff=max(sleeve.cuff, 0.12), dye="main")
    form = dice.pick(("closed", "double", "open"), (0.62, 0.15, 0.23))
    notched = form == "closed" and not back and dice.chance(0.5)
    body = replace(body, notch=dice.between(0.02, 0.11) if notched else 0.0)
    body = seen_body(body, back, dice)
    lines = cut_body(body, dice)
    if not back:
        lining: Dye = dice.pick(["lining", "main", "accent"], [0.65, 0.2, 0.15])
        lay_inside(sketch, lines, dice, lining, collared=True)
        lay_back_of_collar(sketch, body, dice.between(0.03, 0.07), "main", dice)
    lay_front(sketch, lines, sleeve, dice)
    if dice.chance(0.5):
        darts(sketch, lines, dice)
    if back:
        lay_collar_behind(sketch, lines, "main", dice)
        _back_seam(sketch, body, dice)
    else:
        _blazer_front(sketch, lines, form, dice)
        _cuff_buttons(sketch, dice)
    if dice.chance(0.5):
        hem_lines(sketch, lines, dice)
    return sketch.finished(back=back)


def _blazer_front(sketch: Draft, lines: BodyLines, form: str, dice: Dice) -> None:
    body = lines.body
    d, low = body.neck_depth, body.hem_y + body.hem_sag * 0.5
    shift = dice.between(0.06, 0.14) if form == "double" else 0.0
    if form == "open":
        dye: Dye = dice.pick(["lining", "main", "accent"], [0.6, 0.2, 0.2])
        lay_gap(sketch, dice, (0.01, d * 0.9), (dice.between(0.03, 0.25), low), dye)
    else:
        _closing_edge(sketch, body, shift, low, dice)
    if dice.chance(0.8):
        lay_flap_pockets(sketch, lines, dice)
    if dice.chance(0.4):
        x, y = 0.24, body.armpit_y * dice.between(0.75, 0.95)
        sketch.lines.append(Line(line((x - 0.07, y), (x + 0.07, y - 0.015)), 0.02, 0.3))
    _blazer_buttons(sketch, form, d, low, shift, dice)
    if dice.chance(0.86):
        lay_lapels(sketch, lines, "main", dice, shift=shift)
    else:
        lay_shawl(sketch, lines, "main", dice)


def _closing_edge(sketch: Draft, body: Body, shift: float, low: float, dice: Dice) -> None:
    """Draw the overlapping edge, rounded away at the hem on most jackets."""
    d, x = body.neck_depth, -shift - dice.between(0.0, 0.03)
    turn = (x, d + (low - d) * 0.6)
    cut = dice.between(0.0, 0.14) if body.notch == 0 else body.notch
    edge = np.concatenate([line((x, d), turn), bezier(turn, (x, low - 0.02), (x + cut, low), 8)])
    sketch.lines.append(Line(edge, 0.009, dice.between(0.2, 0.5)))
    if cut > 0.05 and shift == 0 and body.notch == 0:
        sketch.lines.append(
            Line(bezier((0.0, low - 0.18), (0.0, low - 0.02), (-cut, low)), 0.008, 0.3)
        )


def _blazer_buttons(
    sketch: Draft, form: str, top: float, low: float, shift: float, dice: Dice
) -> None:
    radius = dice.between(0.012, 0.022)
    count = dice.count(1, 3)
    step = dice.between(0.1, 0.16)
    columns = (-shift, shift) if form == "double" else (dice.between(0.0, 0.03),)
    if form == "open":
        columns = (-dice.between(0.06, 0.12),)
    for row in range(count):
        y = top + 0.02 + row * step
        if y > low - 0.06:
            continue
        for x in columns:
            sketch.buttons.append(Button(x, y, radius))


def _cuff_buttons(sketch: Draft, dice: Dice) -> None:
    if not dice.chance(0.6):
        return
    for side in ("left", "right"):
        outer = np.array(sketch.landmarks[f"cuff_{side}_outer"])
        inner = np.array(sketch.landmarks[f"cuff_{side}_inner"])
        elbow = np.array(sketch.landmarks[f"elbow_{side}"])
        up = elbow - (outer + inner) / 2
        up = up / max(float(np.hypot(*up)), 1e-6)
        for k in range(dice.count(2, 4)):
            x, y = outer + 0.16 * (inner - outer) + up * (0.04 + 0.035 * k)
            sketch.over_buttons.append(Button(float(x), float(y), 0.009))


def _back_seam(sketch: Draft, body: Body, dice: Dice) -> None:
    course = line((0.0, body.neck_depth), (0.0, body.hem_y))
    sketch.lines.append(Line(course, 0.008, dice.between(0.1, 0.4)))


def draw_outerwear(dice: Dice, back: bool) -> Sketch:
    """Draw a puffer, parka, bomber, denim or leather jacket, a coat or a vest."""
    sketch = Draft("outerwear")
    kind = dice.pick(tuple(_COLLAR_SHARES), (0.27, 0.17, 0.14, 0.14, 0.1, 0.18))
    body = _outer_body(kind, dice)
    collar = dice.pick(("hood", "stand", "shirt", "lapels"), _COLLAR_SHARES[kind])
    form = _FORMS[dice.count(0, len(_FORMS) - 1)]
    body, sleeve = _outer_sleeve(_opened(body, form, dice), kind, dice)
    body = seen_body(body, back, dice)
    lines = cut_body(body, dice)
    if not back:
        _lay_outer_inside(sketch, lines, dice, hooded=collar == "hood")
    lay_front(sketch, lines, sleeve, dice)
    if kind in _WAISTED and dice.chance(0.8):
        hem_rib(sketch, lines, dice, dice.pick(["main", "trim"], [0.8, 0.2]))
    elif dice.chance(0.5):
        hem_lines(sketch, lines, dice)
    if not back:
        _outer_front(sketch, lines, kind, form, dice)
    if kind == "puffer":
        quilt(sketch, lines, dice)
        quilt_sleeves(sketch, dice)
    top = _lay_collar(sketch, lines, collar, back, dice)
    if not back:
        _close_front(sketch, body, kind, form, top, dice)
    return sketch.finished(back=back)


def _outer_body(kind: str, dice: Dice) -> Body:
    body = _jacket_body(dice, *_LENGTHS.get(kind, (0.85, 1.3)))
    body = replace(body, neck_depth=_closing_depth(kind, dice))
    if kind in _WAISTED:
        body = replace(body, hem_half=body.waist_half * dice.between(0.82, 1.0))
    return body


def _lay_outer_inside(sketch: Draft, lines: BodyLines, dice: Dice, *, hooded: bool) -> None:
    dye: Dye = dice.pick(["lining", "main"], [0.7, 0.3])
    lay_inside(sketch, lines, dice, dye, collared=not hooded)
    if not hooded:
        lay_back_of_collar(sketch, lines.body, dice.between(0.03, 0.11), "main", dice)


def _outer_sleeve(body: Body, kind: str, dice: Dice) -> tuple[Body, Sleeve | None]:
    """Return the body with its sleeves, or bare arms and None for a vest."""
    if dice.chance(0.22 if kind == "puffer" else 0.05):
        return bare_arms(body, dice, dice.between(0.14, 0.24)), None
    body, sleeve = with_sleeve(body, "long", dice)
    wide = replace(sleeve, elbow=max(sleeve.elbow, 0.19), cuff=max(sleeve.cuff, 0.11))
    if kind == "puffer":
        wide = replace(wide, bend_degrees=min(wide.bend_degrees, 30.0), raglan=False)
    return body, wide


def _opened(body: Body, form: str, dice: Dice) -> Body:
    """Return the body with the deep neck of a front that is closed from half-way down."""
    if form != "half":
        return body
    way = (body.hem_y - body.neck_depth) * dice.between(0.12, 0.6)
    return replace(body, neck_depth=body.neck_depth + way)


def _closing_depth(kind: str, dice: Dice) -> float:
    if kind == "coat":
        return dice.between(0.2, 0.7)
    return dice.between(0.03, 0.14) if dice.chance(0.7) else dice.between(0.14, 0.45)


def _lay_collar(sketch: Draft, lines: BodyLines, kind: str, back: bool, dice: Dice) -> float:
    """Lay the collar; return where the front's closing begins."""
    dye: Dye = "trim" if dice.chance(0.12) else "main"
    if kind == "hood":
        lay_hood(sketch, lines, "main", dice, closed=back)
    elif back:
        lay_collar_behind(sketch, lines, dye, dice)
    elif kind == "lapels" and lines.body.neck_depth > 0.15:
        lay_lapels(sketch, lines, "main", dice)
    elif kind == "stand":
        return lay_stand_collar(sketch, lines, dye, dice)
    else:
        lay_shirt_collar(sketch, lines, dye, dice)
    return lines.body.neck_depth


def _close_front(sketch: Draft, body: Body, kind: str, form: str, top: float, dice: Dice) -> None:
    """Close the front with buttons or a zip, as far as it is closed."""
    low = body.hem_y + body.hem_sag * 0.5
    if form == "open":
        part_collar(sketch)
        return
    if kind in ("denim", "coat") or dice.chance(0.15):
        lay_placket(sketch, dice, body.neck_depth, low, dice.count(3, 7))
    else:
        lay_zip(sketch, dice, top, low)


def _outer_front(sketch: Draft, lines: BodyLines, kind: str, form: str, dice: Dice) -> None:
    body = lines.body
    low, d = body.hem_y + body.hem_sag * 0.5, body.neck_depth
    if form == "open":
        dye: Dye = dice.pick(["lining", "main", "accent"], [0.6, 0.2, 0.2])
        top, half_top = d * dice.between(0.1, 0.9), dice.between(0.01, 0.1)
        lay_gap(sketch, dice, (half_top, top), (dice.between(0.02, 0.25), low), dye)
    if kind in ("denim", "parka") and dice.chance(0.75):
        y = body.armpit_y * dice.between(0.8, 1.0)
        size = (dice.between(0.07, 0.1), dice.between(0.13, 0.2))
        for x in (0.24, -0.24):
            lay_patch_pocket(sketch, dice, x, y, size, flap=True)
    if kind in ("parka", "coat") and dice.chance(0.6):
        lay_flap_pockets(sketch, lines, dice)
    elif dice.chance(0.75):
        lay_slit_pockets(sketch, lines, dice)
    if kind == "coat" and dice.chance(0.3):
        _belt(sketch, body, dice)


def _belt(sketch: Draft, body: Body, dice: Dice) -> None:
    y, half = body.waist_y, dice.between(0.025, 0.05)
    w = body.waist_half * 1.1
    panel = line((-w, y - half), (w, y - half), (w, y + half), (-w, y + half))
    sketch.pieces.append(Piece(panel, Part.TORSO, within=Part.TORSO, raised=0.3))
    for edge in (y - half, y + half):
        sketch.lines.append(Line(line((-w * 0.9, edge), (w * 0.9, edge)), 0.008, 0.3))
