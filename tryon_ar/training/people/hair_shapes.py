"""Triangles of hair: ribbons along strands, and shells that lie close to the skin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.hair_head import Floats, unit
from tryon_ar.training.people.mesh import Label, Mesh, Paint, Surface

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure


def outward_of(paths: Floats, head_centre: Floats, neck: Floats) -> Floats:
    """Return which way is out of the body along strands, unit, shape of ``paths``.

    Away from the head's centre above it, away from the spine's vertical below.
    """
    centre = np.broadcast_to(head_centre, paths.shape).copy()
    below = np.clip((head_centre[2] - paths[..., 2]) / 0.12, 0.0, 1.0)[..., None]
    spine = np.broadcast_to(neck, paths.shape).copy()
    spine[..., 2] = paths[..., 2]
    return unit(paths - (centre + (spine - centre) * below))


def frames(paths: Floats, outward: Floats) -> tuple[Floats, Floats, Floats]:
    """Return tangents, sideways and outward unit vectors along strands, each of their shape."""
    tangents = np.empty_like(paths)
    tangents[:, 1:-1] = paths[:, 2:] - paths[:, :-2]
    tangents[:, 0] = paths[:, 1] - paths[:, 0]
    tangents[:, -1] = paths[:, -1] - paths[:, -2]
    tangents = unit(tangents)
    sides = unit(np.cross(tangents, outward))
    return tangents, sides, np.cross(sides, tangents)


def ribbons(
    paths: Floats,
    outward: Floats,
    widths: Floats,
    colours: Floats,
    twist: Floats,
    strand: Floats,
    paint: Paint,
    label: Label = Label.HAIR,
    taper: float = 0.25,
) -> Mesh:
    """Return one two-sided ribbon along each strand.

    Parameters
    ----------
    paths, outward : ndarray of shape (K, S, 3), float64
        Points (m), and unit vectors out of the body.
    widths : ndarray of shape (K,), float64
        Metres, at the widest.
    colours : ndarray of shape (K, S, 3), float64
    twist : ndarray of shape (K,), float64
        Radians that a ribbon is turned round its strand.
    strand : ndarray of shape (K,), float64
    paint : Paint
    label : Label
    taper : float
        Width of the tip as a share of the widest.
    """
    count, length = paths.shape[:2]
    _, sides, out = frames(paths, outward)
    cosine, sine = np.cos(twist)[:, None, None], np.sin(twist)[:, None, None]
    across = cosine * sides + sine * out
    facing = cosine * out - sine * sides
    along = np.linspace(0.0, 1.0, length)
    profile = np.minimum(0.6 + 2.0 * along, 1.0) * (1.0 - (1.0 - taper) * along**2.5)
    half = (0.5 * widths[:, None] * profile)[..., None] * across
    vertices = np.stack([paths - half, paths + half], axis=2).reshape(-1, 3)
    # Rounded: the edges' normals lean outwards, so that a wisp has a bright ridge.
    normals = np.stack([unit(facing - 0.6 * across), unit(facing + 0.6 * across)], axis=2)
    first = (np.arange(count)[:, None] * length + np.arange(length - 1)) * 2
    triangles = np.stack(
        [
            np.stack([first, first + 1, first + 2], axis=-1),
            np.stack([first + 1, first + 3, first + 2], axis=-1),
        ],
        axis=2,
    ).reshape(-1, 3)
    return Mesh(
        vertices=vertices,
        normals=normals.reshape(-1, 3),
        colours=np.repeat(np.clip(colours, 0.0, 1.0).reshape(-1, 3), 2, axis=0),
        rest=vertices,
        labels=np.full(len(vertices), label, np.uint8),
        triangles=triangles,
        paint=paint,
        strand=np.repeat(strand, 2 * length),
    )


def shell(
    figure: Figure,
    field: Floats,
    vertices: Floats,
    colours: Floats,
    paint: Paint,
    label: Label,
    strand: Floats,
) -> Mesh | None:
    """Return a sheet over the skin, cut along a line; None if nothing is left of it.

    Parameters
    ----------
    figure : Figure
    field : ndarray of shape (N,), float64
        Positive where the sheet is; it ends where this is zero, also within triangles.
    vertices : ndarray of shape (N, 3), float64
        Where it lies over each vertex of the skin.
    colours : ndarray of shape (N, 3), float64
    paint : Paint
    label : Label
    strand : ndarray of shape (N,), float64
    """
    values = field[figure.triangles]
    touched = figure.triangles[(values > 0.0).any(axis=1)]
    if not len(touched):
        return None
    used, index = np.unique(touched, return_inverse=True)
    index = index.reshape(-1, 3)
    attributes = np.concatenate(
        [
            vertices[used],
            surface_normals(vertices[used], index),
            np.clip(colours[used], 0.0, 1.0),
            figure.rest[used],
            strand[used, None],
        ],
        axis=1,
    )
    triangles, ends, shares = cut(index, field[used])
    between = attributes[ends[:, 0]] * (1 - shares) + attributes[ends[:, 1]] * shares
    made = np.concatenate([attributes, between])
    return Mesh(
        vertices=made[:, :3],
        normals=unit(made[:, 3:6]),
        colours=made[:, 6:9],
        rest=made[:, 9:12],
        labels=np.full(len(made), label, np.uint8),
        triangles=triangles,
        paint=paint,
        strand=made[:, 12],
    )


def cut(
    triangles: NDArray[np.integer], field: Floats
) -> tuple[NDArray[np.integer], NDArray[np.integer], Floats]:
    """Cut triangles along the zero of a field and keep the positive side.

    Parameters
    ----------
    triangles : ndarray of shape (M, 3), int
    field : ndarray of shape (N,), float64

    Returns
    -------
    kept : ndarray of shape (K, 3), int
        Vertices from N on are the new ones.
    ends : ndarray of shape (E, 2), int
        The old vertices that each new one lies between.
    shares : ndarray of shape (E, 1), float64
        How far from the first to the second.
    """
    positive = field[triangles] > 0.0
    count = positive.sum(axis=1)
    # Turned so that the vertex alone on its side comes first.
    one, two = triangles[count == 1], triangles[count == 2]
    one = _turned(one, positive[count == 1].argmax(axis=1))
    two = _turned(two, (~positive[count == 2]).argmax(axis=1))
    ends = np.concatenate([one[:, [0, 1]], one[:, [0, 2]], two[:, [0, 1]], two[:, [0, 2]]])
    first, second = field[ends[:, 0]], field[ends[:, 1]]
    shares = (first / np.where(first == second, 1.0, first - second))[:, None]
    new = len(field) + np.arange(len(ends))
    b, c = new[: len(one)], new[len(one) : 2 * len(one)]
    d, e = np.split(new[2 * len(one) :], 2)
    kept = np.concatenate(
        [
            triangles[count == 3],
            np.stack([one[:, 0], b, c], axis=1),
            np.stack([two[:, 1], two[:, 2], e], axis=1),
            np.stack([two[:, 1], e, d], axis=1),
        ]
    )
    return kept, ends, np.asarray(np.clip(shares, 0.0, 1.0), np.float64)


def _turned(triangles: NDArray[np.integer], first: NDArray[np.integer]) -> NDArray[np.integer]:
    """Return triangles that begin with another of their vertices, turning the same way."""
    order = (first[:, None] + np.arange(3)) % 3
    return np.take_along_axis(triangles, order, axis=1)


def surface_normals(vertices: Floats, triangles: NDArray[np.integer]) -> Floats:
    """Return unit normals of vertices, the area-weighted mean of their triangles'."""
    a, b, c = (vertices[triangles[:, k]] for k in range(3))
    faces = np.cross(b - a, c - a)
    total = np.stack(
        [
            np.bincount(triangles.ravel(), np.repeat(faces[:, k], 3), len(vertices))
            for k in range(3)
        ],
        axis=1,
    )
    return unit(np.asarray(total, np.float64))


