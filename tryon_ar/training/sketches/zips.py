"""Zips: closed to the top in all their looks, so that a dark line is no opening."""

import numpy as np

from tryon_ar.training.sketches.curves import line, shifted
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.sketch import Button, Curve, Dye, Line, Sketch

_KINDS = ("plain", "metal", "dark", "taped", "covered")


def lay_zip(sketch: Sketch, dice: Dice, top: float, bottom: float) -> None:
    """Lay a closed zip down the middle, from its upper to its lower end."""
    course = _course(dice, top, bottom)
    kind = dice.pick(_KINDS, (0.24, 0.2, 0.22, 0.18, 0.16))
    if kind == "covered":
        _flap(sketch, course, dice)
        return
    _teeth(sketch, course, kind, dice)
    if dice.chance(0.7):
        away = dice.between(0.02, 0.05)
        strength = dice.between(0.05, 0.35)
        sketch.lines += [Line(shifted(course, x), 0.006, strength) for x in (-away, away)]
    if dice.chance(0.12):
        reflex = shifted(course, dice.pick([-1.0, 1.0]) * dice.between(0.02, 0.05))
        sketch.lines.append(Line(reflex, dice.between(0.008, 0.02), -dice.between(0.5, 1.0)))
    _pullers(sketch, course, dice)


def _course(dice: Dice, top: float, bottom: float) -> Curve:
    """Return a nearly straight way down: cloth buckles beside a zip."""
    x, swing = dice.between(-0.012, 0.015), dice.between(0.0, 0.01)
    course = line((x, top), (x, bottom), count=24)
    share = np.linspace(0.0, 1.0, len(course))
    waves = np.sin(share * dice.between(3.0, 14.0) + dice.between(0.0, 6.0)) * np.sin(share * np.pi)
    return np.asarray(course + swing * np.column_stack([waves, np.zeros_like(waves)]))


def _teeth(sketch: Sketch, course: Curve, kind: str, dice: Dice) -> None:
    if kind == "plain":
        dye: Dye | None = "accent" if dice.chance(0.4) else None
        sketch.lines.append(Line(course, dice.between(0.01, 0.035), dice.between(-0.4, 0.5), dye))
        return
    wide = dice.between(0.02, 0.055)
    if kind == "taped":
        tape: Dye = dice.pick(["trim", "accent", "lining"])
        sketch.lines.append(Line(course, wide, dice.between(-0.2, 0.2), tape))
        sketch.lines.append(Line(course, wide * 0.35, dice.between(-0.5, 0.8)))
        return
    sketch.lines += [Line(course, wide, 1.0)] * (3 if dice.chance(0.5) else 1)
    if kind == "metal":
        sketch.lines.append(Line(course, wide * dice.between(0.3, 0.6), -1.0, "trim"))
    elif dice.chance(0.5):
        sketch.lines.append(Line(course, 0.006, -dice.between(0.2, 0.8)))


def _flap(sketch: Sketch, course: Curve, dice: Dice) -> None:
    """Cover the zip with a flap: one edge to see, some with snaps."""
    side = dice.pick([-1.0, 1.0])
    half = dice.between(0.025, 0.06)
    edge = shifted(course, side * half)
    sketch.lines.append(Line(edge, dice.between(0.008, 0.016), dice.between(0.25, 0.8)))
    sketch.lines.append(Line(shifted(course, side * half * 0.75), 0.006, dice.between(0.05, 0.3)))
    if dice.chance(0.5):
        sketch.lines.append(Line(shifted(course, -side * half), 0.006, dice.between(0.05, 0.3)))
    if dice.chance(0.55):
        radius = dice.between(0.01, 0.022)
        for share in np.linspace(0.06, 0.94, dice.count(4, 8)):
            x, y = course[int(share * (len(course) - 1))]
            sketch.buttons.append(Button(float(x), float(y), radius))


def _pullers(sketch: Sketch, course: Curve, dice: Dice) -> None:
    """Hang pullers from the upper end, and from the lower one of a two-way zip."""
    ends = [(course[0], 1.0)] if dice.chance(0.75) else []
    if dice.chance(0.15):
        ends.append((course[-2], -1.0))
    dye: Dye | None = dice.pick([None, "accent", "trim"])
    for place, way in ends:
        x, y = float(place[0]), float(place[1]) + 0.01
        low = (x + dice.between(-0.02, 0.02), y + way * dice.between(0.03, 0.09))
        shine = dice.between(-0.9, 0.7)
        sketch.lines.append(Line(line((x, y), low), dice.between(0.014, 0.03), shine, dye))
