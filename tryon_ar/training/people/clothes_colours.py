"""Colours and patterns of clothes, as often as they are worn."""

from __future__ import annotations

import colorsys

import numpy as np

from tryon_ar.training.people.clothes_measures import Floats
from tryon_ar.training.people.mesh import Paint, Pattern, Surface

# sRGB of cloth, with how often it is worn; darker and lighter shades are drawn round each.
_WORN: dict[str, tuple[float, tuple[float, float, float]]] = {
    "black": (0.17, (0.045, 0.045, 0.05)),
    "white": (0.14, (0.92, 0.92, 0.91)),
    "grey": (0.12, (0.46, 0.46, 0.47)),
    "navy": (0.10, (0.08, 0.11, 0.22)),
    "blue denim": (0.06, (0.29, 0.39, 0.54)),
    "beige": (0.06, (0.79, 0.71, 0.59)),
    "brown": (0.04, (0.34, 0.23, 0.16)),
    "olive": (0.03, (0.33, 0.34, 0.22)),
    "wine": (0.03, (0.38, 0.08, 0.13)),
}
_DENIM = (
    (0.10, 0.13, 0.22),
    (0.20, 0.29, 0.43),
    (0.36, 0.47, 0.62),
    (0.62, 0.71, 0.80),
    (0.1, 0.1, 0.11),
)
_SUIT = (
    (0.04, 0.04, 0.045),
    (0.07, 0.08, 0.13),
    (0.17, 0.17, 0.19),
    (0.33, 0.34, 0.36),
    (0.45, 0.39, 0.32),
)
_DULL = (
    (0.05, 0.05, 0.055),
    (0.1, 0.12, 0.2),
    (0.25, 0.25, 0.26),
    (0.55, 0.48, 0.37),
    (0.3, 0.31, 0.22),
    (0.85, 0.83, 0.78),
)


def cloth_rgb(rng: np.random.Generator, skin_rgb: Floats) -> Floats:
    """Draw the colour of a piece of clothing, sRGB (3,) from 0 to 1.

    Three in four are black, white, grey, navy, denim, beige and their like; some have the wearer's
    own skin colour, which is hardest to tell from skin; the others any hue.
    """
    chance = rng.random()
    if chance < 0.05:
        return _shade(np.asarray(skin_rgb), rng, 0.12)
    chance -= 0.05
    for share, rgb in _WORN.values():
        if chance < share:
            return _shade(np.array(rgb), rng, 0.25)
        chance -= share
    hue, vivid = rng.random(), rng.uniform(0.25, 0.95)
    return np.array(colorsys.hsv_to_rgb(hue, vivid, rng.uniform(0.25, 0.97)))


def denim_rgb(rng: np.random.Generator) -> Floats:
    """Draw a colour of jeans, sRGB (3,)."""
    return _shade(np.array(_DENIM[rng.integers(len(_DENIM))]), rng, 0.15)


def suit_rgb(rng: np.random.Generator) -> Floats:
    """Draw a colour of suits, most often black, sRGB (3,)."""
    return _shade(
        np.array(_SUIT[rng.choice(len(_SUIT), p=[0.42, 0.2, 0.18, 0.12, 0.08])]), rng, 0.2
    )


def trouser_rgb(rng: np.random.Generator, skin_rgb: Floats) -> Floats:
    """Draw a colour of trousers other than jeans, sRGB (3,)."""
    if rng.random() < 0.7:
        return _shade(np.array(_DULL[rng.integers(len(_DULL))]), rng, 0.2)
    return cloth_rgb(rng, skin_rgb)


def plain(rng: np.random.Generator, folds: float, gloss: float = 0.05) -> Paint:
    """Return the paint of cloth in one colour."""
    return Paint(
        surface=Surface.CLOTH,
        pattern=Pattern.PLAIN,
        scale=float(rng.uniform(10, 40)),
        folds=folds,
        gloss=gloss,
    )


def patterned(
    rng: np.random.Generator, pattern: Pattern, folds: float, skin_rgb: Floats, centre: Floats
) -> Paint:
    """Return the paint of patterned cloth, its second colour and size drawn at random."""
    scale = {
        Pattern.STRIPES_ACROSS: rng.uniform(12, 70),
        Pattern.STRIPES_DOWN: rng.uniform(20, 120),
        Pattern.PLAID: rng.uniform(8, 35),
        Pattern.BLOTCHES: rng.uniform(5, 25),
        Pattern.CHEST_PRINT: rng.uniform(3.5, 14),
        Pattern.KNIT: rng.uniform(90, 220),
        Pattern.DOTS: rng.uniform(15, 80),
        Pattern.FLORAL: rng.uniform(10, 30),
        Pattern.CAMOUFLAGE: rng.uniform(5, 14),
        Pattern.COLOUR_BLOCK: rng.uniform(2, 5),
    }.get(pattern, rng.uniform(10, 40))
    second = cloth_rgb(rng, skin_rgb)
    return Paint(
        surface=Surface.CLOTH,
        pattern=pattern,
        scale=float(scale),
        second_rgb=(float(second[0]), float(second[1]), float(second[2])),
        folds=folds,
        gloss=float(rng.uniform(0.0, 0.1)),
        centre=(float(centre[0]), float(centre[1]), float(centre[2])),
    )


def denim(rng: np.random.Generator, folds: float) -> Paint:
    """Return the paint of denim."""
    return Paint(
        surface=Surface.CLOTH,
        pattern=Pattern.DENIM,
        scale=float(rng.uniform(250, 500)),
        second_rgb=(0.80, 0.62, 0.36) if rng.random() < 0.6 else (0.85, 0.86, 0.9),
        folds=folds,
        gloss=0.02,
    )


def hard(gloss: float = 0.5) -> Paint:
    """Return the paint of buttons, buckles and soles."""
    return Paint(surface=Surface.HARD, gloss=gloss)


def _shade(rgb: Floats, rng: np.random.Generator, spread: float) -> Floats:
    shade = rgb * rng.uniform(1 - spread, 1 + spread) + rng.uniform(-0.02, 0.03)
    return np.asarray(np.clip(shade + rng.normal(0, 0.012, 3), 0.015, 0.98), np.float64)
