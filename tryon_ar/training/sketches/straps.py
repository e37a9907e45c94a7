"""Bodies without sleeves: tank tops, thin straps, halters, off the shoulder, bustiers."""

from dataclasses import replace

from tryon_ar.training.sketches.bodies import Body
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.necklines import Neck
from tryon_ar.training.sketches.uppers import bare_arms, random_body


def strapped_body(dice: Dice) -> Body:
    """Return a body without sleeves of a random kind."""
    kind = dice.pick(
        ("shell", "tank", "spaghetti", "loose straps", "halter", "bustier", "bare shoulders"),
        (0.27, 0.27, 0.18, 0.16, 0.04, 0.02, 0.06),
    )
    if kind == "shell":
        neck: Neck = dice.pick(
            ("round", "v", "boat", "square", "keyhole"), (0.5, 0.25, 0.1, 0.1, 0.05)
        )
        body = random_body(dice, neck)
        return bare_arms(body, dice, dice.between(0.08, 0.22))
    if kind == "tank":
        return _tank(dice)
    if kind == "spaghetti":
        return _spaghetti(dice)
    if kind == "bare shoulders":
        return _off_shoulder(dice)
    return _halter(dice) if kind == "halter" else _bustier(dice, straps=kind != "bustier")


def _tank(dice: Dice) -> Body:
    neck: Neck = dice.pick(("round", "v", "square"), (0.6, 0.25, 0.15))
    body = random_body(dice, neck)
    body = replace(
        body,
        neck_half=dice.between(0.15, 0.25),
        neck_depth=dice.between(0.15, 0.4),
    )
    body = bare_arms(body, dice, dice.between(0.04, 0.12))
    back = dice.between(0.0, 0.85) * body.neck_depth
    return _above_chest(replace(body, back_depth=back))


def _spaghetti(dice: Dice) -> Body:
    neck: Neck = dice.pick(("sweetheart", "square", "v", "round"), (0.35, 0.3, 0.25, 0.1))
    body = random_body(dice, neck)
    body = replace(body, neck_half=dice.between(0.17, 0.28), neck_depth=dice.between(0.25, 0.45))
    width = dice.between(0.02, 0.05)
    body = bare_arms(body, dice, width)
    armpit_y = max(body.armpit_y, body.neck_depth * dice.between(0.85, 1.1))
    return replace(
        body,
        shoulder_drop=0.0,
        hollow=body.shoulder_half - body.neck_half - dice.between(0.0, 0.03),
        back_depth=body.neck_depth * dice.between(0.5, 0.98),
        armpit_y=armpit_y,
    )


def _halter(dice: Dice) -> Body:
    body = random_body(dice, dice.pick(("round", "v", "high")))
    body = replace(body, neck_half=dice.between(0.08, 0.14), neck_depth=dice.between(0.05, 0.25))
    body = bare_arms(body, dice, dice.between(0.02, 0.07))
    return replace(body, shoulder_drop=0.0, hollow=dice.between(-0.08, 0.0), back_depth=0.02)


def _off_shoulder(dice: Dice) -> Body:
    body = random_body(dice, "boat")
    half = dice.between(0.36, 0.42)
    armpit_y = dice.between(0.22, 0.32)
    lift = body.armpit_y - armpit_y
    return replace(
        body,
        neck_half=half,
        neck_depth=dice.between(0.02, 0.1),
        back_depth=dice.between(-0.03, 0.02),
        shoulder_half=half + dice.between(0.02, 0.05),
        shoulder_drop=dice.between(0.0, 0.03),
        armpit_half=half + dice.between(-0.02, 0.06),
        armpit_y=armpit_y,
        waist_y=body.waist_y - lift,
        hem_y=body.hem_y - lift,
    )


def _bustier(dice: Dice, *, straps: bool) -> Body:
    body = random_body(dice, dice.pick(("sweetheart", "round", "boat", "v")))
    half = body.armpit_half * dice.between(0.7, 0.92)
    dip = dice.between(0.01, 0.18 if straps else 0.08)
    return replace(
        body,
        neck_half=half * (dice.between(0.55, 0.85) if straps else 0.8),
        neck_depth=dip,
        back_depth=dip * dice.between(-0.5, 0.9),
        shoulder_half=half * (dice.between(0.86, 0.95) if straps else 0.97),
        shoulder_drop=dice.between(0.004, 0.03) if straps else 0.005,
        straps=straps,
        armpit_half=half,
        armpit_y=dice.between(0.06, 0.2) if straps else 0.06,
        hollow=0.0,
        waist_half=min(body.waist_half, half),
        waist_y=dice.between(0.3, 0.45),
        hem_y=max(body.hem_y - 0.35, 0.65),
        hem_half=min(body.waist_half, half) * dice.between(0.95, 1.3),
    )


def _above_chest(body: Body) -> Body:
    """Keep the neck's edge within the body."""
    return replace(body, neck_depth=min(body.neck_depth, body.armpit_y + 0.08))
