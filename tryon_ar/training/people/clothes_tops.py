"""Upper clothes: tees, shirts, hoodies, jumpers and dresses."""

from __future__ import annotations

import numpy as np

from tryon_ar.core.labels import Label
from tryon_ar.training.people.clothes_colours import cloth_rgb, hard
from tryon_ar.training.people.clothes_cuts import (
    above,
    band,
    box,
    high_neck,
    left_half,
    no_sleeves,
    open_front,
    round_neck,
    v_neck,
)
from tryon_ar.training.people.clothes_dressing import Cloth, Dressing, Top
from tryon_ar.training.people.clothes_measures import Floats
from tryon_ar.training.people.clothes_shells import Cut
from tryon_ar.training.people.clothes_trims import buttons, collar, hood, neckline, ribbon
from tryon_ar.training.people.clothes_tubes import Flare
from tryon_ar.training.people.mesh import Pattern

_PRINTS = {
    Pattern.PLAIN: 0.5,
    Pattern.CHEST_PRINT: 0.2,
    Pattern.STRIPES_ACROSS: 0.1,
    Pattern.BLOTCHES: 0.03,
    Pattern.DOTS: 0.04,
    Pattern.FLORAL: 0.04,
    Pattern.CAMOUFLAGE: 0.03,
    Pattern.COLOUR_BLOCK: 0.06,
}
_SHIRTING = {
    Pattern.PLAIN: 0.55,
    Pattern.PLAID: 0.22,
    Pattern.STRIPES_DOWN: 0.13,
    Pattern.DOTS: 0.04,
    Pattern.FLORAL: 0.06,
}


def cloth_of(work: Dressing, patterns: dict[Pattern, float], folds: float) -> Cloth:
    """Draw cloth with one of these patterns, by their shares."""
    shares = np.array(list(patterns.values()))
    pattern = list(patterns)[work.rng.choice(len(shares), p=shares / shares.sum())]
    return work.patterned(cloth_rgb(work.rng, work.figure.skin_rgb), pattern, folds)


def plain_neck(work: Dressing) -> Floats:
    """Draw the field of a neckline without a collar."""
    body = work.body
    kind = work.one_of({"crew": 0.55, "v": 0.2, "scoop": 0.18, "boat": 0.07})
    if kind == "crew":
        return round_neck(body, work.draw(0.068, 0.085), work.draw(0.062, 0.085))
    if kind == "boat":
        return round_neck(body, work.draw(0.11, 0.13), work.draw(0.07, 0.085))
    if kind == "scoop":
        return round_neck(body, work.draw(0.09, 0.115), work.draw(0.11, 0.17))
    field = round_neck(body, work.draw(0.07, 0.085), 0.07)
    depth = work.draw(0.13, 0.24)
    slope = min(work.draw(0.4, 0.65), 0.095 / depth)  # straps stay between it and armholes
    return np.minimum(field, v_neck(body, body.neck[2] - depth, slope))


def hem_z(work: Dressing, tucked: bool) -> float:
    """Draw the height of a top's hem."""
    if tucked:
        return work.body.height_of(-0.06)
    return max(work.body.height_of(work.draw(-0.22, 0.1)), work.lowest_z)


def tee(work: Dressing, tucked: bool, kind: str = "tee") -> None:
    """Put on a tee, a tank top, a crop top or a plain long-sleeved top (``kind``)."""
    body, woman = work.body, work.figure.woman
    loose = work.draw(0.0, 0.45) if woman > 0.5 else work.draw(0.15, 0.9)
    sleeve = body.upper_arm * work.draw(0.3, 0.95)
    opening, bottom = plain_neck(work), hem_z(work, tucked)
    if kind == "long":
        sleeve = body.whole_arm * work.draw(0.93, 1.04)
        if work.happens(0.25):
            sleeve = body.whole_arm * work.draw(0.6, 0.85)
    if kind == "tank":
        sleeve = -1.0
        opening = round_neck(body, work.draw(0.075, 0.1), work.draw(0.09, 0.17))
        opening = np.minimum(opening, _armholes(work, work.draw(0.55, 0.8), 0.1))
        loose *= 0.6
    if kind == "crop":
        bottom = body.height_of(work.draw(0.25, 0.5))
        sleeve = -1.0 if work.happens(0.3) else sleeve
        if sleeve < 0:
            opening = np.minimum(opening, _armholes(work, 0.7, 0.11))
    top = Top(sleeve, bottom, opening, loose, 0.004 + 0.012 * loose)
    cloth = cloth_of(work, _PRINTS, 0.35 + 0.9 * work.draw(0.4, 1.0))
    _, field = work.lay_top(top, cloth)
    if kind != "tank" and work.happens(0.6):
        neck_band(work, field, cloth, work.draw(0.012, 0.022))


