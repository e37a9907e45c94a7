"""Lower clothes and shoes."""

from __future__ import annotations

import numpy as np
from scipy.spatial import ConvexHull

from tryon_ar.core.labels import Label
from tryon_ar.training.people.clothes_colours import (
    cloth_rgb,
    denim,
    denim_rgb,
    hard,
    patterned,
    trouser_rgb,
)
from tryon_ar.training.people.clothes_cuts import legs
from tryon_ar.training.people.clothes_dressing import Cloth, Dressing
from tryon_ar.training.people.clothes_measures import FOOT, SHIN, THIGH, Floats
from tryon_ar.training.people.clothes_shells import Cut
from tryon_ar.training.people.clothes_triangles import vertex_normals
from tryon_ar.training.people.clothes_tubes import Flare
from tryon_ar.training.people.mesh import Mesh, Paint, Pattern


def trousers(
    work: Dressing,
    waist_z: float,
    kind: str,
    cloth: Cloth | None = None,
    label: Label = Label.LOWER,
) -> None:
    """Put on trousers, jeans, leggings or shorts (``kind``), from a height at the waist."""
    body = work.body
    length = work.draw(0.12, 0.45) if kind == "shorts" else work.draw(0.9, 1.02)
    width = {"leggings": 0.0, "jeans": work.draw(0.0, 0.7), "shorts": work.draw(0.1, 0.8)}.get(
        kind, work.draw(0.1, 1.0)
    )
    if cloth is None:
        cloth = _cloth_of_legs(work, kind)
    end = body.down_the_leg(length)
    down = np.clip((body.crotch_z - body.rest[:, 2]) / (body.crotch_z - end + 1e-6), 0.0, 1.0)
    wide = 0.003 + 0.007 * min(width * 3, 1) + 0.045 * width**2 * np.sqrt(down)
    wide = np.where(body.parts >= THIGH, wide, 0.003 + 0.004 * width)
    height = work.layers.height_m(wide, 0.15 + 0.85 * width)
    cut = work.layers.lay(legs(body, waist_z, end), height, folds_m=0.002 + 0.008 * width)
    work.add(cut, cloth, label)
    if label == Label.LOWER and kind != "leggings":
        _waistband(work, waist_z, cloth)


def skirt(work: Dressing, waist_z: float) -> Cut:
    """Put on a skirt."""
    body = work.body
    length = work.draw(0.15, 0.95)
    slope = work.draw(-0.06, 0.1)
    if work.happens(0.6):
        slope = work.draw(0.1, 0.65 - 0.45 * length)
    pleats = 0 if slope < 0.1 else int(work.rng.integers(0, 28))
    end = body.down_the_leg(length)
    work.lowest_z = max(work.lowest_z, body.height_of(0.04))
    if slope < 0.1 and work.happens(0.3):
        cloth = Cloth(denim_rgb(work.rng), denim(work.rng, 0.4))
    else:
        patterns = [Pattern.PLAIN] * 5 + [Pattern.PLAID, Pattern.FLORAL, Pattern.DOTS]
        pattern = patterns[work.rng.integers(len(patterns))]
        cloth = work.patterned(
            trouser_rgb(work.rng, work.figure.skin_rgb), pattern, work.draw(0.3, 1.0)
        )
    flare = Flare(waist_z, end, slope, 0.001, pleats, work.draw(0.02, 0.09))
    return work.hang_skirt(flare, cloth, Label.LOWER)


def _cloth_of_legs(work: Dressing, kind: str) -> Cloth:
    rng, skin = work.rng, work.figure.skin_rgb
    folds = {"leggings": 0.15}.get(kind, work.draw(0.4, 1.3))
    if kind == "jeans" or (kind == "shorts" and work.happens(0.4)):
        return Cloth(denim_rgb(rng), denim(rng, folds))
    if work.happens(0.08):
        pattern = (Pattern.PLAID, Pattern.STRIPES_DOWN, Pattern.CAMOUFLAGE)[rng.integers(3)]
        return Cloth(trouser_rgb(rng, skin), patterned(rng, pattern, folds, skin, np.zeros(3)))
    return work.plain(trouser_rgb(rng, skin), folds)


