"""T-shirts, long sleeves, sleeveless tops, polos and shirts."""

from dataclasses import replace

import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import Body, BodyLines, cut_body
from tryon_ar.training.sketches.collars import lay_high_neck, lay_shirt_collar, lay_stand_collar
from tryon_ar.training.sketches.curves import flip, line
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.draft import Draft
from tryon_ar.training.sketches.fronts import (
    lay_gap,
    lay_patch_pocket,
    lay_placket,
    part_collar,
)
from tryon_ar.training.sketches.marks import put_both
from tryon_ar.training.sketches.necklines import Neck
from tryon_ar.training.sketches.openings import lay_back_of_collar, lay_inside
from tryon_ar.training.sketches.sketch import Dye, Line, Piece, Sketch
from tryon_ar.training.sketches.sleeve_kinds import with_sleeve
from tryon_ar.training.sketches.sleeves_cut import Sleeve
from tryon_ar.training.sketches.straps import strapped_body
from tryon_ar.training.sketches.uppers import (
    bare_arms,
    darts,
    hem_lines,
    hem_rib,
    lay_front,
    lay_neck_band,
    random_body,
    side_vents,
)
from tryon_ar.training.sketches.zips import lay_zip

_NECKS: tuple[Neck, ...] = ("round", "v", "boat", "high", "square", "keyhole")


def draw_tshirt(dice: Dice, back: bool) -> Sketch:
    """Draw a T-shirt."""
    neck = dice.pick(_NECKS, (0.7, 0.16, 0.06, 0.03, 0.02, 0.03))
    sleeve = dice.pick(("short", "cap", "elbow"), (0.75, 0.1, 0.15))
    return _knit("tshirt", neck, sleeve, dice, back)


def draw_longsleeve(dice: Dice, back: bool) -> Sketch:
    """Draw a long-sleeved tee, a sweater or a cardigan."""
    neck = dice.pick(_NECKS, (0.55, 0.18, 0.06, 0.15, 0.02, 0.04))
    sleeve = dice.pick(("long", "three_quarter"), (0.87, 0.13))
    return _knit("longsleeve", neck, sleeve, dice, back)


def _knit(category: str, neck: Neck, sleeve_kind: str, dice: Dice, back: bool) -> Sketch:
    sketch = Draft(category)
    body = random_body(dice, neck)
    cardigan = category == "longsleeve" and dice.chance(0.16) and not back
    if cardigan:
        depth = dice.between(0.1, 0.55)
        body = replace(body, neck="v", neck_depth=depth, back_depth=dice.between(-0.02, 0.05))
    if neck == "high":
        body = replace(body, back_depth=-0.01)
    body, sleeve = with_sleeve(body, sleeve_kind, dice)
    body = seen_body(body, back, dice)
    lines = cut_body(body, dice)
    if neck != "high" and not back:
        lay_inside(sketch, lines, dice)
    lay_front(sketch, lines, sleeve, dice)
    if neck == "high" and not cardigan:
        lay_high_neck(sketch, lines, "main", dice)
    elif dice.chance(0.85):
        lay_neck_band(sketch, lines, dice)
    if dice.chance(0.35 if category == "longsleeve" else 0.05):
        hem_rib(sketch, lines, dice)
    else:
        hem_lines(sketch, lines, dice)
    if cardigan:
        _button_or_zip(sketch, body, dice)
    elif not back:
        _tee_details(sketch, body, dice)
    if dice.chance(0.08):
        side_vents(sketch, lines, dice)
    return sketch.finished(back=back)


def _tee_details(sketch: Draft, body: Body, dice: Dice) -> None:
    if dice.chance(0.1):
        x, size = dice.between(0.15, 0.24), (dice.between(0.06, 0.1), dice.between(0.12, 0.2))
        lay_patch_pocket(sketch, dice, x, body.armpit_y * dice.between(0.7, 1.0), size)
    if dice.chance(0.07) and body.neck == "round":
        end = body.neck_depth + dice.between(0.12, 0.35)
        lay_placket(sketch, dice, body.neck_depth, end, dice.count(2, 4))


def _button_or_zip(sketch: Draft, body: Body, dice: Dice) -> None:
    low = body.hem_y + body.hem_sag * 0.5
    if dice.chance(0.25):
        dye: Dye = dice.pick(["main", "lining", "accent"], [0.7, 0.15, 0.15])
        half_top, half_low = dice.between(0.005, 0.08), dice.between(0.01, 0.22)
        top = body.neck_depth * dice.between(0.4, 1.0)
        lay_gap(sketch, dice, (half_top, top), (half_low, low), dye)
    elif dice.chance(0.7):
        lay_placket(sketch, dice, body.neck_depth, low, dice.count(4, 9))
    else:
        lay_zip(sketch, dice, body.neck_depth, low)


