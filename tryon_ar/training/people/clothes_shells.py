"""Cloth laid over skin: shells pushed out of the body, cut to a field and hemmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates
from scipy.spatial import cKDTree

from tryon_ar.core.labels import Label
from tryon_ar.training.people.clothes_measures import FOREARM, THIGH, TORSO, Floats, Measures
from tryon_ar.training.people.clothes_triangles import (
    Triangles,
    clip,
    finer,
    unit,
    vertex_normals,
)
from tryon_ar.training.people.mesh import Mesh, Paint

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure

# Cloth over cloth stands off by so much (m): less would flicker in the depth buffer.
BETWEEN_LAYERS_M = 0.004
HEM_M = 0.0035
_MARGIN_M = 0.05
# Cloth is drawn finer than the body along its edges, and where it bends.
_FINE_M = 0.03
# Trims are narrower than the body's triangles: corners so near stand off with them.
_TRIM_REACH_M = 0.02


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
        self._under: Floats = self.standoff_m
        self.covered: NDArray[np.bool_] = np.zeros(len(figure.rest), np.bool_)

    def _depths(self, passes: int) -> Floats:
        figure = self.figure
        clothed = (figure.parts == TORSO) | ((figure.parts > 0) & (figure.parts <= FOREARM))
        smooth = figure.smooth(figure.vertices, passes, clothed)
        depth = ((smooth - figure.vertices) * self._outward).sum(axis=1)
        halved = np.where(figure.parts >= THIGH, 0.5 * depth, depth)
        return np.asarray(np.clip(halved, 0.0, 0.05), np.float64)

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
        under = self._under + np.where(self.covered, BETWEEN_LAYERS_M, 0.003)
        height = under if trim else np.maximum(height_m, under)
        near = field > -_MARGIN_M
        triangles = _around(figure.triangles, near, field > 0)
        columns = [figure.vertices, figure.rest, self._outward, figure.normals]
        columns += [c[:, None] for c in (field, height, under)]
        attributes, triangles = finer(np.hstack(columns), triangles, np.abs(field) < _FINE_M)
        raised = attributes[:, 13] + folds_m * self._wavy(attributes[:, 3:6])
        attributes[:, 13] = np.maximum(raised, attributes[:, 14])
        attributes, triangles, edges = clip(attributes, triangles, attributes[:, 12])
        if trim:
            self.standoff_m = np.where(
                self.covered & (field > -_TRIM_REACH_M), under, self.standoff_m
            )
        else:
            inside = field > 0
            self.standoff_m = np.where(
                inside, np.maximum(height + folds_m, self.standoff_m), self.standoff_m
            )
            self.covered = self.covered | inside
        self._soften()
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
        self._soften()

    def _soften(self) -> None:
        """Let what is worn over an edge rise to it over some centimetres."""
        soft = self.figure.smooth(self.standoff_m, 5)
        self._under = np.maximum(self.standoff_m, soft)


def _around(triangles: Triangles, near: NDArray[np.bool_], inside: NDArray[np.bool_]) -> Triangles:
    """Return the triangles all of whose corners are near and one of them inside."""
    a, b, c = triangles.T
    kept = near[a] & near[b] & near[c]
    kept &= inside[a] | inside[b] | inside[c]
    return np.asarray(triangles[kept], np.int64)


class Waves:
    """Soft folds: a fixed sum of waves through rest space, 0 to 1."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._ways = rng.normal(0.0, 1.0, (3, 5)) * rng.uniform(25.0, 60.0, 5)
        self._shifts = rng.uniform(0.0, 2 * np.pi, 5)

    def __call__(self, rest: Floats) -> Floats:
        """Return the height of folds (V,) at rest positions (V, 3)."""
        waves = np.sin(rest @ self._ways + self._shifts).mean(axis=1)
        return np.asarray(np.clip(0.5 + waves, 0.0, 1.0), np.float64)


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
        out = np.where(np.linalg.norm(out, axis=1, keepdims=True) > 0.9, out, cut.outward[first])
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
    found = map_coordinates(reach, [row, column % ways], order=1, mode="grid-wrap")
    gap = np.clip((found - radius) * np.clip(facing, 0.0, 1.0), 0.0, 0.12)
    drop = np.zeros(len(body.rest))
    drop[torso] = gap
    return np.asarray(figure.smooth(drop[:, None], 4)[:, 0], np.float64)
