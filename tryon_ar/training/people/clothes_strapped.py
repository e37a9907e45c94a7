"""Upper clothes on straps, and such as end in a short skirt: camisoles, peplum tops, tunics."""

from __future__ import annotations

import numpy as np

from tryon_ar.core.labels import Label
from tryon_ar.training.people.clothes_cuts import no_sleeves
from tryon_ar.training.people.clothes_dressing import Cloth, Dressing, Top
from tryon_ar.training.people.clothes_measures import TORSO, Floats
from tryon_ar.training.people.clothes_tops import cloth_of, neck_band, plain_neck
from tryon_ar.training.people.clothes_tubes import Flare
from tryon_ar.training.people.mesh import Pattern

_PATTERNS = {
    Pattern.PLAIN: 0.62,
    Pattern.STRIPES_ACROSS: 0.1,
    Pattern.DOTS: 0.08,
    Pattern.FLORAL: 0.15,
    Pattern.KNIT: 0.05,
}


def strapped(work: Dressing) -> Floats:
    """Return the field of a bodice below the arms that hangs on two straps.

    Its upper edge in front is straight, a V or a sweetheart's, and rises towards the straps.
    """
    body = work.body
    z, front = body.rest[:, 2], body.rest[:, 1] < body.neck[1] + 0.01
    at = float(body.shoulder[0]) * work.draw(0.42, 0.62)
    half = work.draw(0.006, 0.011) if work.happens(0.6) else work.draw(0.011, 0.026)
    side_z = body.armpit_z + work.draw(-0.015, 0.03)
    rise, dip = work.draw(0.0, 0.07), work.draw(0.0, 0.06)
    towards = np.clip(1.0 - np.abs(body.across - at) / at, 0.0, 1.0)
    middle = np.clip(1.0 - body.across / at, 0.0, 1.0)
    back_z = side_z + (rise * towards if work.happens(0.3) else -work.draw(0.0, 0.06))
    edge_z = np.where(front, side_z + rise * towards - dip * middle, back_z)
    strap = np.where(z > body.armpit_z - 0.08, half - np.abs(body.across - at), -0.05)
    field = np.maximum(edge_z - z, strap)
    return np.where(body.parts == TORSO, field, np.minimum(field, -0.02))


def camisole(work: Dressing, hem_z: float) -> Cloth:
    """Put on a camisole that ends at a height; return its cloth."""
    loose = work.draw(0.0, 0.55)
    cloth = cloth_of(work, _PATTERNS, work.draw(0.3, 1.2))
    work.lay_top(Top(-1.0, hem_z, strapped(work), loose, 0.004 + 0.01 * loose), cloth)
    return cloth


def bodice(work: Dressing, hem_z: float) -> Cloth:
    """Put on an upper part with any neckline and sleeves, down to a height; return its cloth."""
    body, loose = work.body, work.draw(0.0, 0.5)
    style = work.one_of({"straps": 0.3, "none": 0.35, "short": 0.25, "long": 0.1})
    if style == "straps":
        return camisole(work, hem_z)
    sleeve, opening = -1.0, plain_neck(work)
    if style == "none":
        opening = np.minimum(opening, no_sleeves(body, work.draw(0.6, 0.85)))
    else:
        share = work.draw(0.3, 0.95) if style == "short" else work.draw(1.2, 1.9)
        sleeve = body.upper_arm * share
    cloth = cloth_of(work, _PATTERNS, work.draw(0.4, 1.2))
    _, field = work.lay_top(Top(sleeve, hem_z, opening, loose, 0.004 + 0.01 * loose), cloth)
    if work.happens(0.4):
        neck_band(work, field, cloth, work.draw(0.01, 0.02))
    return cloth


def with_skirt(work: Dressing, down_the_leg: float) -> None:
    """Put on an upper part with a skirt sewn on: a peplum top or a tunic, or a dress if long."""
    body = work.body
    seam = body.height_of(work.draw(0.12, 0.4))
    cloth = bodice(work, seam - 0.06)
    slope = work.draw(-0.05, 0.12) if work.happens(0.5) else work.draw(0.12, 0.5)
    pleats = 0 if slope < 0.12 else int(work.rng.integers(0, 22))
    flare = Flare(seam, body.down_the_leg(down_the_leg), slope, -0.002, pleats, 0.05)
    work.hang_skirt(flare, cloth, Label.UPPER)