def _armholes(work: Dressing, strap: float, neck_m: float) -> Floats:
    """Return the field of armholes that leave a strap beside a neckline so wide."""
    least = (neck_m + 0.03) / float(work.body.shoulder[0])
    return no_sleeves(work.body, min(max(strap, least), 0.85))


def neck_band(work: Dressing, field: Floats, cloth: Cloth, width_m: float) -> None:
    """Sew a ribbed band round a neckline."""
    body = work.body
    close = 0.16 - np.hypot(body.across, body.rest[:, 1] - body.neck[1])
    near_neck = np.minimum(close, body.rest[:, 2] - (body.neck[2] - 0.26))
    work.trim(
        np.minimum(band(field, width_m), near_neck),
        Cloth(cloth.rgb * 0.93, work.plain(cloth.rgb, 0.1).paint),
    )


def shirt(work: Dressing, tucked: bool, *, over: bool = False) -> None:
    """Put on a shirt or a blouse, buttoned or open (``over`` other clothes)."""
    body = work.body
    loose = work.draw(0.2, 0.85)
    short = work.happens(0.2)
    sleeve = (
        body.upper_arm * work.draw(0.6, 0.95) if short else body.whole_arm * work.draw(0.95, 1.03)
    )
    if not short and work.happens(0.3):
        sleeve = body.whole_arm * work.draw(0.55, 0.8)  # rolled up
    opened = 0.03 if work.happens(0.35) else work.draw(0.06, 0.2)
    opening = round_neck(body, work.draw(0.066, 0.074), 0.058)
    bottom_v = body.neck[2] - 0.06 - opened
    opening = np.minimum(opening, v_neck(body, bottom_v, work.draw(0.3, 0.5)))
    if over:
        gap = work.draw(0.0, 0.09)
        opening = np.minimum(
            opening, open_front(body, gap + 0.01, work.draw(0.02, 0.25), body.waist_z)
        )
    top = Top(sleeve, hem_z(work, tucked and not over), opening, loose, 0.006 + 0.01 * loose)
    cloth = cloth_of(work, _SHIRTING, work.draw(0.5, 1.4))
    cut, _ = work.lay_top(top, cloth)
    if not over:
        _placket(work, top, cloth, bottom_v)
    cuff = band(np.where(body.arm, sleeve - body.along_arm, -0.05), 0.055)
    work.trim(cuff, cloth)
    if work.happens(0.4):
        work.trim(_pocket(work, top), cloth)
    _shirt_collar(work, cut, cloth, work.draw(0.05, 0.08), opened)
    if not over and opened < 0.04 and work.happens(0.4):
        tie(work, cut, bottom_v + 0.03)


def _placket(work: Dressing, top: Top, cloth: Cloth, top_z: float) -> None:
    body = work.body
    strip = np.minimum(band(left_half(body, 0.016), 0.032), top_z - body.rest[:, 2] + 0.02)
    strip = np.minimum(strip, np.minimum(above(body, top.hem_z), top.opening))
    front = body.rest[:, 1] < body.neck[1] - 0.01
    cut = work.trim(np.where(front & ~body.arm, strip, -0.05), cloth)
    if len(cut.points) < 20:
        return
    heights = np.arange(top_z - 0.01, max(top.hem_z + 0.03, body.crotch_z), -0.085)
    places = np.column_stack([np.zeros(len(heights)), heights])
    rgb = np.clip(cloth.rgb * (0.7 if cloth.rgb.mean() > 0.4 else 1.8) + 0.05, 0, 1)
    work.meshes.append(buttons(cut, places, 0.0055, rgb, hard(0.25)))


