"""The same figure a moment later: a pose a little further on, and where all that is worn goes."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tryon_ar.training.people.body import BodyModel, Figure, moves_of_bones
from tryon_ar.training.people.mesh import Mesh, Surface
from tryon_ar.training.people.rotations import turn_about

FloatArray = NDArray[np.float64]

# Bones that move between two frames, and by how much at most (radians, standard deviation).
_MOVING = (
    ("upperarm01", 0.05),
    ("lowerarm01", 0.08),
    ("wrist", 0.08),
    ("spine05", 0.015),
    ("spine03", 0.015),
    ("neck01", 0.03),
    ("head", 0.03),
)
_SHIFT_M = 0.006
# Vertices of the skin that what lies over it moves with.
_NEIGHBOURS = 6


def later_figure(body: BodyModel, figure: Figure, rng: np.random.Generator) -> Figure:
    """Return a figure a moment later: joints turned a little, all shifted by millimetres."""
    rotations = dict(figure.rotations)
    for bone, deviation in _MOVING:
        for name in (bone, f"{bone}.L", f"{bone}.R"):
            if name in figure.bones:
                turn = turn_about(rng.normal(size=3), float(rng.normal(0.0, deviation)))
                rotations[name] = turn @ rotations.get(name, np.eye(3))
    shift = rng.normal(0.0, _SHIFT_M, 3)
    return body.posed(
        figure.rest + shift, figure.rest_heads + shift, figure.shape, rotations, figure.skin_rgb
    )


def moved_vertices(figure: Figure, later: Figure, meshes: Sequence[Mesh]) -> list[FloatArray]:
    """Return where the vertices of meshes on a figure are a moment later.

    Skin goes with its bones. Everything else is carried by the skin that is nearest to it at rest
    (cloth) or as posed (hair and things): by the mean of what takes those vertices from one pose to
    the other.

    Returns
    -------
    list of ndarray of shape (N, 3)
    """
    moved = moved_meshes(figure, later, meshes)
    return [np.asarray(mesh.vertices, np.float64) for mesh in moved]


def moved_meshes(figure: Figure, later: Figure, meshes: Sequence[Mesh]) -> list[Mesh]:
    """Return meshes as they are a moment later, turned normals included.

    See :func:`moved_vertices`. All meshes keep their triangles.
    """
    carried = _carried(figure, later)
    trees = {True: cKDTree(figure.rest), False: cKDTree(figure.vertices)}
    moved = []
    for mesh in meshes:
        if len(mesh.vertices) == len(figure.vertices) and mesh.vertices is figure.vertices:
            moved.append(replace(mesh, vertices=later.vertices, normals=later.normals))
            continue
        cloth = mesh.paint.surface is Surface.CLOTH
        away, near = trees[cloth].query(mesh.rest if cloth else mesh.vertices, k=_NEIGHBOURS)
        share = 1.0 / np.maximum(np.asarray(away), 0.004)
        share /= share.sum(axis=1, keepdims=True)
        moves = np.einsum("nk,nkij->nij", share, carried[near])
        points = np.einsum("nij,nj->ni", moves[:, :, :3], mesh.vertices) + moves[:, :, 3]
        normals = np.einsum("nij,nj->ni", moves[:, :, :3], mesh.normals)
        normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
        moved.append(replace(mesh, vertices=points, normals=normals))
    return moved


def _carried(figure: Figure, later: Figure) -> FloatArray:
    """Return what takes the surroundings of every vertex from one pose to another (N, 3, 4)."""
    mixed = [
        (one.topology.sparse_weights @ moves_of_bones(
            one.topology, one.rest_heads, one.rotations
        ).reshape(-1, 12)).reshape(-1, 3, 4)[:, :, :3]
        for one in (figure, later)
    ]  # fmt: skip
    turn = mixed[1] @ np.linalg.inv(mixed[0])
    shift = later.vertices - np.einsum("nij,nj->ni", turn, figure.vertices)
    return np.concatenate([turn, shift[:, :, None]], axis=2)
