"""Hoodies, pulled over or zipped."""

from dataclasses import replace

from tryon_ar.training.sketches.bodies import Body, BodyLines, cut_body
from tryon_ar.training.sketches.collars import lay_hood
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.draft import Draft
from tryon_ar.training.sketches.fronts import (
    lay_cords,
    lay_gap,
    lay_kangaroo,
    lay_slit_pockets,
    part_collar,
)
from tryon_ar.training.sketches.openings import lay_inside
from tryon_ar.training.sketches.sketch import Dye, Sketch
from tryon_ar.training.sketches.sleeve_kinds import with_sleeve
from tryon_ar.training.sketches.tops import seen_body
from tryon_ar.training.sketches.uppers import hem_lines, hem_rib, lay_front, random_body
from tryon_ar.training.sketches.zips import lay_zip


def draw_hoodie(dice: Dice, back: bool) -> Sketch:
    """Draw a hoodie, closed or with a zip."""
    sketch = Draft("hoodie")
    body = _hoodie_body(dice)
    zipped = not back and dice.chance(0.42)
    if zipped and dice.chance(0.15):
        body = replace(body, neck="v", neck_depth=dice.between(0.24, 0.6))
    kind = dice.pick(("long", "short", "three_quarter"), (0.93, 0.05, 0.02))
    body, sleeve = with_sleeve(body, kind, dice)
    body = seen_body(body, back, dice)
    lines = cut_body(body, dice)
    if not back:
        lay_inside(sketch, lines, dice)
    lay_front(sketch, lines, replace(sleeve, band=max(sleeve.band, 0.05)), dice)
    if dice.chance(0.8):
        hem_rib(sketch, lines, dice, "trim" if dice.chance(0.1) else "main")
    else:
        hem_lines(sketch, lines, dice)
    if zipped:
        _zip_hoodie(sketch, body, dice)
    dye: Dye = "accent" if dice.chance(0.06) else "main"
    lay_hood(sketch, lines, dye, dice, closed=back)
    part_collar(sketch)
    if not back:
        _lay_pockets_and_cords(sketch, lines, dice, zipped=zipped)
    return sketch.finished(back=back)


def _hoodie_body(dice: Dice) -> Body:
    body = random_body(dice, "v" if dice.chance(0.4) else "round")
    hem = body.waist_half * dice.between(0.82, 1.0)
    return replace(
        body,
        neck_half=dice.between(0.14, 0.22),
        neck_depth=dice.between(0.08, 0.22),
        back_depth=0.0,
        hem_half=hem,
        hem_rise=dice.between(-0.01, 0.02),
        armpit_half=body.armpit_half * 1.04,
    )


def _lay_pockets_and_cords(sketch: Draft, lines: BodyLines, dice: Dice, *, zipped: bool) -> None:
    if zipped:
        lay_slit_pockets(sketch, lines, dice)
    elif dice.chance(0.75):
        lay_kangaroo(sketch, lines, dice)
    if dice.chance(0.65):
        x, y = dice.between(0.03, 0.09), lines.body.neck_depth * dice.between(0.7, 1.0)
        lay_cords(sketch, dice, x, y)


def _zip_hoodie(sketch: Draft, body: Body, dice: Dice) -> None:
    low = body.hem_y + body.hem_sag * 0.5
    if dice.chance(0.25):
        top = body.neck_depth * dice.between(0.2, 0.8)
        half_top, half_low = dice.between(0.01, 0.08), dice.between(0.02, 0.22)
        lay_gap(sketch, dice, (half_top, top), (half_low, low), "main")
    else:
        lay_zip(sketch, dice, body.neck_depth, low)
