"""The cloths a drawn garment is cut from: their colours, patterns and surfaces.

Values are display values (gamma encoded), blue, green, red, 0 to 1; lengths are pixels of the
finished layer. A cloth is a function of its own coordinates, ``u`` across its threads and ``v``
along them, so that a sleeve's stripes run across the sleeve.
"""

import colorsys
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.product_photos.noise import Field
from tryon_ar.training.sketches import dyes_surfaces as surfaces
from tryon_ar.training.sketches import prints
from tryon_ar.training.sketches.sketch import Dye

Colour = NDArray[np.float32]

_DENIM_SHARE = {"trousers": 0.28, "shorts": 0.22, "skirt": 0.16, "outerwear": 0.1, "shirt": 0.05}
_KNIT_SHARE = {"longsleeve": 0.4, "outerwear": 0.12, "top": 0.12, "dress": 0.08}
_LEATHER_SHARE = {"outerwear": 0.12, "blazer": 0.03, "skirt": 0.08, "trousers": 0.03}
_PADDED_SHARE = {"outerwear": 0.2, "skirt": 0.01}
_SHEER_SHARE = {"top": 0.1, "dress": 0.08, "skirt": 0.08, "longsleeve": 0.02}


@dataclass(frozen=True, eq=False)
class Cloth:
    """A cloth to cut pieces from.

    Attributes
    ----------
    colour_bgr : ndarray of shape (3,), float32
        Its ground, 0 to 1.
    pattern : callable or None
        (u, v) -> colours of shape (H, W, 3); None for a cloth of one colour.
    surface : callable or None
        (u, v) -> gain about 1 of shape (H, W): ribs, cables, flecks.
    holes : callable or None
        (u, v) -> how much of each pixel is thread, 0 to 1: lace and mesh.
    gloss : float
        0 to 1: how much light its slopes throw back (satin, leather).
    fuzz_px : float
        How far its hairs stand out from an edge.
    fading : float
        0 to 1: how much paler it is worn in the middle of a leg or a front.
    scallop_px : (float, float)
        How far its edge bulges out, and how often: lace, and the baffles of padded coats.
    """

    colour_bgr: Colour
    pattern: prints.Pattern | None = None
    surface: surfaces.Surface | None = None
    holes: surfaces.Surface | None = None
    gloss: float = 0.0
    fuzz_px: float = 0.0
    fading: float = 0.0
    scallop_px: tuple[float, float] = (0.0, 0.0)

    def colours(self, u: Field, v: Field) -> NDArray[np.float32]:
        """Return the cloth's colours of shape (H, W, 3) at its coordinates."""
        if self.pattern is None:
            plain = np.broadcast_to(self.colour_bgr, (*u.shape, 3))
            return plain.astype(np.float32)
        return self.pattern(u, v)

    @property
    def brightness(self) -> float:
        """Mean of the ground's three values."""
        return float(self.colour_bgr.mean())


def from_hsv(hue: float, saturation: float, value: float) -> Colour:
    """Return a colour (blue, green, red) from hue, saturation and value, each 0 to 1."""
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, min(1, saturation), min(1, value))
    return np.array([blue, green, red], np.float32)


def _white(rng: np.random.Generator) -> Colour:
    warm = rng.uniform(0, 0.05) * np.array([-1, -0.3, 0]) if rng.random() < 0.4 else 0
    return np.asarray(rng.uniform(0.87, 1.0) + rng.normal(0, 0.008, 3) + warm)


def _black(rng: np.random.Generator) -> Colour:
    return np.asarray(rng.uniform(0.03, 0.17) + rng.normal(0, 0.01, 3))


def _grey(rng: np.random.Generator) -> Colour:
    return np.asarray(rng.uniform(0.2, 0.85) + rng.normal(0, 0.02, 3))


def _earth(rng: np.random.Generator) -> Colour:
    return from_hsv(rng.uniform(0.03, 0.18), rng.uniform(0.1, 0.6), rng.uniform(0.3, 0.95))


