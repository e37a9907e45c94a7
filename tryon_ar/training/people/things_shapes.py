"""Simple solids that things are put together from: boxes, tubes, bands, loops round a body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.hair_head import Floats, unit
from tryon_ar.training.people.hair_shapes import sheet, surface_normals
from tryon_ar.training.people.mesh import Label, Mesh, Paint, Surface

HARD = Paint(surface=Surface.HARD, gloss=0.5)
MATT = Paint(surface=Surface.HARD, gloss=0.08)


def signed_power(values: Floats, exponent: float) -> Floats:
    """Return ``sign(v) |v|^exponent``."""
    return np.asarray(np.sign(values) * np.abs(values) ** exponent, np.float64)


def solid(
    centre: Floats,
    axes: Floats,
    radii: Sequence[float],
    edges: tuple[float, float],
    colour: Floats,
    label: Label,
    paint: Paint = HARD,
    rows: int = 13,
) -> Mesh:
    """Return a superellipsoid: box, cylinder, ball and all between.

    Its surface is ``(c(v)^e1 c(u)^e2, c(v)^e1 s(u)^e2, s(v)^e1)`` times the radii, with c and s the
    signed cosine and sine (A. Barr, "Superquadrics and angle-preserving transformations", 1981).

    Parameters
    ----------
    centre : ndarray of shape (3,), float64
    axes : ndarray of shape (3, 3), float64
        Unit directions of its axes, as rows.
    radii : sequence of 3 floats
        Metres along them.
    edges : tuple of 2 floats
        Exponents e1 (profile along the third axis) and e2 (outline round it): near 0 is
        square, 1 round.
    colour : ndarray of shape (3,), float64
    label : Label
    paint : Paint
    rows : int
    """
    # Angles crowd where a square outline turns its corners.
    v = np.linspace(-np.pi / 2, np.pi / 2, rows)[:, None]
    u = np.linspace(0.0, 2 * np.pi, 2 * rows)[None, :]
    ring = signed_power(np.cos(v), edges[0])
    grid = np.stack(
        [
            ring * signed_power(np.cos(u), edges[1]),
            ring * signed_power(np.sin(u), edges[1]),
            signed_power(np.sin(v), edges[0]) * np.ones_like(u),
        ],
        axis=-1,
    )
    slope = np.sign(grid) * np.abs(grid) ** (2.0 / np.array([edges[1], edges[1], edges[0]]) - 1.0)
    normals = unit((slope / np.array(radii)) @ axes)
    return sheet(centre + (grid * np.array(radii)) @ axes, normals, colour, paint, label)


def tube(
    path: Floats,
    radius: float | Floats,
    colour: Floats,
    label: Label,
    paint: Paint = HARD,
    spokes: int = 7,
    flat: float = 1.0,
    outward: Floats | None = None,
) -> Mesh:
    """Return a tube along a line.

    Parameters
    ----------
    path : ndarray of shape (S, 3), float64
        Ends where it begins if closed.
    radius : float or ndarray of shape (S,)
        Metres.
    colour : ndarray of shape (3,), float64
    label : Label
    paint : Paint
    spokes : int
    flat : float
        Radius along ``outward`` as a share of the other.
    outward : ndarray of shape (S, 3), float64, optional
        Which way is up for a flat tube.
    """
    tangents = np.gradient(path, axis=0)
    if np.allclose(path[0], path[-1]):
        tangents[0] = tangents[-1] = path[1] - path[-2]
    tangents = unit(tangents)
    up = np.array([0.13, 0.21, 0.97]) if outward is None else outward
    sides = unit(np.cross(tangents, np.broadcast_to(up, tangents.shape)))
    ups = np.cross(sides, tangents)
    angle = np.linspace(0.0, 2 * np.pi, spokes + 1)[None, :, None]
    normals = np.cos(angle) * sides[:, None] + np.sin(angle) * ups[:, None]
    offsets = np.cos(angle) * sides[:, None] + flat * np.sin(angle) * ups[:, None]
    size = np.broadcast_to(np.asarray(radius, np.float64), (len(path),))[:, None, None]
    return sheet(path[:, None] + size * offsets, normals, colour, paint, label)


def band(
    path: Floats, outward: Floats, width: float, colour: Floats, label: Label, paint: Paint
) -> Mesh:
    """Return a flat band along a line, its face along ``outward`` (both of shape (S, 3))."""
    tangents = unit(np.gradient(path, axis=0))
    sides = unit(np.cross(tangents, outward))
    across = np.array([-1.0, -0.9, 0.0, 0.9, 1.0])[None, :, None] * (width / 2)
    # A little thickness: the edges bend back towards the body.
    back = np.array([-0.003, 0.0, 0.001, 0.0, -0.003])[None, :, None]
    grid = path[:, None] + across * sides[:, None] + back * outward[:, None]
    lean = np.array([-0.6, -0.1, 0.0, 0.1, 0.6])[None, :, None]
    return sheet(grid, unit(outward[:, None] + lean * sides[:, None]), colour, paint, label)


def merged(meshes: Sequence[Mesh], paint: Paint | None = None) -> Mesh:
    """Return meshes as one, painted as the first is if no paint is given."""
    starts = np.cumsum([0] + [len(mesh.vertices) for mesh in meshes[:-1]])
    triangles = [mesh.triangles + start for mesh, start in zip(meshes, starts, strict=True)]
    return Mesh(
        vertices=np.concatenate([mesh.vertices for mesh in meshes]),
        normals=np.concatenate([mesh.normals for mesh in meshes]),
        colours=np.concatenate([mesh.colours for mesh in meshes]),
        rest=np.concatenate([mesh.rest for mesh in meshes]),
        labels=np.concatenate([mesh.labels for mesh in meshes]),
        triangles=np.concatenate(triangles),
        paint=paint or meshes[0].paint,
        strand=np.zeros(sum(len(mesh.vertices) for mesh in meshes)),
    )


@dataclass(frozen=True, slots=True)
class Loop:
    """A taut line round a body: points and directions outwards, shape (S, 3), m."""

    points: Floats
    outward: Floats


def loop_round(
    points: Floats,
    origin: Floats,
    first: Floats,
    second: Floats,
    slab_m: float,
    off_m: float,
    samples: int = 60,
) -> Loop | None:
    """Return the taut line round a cloud of points in a plane.

    What is pulled tight round a body lies on the convex hull of the body's section.

    Parameters
    ----------
    points : ndarray of shape (N, 3), float64
        Of the body's surface, clothed.
    origin, first, second : ndarray of shape (3,), float64
        The plane: a point in it and two directions that span it.
    slab_m : float
        Points so near to the plane count.
    off_m : float
        Distance from the hull.
    samples : int

    Returns
    -------
    Loop or None
        Closed (the first point comes again), starting along ``first``; None for too few points.
    """
    from scipy.spatial import ConvexHull

    e1 = unit(first)
    e2 = unit(second - (second @ e1) * e1)
    normal = np.cross(e1, e2)
    relative = points - origin
    near = np.abs(relative @ normal) < slab_m
    flat = np.stack([relative[near] @ e1, relative[near] @ e2], axis=1)
    if len(flat) < 4 or np.linalg.matrix_rank(flat - flat.mean(axis=0), tol=1e-4) < 2:
        return None
    hull = flat[ConvexHull(flat).vertices]
    ring = np.concatenate([hull, hull[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(ring, axis=0), axis=1))])
    at = np.linspace(0.0, along[-1], samples)
    even = np.stack([np.interp(at, along, ring[:, k]) for k in range(2)], axis=1)
    even[:-1] = 0.5 * even[:-1] + 0.25 * (np.roll(even[:-1], 1, 0) + np.roll(even[:-1], -1, 0))
    even[-1] = even[0]
    tangent = np.gradient(even, axis=0)
    tangent[0] = tangent[-1] = even[1] - even[-2]
    # Hulls run counter-clockwise: outwards is to the right of the way.
    out = np.stack([tangent[:, 1], -tangent[:, 0]], axis=1)
    out /= np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9)
    even = even + off_m * out
    return Loop(
        origin + even[:, :1] * e1 + even[:, 1:] * e2,
        np.asarray(out[:, :1] * e1 + out[:, 1:] * e2, np.float64),
    )


def shaded(mesh: Mesh) -> Mesh:
    """Return a mesh with normals taken from its triangles."""
    vertices = np.asarray(mesh.vertices, np.float64)
    return Mesh(
        vertices=vertices,
        normals=surface_normals(vertices, mesh.triangles),
        colours=mesh.colours,
        rest=mesh.rest,
        labels=mesh.labels,
        triangles=mesh.triangles,
        paint=mesh.paint,
        strand=mesh.strand,
    )


def random_colour(rng: np.random.Generator) -> Floats:
    """Draw the colour of a thing: black, grey, white, leather or bright."""
    chance = rng.random()
    if chance < 0.3:
        return np.full(3, rng.uniform(0.03, 0.15))
    if chance < 0.45:
        return np.full(3, rng.uniform(0.3, 0.95))
    if chance < 0.65:
        return np.array([0.45, 0.28, 0.16]) * rng.uniform(0.4, 1.5)
    bright: NDArray[np.float64] = rng.uniform(0.05, 0.95, 3)
    return bright