def ball(
    centre: Floats,
    axes: Floats,
    radii: tuple[float, float, float],
    colour: Floats,
    paint: Paint,
    label: Label,
    rows: int = 9,
) -> Mesh:
    """Return an ellipsoid.

    Parameters
    ----------
    centre : ndarray of shape (3,), float64
    axes : ndarray of shape (3, 3), float64
        Its three axes' unit directions, as rows.
    radii : tuple of 3 floats
        Metres.
    colour : ndarray of shape (3,), float64
    paint : Paint
    label : Label
    rows : int
        Rings from pole to pole; there are twice as many spokes.
    """
    polar, round_ = np.meshgrid(
        np.linspace(0.0, np.pi, rows), np.linspace(0.0, 2 * np.pi, 2 * rows), indexing="ij"
    )
    sphere = np.stack(
        [np.sin(polar) * np.cos(round_), np.sin(polar) * np.sin(round_), np.cos(polar)], axis=-1
    )
    vertices = centre + (sphere * np.array(radii)) @ axes
    return sheet(vertices, unit((sphere / np.array(radii)) @ axes), colour, paint, label)


def sheet(grid: Floats, normals: Floats, colour: Floats, paint: Paint, label: Label) -> Mesh:
    """Return a bent rectangle of vertices as triangles.

    Parameters
    ----------
    grid, normals : ndarray of shape (R, C, 3), float64
    colour : ndarray of shape (3,) or (R, C, 3), float64
    paint : Paint
    label : Label
    """
    rows, columns = grid.shape[:2]
    corner = (np.arange(rows - 1)[:, None] * columns + np.arange(columns - 1)).ravel()
    triangles = np.concatenate(
        [
            np.stack([corner, corner + columns, corner + 1], axis=1),
            np.stack([corner + 1, corner + columns, corner + columns + 1], axis=1),
        ]
    )
    vertices = grid.reshape(-1, 3)
    return Mesh(
        vertices=vertices,
        normals=normals.reshape(-1, 3),
        colours=np.broadcast_to(colour, grid.shape).reshape(-1, 3).astype(np.float64),
        rest=vertices,
        labels=np.full(len(vertices), label, np.uint8),
        triangles=triangles,
        paint=paint,
        strand=np.zeros(len(vertices)),
    )


def hair_paint(gloss: float) -> Paint:
    """Return how hair is lit."""
    return Paint(surface=Surface.HAIR, gloss=gloss)