def draw_top(dice: Dice, back: bool) -> Sketch:
    """Draw a tank top, a camisole, a blouse without sleeves or an off-shoulder top."""
    sketch = Draft("top")
    body = strapped_body(dice)
    if dice.chance(0.35):
        body = replace(body, hem_half=body.waist_half * dice.between(1.1, 1.6))
    if dice.chance(0.12):
        rise = dice.between(-0.15, 0.12)
        body = replace(body, hem_rise=rise)
    body, sleeve = _top_sleeve(body, dice)
    body = seen_body(body, back, dice)
    lines = cut_body(body, dice)
    if not back:
        lay_inside(sketch, lines, dice)
    lay_front(sketch, lines, sleeve, dice)
    if dice.chance(0.55):
        lay_neck_band(sketch, lines, dice)
    if sleeve is None and dice.chance(0.6):
        edge = lines.armhole * np.array([0.985, 1.0])
        strength = dice.between(0.1, 0.35)
        sketch.lines += [Line(edge, 0.008, strength), Line(flip(edge), 0.008, strength)]
    if not back and dice.chance(0.18):
        end = body.hem_y - dice.between(0, 0.6)
        lay_placket(sketch, dice, body.neck_depth, end, dice.count(3, 7))
    if dice.chance(0.2):
        darts(sketch, lines, dice)
    if dice.chance(0.15):
        _peplum_seam(sketch, body, dice)
    hem_lines(sketch, lines, dice)
    return sketch.finished(back=back)


def _top_sleeve(body: Body, dice: Dice) -> tuple[Body, Sleeve | None]:
    """Give some tops a cap sleeve; those off the shoulder have sleeves of any length."""
    if body.armpit_y - body.shoulder_drop < 0.2 or body.shoulder_half < 0.34:
        return body, None
    if body.neck_half > 0.35:
        return with_sleeve(body, dice.pick(("short", "elbow", "long")), dice)
    return with_sleeve(body, "cap", dice) if dice.chance(0.25) else (body, None)


def _peplum_seam(sketch: Draft, body: Body, dice: Dice) -> None:
    y = body.waist_y
    put_both(sketch, "waist", (body.waist_half, y))
    strength = dice.between(0.15, 0.45)
    sketch.lines.append(Line(line((-body.waist_half, y), (body.waist_half, y)), 0.01, strength))
    for _ in range(dice.count(4, 14)):
        x = dice.between(-0.9, 0.9)
        pleat = line((x * body.waist_half, y), (x * body.hem_half, body.hem_y - 0.02))
        sketch.lines.append(Line(pleat, 0.012, strength * 0.5))


def draw_polo(dice: Dice, back: bool) -> Sketch:
    """Draw a polo shirt."""
    sketch = Draft("polo")
    kinds = ("short", "elbow", "long", "cap")
    body = _polo_body(dice)
    body, sleeve = with_sleeve(body, dice.pick(kinds, (0.72, 0.1, 0.14, 0.04)), dice)
    body = seen_body(body, back, dice)
    lines = cut_body(body, dice)
    dye: Dye = dice.pick(["main", "trim"], [0.7, 0.3])
    if not back:
        _lay_collar_inside(sketch, lines, dye, dice)
    lay_front(sketch, lines, sleeve, dice)
    if back:
        lay_collar_behind(sketch, lines, dye, dice)
    else:
        end = body.neck_depth + dice.between(0.05, 0.3)
        lay_placket(sketch, dice, body.neck_depth, end, dice.count(0, 3))
        sketch.lines.append(Line(line((-0.035, end), (0.04, end)), 0.008, 0.3))
        _lay_collar_before(sketch, lines, dye, 0.93, dice)
    hem_lines(sketch, lines, dice)
    if dice.chance(0.3):
        side_vents(sketch, lines, dice)
    if dice.chance(0.1) and not back:
        lay_patch_pocket(sketch, dice, 0.2, body.armpit_y * 0.9, (0.08, 0.16))
    return sketch.finished(back=back)


def _polo_body(dice: Dice) -> Body:
    body = random_body(dice, "v")
    depth = dice.between(0.06, 0.2) if dice.chance(0.75) else dice.between(0.18, 0.38)
    return replace(
        body,
        neck_half=dice.between(0.14, 0.2),
        neck_depth=depth,
        back_depth=dice.between(-0.02, 0.03),
        hem_rise=dice.between(-0.02, 0.03),
    )


