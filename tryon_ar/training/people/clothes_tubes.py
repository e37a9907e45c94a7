"""Cloth that hangs free of the legs: skirts and the lower parts of dresses and coats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tryon_ar.training.people.clothes_measures import FOREARM, HAND, TORSO, Floats
from tryon_ar.training.people.clothes_shells import BETWEEN_LAYERS_M, Cut, Layers
from tryon_ar.training.people.clothes_triangles import vertex_normals

_WAYS = 48
_RING_M = 0.035


@dataclass(frozen=True, slots=True)
class Flare:
    """How a skirt is cut.

    Attributes
    ----------
    top_z, hem_z : float
        Heights at rest, m.
    slope : float
        Metres of radius gained a metre down; below 0 it narrows again.
    ease_m : float
        How far it stands off the hips.
    pleats : int
        Number of folds round; 0 is smooth.
    pleat_depth : float
        Share of the radius at the hem.
    gap : float
        Half angle of an opening in front, radians; 0 is closed.
    """

    top_z: float
    hem_z: float
    slope: float
    ease_m: float
    pleats: int = 0
    pleat_depth: float = 0.05
    gap: float = 0.0


def hang(layers: Layers, flare: Flare, rng: np.random.Generator) -> Cut:
    """Hang cloth round both legs from a waist.

    In slices across the body at rest, the posed skin's convex hull is what cloth spans; from the
    waist down its radius never shrinks faster than the cut allows.

    Returns
    -------
    Cut
        Its edges are the hem, and the opening in front where there is one.
    """
    heights = np.arange(flare.top_z, flare.hem_z, -_RING_M)
    heights = np.append(heights, flare.hem_z)
    centres, frames, slices = _slices(layers, heights)
    angles = _angles(flare.gap)
    radii = np.empty((len(heights), len(angles)))
    before = np.zeros(len(angles))
    for k, points in enumerate(slices):
        hull = _hull_radii(points, angles) + flare.ease_m
        step = heights[k - 1] - heights[k] if k else 0.0
        radii[k] = before = np.maximum(hull, before + flare.slope * step)
    down = np.linspace(0, 1, len(heights))[:, None]
    phase = rng.uniform(0, 2 * np.pi) + rng.normal(0, 0.4, len(angles))
    radii *= 1 + flare.pleat_depth * down * (
        np.cos(flare.pleats * angles + phase) if flare.pleats else 0
    )
    return _sheet(centres, frames, radii, angles, heights, flare)


def _slices(layers: Layers, heights: Floats) -> tuple[Floats, Floats, list[Floats]]:
    """Return slices' centres (K, 3), frames (K, 3, 3: left, back, up) and points in them, posed."""
    figure, body = layers.figure, layers.body
    usable = (body.parts >= TORSO) & ~((body.parts >= FOREARM) & (body.parts <= HAND))
    usable &= body.rest[:, 2] < heights[0] + 0.1
    posed = (
        figure.vertices[usable]
        + figure.normals[usable] * (layers.standoff_m[usable] + BETWEEN_LAYERS_M)[:, None]
    )
    rest = body.rest[usable]
    near = [np.abs(rest[:, 2] - height) < 0.032 for height in heights]
    left = np.array([posed[n & (rest[:, 0] > 0)].mean(axis=0) for n in near])
    right = np.array([posed[n & (rest[:, 0] <= 0)].mean(axis=0) for n in near])
    centres = _smooth((left + right) / 2, 2)
    up = -np.gradient(centres, axis=0)
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    hips = left[:3].mean(axis=0) - right[:3].mean(axis=0)
    across = hips - up * (up @ hips)[:, None]
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    frames = np.stack([across, np.cross(up, across), up], axis=1)
    local = [(posed[n] - c) @ f.T for n, c, f in zip(near, centres, frames, strict=True)]
    return centres, frames, local


def _hull_radii(points: Floats, angles: Floats) -> Floats:
    """Return the distance to the convex hull's edge in every direction across."""
    fine = np.linspace(-np.pi, np.pi, 72, endpoint=False)
    ways = np.stack([np.cos(fine), np.sin(fine)])
    support = np.maximum((points[:, :2] @ ways).max(axis=0), 0.01)
    facing = np.cos(angles[:, None] - fine)
    reach = np.where(facing > 0.15, support / np.maximum(facing, 0.15), np.inf)
    return np.asarray(reach.min(axis=1), np.float64)


def _angles(gap: float) -> Floats:
    """Return directions round the body, starting in front: a closed ring repeats its first."""
    front = -np.pi / 2
    return np.linspace(front + gap, front + 2 * np.pi - gap, _WAYS + 1)


def _sheet(
    centres: Floats, frames: Floats, radii: Floats, angles: Floats, heights: Floats, flare: Flare
) -> Cut:
    ways = np.stack([np.cos(angles), np.sin(angles), np.zeros_like(angles)], axis=1)
    outward = np.einsum("wi,kij->kwj", ways, frames)
    points = centres[:, None] + radii[..., None] * outward
    rest_radii = radii[..., None] * ways + [0.0, 0.02, 0.0]
    rest = rest_radii + np.array([0.0, 0.0, 1.0]) * heights[:, None, None]
    rows, columns = radii.shape
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b = index[:-1, :-1].ravel(), index[:-1, 1:].ravel()
    c, d = index[1:, :-1].ravel(), index[1:, 1:].ravel()
    triangles = np.concatenate([np.column_stack([a, c, b]), np.column_stack([b, c, d])])
    edges = [np.column_stack([index[-1, :-1], index[-1, 1:]])]
    flat = points.reshape(-1, 3)
    normals = vertex_normals(flat, triangles)
    if flare.gap > 0:
        edges.append(np.column_stack([index[:-1, 0], index[1:, 0]]))
        edges.append(np.column_stack([index[1:, -1], index[:-1, -1]]))
    else:
        normals = _closed(normals, index)
    inside = np.broadcast_to((heights - heights[-1])[:, None], radii.shape)
    return Cut(
        points=flat,
        normals=normals,
        rest=rest.reshape(-1, 3),
        outward=outward.reshape(-1, 3),
        inside_m=np.ascontiguousarray(inside).ravel(),
        triangles=triangles,
        edges=np.concatenate(edges),
    )


def _closed(normals: Floats, index: np.ndarray[tuple[int, int], np.dtype[np.int64]]) -> Floats:
    both = normals[index[:, 0]] + normals[index[:, -1]]
    both /= np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9)
    normals[index[:, 0]] = normals[index[:, -1]] = both
    return normals


def _smooth(path: Floats, passes: int) -> Floats:
    for _ in range(passes):
        inner = (path[:-2] + 2 * path[1:-1] + path[2:]) / 4
        path = np.concatenate([path[:1], inner, path[-1:]])
    return path
