"""Glasses, hats, headscarves, headphones and earrings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.body import BodyPart
from tryon_ar.training.people.hair_head import (
    SKULL_CENTRE,
    SKULL_RADII,
    Floats,
    HeadSpace,
    head_space,
    rest_head_coordinates,
    unit,
)
from tryon_ar.training.people.hair_shapes import ball, sheet, shell
from tryon_ar.training.people.mesh import Label, Mesh, Paint, Pattern, Surface
from tryon_ar.training.people.things_shapes import (
    HARD,
    MATT,
    merged,
    random_colour,
    signed_power,
    solid,
    tube,
)

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure


def glasses(figure: Figure, rng: np.random.Generator, dark: bool) -> list[Mesh]:
    """Return glasses, or sunglasses if dark, labelled face."""
    space = head_space(figure)
    half = rng.uniform(0.022, 0.029), rng.uniform(0.015, 0.025)
    if dark:
        half = half[0] + 0.003, half[1] + 0.003
    square = rng.uniform(0.45, 1.0)
    angle = np.linspace(0.0, 2 * np.pi, 33)
    x = half[0] * signed_power(np.cos(angle), square)
    z = half[1] * signed_power(np.sin(angle), square) - 0.004
    thick = float(rng.choice([0.0009, 0.0016, 0.0026]))
    frame = random_colour(rng) * 0.7 if rng.random() < 0.6 else np.full(3, 0.04)
    metal = np.array([0.75, 0.62, 0.35]) if rng.random() < 0.5 else np.full(3, 0.6)
    frame = metal if thick < 0.001 else frame
    parts, lenses = [], []
    nose = _face_front(figure) - 0.006
    for side in (1.0, -1.0):
        rim = np.stack([side * 0.0335 + x, nose + _wrap(side * 0.0335 + x), z], axis=1)
        parts.append(tube(space.world(rim), thick * space.scale, frame, Label.FACE))
        hinge = np.array([side * (0.0335 + half[0]), 0.0, 0.004])
        hinge[1] = nose + _wrap(hinge[:1])[0]
        above, behind = [side * 0.083, 0.085, 0.012], [side * 0.08, 0.1, -0.012]
        arm = np.array([hinge, [side * 0.073, 0.0, 0.004], above, behind])
        parts.append(tube(space.world(_finer(arm, 12)), 1.2 * thick, frame, Label.FACE))
        if dark:
            lenses.append(_lens(space, rim))
    bridge = np.array(
        [[-0.0335 + half[0], 0, 0.002], [0, -0.004, 0.006], [0.0335 - half[0], 0, 0.002]]
    )
    bridge[:, 1] += nose
    parts.append(tube(space.world(_finer(bridge, 6)), thick * space.scale, frame, Label.FACE))
    made = [merged(parts, HARD)]
    if dark:
        tint = np.array([0.05, 0.045, 0.04]) + rng.uniform(0.0, 0.12) * rng.random(3)
        made.append(_tinted(merged(lenses), tint))
    return made


def _wrap(x: Floats) -> Floats:
    """Return how far glasses bend back to the sides (m)."""
    return np.asarray(4.0 * np.maximum(np.abs(x) - 0.01, 0.0) ** 2, np.float64)


def _face_front(figure: Figure) -> float:
    """Return the depth of the brow and the bridge of the nose, head coordinates."""
    local, _ = rest_head_coordinates(figure)
    bridge = (np.abs(local[:, 0]) < 0.03) & (np.abs(local[:, 2] - 0.008) < 0.015)
    return float(local[bridge & (figure.parts == BodyPart.HEAD), 1].min())


def _lens(space: HeadSpace, rim: Floats) -> Mesh:
    centre = rim[:-1].mean(axis=0)
    grid = centre + np.linspace(0.0, 1.0, 4)[:, None, None] * (rim - centre)
    forward = np.broadcast_to(space.turned(np.array([0.0, -1.0, 0.0])), grid.shape)
    return sheet(space.world(grid), forward, np.full(3, 0.05), HARD, Label.FACE)


def _tinted(mesh: Mesh, colour: Floats) -> Mesh:
    mesh.colours[:] = colour
    return mesh


def _finer(path: Floats, count: int) -> Floats:
    at, index = np.linspace(0.0, len(path) - 1.0, count), np.arange(len(path))
    return np.stack([np.interp(at, index, path[:, k]) for k in range(3)], axis=1)


def _draped(
    figure: Figure, field: Floats, off: Floats, passes: int, colour: Floats, paint: Paint
) -> list[Mesh]:
    """Return cloth where a field (N,) is positive, smoothed and at least ``off`` (N,) away.

    Ears are pressed flat below it.
    """
    skin, normals = _without_ears(figure)
    near = field > -0.02
    smooth = figure.smooth(skin, passes, near)
    normals = unit(figure.smooth(normals, 6, near))
    lift = np.einsum("ni,ni->n", smooth - skin, normals)
    vertices = smooth + normals * np.maximum(off - lift, 0.5 * off)[:, None]
    count = len(vertices)
    colours = np.tile(colour, (count, 1))
    made = shell(figure, field, vertices, colours, paint, Label.HAIR, np.zeros(count))
    return [made] if made is not None else []


def _without_ears(figure: Figure) -> tuple[Floats, Floats]:
    """Return posed vertices and normals (N, 3) with a smooth bulge in the place of each ear."""
    local, _ = rest_head_coordinates(figure)
    space = head_space(figure)
    bulge = np.exp(-(((local[:, 1] - 0.09) / 0.04) ** 2) - ((local[:, 2] + 0.015) / 0.05) ** 2)
    side = (figure.parts == BodyPart.HEAD) & (np.abs(local[:, 0]) > 0.055) & (bulge > 0.15)
    way = (local - SKULL_CENTRE) / SKULL_RADII
    radius = np.linalg.norm(way, axis=1, keepdims=True)
    round_ = SKULL_CENTRE + way / radius * (1.0 + 0.25 * bulge[:, None]) * SKULL_RADII
    vertices = np.where(side[:, None], space.world(round_), figure.vertices)
    normals = np.where(side[:, None], space.turned(unit(way / SKULL_RADII)), figure.normals)
    return vertices, normals


def _where(mask: NDArray[np.bool_], field: Floats) -> Floats:
    """Return a field that is negative outside a mask."""
    return np.where(mask, field, -0.05)


def _cloth(rng: np.random.Generator, pattern: Pattern) -> Paint:
    second = tuple(float(c) for c in random_colour(rng))
    return Paint(
        surface=Surface.CLOTH,
        pattern=pattern,
        scale=float(rng.uniform(30.0, 90.0)),
        second_rgb=(second[0], second[1], second[2]),
        folds=0.4,
        gloss=0.05,
    )


def beanie(figure: Figure, rng: np.random.Generator) -> list[Mesh]:
    """Return a knitted hat down to the ears, labelled hair."""
    local, scale = rest_head_coordinates(figure)
    line = rng.uniform(0.035, 0.06) - 0.35 * np.maximum(local[:, 1] - 0.02, 0.0)
    rise = local[:, 2] - line
    field = _where((figure.parts == BodyPart.HEAD) & _outer(local), rise)
    slouch = rng.uniform(0.0, 0.03) * np.clip(rise / 0.06, 0.0, 1.0)
    off = (rng.uniform(0.011, 0.016) + slouch) * scale
    pattern = Pattern.KNIT if rng.random() < 0.7 else Pattern.PLAIN
    return _draped(figure, field, off, 8, random_colour(rng), _cloth(rng, pattern))


def _outer(local: Floats) -> NDArray[np.bool_]:
    """Return which vertices lie on the outside of the head, not in the mouth or the eyes."""
    return np.asarray((((local - SKULL_CENTRE) / SKULL_RADII) ** 2).sum(axis=1) > 0.7)


def cap(figure: Figure, rng: np.random.Generator) -> list[Mesh]:
    """Return a baseball cap, its brim to the front or the back, labelled hair."""
    local, scale = rest_head_coordinates(figure)
    back = rng.random() < 0.15
    height = rng.uniform(0.045, 0.062)
    rise = local[:, 2] - height + 0.012 + 0.25 * np.maximum(local[:, 1] - 0.02, 0.0)
    field = _where((figure.parts == BodyPart.HEAD) & _outer(local), rise)
    colour = random_colour(rng)
    off = (0.012 + rng.uniform(0.0, 0.012) * np.clip(rise / 0.05, 0.0, 1.0)) * scale
    paint = _cloth(rng, Pattern.PLAIN)
    crown = _draped(figure, field, np.asarray(off), 6, colour, paint)
    angle = np.radians(np.linspace(-68.0, 68.0, 25))[None, :]
    reach = np.linspace(0.0, rng.uniform(0.055, 0.075), 7)[:, None] * np.cos(angle * 1.25) ** 0.5
    x = (SKULL_RADII[0] + 0.012) * np.sin(angle) + 0.0 * reach
    y = -(SKULL_RADII[1] + 0.012) * np.cos(angle) * 0.97 - reach
    drop = rng.uniform(0.1, 0.45)
    z = height + 0.006 - drop * reach - rng.uniform(1.0, 4.0) * x**2
    if back:
        y, z = -y, z - 0.035
    grid = np.stack([x, y + SKULL_CENTRE[1], z], axis=-1)
    brim_colour = colour if rng.random() < 0.7 else random_colour(rng)
    up = np.broadcast_to(space_up(figure), grid.shape)
    brim = sheet(head_space(figure).world(grid), up, brim_colour, paint, Label.HAIR)
    return [*crown, brim]


def space_up(figure: Figure) -> Floats:
    """Return the world direction from the chin to the crown."""
    return head_space(figure).turned(np.array([0.0, 0.0, 1.0]))


def headband(figure: Figure, rng: np.random.Generator) -> list[Mesh]:
    """Return a band round the head, labelled hair."""
    local, scale = rest_head_coordinates(figure)
    low = rng.uniform(0.05, 0.085)
    rise = local[:, 2] - low + rng.uniform(0.3, 0.6) * np.maximum(local[:, 1] - 0.02, 0.0)
    field = np.minimum(rise, rng.uniform(0.02, 0.045) - rise)
    field = _where((figure.parts == BodyPart.HEAD) & _outer(local), field)
    off = np.full(len(local), rng.uniform(0.01, 0.016) * scale)
    return _draped(figure, field, off, 3, random_colour(rng), _cloth(rng, Pattern.PLAIN))


def headscarf(
    figure: Figure, outfit_thickness_m: NDArray[np.floating], rng: np.random.Generator
) -> list[Mesh]:
    """Return a scarf over hair, neck and the top of the chest, labelled hair."""
    local, scale = rest_head_coordinates(figure)
    x, y, z = np.abs(local[:, 0]), local[:, 1], local[:, 2]
    wide = rng.uniform(0.052, 0.062)
    brow = rng.uniform(0.045, 0.062)
    middle = 0.5 * (brow - 0.1)
    face = np.sqrt((x / wide) ** 2 + ((z - middle) / (brow - middle)) ** 2) - 1.0
    face = np.where(y < 0.05, 0.05 * face, 0.05)
    head = (figure.parts == BodyPart.HEAD) & (_outer(local) | (z < -0.06))
    spread = np.sqrt(x**2 + (0.7 * (y - 0.1)) ** 2)
    below = np.minimum(rng.uniform(0.12, 0.17) - spread, z + rng.uniform(0.22, 0.3))
    chest = np.isin(figure.parts, (BodyPart.NECK, BodyPart.TORSO))
    field = np.where(head, face, np.where(chest, below, -0.05))
    off = np.where(head, 0.012, 0.022) * scale + np.asarray(outfit_thickness_m, np.float64)
    pattern = Pattern.FLORAL if rng.random() < 0.2 else Pattern.PLAIN
    return _draped(figure, field, off, 10, random_colour(rng), _cloth(rng, pattern))


def headphones(figure: Figure, rng: np.random.Generator) -> list[Mesh]:
    """Return headphones with a band over the crown, labelled hair."""
    space = head_space(figure)
    colour = random_colour(rng)
    angle = np.linspace(-0.05, np.pi + 0.05, 25)
    lean = rng.uniform(-0.1, 0.25)
    arc = np.stack([0.097 * np.cos(angle), np.full(25, 0.088), 0.138 * np.sin(angle)], axis=1)
    arc[:, 1] += lean * arc[:, 2] * 0.3
    out = space.turned(unit(arc - np.array([0.0, 0.088, 0.0])))
    parts = [
        tube(
            space.world(arc), rng.uniform(0.008, 0.014), colour, Label.HAIR, flat=0.35, outward=out
        )
    ]
    round_ = rng.uniform(0.028, 0.038)
    for side in (1.0, -1.0):
        axes = space.turned(np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [side, 0.0, 0.0]]))
        centre = space.world(np.array([side * 0.099, 0.088, -0.012]))
        radii = (round_, round_ * 1.15, 0.016)
        parts.append(solid(centre, axes, radii, (0.4, 1.0), colour, Label.HAIR, MATT))
    return [merged(parts, HARD)]


def earrings(figure: Figure, rng: np.random.Generator) -> list[Mesh]:
    """Return studs or hoops at the lobes of the ears, labelled face."""
    space = head_space(figure)
    local, _ = rest_head_coordinates(figure)
    colour = np.array([0.85, 0.7, 0.35]) if rng.random() < 0.5 else np.full(3, 0.8)
    hoop = rng.random() < 0.5
    size = rng.uniform(0.008, 0.022) if hoop else rng.uniform(0.003, 0.007)
    parts = []
    for side in (1.0, -1.0):
        ear = (side * local[:, 0] > 0.07) & (local[:, 2] < -0.03) & (local[:, 2] > -0.08)
        lobe = local[ear & (figure.parts == BodyPart.HEAD)]
        if not len(lobe):
            continue
        at = lobe[np.argmax(side * lobe[:, 0] - 0.5 * lobe[:, 2])]
        if not hoop:
            parts.append(ball(space.world(at), np.eye(3), (size,) * 3, colour, HARD, Label.FACE, 6))
            continue
        angle = np.linspace(0.0, 2 * np.pi, 17)
        ring = np.stack([0 * angle, np.sin(angle), np.cos(angle) - 1.0], axis=1) * size
        parts.append(tube(space.world(at + ring), 0.0014, colour, Label.FACE, spokes=5))
    return [merged(parts, HARD)] if parts else []