def draw_shirt(dice: Dice, back: bool) -> Sketch:
    """Draw a shirt or blouse with a front that buttons."""
    sketch = Draft("shirt")
    body, sleeve = _shirt_sleeve(_shirt_body(dice), dice)
    body = seen_body(body, back, dice)
    lines = cut_body(body, dice)
    dye: Dye = "trim" if dice.chance(0.08) else "main"
    if not back:
        _lay_collar_inside(sketch, lines, dye, dice)
    lay_front(sketch, lines, sleeve, dice)
    if back:
        lay_collar_behind(sketch, lines, dye, dice)
    else:
        _shirt_front(sketch, body, dice)
        _lay_collar_before(sketch, lines, dye, 0.84, dice)
        part_collar(sketch)
    yoke = _yoke(body, dice)
    # Its seam runs across the back alone.
    if yoke is not None and back:
        sketch.lines.append(yoke)
    if dice.chance(0.2):
        darts(sketch, lines, dice)
    hem_lines(sketch, lines, dice)
    return sketch.finished(back=back)


def _shirt_body(dice: Dice) -> Body:
    body = random_body(dice, "v")
    depth = dice.between(0.05, 0.16) if dice.chance(0.75) else dice.between(0.16, 0.42)
    tail = dice.chance(0.6)
    return replace(
        body,
        neck_half=dice.between(0.12, 0.19),
        neck_depth=depth,
        back_depth=dice.between(-0.02, 0.025),
        tail=tail,
        hem_rise=dice.between(0.04, 0.16) if tail else dice.between(-0.02, 0.02),
    )


def _shirt_sleeve(body: Body, dice: Dice) -> tuple[Body, Sleeve | None]:
    kinds = ("long", "short", "three_quarter", "elbow", "none")
    kind = dice.pick(kinds, (0.6, 0.2, 0.08, 0.05, 0.07))
    return (bare_arms(body, dice), None) if kind == "none" else with_sleeve(body, kind, dice)


def _yoke(body: Body, dice: Dice) -> Line | None:
    """Draw the seam across the shoulder blades that some shirts have."""
    if not dice.chance(0.35):
        return None
    y = body.shoulder_drop + dice.between(0.02, 0.08)
    return Line(line((-body.shoulder_half * 0.97, y), (body.shoulder_half * 0.97, y)), 0.007, 0.2)


def _shirt_front(sketch: Draft, body: Body, dice: Dice) -> None:
    low = body.hem_y + body.hem_sag * 0.5
    if dice.chance(0.08):
        dye: Dye = dice.pick(["main", "accent"])
        top = body.neck_depth * dice.between(0.3, 1.0)
        half_top, half_low = dice.between(0.005, 0.08), dice.between(0.02, 0.22)
        lay_gap(sketch, dice, (half_top, top), (half_low, low), dye)
    else:
        popover = dice.chance(0.08)
        end = body.neck_depth + 0.35 if popover else low
        lay_placket(sketch, dice, body.neck_depth, end, 0 if dice.chance(0.1) else dice.count(4, 9))
    if dice.chance(0.4):
        y, flap = body.armpit_y * dice.between(0.75, 1.0), dice.chance(0.35)
        x, size = dice.between(0.17, 0.24), (dice.between(0.06, 0.1), dice.between(0.12, 0.2))
        lay_patch_pocket(sketch, dice, x, y, size, flap=flap)
        if dice.chance(0.55):
            lay_patch_pocket(sketch, dice, -x, y, size, flap=flap)


def _lay_collar_inside(sketch: Draft, lines: BodyLines, dye: Dye, dice: Dice) -> None:
    lay_inside(sketch, lines, dice, collared=True)
    lay_back_of_collar(sketch, lines.body, dice.between(0.03, 0.09), dye, dice)


def _lay_collar_before(
    sketch: Draft, lines: BodyLines, dye: Dye, folded_share: float, dice: Dice
) -> None:
    """Lay a folded collar, as often as a share says, or else one that stands."""
    if dice.chance(folded_share):
        lay_shirt_collar(sketch, lines, dye, dice)
    else:
        lay_stand_collar(sketch, lines, dye, dice)


def lay_collar_behind(sketch: Draft, lines: BodyLines, dye: Dye, dice: Dice) -> None:
    """Lay a folded collar as it is seen from behind."""
    w, high = lines.body.neck_half, dice.between(0.02, 0.06)
    fall = dice.between(0.06, 0.13)
    outline = line(
        (w * 0.9, -high),
        (-w * 0.9, -high),
        (-w - 0.05, fall * 0.6),
        (0, fall),
        (w + 0.05, fall * 0.6),
    )
    sketch.pieces.append(Piece(outline, Part.COLLAR, dye, raised=0.4))


def seen_body(body: Body, back: bool, dice: Dice) -> Body:
    """Return the body with the shallow neck of a back when it is seen from behind."""
    if not back:
        return body
    neck: Neck = "high" if body.neck == "high" else "round"
    return replace(body, neck=neck, neck_depth=dice.between(0.0, 0.06), back_depth=0.0)
