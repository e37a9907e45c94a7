"""How strands fall: combed near the root, pulled by gravity, held off by the body and clothes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.body import BodyPart
from tryon_ar.training.people.hair_head import Floats, HeadSpace, unit

if TYPE_CHECKING:
    from scipy.spatial import cKDTree

    from tryon_ar.training.people.body import Figure

_DOWN = np.array([0.0, 0.0, -1.0])
#: Body parts that hair lies on.
_SOLID_PARTS = (BodyPart.HEAD, BodyPart.NECK, BodyPart.UPPER_ARM, BodyPart.TORSO)


class Obstacle:
    """The skin of a figure and the clothes over it, for strands to lie on.

    Parameters
    ----------
    figure : Figure
    outfit_thickness_m : ndarray of shape (N,), float
        How far the outermost cloth stands off each vertex of the skin.
    """

    def __init__(self, figure: Figure, outfit_thickness_m: NDArray[np.floating]) -> None:
        from scipy.spatial import cKDTree

        solid = np.isin(figure.parts, _SOLID_PARTS)
        self._normals: Floats = figure.normals[solid]
        clearance = np.asarray(outfit_thickness_m, np.float64)[solid]
        # The tree holds the cloth's surface: its nearest vertex is the one that a strand meets.
        self._points: Floats = figure.vertices[solid] + self._normals * clearance[:, None]
        self._tree: cKDTree = cKDTree(self._points, leafsize=24, balanced_tree=False)

    def push(self, points: Floats, layer: Floats) -> Floats:
        """Return points moved outwards to at least ``layer`` (m) off the surface.

        Parameters
        ----------
        points : ndarray of shape (K, 3), float64
        layer : ndarray of shape (K,), float64
        """
        _, nearest = self._tree.query(points, distance_upper_bound=0.12)
        found = nearest < len(self._points)
        nearest = np.where(found, nearest, 0)
        normals = self._normals[nearest]
        height = np.einsum("ki,ki->k", points - self._points[nearest], normals)
        lift = np.where(found, np.maximum(layer - height, 0.0), 0.0)
        return np.asarray(points + normals * lift[:, None], np.float64)


@dataclass(frozen=True, slots=True)
class Roots:
    """Where strands start and how they are combed (K strands).

    Attributes
    ----------
    points, directions, comb : ndarray of shape (K, 3), float64
        World position (m), first direction, and the direction the comb drags them in.
    lengths : ndarray of shape (K,), float64
        Metres.
    layer : ndarray of shape (K,), float64
        Metres off the skin or cloth that the strand lies.
    guard_z : ndarray of shape (K,), float64
        Height over the eyes (head coordinates) below which the strand keeps off the face.
    guard_x : ndarray of shape (K,), float64
        Half the breadth of face it leaves free.
    target : ndarray of shape (K, 3), float64
        World position that it passes on its way over the shoulder.
    """

    points: Floats
    directions: Floats
    comb: Floats
    lengths: Floats
    layer: Floats
    guard_z: Floats
    guard_x: Floats
    target: Floats


@dataclass(frozen=True, slots=True)
class Fall:
    """How stiff and heavy strands are.

    Attributes
    ----------
    stiffness : float
        Share of the last direction kept.
    gravity : float
        Pull downwards; grows along the strand.
    comb : float
        Pull of the comb at the root.
    comb_reach : float
        Length (m) after which the comb has let go.
    wander : float
        Random change of direction a step.
    """

    stiffness: float = 0.6
    gravity: float = 0.5
    comb: float = 0.8
    comb_reach: float = 0.08
    wander: float = 0.08


def grow_strands(
    roots: Roots,
    fall: Fall,
    space: HeadSpace,
    obstacle: Obstacle,
    rng: np.random.Generator,
    steps: int = 12,
) -> Floats:
    """Let strands grow from their roots.

    Returns
    -------
    ndarray of shape (K, steps + 1, 3), float64
        Points along each strand, world coordinates.
    """
    points, directions = roots.points, roots.directions
    stride = (roots.lengths / steps)[:, None]
    path = [points]
    for step in range(steps):
        grown = stride * step
        comb = fall.comb * np.clip(1.0 - grown / fall.comb_reach, 0.0, 1.0)
        heavy = fall.gravity * np.clip(0.4 + grown / 0.1, 0.0, 1.5)
        directions = unit(
            fall.stiffness * directions
            + comb * roots.comb
            + heavy * _DOWN
            + _pull(points, roots.target)
            + rng.normal(0.0, fall.wander, points.shape)
        )
        moved = _off_face(points + directions * stride, roots, space)
        moved = obstacle.push(moved, roots.layer)
        directions = unit(moved - points)
        points = points + directions * np.minimum(
            np.linalg.norm(moved - points, axis=1, keepdims=True), 1.6 * stride
        )
        path.append(points)
    return np.stack(path, axis=1)


def _pull(points: Floats, target: Floats) -> Floats:
    """Return the sideways pull towards the place where a strand passes the shoulder."""
    toward = target - points
    drop = -toward[:, 2]
    toward[:, 2] = 0.0
    reach = np.linalg.norm(toward, axis=1)
    near = np.clip((0.2 - drop) / 0.1, 0.0, 1.0) * (drop > 0.0)
    strength = 0.9 * near * np.clip(reach / 0.06, 0.0, 1.0)
    return np.asarray(unit(toward) * strength[:, None], np.float64)


def _off_face(points: Floats, roots: Roots, space: HeadSpace) -> Floats:
    """Move points that hang before the face to its side."""
    local = space.local(points)
    x, y, z = local[:, 0], local[:, 1], local[:, 2]
    narrow = np.interp(z, [-0.16, -0.1, -0.04], [0.6, 0.8, 1.0])
    free = roots.guard_x * narrow
    before = (y < 0.035) & (z < roots.guard_z) & (z > -0.17) & (np.abs(x) < free)
    if not before.any():
        return points
    side = np.where(x >= 0.0, 1.0, -1.0)
    local[:, 0] = np.where(before, side * free, x)
    return np.where(before[:, None], space.world(local), points)
