"""Clothes worn over others, mostly open: jackets, blazers, coats, cardigans."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tryon_ar.core.labels import Label
from tryon_ar.training.people.clothes_colours import cloth_rgb, denim, denim_rgb, hard
from tryon_ar.training.people.clothes_cuts import (
    band,
    box,
    open_front,
    round_neck,
    v_neck,
)
from tryon_ar.training.people.clothes_dressing import Cloth, Dressing, Top
from tryon_ar.training.people.clothes_measures import Floats
from tryon_ar.training.people.clothes_shells import Cut
from tryon_ar.training.people.clothes_trims import (
    buttons,
    collar,
    hood,
    neckline,
    stand_collar,
)
from tryon_ar.training.people.clothes_tubes import Flare
from tryon_ar.training.people.mesh import Pattern


def blazer(work: Dressing, cloth: Cloth, *, long: bool = False) -> None:
    """Put on a blazer, or a coat cut like one (``long``), with lapels."""
    body = work.body
    stance = body.height_of(work.draw(0.25, 0.45))
    closed = work.happens(0.35)
    gap = 0.002 if closed else work.draw(0.01, 0.1)
    opening = round_neck(body, work.draw(0.08, 0.09), 0.085)
    front = np.minimum(
        open_front(body, gap, 0.12 if closed else work.draw(0.0, 0.2), stance),
        v_neck(body, stance - gap / 0.3, work.draw(0.26, 0.36)),
    )
    opening = np.minimum(opening, front)
    cut = _body_of_coat(work, cloth, opening, gap, work.draw(0.2, 0.6), long)
    notch = body.neck[2] - work.draw(0.07, 0.10)
    widest = work.draw(0.05, 0.085)
    rise = np.clip((body.rest[:, 2] - stance) / (notch - stance), 0.0, 1.0)
    lapel = np.minimum(band(front, 0.004 + widest * rise), notch - body.rest[:, 2])
    lapel = np.minimum(lapel, np.minimum(body.rest[:, 2] - stance, opening))
    in_front = (body.rest[:, 1] < body.neck[1] - 0.01) & ~body.arm
    shade = Cloth(np.clip(cloth.rgb * work.draw(0.85, 1.1), 0, 1), replace(cloth.paint, folds=0.1))
    work.trim(np.where(in_front, lapel, -0.05), shade)
    line = neckline(work.layers, cut, 0.75)
    size = (work.draw(0.028, 0.038), 0.03, 0.02)
    work.meshes.append(collar(line, cut, size, shade.rgb, shade.paint))
    for side in (-1.0, 1.0):
        flap = box(body, side * 0.115, body.height_of(0.02), (0.055, 0.018))
        work.trim(np.minimum(flap, opening), cloth)
    heights = np.array([stance - 0.01, stance - 0.1])
    places = np.column_stack([np.full(2, gap + 0.018), heights])
    work.meshes.append(buttons(cut, places, 0.009, cloth.rgb * 0.6, hard(0.3)))


def jacket(work: Dressing) -> None:
    """Put on a short jacket: denim, a bomber, or one with a stand-up collar."""
    body, kind = work.body, work.one_of({"denim": 0.35, "bomber": 0.3, "zip": 0.35})
    folds = work.draw(0.6, 1.4)
    cloth = work.plain(cloth_rgb(work.rng, work.figure.skin_rgb), folds)
    if kind == "denim":
        cloth = Cloth(denim_rgb(work.rng), denim(work.rng, folds))
    elif work.happens(0.3):
        cloth = Cloth(cloth.rgb * 0.5, replace(cloth.paint, gloss=0.5))  # leather
    gap = work.draw(0.004, 0.1)
    opening = round_neck(body, work.draw(0.074, 0.088), work.draw(0.065, 0.08))
    front = open_front(body, gap, work.draw(0.0, 0.18), body.hip_z)
    opening = np.minimum(opening, front)
    sleeve = body.whole_arm * work.draw(0.97, 1.06)
    bottom = max(body.height_of(work.draw(-0.1, 0.12)), work.lowest_z)
    loose = work.draw(0.3, 0.9)
    top = Top(sleeve, bottom, opening, loose, 0.010 + 0.014 * loose, gathered=kind != "denim")
    cut, _ = work.lay_top(top, cloth)
    band_cloth = cloth if kind == "denim" else work.patterned(cloth.rgb * 0.9, Pattern.KNIT, 0.2)
    work.hems(top, band_cloth, work.draw(0.04, 0.06))
    _front_band(work, top, front, cloth)
    line = neckline(work.layers, cut, 0.25 + 2.5 * gap)
    if kind == "denim":
        for side in (-1.0, 1.0):
            work.trim(
                np.minimum(box(body, side * 0.095, body.armpit_z, (0.05, 0.04)), opening), cloth
            )
        size = (0.03, work.draw(0.05, 0.075), work.draw(0.02, 0.04))
        work.meshes.append(collar(line, cut, size, cloth.rgb, cloth.paint))
    else:
        height = work.draw(0.025, 0.035) if kind == "bomber" else work.draw(0.035, 0.06)
        work.meshes.append(stand_collar(line, height, band_cloth.rgb, band_cloth.paint))
        if kind == "zip" and work.happens(0.35):
            work.sew_hood(hood(line, work.draw(0.03, 0.05), cloth.rgb, cloth.paint))


def cardigan(work: Dressing) -> None:
    """Put on a cardigan: knitted, with a deep V and a band down its edges."""
    body = work.body
    stance = body.height_of(work.draw(0.2, 0.5))
    gap = work.draw(0.004, 0.11)
    front = np.minimum(
        open_front(body, gap, work.draw(0.0, 0.15), body.hip_z),
        v_neck(body, stance - gap / 0.3, work.draw(0.2, 0.32)),
    )
    opening = np.minimum(round_neck(body, work.draw(0.074, 0.085), 0.07), front)
    cloth = work.patterned(
        cloth_rgb(work.rng, work.figure.skin_rgb), Pattern.KNIT, work.draw(0.4, 1.0)
    )
    loose = work.draw(0.3, 0.9)
    sleeve = body.whole_arm * work.draw(0.95, 1.06)
    bottom = max(body.height_of(work.draw(-0.25, 0.05)), work.lowest_z)
    top = Top(sleeve, bottom, opening, loose, 0.008 + 0.012 * loose, gathered=True)
    work.lay_top(top, cloth)
    rib = Cloth(cloth.rgb * 0.94, replace(cloth.paint, folds=0.1))
    work.hems(top, rib, 0.05)
    _front_band(work, top, front, rib)


def _front_band(work: Dressing, top: Top, front: Floats, cloth: Cloth) -> None:
    body = work.body
    strip = np.minimum(band(front, 0.03), body.rest[:, 2] - top.hem_z)
    strip = np.minimum(strip, top.opening)
    in_front = (body.rest[:, 1] < body.neck[1] - 0.01) & ~body.arm
    work.trim(np.where(in_front, strip, -0.05), cloth)


def _body_of_coat(
    work: Dressing, cloth: Cloth, opening: Floats, gap: float, loose: float, long: bool
) -> Cut:
    body = work.body
    sleeve = body.whole_arm * work.draw(0.97, 1.05)
    bottom = max(body.height_of(work.draw(-0.2, -0.08)), work.lowest_z)
    seam = body.height_of(0.12)
    top = Top(sleeve, seam - 0.06 if long else bottom, opening, loose, 0.012 + 0.012 * loose)
    cut, _ = work.lay_top(top, cloth)
    if long:
        end = body.down_the_leg(work.draw(0.1, 0.75))
        angle = np.arcsin(min(gap / 0.16, 0.8)) + 0.03
        flare = Flare(seam, end, work.draw(0.0, 0.2), -0.002, 0, 0.0, float(angle))
        work.hang_skirt(flare, cloth, Label.UPPER)
    return cut
