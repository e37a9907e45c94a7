"""Cloth laid over skin: shells pushed out of the body, cut to a field and hemmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.spatial import cKDTree

from tryon_ar.core.labels import Label
from tryon_ar.training.people.clothes_measures import FOREARM, THIGH, TORSO, Floats, Measures
from tryon_ar.training.people.mesh import Mesh, Paint

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure

Triangles = NDArray[np.int64]

# Cloth over cloth stands off by so much (m): less would flicker in the depth buffer.
BETWEEN_LAYERS_M = 0.004
HEM_M = 0.0035
_MARGIN_M = 0.05


@dataclass(frozen=True, slots=True)
class Cut:
    """A shell's corners, and the edges it was cut along.

    Attributes
    ----------
    points, normals, rest, outward : ndarray of shape (V, 3)
        ``outward`` is the direction that cloth was pushed in.
    inside_m : ndarray of shape (V,)
        The field: about how far from the edge, m.
    triangles : ndarray of shape (T, 3), int64
    edges : ndarray of shape (E, 2), int64
        Of the cut, cloth to their left seen from outside.
    """

    points: Floats
    normals: Floats
    rest: Floats
    outward: Floats
    inside_m: Floats
    triangles: Triangles
    edges: Triangles


class Layers:
    """What a body wears so far, and how cloth is laid over it.

    Every layer is a height over the skin along one shared direction field, so that one layer can
    never cross another, nor the skin.

    Attributes
    ----------
    standoff_m : ndarray of shape (N,)
        Height of the outermost cloth over every vertex of the body.
    covered : ndarray of shape (N,), bool
    """

    def __init__(self, figure: Figure, body: Measures, rng: np.random.Generator) -> None:
        self.figure = figure
        self.body = body
        cloth = figure.parts != 0
        self._outward = unit(figure.smooth(figure.normals, 3, cloth))
        self._dips = self._depths(3), self._depths(14)
        self._drop = _hanging(body, figure)
        self._wavy = Waves(rng)
        self.standoff_m: Floats = np.zeros(len(figure.rest))
        self.covered: NDArray[np.bool_] = np.zeros(len(figure.rest), np.bool_)

    def _depths(self, passes: int) -> Floats:
        figure = self.figure
        clothed = (figure.parts == TORSO) | ((figure.parts > 0) & (figure.parts <= FOREARM))
        smooth = figure.smooth(figure.vertices, passes, clothed)
        depth = ((smooth - figure.vertices) * self._outward).sum(axis=1)
        return np.clip(np.where(figure.parts >= THIGH, 0.5 * depth, depth), 0.0, 0.05)

    def height_m(self, offset_m: Floats | float, loose: float, hang: float = 0.0) -> Floats:
        """Return how far over the skin cloth lies that is cut so loosely.

        Parameters
        ----------
        offset_m : float or ndarray of shape (N,)
            Height over bulges.
        loose : float
            0 follows every dip of the body, 1 spans them.
        hang : float
            0 to 1: how far cloth falls straight from the chest and the shoulder blades.
        """
        tight, wide = self._dips
        dips = (1 - loose) * 0.5 * tight + loose * np.maximum(wide, tight)
        return np.asarray(offset_m + np.maximum(dips, hang * self._drop), np.float64)

    def sleeve_bag_m(self, end_m: float, amount_m: float) -> Floats:
        """Return how far gravity pulls sleeves out below the arms, (N,) m."""
        body = self.body
        share = np.clip(body.along_arm / max(end_m, 0.05), 0.0, 1.0)
        below = np.maximum(-self._outward[:, 2], 0.0)
        return np.where(body.arm, amount_m * below * np.sin(np.pi * np.minimum(share, 0.93)), 0.0)

    def lay(
        self, field: Floats, height_m: Floats, *, folds_m: float = 0.0, trim: bool = False
    ) -> Cut:
        """Lay cloth over the body where a field is positive.

        Parameters
        ----------
        field : ndarray of shape (N,)
            Positive where cloth is; about metres from its edge.
        height_m : ndarray of shape (N,)
            From :meth:`height_m`; raised where other cloth lies underneath.
        folds_m : float
            Size of folds that change the outline.
        trim : bool
            A patch sewn on the cloth underneath: it follows that, whatever ``height_m``.
        """
        figure = self.figure
        under = self.standoff_m + np.where(self.covered, BETWEEN_LAYERS_M, 0.003)
        height = under if trim else np.maximum(height_m, under)
        near = field > -_MARGIN_M
        triangles = figure.triangles[near[figure.triangles].all(axis=1)]
        triangles = triangles[(field[triangles] > 0).any(axis=1)]
        columns = [figure.vertices, figure.rest, self._outward, figure.normals]
        columns += [c[:, None] for c in (field, height, under)]
        attributes, triangles = _finer(np.hstack(columns), triangles)
        raised = attributes[:, 13] + folds_m * self._wavy(attributes[:, 3:6])
        attributes[:, 13] = np.maximum(raised, attributes[:, 14])
        attributes, triangles, edges = _clip(attributes, triangles, attributes[:, 12])
        if not trim:
            inside = field > 0
            self.standoff_m = np.where(
                inside, np.maximum(height + folds_m, self.standoff_m), self.standoff_m
            )
            self.covered = self.covered | inside
        return _finished(attributes, triangles, edges)

    def cover(self, cut: Cut, top_z: float, hem_z: float) -> None:
        """Note cloth that hangs round the legs and hips, for what is worn over it."""
        body, figure = self.body, self.figure
        lower = (body.parts == TORSO) | (body.parts >= THIGH)
        under = np.flatnonzero(lower & (body.rest[:, 2] < top_z) & (body.rest[:, 2] > hem_z))
        # Along the direction that cloth is pushed in, to the sheet's nearest corner's plane.
        near = cKDTree(cut.points).query(figure.vertices[under] + 0.01 * self._outward[under])[1]
        way = cut.points[near] - figure.vertices[under]
        rise = (way * cut.normals[near]).sum(axis=1)
        facing = (self._outward[under] * cut.normals[near]).sum(axis=1)
        height = np.clip(rise / np.maximum(facing, 0.5), 0.0, 0.15) + 0.004
        hanging = np.zeros(len(body.rest))
        hanging[under] = height
        self.standoff_m = np.maximum(self.standoff_m, hanging)
        self.covered = self.covered | (hanging > 0)


class Waves:
    """Soft folds: a fixed sum of waves through rest space, 0 to 1."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._ways = rng.normal(0.0, 1.0, (3, 5)) * rng.uniform(25.0, 60.0, 5)
        self._shifts = rng.uniform(0.0, 2 * np.pi, 5)

    def __call__(self, rest: Floats) -> Floats:
        """Return the height of folds (V,) at rest positions (V, 3)."""
        waves = np.sin(rest @ self._ways + self._shifts).mean(axis=1)
        return np.clip(0.5 + waves, 0.0, 1.0)


