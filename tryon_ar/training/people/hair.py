"""Hair of rendered people: from bald to braids, in front of the shoulders and behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.hair_gathered import gathered_hair
from tryon_ar.training.people.hair_growth import Obstacle, Roots, grow_strands
from tryon_ar.training.people.hair_head import (
    SKULL_CENTRE,
    SKULL_RADII,
    Floats,
    HeadSpace,
    hairline_distance,
    head_space,
    rest_head_coordinates,
    sample_surface,
    unit,
)
from tryon_ar.training.people.hair_shapes import hair_paint, outward_of, ribbons, shell
from tryon_ar.training.people.hair_strands import Wisps, coloured, curled, spread
from tryon_ar.training.people.hair_styles import (
    Comb,
    Dye,
    Gather,
    Style,
    choose_dye,
    choose_style,
)
from tryon_ar.training.people.mesh import Label, Mesh

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure

_GUIDES = 180


@dataclass(frozen=True, slots=True)
class _Scalp:
    """A head made ready for hair: its place, skin, hairline and what hair falls on."""

    figure: Figure
    space: HeadSpace
    local: Floats
    distance: Floats
    triangles: NDArray[np.integer]
    obstacle: Obstacle

    def roots(self, count: int, rng: np.random.Generator) -> tuple[Floats, Floats, Floats]:
        """Return places of roots in world and head coordinates and normals, each (count, 3)."""
        corners, shares = sample_surface(self.figure, self.triangles, count, rng)
        at = [
            (values[corners] * shares[..., None]).sum(axis=1)
            for values in (self.figure.vertices, self.local, self.figure.normals)
        ]
        return at[0], at[1], unit(at[2])


def grow_hair(
    figure: Figure,
    outfit_thickness_m: NDArray[np.floating],
    rng: np.random.Generator,
    style: Style | None = None,
    volume_limit_m: float | None = None,
) -> tuple[Mesh, ...]:
    """Grow hair on a posed, dressed figure.

    Parameters
    ----------
    figure : Figure
    outfit_thickness_m : ndarray of shape (N,), float
        How far the outermost cloth stands off each vertex; hair lies on top of it.
    rng : Generator
    style : Style, optional
        Drawn by the figure's sex if not given.
    volume_limit_m : float, optional
        How far hair may stand off the scalp at most: below a hat it lies flat.

    Returns
    -------
    tuple of Mesh
        All labelled hair: a shell over the scalp and ribbons along strands; empty for the bald.
    """
    style = style or choose_style(figure.woman, rng)
    dye = choose_dye(figure.skin_rgb, figure.age, rng)
    if style.length_m[1] == 0.0:
        return ()
    scalp = _scalp(figure, outfit_thickness_m, style, rng)
    if not len(scalp.triangles):
        return ()
    volume = rng.uniform(*style.volume_m)
    if volume_limit_m is not None:
        volume = min(volume, volume_limit_m)
    meshes = [_cap(scalp, style, dye, volume, rng)]
    if style.wisps:
        loose = _gathering(scalp, style, dye, volume, rng) if style.gather != Gather.NONE else None
        if loose is None:
            meshes.extend(_loose_hair(scalp, style, dye, volume, rng))
        else:
            meshes.extend(loose)
    return tuple(mesh for mesh in meshes if mesh is not None)


def _scalp(
    figure: Figure,
    outfit_thickness_m: NDArray[np.floating],
    style: Style,
    rng: np.random.Generator,
) -> _Scalp:
    local, _ = rest_head_coordinates(figure)
    low = rng.uniform(-0.008, 0.012)
    distance = hairline_distance(local, rng.uniform(*style.receding), low)
    if style.name == "horseshoe":
        bald = 0.055 + 0.03 * rng.random() - local[:, 2] - 0.3 * np.maximum(0.1 - local[:, 1], 0.0)
        distance = np.minimum(distance, bald)
    # Rough hairlines: no two people's are alike, and none is a smooth curve.
    waves = np.sin(local @ rng.normal(0.0, 120.0, (3, 3)) + rng.uniform(0, 6, 3)).mean(axis=1)
    distance = distance + 0.004 * waves
    head = figure.parts == 0
    triangles = figure.submesh(head & (distance > 0.0))
    return _Scalp(
        figure,
        head_space(figure),
        local,
        np.where(head, distance, -0.05),
        triangles,
        Obstacle(figure, outfit_thickness_m),
    )


def _cap(
    scalp: _Scalp, style: Style, dye: Dye, volume: float, rng: np.random.Generator
) -> Mesh | None:
    """Return the shell that closes the gaps between wisps, or is the whole of short hair."""
    local = scalp.local
    rise = np.clip(scalp.distance / 0.03, 0.02, 1.0)
    bumps = np.sin(local @ rng.normal(0.0, 90.0, (3, 5)) + rng.uniform(0, 6, 5)).mean(axis=1)
    thickness = 0.0012 + rise * volume * scalp.space.scale * (0.75 + 0.5 * bumps)
    thin = style.name in ("buzz", "receding", "horseshoe")
    density = np.clip(0.25 + scalp.distance / 0.02, 0.0, 1.0) * (
        rng.uniform(0.45, 0.95) if thin else 1.0
    )
    hair = dye.root * (0.85 + 0.3 * bumps[:, None]) * (1.0 if thin else 0.75)
    colours = scalp.figure.skin_rgb * (1 - density[:, None]) + hair * density[:, None]
    angle = np.arctan2(local[:, 0], local[:, 1] - SKULL_CENTRE[1])
    return shell(
        scalp.figure,
        scalp.distance,
        scalp.figure.vertices + scalp.figure.normals * thickness[:, None],
        colours,
        hair_paint(dye.gloss * 0.6),
        Label.HAIR,
        np.asarray(angle, np.float64),
    )


def _comb(comb: Comb, local: Floats, normals: Floats, parting: float) -> Floats:
    """Return combed directions in head coordinates, along the scalp, shape (K, 3)."""
    x, y, _ = local.T
    one = np.ones_like(x)
    side = np.where(x >= parting, 1.0, -1.0)
    back = np.clip((y - 0.02) / 0.14, 0.0, 1.0)
    crown = local - np.array([0.0, 0.12, 0.2])
    table: dict[Comb, Floats] = {
        Comb.PARTED: np.stack([side * (1.0 - 0.6 * back), 0.5 * one, -0.3 - 0.6 * back], axis=1),
        Comb.BACK: np.stack([0.1 * side, one, -0.15 * one], axis=1),
        Comb.FORWARD: np.stack([0.2 * side, -1.0 + 1.4 * back, -0.2 - 0.8 * back], axis=1),
        Comb.DOWN: crown,
        Comb.OUT: normals,
    }
    way = unit(table[comb])
    if comb is Comb.OUT:
        return way
    return unit(way - 0.85 * np.einsum("ki,ki->k", way, normals)[:, None] * normals)


def _lengths(style: Style, local: Floats, length: float, rng: np.random.Generator) -> Floats:
    lengths = length * rng.uniform(0.8, 1.1, len(local))
    if style.level:
        # A root on the crown needs the more to reach the level of one at the nape.
        lengths = length * rng.uniform(0.95, 1.02, len(local)) + 0.8 * (local[:, 2] + 0.06)
    elif length < 0.1:
        # Sides and nape are clipped shorter than the top.
        lengths = lengths * np.interp(local[:, 2], [-0.05, 0.06], [rng.uniform(0.25, 0.8), 1.0])
    return np.asarray(np.maximum(lengths, 0.004), np.float64)


def _targets(scalp: _Scalp, local: Floats, length: float, rng: np.random.Generator) -> Floats:
    """Return where strands pass the shoulders: before the chest, on top, or down the back."""
    figure = scalp.figure
    left, right = (figure.heads[figure.bones[f"upperarm01.{side}"]] for side in "LR")
    neck = figure.heads[figure.bones["neck01"]]
    across = unit(left - right)
    forward = unit(np.cross(across, np.array([0.0, 0.0, 1.0])))
    forward *= -np.sign(forward @ (np.array([0.0, 1.0, 0.0])) or 1.0)
    side = np.where(local[:, 0] >= 0.0, 1.0, -1.0)
    # Per side: how far round the head strands still fall to the front (degrees).
    limits = rng.choice([0.0, 75.0, 105.0, 140.0, 180.0], 2, p=[0.22, 0.13, 0.25, 0.28, 0.12])
    if rng.random() < 0.12:  # all of it over one shoulder
        side = np.full(len(local), rng.choice([-1.0, 1.0]))
        limits = np.array([180.0, 180.0])
    angle = np.degrees(np.arctan2(np.abs(local[:, 0]), -(local[:, 1] - SKULL_CENTRE[1])))
    angle = angle + rng.normal(0.0, 8.0, len(angle))
    front = angle < np.where(side > 0.0, limits[0], limits[1])
    out = rng.uniform(0.045, 0.12, 2)[(side < 0).astype(int)] + rng.normal(0.0, 0.018, len(side))
    ahead = np.where(front, rng.uniform(0.06, 0.1), rng.uniform(-0.09, -0.05))
    width = np.where(front, out, np.abs(local[:, 0]) * 1.1)
    return np.asarray(
        neck
        + (side * width)[:, None] * across
        + ahead[:, None] * forward
        + np.array([0.0, 0.0, -0.04]),
        np.float64,
    )


def _loose_hair(
    scalp: _Scalp, style: Style, dye: Dye, volume: float, rng: np.random.Generator
) -> list[Mesh]:
    """Return hair that falls freely: a dark layer beneath, wisps over it."""
    space = scalp.space
    points, local, normals = scalp.roots(_GUIDES, rng)
    length = rng.uniform(*style.length_m)
    parting = float(rng.choice([-0.03, 0.0, 0.0, 0.03])) + rng.normal(0.0, 0.006)
    comb = _comb(style.comb, local, normals @ space.rotation, parting)
    lengths = _lengths(style, local, length, rng)
    guard_z = rng.uniform(0.05, 0.07, _GUIDES)
    if rng.random() < style.fringe:
        _cut_fringe(local, lengths, comb, guard_z, rng)
    lift = rng.uniform(0.1, 0.5) if style.comb is not Comb.OUT else 1.0
    layer = (0.002 + volume * rng.uniform(0.5, 1.3, _GUIDES)) * space.scale
    guides = Roots(
        points=points + normals * layer[:, None] * 0.7,
        directions=unit(lift * normals + space.turned(comb)),
        comb=space.turned(comb),
        lengths=lengths * space.scale,
        layer=layer,
        guard_z=guard_z,
        guard_x=rng.uniform(0.045, 0.066) + rng.uniform(0.0, 0.006, _GUIDES),
        target=_targets(scalp, local, length, rng),
    )
    paths = grow_strands(guides, style.fall, space, scalp.obstacle, rng, 8 if length < 0.1 else 13)
    return _wisps(scalp, style, dye, paths, (local, parting), rng)


def _cut_fringe(
    local: Floats, lengths: Floats, comb: Floats, guard_z: Floats, rng: np.random.Generator
) -> None:
    """Comb the front forwards and cut it over the brows (changes its arguments)."""
    reach = rng.uniform(0.03, 0.07)
    front = (local[:, 1] < reach) & (np.abs(local[:, 0]) < rng.uniform(0.04, 0.065))
    way = unit(np.array([rng.choice([-0.7, 0.0, 0.0, 0.7]), -1.0, -0.5]))
    comb[front] = unit(way + rng.normal(0.0, 0.12, (int(front.sum()), 3)))
    level = rng.uniform(0.012, 0.045)
    guard_z[front] = level - 0.01
    drop = np.maximum(local[:, 2] - level, 0.02) + 0.6 * (local[:, 1] + 0.03)
    lengths[front] = (drop * rng.uniform(0.85, 1.1, len(drop)))[front]


def _wisps(
    scalp: _Scalp,
    style: Style,
    dye: Dye,
    guides: Floats,
    parted: tuple[Floats, float],
    rng: np.random.Generator,
) -> list[Mesh]:
    """Return ribbons between grown guides."""
    figure, space = scalp.figure, scalp.space
    guide_local, parting = parted
    points, local, _ = scalp.roots(style.wisps, rng)
    side = 0.2 * (local[:, 0] > parting)
    guide_side = 0.2 * (guide_local[:, 0] > parting)
    apart = ((local[:, None] - guide_local[None]) ** 2).sum(axis=2) + (
        side[:, None] - guide_side[None]
    ) ** 2
    owner = apart.argmin(axis=1)
    paths = spread(guides, owner, points, style.clump, rng)
    centre = space.world(SKULL_CENTRE)
    neck = figure.heads[figure.bones["neck01"]]
    outward = outward_of(paths, centre, neck)
    radius = rng.uniform(*style.curl_m)
    if radius > 0.0:
        turns = rng.uniform(*style.curls_per_m)
        paths = curled(paths, outward, owner, radius, turns, rng)
    wisps = Wisps(paths, outward, owner)
    width = rng.uniform(*style.width_m)
    top = coloured(wisps, dye, width, hair_paint(dye.gloss), rng)
    long = float(np.linalg.norm(guides[:, -1] - guides[:, 0], axis=1).mean()) > 0.06
    if not long:
        return [top]
    beneath = outward_of(guides, centre, neck)
    count, steps = guides.shape[:2]
    under = ribbons(
        guides - beneath * 0.004,
        beneath,
        np.full(count, 0.018 * space.scale),
        np.broadcast_to(dye.root * 0.6, (count, steps, 3)),
        rng.normal(0.0, 0.2, (count,)),
        rng.uniform(0.0, 6.0, (count,)),
        hair_paint(dye.gloss * 0.5),
        taper=0.1,
    )
    return [under, top]


def _gathering(
    scalp: _Scalp, style: Style, dye: Dye, volume: float, rng: np.random.Generator
) -> list[Mesh]:
    """Return hair combed tight to a bun, ponytail or braids, with a fringe now and then."""
    points, local, _ = scalp.roots(style.wisps, rng)
    return gathered_hair(
        scalp.figure, scalp.space, scalp.obstacle, style, dye, volume, (points, local), rng
    )


__all__ = ["SKULL_RADII", "grow_hair"]
