"""The body below the clothes: a posable person of any build.

Built on *anny* (N. Brégier et al., "Human mesh modeling for Anny body", ECCV 2026): its code is
under the Apache licence, its bodies come from MakeHuman and MPFB2 and are in the public domain
(CC0). Its ``smplx`` and ``smpl`` meshes, which are for research only, are not touched. Only shapes
at rest are taken from it; posing is done here, with rotations about the axes of the room, which
poses are easier to write in than in each bone's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tryon_ar.training.people.body_shapes import FACE_ACTIONS, LOCAL_SHAPES, BodyShape

FloatArray = NDArray[np.float64]


class BodyPart(IntEnum):
    """Which part of the body a vertex belongs to (the one that its bones move most)."""

    HEAD = 0
    NECK = 1
    UPPER_ARM = 2
    FOREARM = 3
    HAND = 4
    TORSO = 5
    THIGH = 6
    SHIN = 7
    FOOT = 8


# Names of bones begin so; those of none of these belong to the head (jaw, lips, eyes, brows).
_BONES_OF: dict[BodyPart, tuple[str, ...]] = {
    BodyPart.NECK: ("neck",),
    BodyPart.UPPER_ARM: ("upperarm", "shoulder"),
    BodyPart.FOREARM: ("lowerarm",),
    BodyPart.HAND: ("wrist", "finger", "metacarpal"),
    BodyPart.TORSO: ("spine", "breast", "clavicle", "root", "pelvis"),
    BodyPart.THIGH: ("upperleg",),
    BodyPart.SHIN: ("lowerleg",),
    BodyPart.FOOT: ("foot", "toe"),
}

# Poses drawn at most until limbs no longer go through the body.
_TRIES = 8


def part_of_bone(name: str) -> BodyPart:
    """Return the part that a bone of this name moves."""
    for part, beginnings in _BONES_OF.items():
        if name.startswith(beginnings):
            return part
    return BodyPart.HEAD


class Topology:
    """What all figures have in common: triangles, neighbours and bones.

    Attributes
    ----------
    triangles : ndarray of shape (M, 3), int64
    parts : ndarray of shape (N,), uint8
        Of :class:`BodyPart`.
    weights : ndarray of shape (N, B), float64
        Share of each bone in moving a vertex; rows sum to 1.
    bones : dict of str to int
        Columns of ``weights`` by name: the sides are ``.L`` and ``.R``, the figure's own.
    parents : ndarray of shape (B,), int64
        Bone that a bone hangs on, -1 for the root; always an earlier one.
    """

    def __init__(
        self,
        triangles: NDArray[np.integer],
        weights: FloatArray,
        names: list[str],
        parents: list[int],
    ) -> None:
        self.triangles = np.asarray(triangles, np.int64)
        self.weights = weights
        self.bones = {name: index for index, name in enumerate(names)}
        self.parents = np.asarray(parents, np.int64)
        shares = np.zeros((len(weights), len(BodyPart)))
        for index, name in enumerate(names):
            shares[:, part_of_bone(name)] += weights[:, index]
        self.parts: NDArray[np.uint8] = shares.argmax(axis=1).astype(np.uint8)
        # scipy-stubs tell products of sparse and dense apart too loosely.
        self.sparse_weights: Any = sparse.csr_matrix(weights)
        count = len(weights)
        corner = np.repeat(np.arange(len(self.triangles)), 3)
        ones = np.ones(corner.size)
        self.corners: Any = sparse.csr_matrix(
            (ones, (self.triangles.ravel(), corner)), (count, len(self.triangles))
        )
        rolled = np.roll(self.triangles, -1, axis=1)
        start = np.concatenate([self.triangles.ravel(), rolled.ravel()])
        end = np.concatenate([rolled.ravel(), self.triangles.ravel()])
        edges = sparse.csr_matrix((np.ones(start.size), (start, end)), (count, count))
        edges.data[:] = 1.0
        degrees = np.maximum(np.asarray(edges.sum(axis=1)).ravel(), 1.0)
        self.neighbour_mean: Any = sparse.csr_matrix(sparse.diags(1.0 / degrees) @ edges)

    def normals(self, vertices: FloatArray) -> FloatArray:
        """Return normals of length 1 (N, 3), weighted by the area of the triangles around."""
        a, b, c = (vertices[self.triangles[:, k]] for k in range(3))
        summed = self.corners @ np.cross(b - a, c - a)
        lengths = np.linalg.norm(summed, axis=1, keepdims=True)
        return np.asarray(summed / np.maximum(lengths, 1e-12))


@dataclass(frozen=True)
class Figure:
    """A posed body.

    Attributes
    ----------
    vertices, rest, normals : ndarray of shape (N, 3), float64
        Posed, before posing, and the posed normals of length 1; metres, in the axes of the package.
    rest_heads, heads : ndarray of shape (B, 3), float64
        Where bones begin, before posing and posed.
    shape : BodyShape
    skin_rgb : ndarray of shape (3,), float64
        sRGB, 0 to 1.
    topology : Topology
    rotations : mapping of str to ndarray of shape (3, 3)
        Of the pose, see :meth:`BodyModel.figure`.
    """

    vertices: FloatArray
    rest: FloatArray
    normals: FloatArray
    rest_heads: FloatArray
    heads: FloatArray
    shape: BodyShape
    skin_rgb: FloatArray
    topology: Topology = field(repr=False)
    rotations: Mapping[str, FloatArray] = field(default_factory=dict, repr=False)

    @property
    def triangles(self) -> NDArray[np.int64]:
        """Vertices of each triangle (M, 3), counter-clockwise from outside."""
        return self.topology.triangles

    @property
    def parts(self) -> NDArray[np.uint8]:
        """:class:`BodyPart` of each vertex (N,)."""
        return self.topology.parts

    @property
    def weights(self) -> FloatArray:
        """Share of each bone in moving a vertex (N, B)."""
        return self.topology.weights

    @property
    def bones(self) -> dict[str, int]:
        """Columns of ``weights`` and rows of ``heads`` by name."""
        return self.topology.bones

    @property
    def woman(self) -> float:
        """From 0 (a man's build) to 1 (a woman's)."""
        return self.shape.woman

    @property
    def age(self) -> float:
        """Years."""
        return self.shape.age

    @cached_property
    def rest_normals(self) -> FloatArray:
        """Normals before posing (N, 3)."""
        return self.topology.normals(self.rest)

    def head_of(self, bone: str) -> FloatArray:
        """Return where a bone begins, posed (3,)."""
        return np.asarray(self.heads[self.bones[bone]])

    def rest_head_of(self, bone: str) -> FloatArray:
        """Return where a bone begins before posing (3,)."""
        return np.asarray(self.rest_heads[self.bones[bone]])

    def smooth(
        self, values: FloatArray, passes: int, within: NDArray[np.bool_] | None = None
    ) -> FloatArray:
        """Replace values by the mean of their neighbours', again and again.

        Parameters
        ----------
        values : ndarray of shape (N,) or (N, K)
        passes : int
        within : ndarray of shape (N,), bool, optional
            Only these change; their neighbours outside are read all the same.
        """
        matrix = self.topology.neighbour_mean
        if within is not None:
            chosen = np.flatnonzero(within)
            matrix = sparse.csr_matrix(matrix[chosen])
        smoothed = np.array(values, np.float64)
        for _ in range(passes):
            if within is None:
                smoothed = np.asarray(matrix @ smoothed)
            else:
                smoothed[chosen] = matrix @ smoothed
        return smoothed

    def submesh(self, mask: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return the triangles all of whose vertices are in a mask (N,)."""
        return self.triangles[mask[self.triangles].all(axis=1)]