def as_mesh(cut: Cut, rgb: Floats, paint: Paint, label: Label, rim: bool = True) -> Mesh:
    """Return a shell as a mesh, with the thickness of its hems.

    Parameters
    ----------
    cut : Cut
    rgb : ndarray of shape (3,)
    paint : Paint
    label : Label
    rim : bool
        Whether edges show how thick the cloth is.
    """
    points, normals, rest = [cut.points], [cut.normals], [cut.rest]
    triangles, colours = [cut.triangles], [np.tile(rgb, (len(cut.points), 1))]
    hem = [np.minimum(cut.inside_m, 1.0)]
    if rim and len(cut.edges):
        first, second = cut.edges.T
        along = cut.points[second] - cut.points[first]
        out = unit(np.cross(along, cut.outward[first]))
        outer = cut.points[cut.edges]
        inner = outer - HEM_M * cut.outward[cut.edges]
        corners = np.concatenate([outer, inner], axis=1).reshape(-1, 3)
        base = len(cut.points) + 4 * np.arange(len(cut.edges))[:, None]
        triangles.append(np.concatenate([base + corner for corner in ((0, 2, 1), (1, 2, 3))]))
        points.append(corners)
        normals.append(np.repeat(out, 4, axis=0))
        rest.append(
            np.repeat(cut.rest[cut.edges], 2, axis=0)
            .reshape(-1, 4, 3)[:, [0, 2, 1, 3]]
            .reshape(-1, 3)
        )
        colours.append(np.tile(rgb * 0.85, (len(corners), 1)))
        hem.append(np.zeros(len(corners)))
    count = sum(len(p) for p in points)
    return Mesh(
        vertices=np.concatenate(points),
        normals=np.concatenate(normals),
        colours=np.concatenate(colours),
        rest=np.concatenate(rest),
        labels=np.full(count, label, np.uint8),
        triangles=np.concatenate(triangles),
        paint=paint,
        strand=np.concatenate(hem),
    )