def _pocket(work: Dressing, top: Top) -> Floats:
    body = work.body
    field = box(body, 0.085, body.armpit_z + 0.0, (0.05, 0.055))
    return np.minimum(field, top.opening)


def _shirt_collar(work: Dressing, cut: Cut, cloth: Cloth, point: float, opened: float) -> None:
    line = neckline(work.layers, cut, 0.1 + 1.2 * opened)
    size = (work.draw(0.022, 0.034), point, work.draw(0.005, 0.03))
    work.meshes.append(collar(line, cut, size, np.clip(cloth.rgb * 1.03, 0, 1), cloth.paint))


def tie(work: Dressing, cut: Cut, top_z: float) -> None:
    """Hang a tie from a closed collar."""
    heights = np.linspace(top_z, work.body.height_of(0.08), 16)
    path = np.column_stack([np.full(16, 0.0), heights])
    width = np.linspace(0.016, work.draw(0.028, 0.042), 16)
    width[0], width[-1] = 0.02, 0.004
    pattern = Pattern.STRIPES_ACROSS if work.happens(0.3) else Pattern.PLAIN
    cloth = work.patterned(cloth_rgb(work.rng, work.figure.skin_rgb), pattern, 0.2)
    work.meshes.append(ribbon(cut, path, width, cloth.rgb, cloth.paint, 0.015))


def polo(work: Dressing, tucked: bool) -> None:
    """Put on a polo shirt."""
    body = work.body
    loose = work.draw(0.2, 0.7)
    opening = round_neck(body, 0.07, 0.062)
    slit = body.neck[2] - work.draw(0.11, 0.17)
    opening = np.minimum(opening, v_neck(body, slit, work.draw(0.12, 0.3)))
    sleeve = body.upper_arm * work.draw(0.55, 0.85)
    top = Top(sleeve, hem_z(work, tucked), opening, loose, 0.006 + 0.01 * loose)
    patterns = {Pattern.PLAIN: 0.75, Pattern.STRIPES_ACROSS: 0.15, Pattern.COLOUR_BLOCK: 0.1}
    cloth = cloth_of(work, patterns, work.draw(0.4, 1.0))
    cut, _ = work.lay_top(top, cloth)
    work.hems(Top(sleeve, -9.0, opening, loose, 0.0), cloth, 0.022)
    _shirt_collar(work, cut, cloth, work.draw(0.04, 0.06), 0.1)


def hoodie(work: Dressing, *, zipped: bool = False) -> None:
    """Put on a hoodie, closed or with an open zip (``zipped``) over what is worn."""
    body = work.body
    loose = work.draw(0.45, 1.0)
    opening = round_neck(body, work.draw(0.078, 0.09), work.draw(0.07, 0.09))
    if zipped:
        gap = work.draw(0.002, 0.08)
        opening = np.minimum(opening, open_front(body, gap, work.draw(0.0, 0.15), body.hip_z))
    sleeve = body.whole_arm * work.draw(0.97, 1.06)
    bottom = max(body.height_of(work.draw(-0.2, 0.0)), work.lowest_z)
    top = Top(sleeve, bottom, opening, loose, 0.012 + 0.014 * loose, gathered=True)
    patterns = {Pattern.PLAIN: 0.6, Pattern.CHEST_PRINT: 0.3, Pattern.COLOUR_BLOCK: 0.1}
    cloth = cloth_of(work, patterns, work.draw(0.7, 1.5))
    cut, _ = work.lay_top(top, cloth)
    plain = Cloth(cloth.rgb, work.plain(cloth.rgb, 0.8).paint)
    rib = work.patterned(cloth.rgb * 0.95, Pattern.KNIT, 0.3)
    work.hems(top, rib, work.draw(0.045, 0.07))
    if not zipped and work.happens(0.7):
        pocket = box(body, 0.0, bottom + 0.16, (0.13, 0.085))
        corner = 0.19 - np.abs(body.rest[:, 0]) - 0.5 * (body.rest[:, 2] - bottom - 0.16)
        work.trim(np.minimum(np.minimum(pocket, corner), top.opening), plain)
    line = neckline(work.layers, cut, 0.05 if not zipped else 0.35)
    work.sew_hood(hood(line, work.draw(0.03, 0.055), cloth.rgb, plain.paint))
    if work.happens(0.7):
        _strings(work, cut, line.rest[0, 2])


