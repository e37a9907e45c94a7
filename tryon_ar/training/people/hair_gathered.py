"""Hair that is bound: buns, ponytails and braids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tryon_ar.training.people.hair_growth import Fall, Obstacle, Roots, grow_strands
from tryon_ar.training.people.hair_head import (
    SKULL_CENTRE,
    SKULL_RADII,
    Floats,
    HeadSpace,
    unit,
)
from tryon_ar.training.people.hair_shapes import ball, frames, hair_paint, outward_of
from tryon_ar.training.people.hair_strands import Wisps, coloured
from tryon_ar.training.people.hair_styles import Dye, Gather, Style
from tryon_ar.training.people.mesh import Label, Mesh

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure

_TAIL = Fall(stiffness=0.7, gravity=0.5, comb=0.0, comb_reach=0.05, wander=0.06)


def gathered_hair(
    figure: Figure,
    space: HeadSpace,
    obstacle: Obstacle,
    style: Style,
    dye: Dye,
    volume: float,
    roots: tuple[Floats, Floats],
    rng: np.random.Generator,
) -> list[Mesh]:
    """Return hair combed to one or two ties, and what hangs or is coiled there.

    Parameters
    ----------
    figure : Figure
    space : HeadSpace
    obstacle : Obstacle
    style : Style
    dye : Dye
    volume : float
        How far hair stands off the scalp (m).
    roots : tuple of ndarray of shape (K, 3), float64
        In world and in head coordinates.
    rng : Generator
    """
    local = roots[1]
    neck = figure.heads[figure.bones["neck01"]]
    centre = space.world(SKULL_CENTRE)
    ties, owner = _ties(style.gather, local, rng)
    combed = _combed(local, ties[owner], volume, space)
    meshes = [
        coloured(
            Wisps(combed, outward_of(combed, centre, neck), owner),
            dye,
            rng.uniform(*style.width_m) * 1.4,
            hair_paint(dye.gloss),
            rng,
        )
    ]
    for tie in ties:
        start = space.world(tie)
        out = space.turned(unit((tie - SKULL_CENTRE) / SKULL_RADII**2))
        if style.gather is Gather.BUN:
            meshes.extend(_bun(start, out, dye, space.scale, rng))
            continue
        braid = style.gather is Gather.BRAIDS or rng.random() < 0.2
        target = _over_shoulder(figure, tie, braid, rng)
        tail = _tail(start, out, target, rng.uniform(*style.length_m), braid, space, obstacle, rng)
        outward = outward_of(tail, centre, neck)
        meshes.append(
            _braided(tail, outward, dye, space.scale, rng)
            if braid
            else coloured(
                Wisps(tail, outward, np.arange(len(tail)) % 12),
                dye,
                rng.uniform(0.005, 0.009),
                hair_paint(dye.gloss),
                rng,
            )
        )
    return meshes


def _ties(
    gather: Gather, local: Floats, rng: np.random.Generator
) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """Return where hair is bound, head coordinates, and the tie of each root."""
    if gather is Gather.BRAIDS and rng.random() < 0.75:
        y, z = rng.uniform(0.11, 0.16), rng.uniform(-0.06, -0.01)
        ties = np.array([[0.062, y, z], [-0.062, y, z]])
        return ties, (local[:, 0] < 0.0).astype(np.intp)
    # From the nape up to the crown.
    height = rng.uniform(-0.8, 1.2)
    out = np.array([rng.normal(0.0, 0.08), np.cos(height), np.sin(height)])
    tie = SKULL_CENTRE + unit(out) * (SKULL_RADII + 0.008)
    return tie[None], np.zeros(len(local), np.intp)


def _combed(local: Floats, ties: Floats, volume: float, space: HeadSpace, steps: int = 9) -> Floats:
    """Return strands that lie on the skull from their roots to their ties (K, steps, 3)."""
    start, end = ((points - SKULL_CENTRE) / SKULL_RADII for points in (local, ties))
    along = np.linspace(0.0, 1.0, steps)[None, :, None]
    radius = np.linalg.norm(start, axis=1)[:, None, None] * (1 - along)
    radius = radius + np.linalg.norm(end, axis=1)[:, None, None] * along
    way = start[:, None] * (1 - along) + end[:, None] * along
    # Bowed outwards, so that the way from the brow to the nape leads over the crown.
    far = np.linalg.norm(end - start, axis=1)[:, None, None] / 2.0
    way = way + far**3 * np.sin(np.pi * along) * np.array([0.0, 0.0, 0.5])
    lift = (0.002 + volume * np.sin(np.pi * np.clip(along + 0.08, 0, 1))) / 0.09
    path = SKULL_CENTRE + unit(way) * (radius + lift) * SKULL_RADII
    return space.world(path)


def _over_shoulder(figure: Figure, tie: Floats, braid: bool, rng: np.random.Generator) -> Floats:
    """Return where a tail passes the shoulder: before it or down the back."""
    left, right = (figure.heads[figure.bones[f"upperarm01.{side}"]] for side in "LR")
    neck = figure.heads[figure.bones["neck01"]]
    across = unit(left - right)
    forward = unit(np.cross(across, np.array([0.0, 0.0, 1.0])))
    forward *= -1.0 if forward @ np.array([0.0, 1.0, 0.0]) > 0 else 1.0
    side = np.sign(tie[0]) if abs(tie[0]) > 0.03 else rng.choice([-1.0, 1.0])
    front = rng.random() < (0.8 if braid else 0.45)
    wide = side * rng.uniform(0.07, 0.1) if front else tie[0]
    ahead = rng.uniform(0.07, 0.1) if front else -0.09
    return np.asarray(neck + wide * across + ahead * forward - np.array([0.0, 0.0, 0.03]))


def _tail(
    start: Floats,
    out: Floats,
    target: Floats,
    length: float,
    braid: bool,
    space: HeadSpace,
    obstacle: Obstacle,
    rng: np.random.Generator,
) -> Floats:
    """Return strands hanging from a tie: one for a braid, many for a ponytail."""
    count = 1 if braid else 170
    jitter = rng.normal(0.0, 0.004, (count, 3)) * space.scale
    spread = 0.0 if braid else 0.3
    roots = Roots(
        points=start + out * 0.008 + jitter,
        directions=unit(out + rng.normal(0.0, spread, (count, 3))),
        comb=np.zeros((count, 3)),
        lengths=length * rng.uniform(0.75, 1.05, count),
        layer=np.full(count, 0.014) if braid else rng.uniform(0.003, 0.03, count),
        guard_z=np.full(count, 0.08),
        guard_x=np.full(count, 0.07),
        target=target + rng.normal(0.0, 0.0 if braid else 0.012, (count, 3)),
    )
    return grow_strands(roots, _TAIL, space, obstacle, rng, 14)


def _bun(
    start: Floats, out: Floats, dye: Dye, scale: float, rng: np.random.Generator
) -> list[Mesh]:
    """Return a coil of hair: a ball with strands wound round it."""
    radius = rng.uniform(0.025, 0.045) * scale
    centre = start + out * radius * 0.6
    side = unit(np.cross(out, np.array([0.3, 0.2, 1.0])))
    axes = np.stack([side, np.cross(out, side), out])
    radii = (radius, radius, radius * 0.75)
    count = 160
    poles = unit(rng.normal(0.0, 1.0, (count, 3)) * np.array([0.5, 0.5, 1.0]))
    first = unit(np.cross(poles, rng.normal(0.0, 1.0, (count, 3))))
    second = np.cross(poles, first)
    turn = np.linspace(0.0, rng.uniform(1.5, 3.0), 9)[None, :, None]
    around = np.cos(turn) * first[:, None] + np.sin(turn) * second[:, None]
    size = rng.uniform(0.98, 1.12, (count, 1, 1))
    paths = centre + (around * size * np.array(radii)) @ axes
    wisps = Wisps(paths, unit(around @ axes), rng.integers(0, 10, count))
    return [
        ball(centre, axes, radii, dye.root * 0.7, hair_paint(dye.gloss * 0.5), Label.HAIR),
        coloured(wisps, dye, 0.009 * scale, hair_paint(dye.gloss), rng),
    ]


def _braided(
    centre: Floats, outward: Floats, dye: Dye, scale: float, rng: np.random.Generator
) -> Mesh:
    """Plait three locks round a line; each goes ``(sin t, sin 2t)`` across and out of it."""
    steps, strands = 44, 7
    at = np.linspace(0.0, centre.shape[1] - 1.0, steps)
    index = np.arange(centre.shape[1])
    line, out = (
        np.stack([np.interp(at, index, values[0, :, k]) for k in range(3)], axis=1)[None]
        for values in (centre, outward)
    )
    _, sides, out = frames(line, unit(out))
    length = np.linalg.norm(np.diff(line[0], axis=0), axis=1).sum()
    thick = rng.uniform(0.009, 0.015) * scale
    angle = np.linspace(0.0, 2 * np.pi * length / (6.0 * thick), steps)
    thin = np.interp(np.linspace(0, 1, steps), [0, 0.1, 0.8, 0.9, 1.0], [0.8, 1, 0.7, 0.4, 0.6])
    paths, owners = [], []
    for lock in range(3):
        phase = angle + lock * 2 * np.pi / 3
        offset = np.sin(phase)[:, None] * sides[0] + 0.55 * np.sin(2 * phase)[:, None] * out[0]
        for _ in range(strands):
            own = rng.normal(0.0, 0.25, 2)
            around = offset + own[0] * sides[0] + own[1] * out[0]
            paths.append(line[0] + around * (thick * thin)[:, None])
            owners.append(lock)
    wound = np.stack(paths)
    facing = np.broadcast_to(out, wound.shape)
    return coloured(
        Wisps(wound, np.asarray(facing), np.array(owners)),
        dye,
        thick * 0.75,
        hair_paint(dye.gloss),
        rng,
    )
