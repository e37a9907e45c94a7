"""Sleeves of every kind at random measures, and the bodies that go with them."""

from dataclasses import replace

import numpy as np

from tryon_ar.training.sketches.bodies import Body
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.sketch import Dye
from tryon_ar.training.sketches.sleeves import Sleeve, least_degrees


def with_sleeve(body: Body, kind: str, dice: Dice) -> tuple[Body, Sleeve]:
    """Return a body and a sleeve of a kind that go together.

    Where a sleeve hangs, the armpit is drawn in below the shoulder, as on a body.
    """
    sleeve = random_sleeve(kind, body, dice)
    if sleeve.degrees < least_degrees(body, sleeve) and dice.chance(
        0.6 if sleeve.wedge is None else 0.9
    ):
        turn = np.radians(max(sleeve.degrees, 0.0))
        dy = body.armpit_y - body.shoulder_drop
        half = body.shoulder_half + (dy * np.sin(turn) - sleeve.root) / np.cos(turn)
        share = float(np.clip(half / body.armpit_half, 0.72, 1.0))
        body = replace(
            body,
            armpit_half=body.armpit_half * share,
            waist_half=body.waist_half * share,
            hem_half=body.hem_half * share,
        )
    return body, replace(sleeve, degrees=max(sleeve.degrees, least_degrees(body, sleeve)))


def random_sleeve(kind: str, body: Body, dice: Dice) -> Sleeve:
    """Return a sleeve of a kind: cap, short, elbow, three_quarter or long."""
    opening = body.armpit_y - body.shoulder_drop
    spread = dice.between(-3, 28) if dice.chance(0.68) else dice.between(25, 75)
    raglan = dice.chance(0.06)
    band = dice.between(0.03, 0.1) if dice.chance(0.75) else 0.0
    dye: Dye = "accent" if dice.chance(0.4 if raglan else 0.06) else "main"
    if kind in ("cap", "short", "elbow"):
        ranges = {"cap": (0.08, 0.2), "short": (0.2, 0.45), "elbow": (0.42, 0.62)}
        length = dice.between(*ranges[kind])
        return Sleeve(
            length,
            dice.between(10, 78),
            min(dice.between(0.18, 0.34), 0.98 * opening),
            puff=dice.between(0.0, 0.09),
            band=band,
            over=dice.chance(0.15),
            raglan=raglan and kind != "cap",
            dye=dye,
        )
    length = dice.between(0.62, 0.88) if kind == "three_quarter" else dice.between(0.9, 1.35)
    bend = dice.between(-4, 18) if dice.chance(0.75) else dice.between(15, 45)
    folded, wedge = dice.chance(0.12), None
    if folded:
        spread = dice.between(2, 20)
        bend = spread + dice.between(55, 112)
    elif dice.chance(0.3):
        wedge = dice.between(0.0, 0.09)
        bend = dice.between(-3, 9)
    elbow = min(dice.between(0.15, 0.27), 0.9 * opening)
    cuff = elbow * dice.between(0.5, 0.95) if dice.chance(0.85) else elbow * dice.between(0.95, 1.5)
    return Sleeve(
        length,
        spread,
        cuff,
        elbow=elbow,
        elbow_share=dice.between(0.64, 0.74)
        if kind == "three_quarter"
        else dice.between(0.47, 0.54),
        bend_degrees=bend,
        puff=dice.between(0.0, 0.06),
        band=dice.between(0.03, 0.12) if dice.chance(0.8) else 0.0,
        over=wedge is None and (folded or dice.chance(0.5 if spread < 25 else 0.2)),
        raglan=raglan and wedge is None,
        dye=dye,
        crumple=dice.between(0.006, 0.022) if dice.chance(0.3) else 0.0,
        wedge=wedge,
    )
