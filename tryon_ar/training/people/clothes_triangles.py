"""Triangles of cloth: split, cut along a field, and given normals."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tryon_ar.training.people.clothes_measures import Floats

Triangles = NDArray[np.int64]

# Edges that bulge by less may stay straight.
_FLAT_M = 0.0008


def vertex_normals(points: Floats, triangles: Triangles) -> Floats:
    """Return normals of length 1, (V, 3), of triangles weighted by area."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    faces = np.cross(b - a, c - a)
    count = len(triangles)
    corners = sparse.csr_array(
        (np.ones(3 * count), triangles.ravel(), np.arange(0, 3 * count + 1, 3)),
        shape=(count, len(points)),
    )
    return unit(np.asarray(corners.T @ faces, np.float64))


def compact(triangles: Triangles, count: int) -> tuple[Triangles, Triangles]:
    """Return which of ``count`` corners are used, and triangles numbered among those."""
    flags = np.zeros(count, np.bool_)
    flags[triangles.ravel()] = True
    used = np.flatnonzero(flags)
    place = np.cumsum(flags) - 1
    return used, place[triangles]


def finer(
    attributes: Floats, triangles: Triangles, chosen: NDArray[np.bool_] | None = None
) -> tuple[Floats, Triangles]:
    """Split triangles into up to four; new corners bulge with the normals (PN triangles).

    Columns 0 to 2 of ``attributes`` (V, C) are points and 9 to 11 their normals; all other columns
    are averaged. Every edge is split that has a chosen corner or bulges, all of them if ``chosen``
    (V,) is not given: triangles that share an edge agree, so that no gaps open.

    Source: Vlachos, Peters, Boyd and Mitchell, "Curved PN triangles" (2001): the middle of an
    edge's cubic is ``(a + b) / 2 - ((b - a) . n_a n_a - (b - a) . n_b n_b) / 8``.
    """
    used, local = compact(triangles, len(attributes))
    attributes = attributes[used]
    count = len(used)
    pairs = np.stack([local, np.roll(local, -1, axis=1)], axis=2).reshape(-1, 2)
    keys = pairs.min(axis=1) * count + pairs.max(axis=1)
    unique, which = np.unique(keys, return_inverse=True)
    first, second = unique // count, unique % count
    way = attributes[second, :3] - attributes[first, :3]
    n1, n2 = attributes[first, 9:12], attributes[second, 9:12]
    bend1 = (way * n1).sum(axis=1, keepdims=True) * n1
    bend2 = (way * n2).sum(axis=1, keepdims=True) * n2
    bulge = (bend2 - bend1) / 8.0
    split = np.ones(len(unique), np.bool_)
    if chosen is not None:
        split = chosen[used][first] | chosen[used][second]
        split |= (bulge**2).sum(axis=1) > _FLAT_M**2
    middle = 0.5 * (attributes[first[split]] + attributes[second[split]])
    middle[:, :3] += bulge[split]
    place = np.where(split, np.cumsum(split) - 1 + count, -1)
    divided = _divided(local, place[which].reshape(-1, 3))
    return np.concatenate([attributes, middle]), divided


def _divided(corners: Triangles, middles: Triangles) -> Triangles:
    """Return triangles (T, 3) divided at the middles of the edges ab, bc, ca; -1 is none."""
    number = (middles >= 0).sum(axis=1)
    parts = [corners[number == 0]]
    # Turned so that a lone middle is that of ab, and a lone undivided edge is ca.
    for count, found in ((1, middles >= 0), (2, middles < 0), (3, middles >= 0)):
        own = number == count
        turn = (found[own].argmax(axis=1) + (1 if count == 2 else 0))[:, None]
        order = (turn + np.arange(3)) % 3
        a, b, c = np.take_along_axis(corners[own], order, axis=1).T
        ab, bc, ca = np.take_along_axis(middles[own], order, axis=1).T
        divided = {
            1: ((a, ab, c), (ab, b, c)),
            2: ((ab, b, bc), (a, ab, bc), (a, bc, c)),
            3: ((a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)),
        }
        parts += [np.column_stack(one) for one in divided[count]]
    return np.concatenate(parts)


def clip(
    attributes: Floats, triangles: Triangles, field: Floats
) -> tuple[Floats, Triangles, Triangles]:
    """Cut triangles along the field's zero; return corners, triangles and the cut's edges."""
    inside = field > 0
    sides = inside[triangles]
    number = sides.sum(axis=1)
    one, two = triangles[number == 1], triangles[number == 2]
    lone = np.concatenate([sides[number == 1].argmax(axis=1), sides[number == 2].argmin(axis=1)])
    mixed = np.concatenate([one, two])
    turn = (lone[:, None] + np.arange(3)) % 3
    a, b, c = np.take_along_axis(mixed, turn, axis=1).T
    count = len(field)
    keys = np.concatenate([_key(a, b, count), _key(a, c, count)])
    unique, which = np.unique(keys, return_inverse=True)
    first, second = unique // count, unique % count
    share = (field[first] / (field[first] - field[second]))[:, None]
    cut = attributes[first] * (1 - share) + attributes[second] * share
    ab, ac = which[: len(mixed)] + count, which[len(mixed) :] + count
    n = len(one)
    parts = [
        triangles[number == 3],
        np.column_stack([a[:n], ab[:n], ac[:n]]),
        np.column_stack([ab[n:], b[n:], c[n:]]),
        np.column_stack([ab[n:], c[n:], ac[n:]]),
    ]
    edges = np.concatenate([np.column_stack([ab[:n], ac[:n]]), np.column_stack([ac[n:], ab[n:]])])
    kept = np.concatenate(parts)
    used, local = compact(kept, count + len(unique))
    place = np.zeros(count + len(unique), np.int64)
    place[used] = np.arange(len(used))
    return np.concatenate([attributes, cut])[used], local, place[edges]


def _key(a: Triangles, b: Triangles, count: int) -> Triangles:
    return np.minimum(a, b) * count + np.maximum(a, b)


def unit(vectors: Floats) -> Floats:
    """Return vectors (V, 3) at length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-15), np.float64)
