"""Beards of rendered people: stubble, moustaches, goatees and full beards, labelled face."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.body import BodyPart
from tryon_ar.training.people.hair_head import (
    Floats,
    HeadSpace,
    head_space,
    rest_head_coordinates,
    sample_surface,
    unit,
)
from tryon_ar.training.people.hair_shapes import hair_paint, ribbons, shell
from tryon_ar.training.people.hair_styles import Dye, choose_dye
from tryon_ar.training.people.mesh import Label, Mesh

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure

# Name, how often, length of hairs (m), zones: moustache, chin, cheeks and jaw, under the jaw.
_BEARDS: tuple[tuple[str, float, tuple[float, float], tuple[float, float, float, float]], ...] = (
    ("stubble", 0.3, (0.0, 0.001), (1.0, 1.0, 0.9, 0.8)),
    ("short", 0.25, (0.003, 0.009), (1.0, 1.0, 1.0, 0.9)),
    ("full", 0.17, (0.01, 0.035), (1.0, 1.0, 1.0, 1.0)),
    ("long", 0.04, (0.05, 0.12), (1.0, 1.0, 1.0, 0.6)),
    ("goatee", 0.12, (0.004, 0.02), (1.0, 1.0, 0.0, 0.0)),
    ("moustache", 0.12, (0.005, 0.012), (1.0, 0.0, 0.0, 0.0)),
)


def grow_beard(
    figure: Figure, rng: np.random.Generator, kind: str | None = None
) -> tuple[Mesh, ...]:
    """Grow a beard, or none.

    Parameters
    ----------
    figure : Figure
    rng : Generator
    kind : str, optional
        One of stubble, short, full, long, goatee, moustache; drawn if not given, and then only
        on grown men, half of whom wear one.

    Returns
    -------
    tuple of Mesh
        All labelled face.
    """
    if kind is None:
        bearded = figure.woman < 0.5 and figure.age > 18.0 and rng.random() < 0.5
        if not bearded:
            return ()
        weights = np.array([row[1] for row in _BEARDS])
        kind = _BEARDS[int(rng.choice(len(_BEARDS), p=weights / weights.sum()))][0]
    _, _, lengths, zones = next(row for row in _BEARDS if row[0] == kind)
    local, _ = rest_head_coordinates(figure)
    density = _density(figure, local, zones, rng)
    dye = choose_dye(figure.skin_rgb, figure.age, rng)
    length = rng.uniform(*lengths)
    meshes = [_shade(figure, density, length, dye, rng)]
    if length > 0.002:
        meshes.append(_hairs(figure, head_space(figure), local, density, length, dye, rng))
    return tuple(mesh for mesh in meshes if mesh is not None)


def _density(
    figure: Figure,
    local: Floats,
    zones: tuple[float, float, float, float],
    rng: np.random.Generator,
) -> Floats:
    """Return how thick hair grows at each vertex of the face, 0 to 1."""
    x, y, z = np.abs(local[:, 0]), local[:, 1], local[:, 2]
    mouth = _mouth_z(figure, local)
    soft = 0.006

    def inside(distance: Floats) -> Floats:
        return np.asarray(np.clip(0.5 + distance / soft, 0.0, 1.0))

    # Between nose and lip, drooping past the corners of the mouth.
    lip = mouth + 0.008 - 0.25 * np.maximum(x - 0.015, 0.0)
    droop = rng.uniform(0.0, 0.015)
    moustache = inside(z - lip + droop * (x > 0.022)) * inside(mouth + 0.024 - 0.15 * x - z)
    moustache = moustache * inside(0.033 - x) * inside(0.02 - y)
    chin = inside(mouth - 0.01 - z) * inside(rng.uniform(0.022, 0.034) - x) * inside(0.03 - y)
    # The cheeks' edge runs from the sideburns down to the corners of the mouth.
    edge = np.interp(y, [-0.03, 0.0, 0.03, 0.055], [mouth - 0.004, mouth, -0.045, -0.02])
    edge = edge - rng.uniform(0.0, 0.012)
    jaw = inside(edge - z) * inside(0.068 - y) * inside(x - 0.024)
    under = inside(mouth - 0.03 - z) * inside(0.06 - y)
    corner = inside(x - 0.025) * inside(0.036 - x) * inside(mouth + 0.006 - z) * inside(0.02 - y)
    corner = corner * inside(z - mouth + 0.04)
    shares = (*zones, min(zones[0], zones[1]) * float(rng.random() < 0.8))
    regions = (moustache, chin, jaw, under, corner)
    zone = np.max([s * region for s, region in zip(shares, regions, strict=True)], axis=0)
    skin = (figure.parts == BodyPart.HEAD) | (figure.parts == BodyPart.NECK)
    lips = (x < 0.027) & (np.abs(z - mouth) < 0.0075) & (y < 0.0)
    low = z > -0.135
    inner = (y > _front_y(local)) & (x < 0.035) & (z > mouth - 0.03) & (z < mouth + 0.03)
    return np.asarray(np.where(skin & ~lips & low & ~inner, zone, 0.0), np.float64)


def _mouth_z(figure: Figure, local: Floats) -> float:
    """Return the height of the line between the lips, head coordinates."""
    upper, lower = (figure.weights[:, figure.bones[name]] for name in ("oris05", "oris01"))
    top = local[upper > 0.5 * upper.max(), 2].mean()
    bottom = local[lower > 0.5 * lower.max(), 2].mean()
    return float(0.5 * (top + bottom))


def _front_y(local: Floats) -> float:
    """Return the depth behind which the mouth's inside lies."""
    lips = local[(np.abs(local[:, 0]) < 0.01) & (np.abs(local[:, 2] + 0.065) < 0.02), 1]
    front = float(lips.min()) if len(lips) else -0.04
    return front + 0.045


