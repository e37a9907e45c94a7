"""Hair styles and colours, and how often they are worn."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np

from tryon_ar.training.people.hair_growth import Fall
from tryon_ar.training.people.hair_head import Floats


class Comb(Enum):
    """Which way hair is combed from its roots."""

    PARTED = "parted"
    BACK = "back"
    FORWARD = "forward"
    DOWN = "down"
    OUT = "out"


class Gather(Enum):
    """What long hair is bound to."""

    NONE = "none"
    BUN = "bun"
    PONYTAIL = "ponytail"
    BRAIDS = "braids"


@dataclass(frozen=True, slots=True)
class Style:
    """A way to wear hair; pairs are the least and the most of what is drawn.

    Attributes
    ----------
    name : str
    men, women : float
        How often, relative to the other styles.
    length_m : tuple of 2 floats
    volume_m : tuple of 2 floats
        How far hair stands off the scalp.
    comb : Comb
    fall : Fall
    curl_m : tuple of 2 floats
        Radius of curls.
    curls_per_m : tuple of 2 floats
    wisps : int
        Ribbons drawn.
    width_m : tuple of 2 floats
    level : bool
        Whether it is cut to one level, rather than to one length.
    receding : tuple of 2 floats
    fringe : float
        How often a fringe falls over the forehead.
    gather : Gather
    clump : tuple of 2 floats
        How near wisps of a lock draw to each other at its tip, 0 to 1.
    """

    name: str
    men: float
    women: float
    length_m: tuple[float, float]
    volume_m: tuple[float, float]
    comb: Comb = Comb.PARTED
    fall: Fall = Fall()  # noqa: RUF009 (frozen)
    curl_m: tuple[float, float] = (0.0, 0.0)
    curls_per_m: tuple[float, float] = (6.0, 14.0)
    wisps: int = 650
    width_m: tuple[float, float] = (0.003, 0.007)
    level: bool = False
    receding: tuple[float, float] = (0.0, 0.15)
    fringe: float = 0.0
    gather: Gather = Gather.NONE
    clump: tuple[float, float] = (0.2, 0.75)


_STIFF = Fall(stiffness=0.9, gravity=0.12, comb=0.6, comb_reach=0.05, wander=0.1)
_SOFT = Fall(stiffness=0.7, gravity=0.3, comb=0.6, comb_reach=0.06, wander=0.1)
_LONG = Fall(stiffness=0.55, gravity=0.6, comb=0.9, comb_reach=0.1, wander=0.06)
_WILD = Fall(stiffness=0.8, gravity=0.15, comb=0.2, comb_reach=0.05, wander=0.4)

# fmt: off
STYLES: tuple[Style, ...] = (
    Style("bald", 5, 0.3, (0, 0), (0, 0), wisps=0),
    Style("buzz", 8, 0.7, (0.003, 0.007), (0.001, 0.004), Comb.DOWN, _STIFF, wisps=0,
          receding=(0.0, 0.6)),
    Style("crop", 14, 2, (0.015, 0.04), (0.004, 0.014), Comb.FORWARD, _STIFF, fringe=0.5),
    Style("short parted", 12, 2, (0.03, 0.07), (0.006, 0.02), Comb.PARTED, _SOFT),
    Style("brushed back", 9, 1.5, (0.04, 0.09), (0.006, 0.022), Comb.BACK, _SOFT),
    Style("tousled", 9, 3, (0.03, 0.07), (0.008, 0.024), Comb.DOWN, _STIFF, (0.002, 0.006),
          fringe=0.5),
    Style("receding", 7, 0.3, (0.012, 0.04), (0.002, 0.008), Comb.BACK, _SOFT, wisps=450,
          receding=(0.5, 1.0)),
    Style("horseshoe", 5, 0, (0.008, 0.03), (0.002, 0.008), Comb.DOWN, _SOFT, wisps=400),
    Style("medium", 5, 9, (0.14, 0.22), (0.006, 0.018), Comb.PARTED, _LONG, (0.0, 0.008),
          fringe=0.25),
    Style("bob", 0.7, 9, (0.1, 0.17), (0.008, 0.02), Comb.PARTED, _LONG, (0.0, 0.003), level=True,
          fringe=0.45, clump=(0.0, 0.5)),
    Style("long straight", 2.5, 20, (0.25, 0.6), (0.004, 0.012), Comb.PARTED, _LONG,
          (0.0, 0.003), (4, 10), 850, (0.004, 0.009), level=True, fringe=0.25,
          clump=(0.0, 0.45)),
    Style("long wavy", 2.5, 18, (0.28, 0.58), (0.008, 0.02), Comb.PARTED, _LONG, (0.006, 0.014),
          (5, 11), 850, (0.004, 0.009), fringe=0.15),
    Style("long curls", 1, 9, (0.2, 0.42), (0.012, 0.03), Comb.DOWN, _LONG, (0.008, 0.016),
          (16, 30), 800, (0.004, 0.009), fringe=0.2),
    Style("curls", 6, 5, (0.04, 0.1), (0.012, 0.03), Comb.OUT, _WILD, (0.005, 0.011), (30, 60),
          900, (0.003, 0.006), fringe=0.4),
    Style("afro", 4, 4, (0.03, 0.11), (0.02, 0.07), Comb.OUT, _WILD, (0.004, 0.008), (50, 90),
          1000, (0.003, 0.007)),
    Style("bun", 1.5, 9, (0.02, 0.05), (0.002, 0.007), Comb.BACK, _SOFT, wisps=500, fringe=0.15,
          gather=Gather.BUN),
    Style("ponytail", 1.5, 12, (0.15, 0.45), (0.002, 0.007), Comb.BACK, _LONG, (0.0, 0.008),
          wisps=500, fringe=0.3, gather=Gather.PONYTAIL),
    Style("braids", 0.5, 8, (0.2, 0.42), (0.002, 0.007), Comb.PARTED, _LONG, wisps=450,
          fringe=0.2, gather=Gather.BRAIDS),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Dye:
    """Colours of hair, sRGB, 0 to 1.

    Attributes
    ----------
    root, tip : ndarray of shape (3,), float64
    streak : ndarray of shape (3,), float64
        What single strands are mixed with.
    streaks : float
        Share of strands that are streaked.
    gloss : float
    """

    root: Floats
    tip: Floats
    streak: Floats
    streaks: float
    gloss: float


_NATURAL = np.array(
    [
        [0.045, 0.04, 0.04],
        [0.09, 0.065, 0.05],
        [0.16, 0.105, 0.07],
        [0.26, 0.17, 0.105],
        [0.4, 0.27, 0.16],
        [0.56, 0.42, 0.26],
        [0.76, 0.63, 0.42],
        [0.88, 0.79, 0.6],
        [0.42, 0.16, 0.08],
        [0.58, 0.27, 0.12],
    ]
)
_DYED = np.array(
    [
        [0.75, 0.2, 0.45],
        [0.2, 0.35, 0.75],
        [0.15, 0.5, 0.45],
        [0.45, 0.2, 0.6],
        [0.7, 0.1, 0.1],
        [0.9, 0.87, 0.8],
    ]
)
_FAIR_SKIN = np.array([18, 16, 15, 14, 12, 9, 7, 4, 3, 2.0])
_DARK_SKIN = np.array([50, 28, 12, 4, 1.5, 0.7, 0.7, 0.3, 0.3, 0.2])


def choose_style(woman: float, rng: np.random.Generator) -> Style:
    """Draw a style as often as people of this sex (0 man to 1 woman) wear it."""
    weights = np.array([(1.0 - woman) * style.men + woman * style.women for style in STYLES])
    return STYLES[int(rng.choice(len(STYLES), p=weights / weights.sum()))]


def choose_dye(skin_rgb: Floats, age: float, rng: np.random.Generator) -> Dye:
    """Draw a colour: natural ones by skin tone, grey with age, dyed, bleached tips, streaks."""
    light = float(np.clip((np.mean(skin_rgb) - 0.3) / 0.4, 0.0, 1.0))
    weights = light * _FAIR_SKIN / _FAIR_SKIN.sum() + (1 - light) * _DARK_SKIN / _DARK_SKIN.sum()
    root = _NATURAL[int(rng.choice(len(_NATURAL), p=weights / weights.sum()))].copy()
    grey = np.array([0.62, 0.61, 0.6]) * rng.uniform(0.7, 1.35)
    streak, streaks = root * 1.5 + 0.04, float(rng.choice([0.0, 0.15, 0.4]))
    chance = rng.random()
    if chance < 0.05 + float(np.clip((age - 45.0) / 40.0, 0.0, 0.7)):
        streak, streaks = grey, float(rng.uniform(0.2, 1.0))
        root = root + (grey - root) * streaks * 0.8
    elif rng.random() < 0.07:
        root = _DYED[int(rng.integers(len(_DYED)))].copy()
    tip = root * rng.uniform(0.9, 1.3)
    if rng.random() < 0.12:
        tip = root + (np.array([0.8, 0.66, 0.45]) - root) * rng.uniform(0.3, 0.9)
    root *= rng.uniform(0.85, 1.15)
    return Dye(root, tip, streak, streaks, float(rng.uniform(0.05, 0.5)))