def _strings(work: Dressing, cut: Cut, top_z: float) -> None:
    bright = np.full(3, 0.9) if work.happens(0.5) else cloth_rgb(work.rng, work.figure.skin_rgb)
    for side in (-1.0, 1.0):
        heights = np.linspace(top_z - 0.005, top_z - work.draw(0.12, 0.24), 8)
        x = side * (0.035 + 0.004 * np.sin(np.linspace(0, 4, 8) + work.draw(0, 6)))
        path = np.column_stack([x, heights])
        work.meshes.append(
            ribbon(cut, path, np.full(8, 0.004), bright, work.plain(bright, 0.0).paint, 0.006)
        )


def jumper(work: Dressing, neck: str = "crew") -> None:
    """Put on a jumper with thick cuffs; ``neck`` is crew, v or high."""
    body = work.body
    loose = work.draw(0.25, 0.95)
    if neck == "high":
        opening = high_neck(body, work.draw(0.035, 0.075))
    else:
        opening = round_neck(body, work.draw(0.072, 0.085), work.draw(0.064, 0.08))
        if neck == "v":
            bottom = body.neck[2] - work.draw(0.14, 0.22)
            opening = np.minimum(opening, v_neck(body, bottom, work.draw(0.38, 0.55)))
    sleeve = body.whole_arm * work.draw(0.97, 1.08)
    bottom = max(body.height_of(work.draw(-0.18, 0.06)), work.lowest_z)
    top = Top(sleeve, bottom, opening, loose, 0.009 + 0.012 * loose, gathered=True)
    patterns = {
        Pattern.KNIT: 0.62,
        Pattern.PLAIN: 0.22,
        Pattern.STRIPES_ACROSS: 0.1,
        Pattern.DOTS: 0.03,
        Pattern.COLOUR_BLOCK: 0.03,
    }
    cloth = cloth_of(work, patterns, work.draw(0.4, 1.2))
    _, field = work.lay_top(top, cloth)
    rib = work.patterned(cloth.rgb * work.draw(0.9, 1.0), Pattern.KNIT, 0.15)
    work.hems(top, rib, work.draw(0.04, 0.075))
    if neck == "high":
        roll = band(opening, work.draw(0.03, 0.045))
        work.trim(np.where(body.arm, -0.05, roll), rib)
    else:
        neck_band(work, field, rib, work.draw(0.018, 0.03))


def dress(work: Dressing) -> None:
    """Put on a dress: a top and a skirt in one cloth."""
    body = work.body
    loose = work.draw(0.0, 0.4)
    sleeve = body.upper_arm * work.draw(0.3, 0.95)
    opening = plain_neck(work)
    style = work.one_of({"none": 0.4, "short": 0.35, "long": 0.25})
    if style == "none":
        sleeve = -1.0
        opening = np.minimum(opening, _armholes(work, work.draw(0.5, 0.82), 0.12))
    elif style == "long":
        sleeve = body.whole_arm * work.draw(0.7, 1.02)
    seam = body.height_of(work.draw(0.2, 0.36))
    patterns = {**_PRINTS, Pattern.CHEST_PRINT: 0.0, Pattern.FLORAL: 0.22, Pattern.DOTS: 0.1}
    cloth = cloth_of(work, patterns, work.draw(0.5, 1.2))
    work.lay_top(Top(sleeve, seam - 0.06, opening, loose, 0.004 + 0.008 * loose), cloth)
    end = body.down_the_leg(work.draw(0.25, 0.97))
    slope = work.draw(-0.05, 0.12) if work.happens(0.4) else work.draw(0.12, 0.4)
    pleats = 0 if slope < 0.12 else int(work.rng.integers(0, 22))
    work.hang_skirt(
        Flare(seam, end, slope, -0.002, pleats, work.draw(0.02, 0.08)), cloth, Label.UPPER
    )