def _shade(
    figure: Figure, density: Floats, length: float, dye: Dye, rng: np.random.Generator
) -> Mesh | None:
    """Return the skin that hair shows through on, or the bulk of a thick beard."""
    strength = rng.uniform(0.25, 0.6) if length < 0.002 else rng.uniform(0.6, 0.9)
    share = (density * strength)[:, None]
    noise = rng.uniform(0.85, 1.15, len(density))[:, None]
    colours = figure.skin_rgb * (1 - share) + dye.root * 0.85 * noise * share
    bulk = 0.0008 + 0.5 * min(length, 0.025) * np.clip(density * 1.3 - 0.3, 0.0, 1.0)
    return shell(
        figure,
        density - 0.12,
        figure.vertices + figure.normals * bulk[:, None],
        colours,
        hair_paint(0.05),
        Label.FACE,
        rng.uniform(0.0, 6.0, len(density)),
    )


def _hairs(
    figure: Figure,
    space: HeadSpace,
    local: Floats,
    density: Floats,
    length: float,
    dye: Dye,
    rng: np.random.Generator,
) -> Mesh | None:
    """Return short wisps that grow down and outwards."""
    triangles: NDArray[np.integer] = figure.submesh(density > 0.35)
    if not len(triangles):
        return None
    count, steps = 420, 5
    corners, shares = sample_surface(figure, triangles, count, rng)
    points, at, normals = (
        (values[corners] * shares[..., None]).sum(axis=1)
        for values in (figure.vertices, local, figure.normals)
    )
    inward = np.stack([-0.4 * at[:, 0] / 0.06, np.zeros(count), np.full(count, -1.0)], axis=1)
    first = unit(unit(normals) + 0.9 * space.turned(inward) + rng.normal(0.0, 0.2, (count, 3)))
    own = length * space.scale * rng.uniform(0.5, 1.1, count)
    # Hair of the chin is the longest.
    own = own * np.interp(np.abs(at[:, 0]), [0.01, 0.06], [1.0, 0.45])
    own = np.where(at[:, 2] > _mouth_z(figure, local), np.minimum(own, 0.014), own)
    path = [points + normals * 0.0005]
    way = first
    for _ in range(steps - 1):
        way = unit(way + 0.35 * space.turned(np.array([0.0, 0.1, -1.0])))
        path.append(path[-1] + way * (own / (steps - 1))[:, None])
    paths = np.stack(path, axis=1)
    shade = rng.uniform(0.7, 1.35, (count, 1, 1))
    colours = np.broadcast_to(dye.root, (count, steps, 3)) * shade
    grey = np.less(rng.random((count, 1, 1)), dye.streaks)
    colours = np.where(grey, dye.streak, colours)
    return ribbons(
        paths,
        np.repeat(unit(normals)[:, None], steps, axis=1),
        rng.uniform(0.0015, 0.004, (count,)),
        colours,
        rng.normal(0.0, 0.6, (count,)),
        rng.uniform(0.0, 6.0, (count,)),
        hair_paint(dye.gloss * 0.6),
        Label.FACE,
    )