class BodyModel:
    """Makes figures; loading it takes seconds (minutes the first time on a machine)."""

    def __init__(self) -> None:
        import anny
        import torch

        self._torch = torch
        self._anny = anny.Anny(
            rig="makehuman",
            topology="anny",
            pose_parameterization="local-bone",
            phenotypes="all",
            phenotype_blendshapes=96,
            facial_actions=list(FACE_ACTIONS),
            local_changes=list(LOCAL_SHAPES),
        )
        indices = self._anny.vertex_bone_indices.numpy()
        shares = self._anny.vertex_bone_weights.numpy()
        names = list(self._anny.bone_labels)
        weights = np.zeros((len(indices), len(names)))
        rows = np.repeat(np.arange(len(indices)), indices.shape[1])
        np.add.at(weights, (rows, indices.ravel()), shares.ravel())
        self.topology = Topology(
            self._anny.faces.numpy(), weights, names, list(self._anny.bone_parents)
        )

    def at_rest(self, shape: BodyShape) -> tuple[FloatArray, FloatArray]:
        """Return vertices (N, 3) and heads of the bones (B, 3) of a body before posing."""
        with self._torch.no_grad():
            made = self._anny(
                pose_parameters=None,
                phenotype_kwargs=shape.phenotypes,
                local_changes_kwargs=shape.local,
                facial_actions=shape.face,
            )
        vertices = made["rest_vertices"][0].numpy().astype(np.float64)
        return vertices, made["rest_bone_heads"][0].numpy().astype(np.float64)

    def figure(
        self, shape: BodyShape, rotations: Mapping[str, FloatArray], skin_rgb: FloatArray
    ) -> Figure:
        """Pose a body.

        Parameters
        ----------
        shape : BodyShape
        rotations : mapping of str to ndarray of shape (3, 3)
            By bone, about its head and the room's axes, before what it hangs on is turned.
        skin_rgb : ndarray of shape (3,)
        """
        rest, rest_heads = self.at_rest(shape)
        return self.posed(rest, rest_heads, shape, rotations, skin_rgb)

    def posed(
        self,
        rest: FloatArray,
        rest_heads: FloatArray,
        shape: BodyShape,
        rotations: Mapping[str, FloatArray],
        skin_rgb: FloatArray,
    ) -> Figure:
        """Pose what :meth:`at_rest` gave; see :meth:`figure`."""
        moves = moves_of_bones(self.topology, rest_heads, rotations)
        mixed = (self.topology.sparse_weights @ moves.reshape(len(moves), 12)).reshape(-1, 3, 4)
        vertices = np.einsum("nij,nj->ni", mixed[:, :, :3], rest) + mixed[:, :, 3]
        heads = np.einsum("bij,bj->bi", moves[:, :, :3], rest_heads) + moves[:, :, 3]
        normals = self.topology.normals(vertices)
        return Figure(vertices, rest, normals, rest_heads, heads, shape, skin_rgb, self.topology,
                      rotations)  # fmt: skip

    def pose(self, rng: np.random.Generator) -> Figure:
        """Draw a person of some build in some pose."""
        from tryon_ar.training.people.body_shapes import draw_shape
        from tryon_ar.training.people.poses import draw_pose
        from tryon_ar.training.people.poses_check import tangled
        from tryon_ar.training.people.skin_tones import draw_skin_rgb

        shape = draw_shape(rng)
        rest, rest_heads = self.at_rest(shape)
        skin_rgb = draw_skin_rgb(rng)
        for _ in range(_TRIES):
            rotations = draw_pose(self.topology, rest, rest_heads, rng)
            figure = self.posed(rest, rest_heads, shape, rotations, skin_rgb)
            if not tangled(figure):
                break
        return figure


def moves_of_bones(
    topology: Topology, rest_heads: FloatArray, rotations: Mapping[str, FloatArray]
) -> FloatArray:
    """Return where each bone takes points of the body at rest.

    A bone turns by R about its head h, then all goes where its parent takes it:
    ``M = P [R, h - R h]``.

    Returns
    -------
    ndarray of shape (B, 3, 4), float64
        Rotation and shift.
    """
    turns = {topology.bones[name]: matrix for name, matrix in rotations.items()}
    moves = np.zeros((len(rest_heads), 3, 4))
    for bone, parent in enumerate(topology.parents):
        turn = turns.get(bone)
        if turn is None and parent >= 0:
            moves[bone] = moves[parent]
            continue
        own = np.eye(3) if turn is None else turn
        shift = rest_heads[bone] - own @ rest_heads[bone]
        if parent >= 0:
            shift = moves[parent, :, :3] @ shift + moves[parent, :, 3]
            own = moves[parent, :, :3] @ own
        moves[bone, :, :3] = own
        moves[bone, :, 3] = shift
    return moves
