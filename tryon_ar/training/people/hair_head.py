"""Where on a head hair grows, and where a head is.

Head coordinates are metres of a head whose crown lies 0.12 m above its eyes: x to the wearer's
left, y backwards, z up, the origin between the eyes. All heads of the body model fit each other in
them within a few millimetres, so that hairlines, beards, glasses and hats are drawn once for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.body import BodyPart

if TYPE_CHECKING:
    from tryon_ar.training.people.body import Figure

Floats = NDArray[np.float64]

#: The middle and half axes of the ellipsoid that a skull follows, head coordinates.
SKULL_CENTRE = np.array([0.0, 0.085, 0.025])
SKULL_RADII = np.array([0.079, 0.108, 0.094])

_CROWN_HEIGHT = 0.12

# The hairline: height over the eyes by the angle round the skull (degrees; 0 is the nose's
# direction, 90 the ear's, 180 the nape's).
_HAIRLINE_DEG = np.array([0.0, 25, 38, 47, 55, 60, 66, 71, 75, 110, 120, 135, 180])
_HAIRLINE_Z = np.array(
    [0.068, 0.066, 0.057, 0.045, 0.02, -0.005, -0.03, -0.03, 0.03, 0.03, -0.02, -0.05, -0.065]
)


@dataclass(frozen=True, slots=True)
class HeadSpace:
    """A posed head's own coordinates.

    Attributes
    ----------
    rotation : ndarray of shape (3, 3), float64
        From head coordinates to the world's.
    origin : ndarray of shape (3,), float64
        Between the eyes, world coordinates (m).
    scale : float
        World metres a metre of head coordinates.
    """

    rotation: Floats
    origin: Floats
    scale: float

    def local(self, points: Floats) -> Floats:
        """Return head coordinates of world points, shape (..., 3)."""
        return np.asarray((points - self.origin) @ self.rotation / self.scale, np.float64)

    def world(self, points: Floats) -> Floats:
        """Return world positions (m) of points in head coordinates, shape (..., 3)."""
        return np.asarray(points @ self.rotation.T * self.scale + self.origin, np.float64)

    def turned(self, directions: Floats) -> Floats:
        """Return world directions of directions in head coordinates, shape (..., 3)."""
        return np.asarray(directions @ self.rotation.T, np.float64)


def rest_head_coordinates(figure: Figure) -> tuple[Floats, float]:
    """Return the head coordinates of all rest vertices, shape (N, 3), and their scale."""
    eyes = figure.rest_heads[[figure.bones["eye.L"], figure.bones["eye.R"]]].mean(axis=0)
    raw = figure.rest - eyes
    scale = float(raw[figure.parts == BodyPart.HEAD, 2].max()) / _CROWN_HEIGHT
    return np.asarray(raw / scale, np.float64), scale


def head_space(figure: Figure) -> HeadSpace:
    """Find where a figure's head is.

    The rotation is the best rigid fit from the resting to the posed skull above the eyes (Kabsch:
    with the singular value decomposition H = U S V^T of the covariance, R = V U^T).
    """
    local, scale = rest_head_coordinates(figure)
    skull = (figure.parts == BodyPart.HEAD) & (local[:, 2] > 0.03)
    rest, posed = local[skull], figure.vertices[skull]
    rest_mean, posed_mean = rest.mean(axis=0), posed.mean(axis=0)
    u, _, vt = np.linalg.svd((rest - rest_mean).T @ (posed - posed_mean))
    vt[2] *= np.sign(np.linalg.det(u @ vt))
    rotation = (u @ vt).T
    return HeadSpace(rotation, posed_mean - scale * rotation @ rest_mean, scale)


def hairline_distance(local: Floats, receding: float = 0.0, low: float = 0.0) -> Floats:
    """Return how far points of the head lie above the hairline.

    Parameters
    ----------
    local : ndarray of shape (N, 3), float64
        Head coordinates.
    receding : float
        0 for a full hairline to 1 for temples that reach back to the crown.
    low : float
        Added to the hairline's height (m): negative lets hair grow further down.

    Returns
    -------
    ndarray of shape (N,), float64
        Metres, positive where hair grows; ears have none.
    """
    angle = np.degrees(np.arctan2(np.abs(local[:, 0]), -(local[:, 1] - SKULL_CENTRE[1])))
    line = np.interp(angle, _HAIRLINE_DEG, _HAIRLINE_Z) + low
    line = line + receding * (
        0.045 * np.exp(-(((angle - 34.0) / 16.0) ** 2)) + 0.02 * np.exp(-((angle / 22.0) ** 2))
    )
    out = np.sqrt((((local - SKULL_CENTRE) / SKULL_RADII) ** 2).sum(axis=1))
    ear = (out > 1.07) & (local[:, 2] < 0.04) & (np.abs(local[:, 0]) > 0.06)
    inside = out < 0.82
    distance = local[:, 2] - line
    return np.where(ear | inside, -0.05, distance)


def sample_surface(
    figure: Figure, triangles: NDArray[np.integer], count: int, rng: np.random.Generator
) -> tuple[NDArray[np.integer], Floats]:
    """Draw points spread evenly over some of a figure's triangles.

    Returns
    -------
    corners : ndarray of shape (count, 3), int
        The vertices of each point's triangle.
    shares : ndarray of shape (count, 3), float64
        Their weights; any value of the vertices is looked up as ``(values[corners] * shares[...,
        None]).sum(axis=1)``.
    """
    a, b, c = (figure.rest[triangles[:, k]] for k in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1)
    # Evenly spaced quantiles, shuffled by a fraction: fewer holes than independent draws.
    quantiles = (np.arange(count) + rng.random(count)) / count * area.sum()
    chosen = np.minimum(np.searchsorted(np.cumsum(area), quantiles), len(triangles) - 1)
    u, v = rng.random(count), rng.random(count)
    flip = u + v > 1.0
    u, v = np.where(flip, 1.0 - u, u), np.where(flip, 1.0 - v, v)
    return triangles[chosen], np.stack([1.0 - u - v, u, v], axis=1)


def unit(vectors: Floats) -> Floats:
    """Return vectors of shape (..., 3) scaled to length 1 (zero stays zero)."""
    length = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))[..., None]
    return np.asarray(vectors / np.maximum(length, 1e-12), np.float64)