def _navy(rng: np.random.Generator) -> Colour:
    return from_hsv(rng.uniform(0.57, 0.68), rng.uniform(0.3, 0.8), rng.uniform(0.12, 0.5))


def _pastel(rng: np.random.Generator) -> Colour:
    return from_hsv(rng.random(), rng.uniform(0.06, 0.35), rng.uniform(0.75, 1.0))


def _vivid(rng: np.random.Generator) -> Colour:
    # Reds, pinks and blues outnumber greens and violets; few dyes are as pure as a screen's.
    hue = rng.normal(0.97, 0.05) if rng.random() < 0.4 else rng.random()
    saturation = rng.uniform(0.4, 0.92)
    return from_hsv(hue, saturation, rng.uniform(0.25, 1.0 - 0.25 * saturation))


_COLOURS: tuple[tuple[float, Callable[[np.random.Generator], Colour]], ...] = (
    (0.18, _white),
    (0.15, _black),
    (0.11, _grey),
    (0.12, _earth),
    (0.12, _navy),
    (0.12, _pastel),
    (0.20, _vivid),
)


def draw_colour(rng: np.random.Generator) -> Colour:
    """Draw a colour as garments have them: whites and blacks often, the rest of all kinds.

    Returns
    -------
    ndarray of shape (3,), float32
        Blue, green, red, 0 to 1.
    """
    shares = np.array([share for share, _ in _COLOURS])
    pick = int(rng.choice(len(_COLOURS), p=shares / shares.sum()))
    return np.asarray(np.clip(_COLOURS[pick][1](rng), 0.01, 1), np.float32)


def draw_wardrobe(rng: np.random.Generator, category: str, unit_px: float) -> dict[Dye, Cloth]:
    """Draw the cloths of one garment.

    Parameters
    ----------
    category : str
        One of the garment categories; sways how likely denim, knits and lace are.
    unit_px : float
        Pixels of a sketch's unit, about the width of the shoulders.

    Returns
    -------
    dict of Dye to Cloth
        Trim, lining and accent are often the main cloth again.
    """
    main = _draw_main(rng, category, unit_px)
    plain_main = replace(main, pattern=None, holes=None)
    trim = main
    draw = rng.random()
    if draw < 0.25:
        trim = plain_main
    elif draw < 0.5:
        trim = _plain(rng, unit_px)
    elif draw < 0.65:
        trim = replace(plain_main, surface=surfaces.rib(rng, unit_px))
    lining = plain_main
    if rng.random() < 0.3:
        lining = _plain(rng, unit_px)
    elif main.pattern is not None and rng.random() < 0.6:
        lining = replace(plain_main, colour_bgr=_washed_out(main.colour_bgr, rng))
    accent = main if rng.random() < 0.3 else _plain(rng, unit_px)
    return {"main": main, "trim": trim, "lining": lining, "accent": accent}


def _washed_out(colour: Colour, rng: np.random.Generator) -> Colour:
    """Return the wrong side of a print: its ground, paler."""
    return np.asarray(colour + (0.9 - colour) * rng.uniform(0, 0.4), np.float32)


def _plain(rng: np.random.Generator, unit_px: float) -> Cloth:
    surface = surfaces.draw_surface(rng, unit_px) if rng.random() < 0.5 else None
    return Cloth(draw_colour(rng), surface=surface)


def _draw_main(rng: np.random.Generator, category: str, unit_px: float) -> Cloth:
    draw = rng.random()
    kinds = (
        (_DENIM_SHARE.get(category, 0.0), _denim),
        (_LEATHER_SHARE.get(category, 0.0), _leather),
        (_KNIT_SHARE.get(category, 0.03), _knit),
        (_SHEER_SHARE.get(category, 0.0), _sheer),
        (_PADDED_SHARE.get(category, 0.0), _padded),
        (0.02, _sequins),
    )
    for share, make in kinds:
        if draw < share:
            return make(rng, unit_px)
        draw -= share
    return _woven(rng, unit_px)