def vertex_normals(points: Floats, triangles: Triangles) -> Floats:
    """Return normals of length 1, (V, 3), of triangles weighted by area."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    faces = np.cross(b - a, c - a)
    count = len(triangles)
    corners = sparse.csr_array(
        (np.ones(3 * count), triangles.ravel(), np.arange(0, 3 * count + 1, 3)),
        shape=(count, len(points)),
    )
    return unit(corners.T @ faces)


def _finished(attributes: Floats, triangles: Triangles, edges: Triangles) -> Cut:
    outward = unit(attributes[:, 6:9])
    points = attributes[:, :3] + outward * attributes[:, 13:14]
    return Cut(
        points=points,
        normals=vertex_normals(points, triangles),
        rest=attributes[:, 3:6],
        outward=outward,
        inside_m=attributes[:, 12],
        triangles=triangles,
        edges=edges,
    )


def _finer(attributes: Floats, triangles: Triangles) -> tuple[Floats, Triangles]:
    """Split every triangle into four; new corners bulge with the normals (PN triangles).

    Source: Vlachos, Peters, Boyd and Mitchell, "Curved PN triangles" (2001): an edge's cubic has
    the middle ``(a + b) / 2 + ((b - a) . (n_a - n_b)) ...``, here the usual quadratic part,
    ``1/8 ((b - a) . n_a n_a - (b - a) . n_b n_b) `` with the sign that bends towards the normals.
    """
    used, local = np.unique(triangles, return_inverse=True)
    local = local.reshape(-1, 3)
    attributes = attributes[used]
    count = len(used)
    pairs = np.stack([local, np.roll(local, -1, axis=1)], axis=2).reshape(-1, 2)
    keys = pairs.min(axis=1) * count + pairs.max(axis=1)
    unique, which = np.unique(keys, return_inverse=True)
    first, second = unique // count, unique % count
    middle = 0.5 * (attributes[first] + attributes[second])
    for at, normal in ((slice(0, 3), slice(9, 12)),):
        way = attributes[second, at] - attributes[first, at]
        n1, n2 = attributes[first, normal], attributes[second, normal]
        bend1 = (way * n1).sum(axis=1, keepdims=True) * n1
        bend2 = (way * n2).sum(axis=1, keepdims=True) * n2
        middle[:, at] += (bend2 - bend1) / 8.0
    ab, bc, ca = (which.reshape(-1, 3) + count).T
    a, b, c = local.T
    corners = [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
    finer = np.concatenate([np.column_stack(corner) for corner in corners])
    return np.concatenate([attributes, middle]), finer


def _clip(
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
    used, local = np.unique(kept, return_inverse=True)
    place = np.zeros(count + len(unique), np.int64)
    place[used] = np.arange(len(used))
    return np.concatenate([attributes, cut])[used], local.reshape(-1, 3), place[edges]


def _key(a: Triangles, b: Triangles, count: int) -> Triangles:
    return np.minimum(a, b) * count + np.maximum(a, b)


def _hanging(body: Measures, figure: Figure, steps: int = 28, ways: int = 24) -> Floats:
    """Return how far cloth that falls straight from above stands off the torso, (N,) m.

    The torso's largest radius in every direction is carried downwards, losing a little on the way.
    """
    bottom, top = body.crotch_z - 0.08, body.neck[2] - 0.05
    torso = np.flatnonzero(
        ((body.parts == TORSO) | (body.parts == THIGH)) & (body.rest[:, 2] > bottom)
    )
    x, y = body.rest[torso, 0], body.rest[torso, 1] - 0.02
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    row = np.clip((top - body.rest[torso, 2]) / (top - bottom) * (steps - 1), 0, steps - 1)
    column = (angle / (2 * np.pi) + 0.5) * ways
    chest = body.rest[torso, 2] < body.armpit_z + 0.05
    reach = np.zeros((steps, ways))
    np.maximum.at(
        reach,
        (np.rint(row[chest]).astype(int), np.rint(column[chest]).astype(int) % ways),
        radius[chest],
    )
    fall = 0.10 * (top - bottom) / steps
    for k in range(1, steps):
        reach[k] = np.maximum(reach[k], reach[k - 1] - fall)
    reach = (np.roll(reach, 1, 1) + 2 * reach + np.roll(reach, -1, 1)) / 4
    normals = figure.rest_normals[torso]
    facing = (normals[:, 0] * x + normals[:, 1] * y) / np.maximum(radius, 1e-6)
    found = reach[np.rint(row).astype(int), np.rint(column).astype(int) % ways]
    gap = np.clip((found - radius) * np.clip(facing, 0.0, 1.0), 0.0, 0.12)
    drop = np.zeros(len(body.rest))
    drop[torso] = gap
    return np.asarray(figure.smooth(drop[:, None], 4)[:, 0], np.float64)


def unit(vectors: Floats) -> Floats:
    """Return vectors (V, 3) at length 1."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float64)