def _waistband(work: Dressing, waist_z: float, cloth: Cloth) -> None:
    """Sew a waistband, often with a belt."""
    body = work.body
    width = work.draw(0.03, 0.045)
    off = np.where(body.arm, -0.05, width / 2 - np.abs(body.rest[:, 2] - waist_z + width / 2))
    belted = work.happens(0.4)
    if belted:
        leather = (np.array([0.04, 0.035, 0.03]), np.array([0.25, 0.15, 0.08]))[
            work.rng.integers(2)
        ]
        band = Cloth(leather, hard(0.2))
    else:
        band = cloth
    work.trim(off, band, Label.LOWER)
    if belted:
        _buckle(work, waist_z - width / 2)


def _buckle(work: Dressing, z: float) -> None:
    body = work.body
    near = np.maximum(np.abs(body.rest[:, 0]) / 0.026, np.abs(body.rest[:, 2] - z) / 0.02)
    front = (body.rest[:, 1] < 0) & ~body.arm
    field = np.where(front, (1 - near) * 0.02, -0.05)
    metal = np.array([0.75, 0.75, 0.72]) if work.happens(0.6) else np.array([0.75, 0.6, 0.3])
    work.trim(field, Cloth(metal, hard(0.8)), Label.LOWER)


def shoes(work: Dressing) -> None:
    """Put on shoes or boots, with socks at times; all are legs."""
    body, layers, rng = work.body, work.layers, work.rng
    kind = work.one_of({"low": 0.6, "boots": 0.15, "socks": 0.12, "bare": 0.13})
    if kind == "bare":
        return
    high = body.ankle_z + (work.draw(0.05, 0.3) if kind != "low" or work.happens(0.5) else 0.0)
    rgb = cloth_rgb(rng, work.figure.skin_rgb)
    below = np.where((body.parts == SHIN) | (body.parts == FOOT), high - body.rest[:, 2], -0.05)
    ankle = np.minimum(below, body.rest[:, 2] - body.ankle_z + 0.05)
    sock = Cloth(
        rgb if kind == "boots" else cloth_rgb(rng, work.figure.skin_rgb), work.plain(rgb, 0.3).paint
    )
    off = 0.004 if kind != "boots" else 0.010
    uncovered = ~layers.covered
    cut = layers.lay(
        np.where(uncovered | (body.parts == FOOT), ankle, -0.05), layers.height_m(off, 0.5)
    )
    work.add(cut, sock, Label.LEGS)
    thick = 0.004 if kind == "socks" else work.draw(0.007, 0.012)
    for side in (1.0, -1.0):
        foot = (body.parts == FOOT) & (body.rest[:, 0] * side > 0)
        work.meshes.append(_shoe(work, foot, thick, sock.rgb if kind == "socks" else rgb))
        layers.covered = layers.covered | foot


def _shoe(
    work: Dressing, foot: np.ndarray[tuple[int], np.dtype[np.bool_]], thick_m: float, rgb: Floats
) -> Mesh:
    """Return the convex hull of a foot, thicker, its sole in another colour."""
    figure = work.figure
    points = figure.vertices[foot] + thick_m * figure.normals[foot]
    rest = figure.rest[foot]
    hull = ConvexHull(points)
    used, triangles = np.unique(hull.simplices, return_inverse=True)
    triangles = triangles.reshape(-1, 3)
    corners = points[used]
    a, b, c = (corners[triangles[:, k]] for k in range(3))
    inwards = (np.cross(b - a, c - a) * hull.equations[:, :3]).sum(axis=1) < 0
    triangles[inwards] = triangles[inwards][:, ::-1]
    colours = np.tile(rgb, (len(used), 1))
    sole = rest[used][:, 2] < rest[:, 2].min() + 0.012
    colours[sole] = 0.9 if work.happens(0.5) else 0.1
    return Mesh(
        vertices=corners,
        normals=vertex_normals(corners, triangles),
        colours=colours,
        rest=rest[used],
        labels=np.full(len(used), Label.LEGS, np.uint8),
        triangles=triangles,
        paint=Paint(surface=hard().surface, gloss=0.15),
        strand=np.zeros(len(used)),
    )
