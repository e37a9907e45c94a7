"""Wisps between guides: spread over the scalp, curled and coloured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.hair_head import Floats, unit
from tryon_ar.training.people.hair_shapes import frames, ribbons
from tryon_ar.training.people.hair_styles import Dye
from tryon_ar.training.people.mesh import Mesh, Paint


@dataclass(frozen=True, slots=True)
class Wisps:
    """Paths of K wisps.

    Attributes
    ----------
    paths, outward : ndarray of shape (K, S, 3), float64
    owner : ndarray of shape (K,), int
        The lock that each belongs to.
    """

    paths: Floats
    outward: Floats
    owner: NDArray[np.integer]


def spread(
    guides: Floats,
    owner: NDArray[np.integer],
    roots: Floats,
    clump: tuple[float, float],
    rng: np.random.Generator,
) -> Floats:
    """Return wisps that follow guides from roots of their own.

    A wisp keeps its distance from the guide at the root and draws nearer to it towards the tip,
    so that wisps gather into locks; each ends at a length of its own.

    Parameters
    ----------
    guides : ndarray of shape (G, S, 3), float64
    owner : ndarray of shape (K,), int
        Each wisp's guide.
    roots : ndarray of shape (K, 3), float64
    clump : tuple of 2 floats
        Least and most of how near they draw, 0 to 1.
    rng : Generator

    Returns
    -------
    ndarray of shape (K, S, 3), float64
    """
    steps = guides.shape[1]
    count = len(roots)
    along = np.linspace(0.0, 1.0, steps)
    reach = np.where(rng.random(count) < 0.12, 0.6, 1.0) * rng.uniform(0.85, 1.0, count)
    at = reach[:, None] * along * (steps - 1)
    low = np.minimum(at.astype(int), steps - 2)
    share = (at - low)[..., None]
    followed = guides[owner[:, None], low] * (1 - share) + guides[owner[:, None], low + 1] * share
    gather = (1.0 - rng.uniform(*clump, count)[:, None] * along)[..., None]
    offset = (roots - guides[owner, 0])[:, None]
    # Short hair strays less than long.
    length = np.linalg.norm(np.diff(guides, axis=1), axis=2).sum(axis=1)
    stray = np.minimum(0.08 * length[owner], 0.008)[:, None, None]
    loose = rng.normal(0.0, 1.0, (count, 1, 3)) * stray * along[:, None]
    return np.asarray(followed + offset * gather + loose, np.float64)


def curled(
    paths: Floats,
    outward: Floats,
    owner: NDArray[np.integer],
    radius: float,
    turns_per_m: float,
    rng: np.random.Generator,
) -> Floats:
    """Return wisps wound into helices.

    Locks curl together: wisps of one guide share their phase but for a little.

    Parameters
    ----------
    paths, outward : ndarray of shape (K, S, 3), float64
    owner : ndarray of shape (K,), int
    radius : float
        Metres.
    turns_per_m : float
    rng : Generator

    Returns
    -------
    ndarray of shape (K, 2 S - 1, 3), float64 where curls need finer steps, else of ``paths``' shape
    """
    _, sides, out = frames(paths, outward)
    stride = np.linalg.norm(np.diff(paths, axis=1), axis=2)
    length = np.concatenate([np.zeros((len(paths), 1)), np.cumsum(stride, axis=1)], axis=1)
    phases = rng.uniform(0.0, 2 * np.pi, int(owner.max()) + 1)[owner]
    hand = rng.choice([-1.0, 1.0], int(owner.max()) + 1)[owner]
    rate = turns_per_m * rng.uniform(0.85, 1.15, len(paths))
    angle = phases[:, None] + rng.normal(0.0, 0.4, len(paths))[:, None]
    angle = angle + hand[:, None] * 2 * np.pi * rate[:, None] * length
    grown = (radius * np.clip(length / 0.05, 0.0, 1.0))[..., None]
    wound = np.cos(angle)[..., None] * sides + (1.0 + np.sin(angle))[..., None] * out * 0.7
    return np.asarray(paths + grown * wound, np.float64)


def coloured(
    wisps: Wisps, dye: Dye, width_m: float, paint: Paint, rng: np.random.Generator
) -> Mesh:
    """Return ribbons along wisps, each of a shade, width and twist of its own."""
    count, steps = wisps.paths.shape[:2]
    locks = rng.uniform(0.8, 1.2, int(wisps.owner.max()) + 1)[wisps.owner]
    shade = (locks * rng.uniform(0.75, 1.3, count))[:, None, None]
    along = np.linspace(0.0, 1.0, steps)[:, None] ** 1.5
    colours = (dye.root * (1 - along) + dye.tip * along) * shade
    streaked = np.less(rng.random((count, 1, 1)), dye.streaks) * rng.uniform(
        0.3, 1.0, (count, 1, 1)
    )
    colours = colours + (dye.streak - colours) * streaked
    return ribbons(
        wisps.paths,
        unit(wisps.outward),
        width_m * rng.uniform(0.5, 1.5, (count,)),
        colours,
        rng.normal(0.0, 0.5, (count,)),
        rng.uniform(0.0, 6.0, (count,)),
        paint,
    )