def _woven(rng: np.random.Generator, unit_px: float) -> Cloth:
    ground = draw_colour(rng)
    pattern = None
    if rng.random() < (0.3 if ground.mean() > 0.85 else 0.42):
        inks = [_ink(ground, rng) for _ in range(4)]
        pattern = prints.draw_pattern(rng, unit_px, ground, inks)
    surface = surfaces.draw_surface(rng, unit_px) if rng.random() < 0.6 else None
    gloss = rng.uniform(0.15, 0.6) if surface is None and rng.random() < 0.2 else 0.0
    fuzz_px = rng.uniform(0.2, 0.9) if rng.random() < 0.12 else 0.0
    return Cloth(ground, pattern, surface, gloss=gloss, fuzz_px=fuzz_px)


def _ink(ground: Colour, rng: np.random.Generator) -> Colour:
    """Draw a colour that mostly differs from the ground, at times only in brightness."""
    if rng.random() < 0.2:
        gain = rng.uniform(0.6, 0.93) if ground.mean() > 0.3 else rng.uniform(1.2, 2.2)
        return np.asarray(np.clip(ground * gain, 0, 1), np.float32)
    return draw_colour(rng)


def _denim(rng: np.random.Generator, unit_px: float) -> Cloth:
    blue = from_hsv(rng.uniform(0.56, 0.66), rng.uniform(0.15, 0.65), rng.uniform(0.2, 0.8))
    if rng.random() < 0.25:
        blue = np.full(3, rng.uniform(0.1, 0.9), np.float32)
    surface = surfaces.denim(rng, unit_px)
    return Cloth(blue, surface=surface, fading=float(rng.uniform(0, 1)))


def _leather(rng: np.random.Generator, unit_px: float) -> Cloth:
    colour = _black(rng) if rng.random() < 0.6 else draw_colour(rng) * 0.8
    colour = np.clip(colour, 0.02, 1).astype(np.float32)
    return Cloth(colour, surface=surfaces.grain(rng, unit_px), gloss=float(rng.uniform(0.5, 1)))


def _knit(rng: np.random.Generator, unit_px: float) -> Cloth:
    cloth = _woven(rng, unit_px)
    makers = (surfaces.rib, surfaces.cable, surfaces.heather, surfaces.stockinette)
    surface = makers[int(rng.integers(len(makers)))](rng, unit_px)
    fuzz_px = rng.uniform(0.2, 1.0) if rng.random() < 0.93 else rng.uniform(1.0, 3.0)
    return replace(cloth, surface=surface, fuzz_px=float(fuzz_px), gloss=0.0)


def _sheer(rng: np.random.Generator, unit_px: float) -> Cloth:
    cloth = _woven(rng, unit_px)
    makers = (surfaces.lace, surfaces.mesh)
    holes = makers[int(rng.integers(len(makers)))](rng, unit_px)
    pattern = cloth.pattern if rng.random() < 0.3 else None
    scallop = (0.0, 0.0)
    if rng.random() < 0.35:
        scallop = (unit_px * rng.uniform(0.006, 0.018), unit_px * rng.uniform(0.03, 0.08))
    return replace(cloth, holes=holes, pattern=pattern, scallop_px=scallop)


def _padded(rng: np.random.Generator, unit_px: float) -> Cloth:
    pitch = unit_px * rng.uniform(0.06, 0.22)
    surface = surfaces.quilted(rng, unit_px, pitch)
    bulge = pitch * rng.uniform(0.0, 0.1)
    gloss = rng.uniform(0.1, 0.7) if rng.random() < 0.5 else 0.0
    return Cloth(draw_colour(rng), surface=surface, gloss=gloss, scallop_px=(bulge, pitch))


def _sequins(rng: np.random.Generator, unit_px: float) -> Cloth:
    return Cloth(draw_colour(rng), surface=surfaces.sequins(rng, unit_px), gloss=0.4)
