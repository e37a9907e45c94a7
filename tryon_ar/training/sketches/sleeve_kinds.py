"""Sleeves of every kind at random measures, and the bodies that go with them."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from tryon_ar.training.sketches.bodies import Body
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.sketch import Dye
from tryon_ar.training.sketches.sleeves import least_degrees
from tryon_ar.training.sketches.sleeves_cut import Sleeve

_SHORT_LENGTHS = {"cap": (0.08, 0.2), "short": (0.2, 0.45), "elbow": (0.42, 0.62)}
"""Least and greatest length of the sleeves that end above the elbow, units."""


def with_sleeve(body: Body, kind: str, dice: Dice) -> tuple[Body, Sleeve]:
    """Return a body and a sleeve of a kind that go together.

    Where a sleeve hangs, the armpit is drawn in below the shoulder, as on a body.
    """
    sleeve = random_sleeve(kind, body, dice)
    often = 0.6 if sleeve.wedge is None else 0.9
    if sleeve.degrees < least_degrees(body, sleeve) and dice.chance(often):
        body = _drawn_in(body, sleeve)
    return body, replace(sleeve, degrees=max(sleeve.degrees, least_degrees(body, sleeve)))


def _drawn_in(body: Body, sleeve: Sleeve) -> Body:
    """Return the body narrowed until the sleeve's root fits between shoulder and armpit."""
    turn = np.radians(max(sleeve.degrees, 0.0))
    dy = body.armpit_y - body.shoulder_drop
    half = body.shoulder_half + (dy * np.sin(turn) - sleeve.root) / np.cos(turn)
    share = float(np.clip(half / body.armpit_half, 0.72, 1.0))
    return replace(
        body,
        armpit_half=body.armpit_half * share,
        waist_half=body.waist_half * share,
        hem_half=body.hem_half * share,
    )


class _Hang(NamedTuple):
    """How a long sleeve lies: see :class:`Sleeve`."""

    degrees: float
    bend_degrees: float
    wedge: float | None
    folded: bool


def random_sleeve(kind: str, body: Body, dice: Dice) -> Sleeve:
    """Return a sleeve of a kind: cap, short, elbow, three_quarter or long."""
    opening = body.armpit_y - body.shoulder_drop
    spread = dice.between(-3, 28) if dice.chance(0.68) else dice.between(25, 75)
    raglan = dice.chance(0.06)
    band = dice.between(0.03, 0.1) if dice.chance(0.75) else 0.0
    dye: Dye = "accent" if dice.chance(0.4 if raglan else 0.06) else "main"
    if kind in _SHORT_LENGTHS:
        short = _short(kind, opening, dice)
        return replace(short, band=band, raglan=raglan and kind != "cap", dye=dye)
    long = _long(kind, opening, spread, dice)
    return replace(long, raglan=raglan and long.wedge is None, dye=dye)


def _short(kind: str, opening: float, dice: Dice) -> Sleeve:
    return Sleeve(
        length=dice.between(*_SHORT_LENGTHS[kind]),
        degrees=dice.between(10, 78),
        cuff=min(dice.between(0.18, 0.34), 0.98 * opening),
        puff=dice.between(0.0, 0.09),
        over=dice.chance(0.15),
    )


def _long(kind: str, opening: float, spread: float, dice: Dice) -> Sleeve:
    shorter = kind == "three_quarter"
    length = dice.between(0.62, 0.88) if shorter else dice.between(0.9, 1.35)
    hang = _hang(spread, dice)
    elbow = min(dice.between(0.15, 0.27), 0.9 * opening)
    cuff = elbow * dice.between(0.5, 0.95) if dice.chance(0.85) else elbow * dice.between(0.95, 1.5)
    often = 0.5 if hang.degrees < 25 else 0.2
    return Sleeve(
        length,
        hang.degrees,
        cuff,
        elbow=elbow,
        elbow_share=dice.between(0.64, 0.74) if shorter else dice.between(0.47, 0.54),
        bend_degrees=hang.bend_degrees,
        puff=dice.between(0.0, 0.06),
        band=dice.between(0.03, 0.12) if dice.chance(0.8) else 0.0,
        over=hang.wedge is None and (hang.folded or dice.chance(often)),
        crumple=dice.between(0.006, 0.022) if dice.chance(0.3) else 0.0,
        wedge=hang.wedge,
    )


def _hang(spread: float, dice: Dice) -> _Hang:
    """Draw how a long sleeve lies: folded over the body, straight beside it, or as spread."""
    bend = dice.between(-4, 18) if dice.chance(0.75) else dice.between(15, 45)
    if dice.chance(0.12):
        degrees = dice.between(2, 20)
        return _Hang(degrees, degrees + dice.between(55, 112), None, folded=True)
    if dice.chance(0.3):
        wedge = dice.between(0.0, 0.09)
        return _Hang(spread, dice.between(-3, 9), wedge, folded=False)
    return _Hang(spread, bend, None, folded=False)
