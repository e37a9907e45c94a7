"""Creases and drape, as a height in centimetres.

Folds are smooth, so they are computed on a coarse grid and enlarged.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from tryon_ar.training.product_photos.noise import Field, smooth_noise

COARSE_PX_PER_CM = 6.0


@dataclass(frozen=True, slots=True)
class Crease:
    """One fold: a ridge that falls off gently on one side and steeply on the other.

    Attributes
    ----------
    start, end : (float, float)
        Where it springs from and where it runs out, cm.
    width_cm : float
        Of the gentle side, half-way along.
    depth_cm : float
        Height of the ridge at its strongest; negative puts the steep side's valley on top.
    bow : float
        Sideways bulge as a fraction of the length.
    sharp : float
        Width of the steep side over that of the gentle one.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    width_cm: float
    depth_cm: float
    bow: float = 0.0
    sharp: float = 0.35


@dataclass(frozen=True, slots=True)
class Drape:
    """Random folding of a region.

    Attributes
    ----------
    centre : (float, float)
        Middle of the region, cm.
    reach : (float, float)
        Half-axes of the region, cm; the drape fades out towards them.
    degrees : float
        Direction in which the folds run; 90 is downwards.
    spacing_cm, length_cm : float
        Size of a fold across and along.
    depth_cm : float
        Deviation of the height.
    crumple : float
        0 gives soft waves, 1 sharp creases where the waves cross zero.
    """

    centre: tuple[float, float]
    reach: tuple[float, float]
    degrees: float
    spacing_cm: float
    length_cm: float
    depth_cm: float
    crumple: float = 0.3


def crease_height(crease: Crease, x: Field, y: Field) -> Field:
    """Return the height of one crease at places in cm."""
    (ax, ay), (bx, by) = crease.start, crease.end
    span = float(np.hypot(bx - ax, by - ay))
    tx, ty = (bx - ax) / span, (by - ay) / span
    t = ((x - ax) * tx + (y - ay) * ty) / span
    sideways = -(x - ax) * ty + (y - ay) * tx - crease.bow * span * 4 * t * (1 - t)
    inside = np.clip(t, 0.0, 1.0)
    taper = np.clip(t / 0.16 + 0.25, 0, 1) * np.clip(1 - inside, 0, 1) ** 1.1 * (t > -0.2) * (t < 1)
    s = sideways / (crease.width_cm * (0.55 + 0.9 * inside))
    gentle = np.exp(-(np.maximum(s, 0.0) ** 2))
    steep = np.exp(-((np.minimum(s, 0.0) / crease.sharp) ** 2))
    valley = 0.3 * np.exp(-(((s + 1.7 * crease.sharp) / (1.1 * crease.sharp)) ** 2))
    return np.asarray(crease.depth_cm * taper * (gentle * steep - valley), np.float32)


def drape_height(drape: Drape, rng: np.random.Generator, x: Field, y: Field) -> Field:
    """Return the height of one random drape at places in cm, on a regular grid."""
    turn = np.radians(drape.degrees)
    along = (x - drape.centre[0]) * np.cos(turn) + (y - drape.centre[1]) * np.sin(turn)
    across = -(x - drape.centre[0]) * np.sin(turn) + (y - drape.centre[1]) * np.cos(turn)
    reach = max(drape.reach) + 6.0
    pixel = 0.25
    size = int(2 * reach / pixel)
    cells = (drape.spacing_cm / pixel, drape.length_cm / pixel)
    noise = smooth_noise(rng, (size, size), cells)
    bend = smooth_noise(rng, (size, size), (cells[0] * 3, cells[1] * 1.2)) * drape.spacing_cm * 0.5
    columns = ((along + reach) / pixel).astype(np.float32)
    rows = ((across + reach) / pixel).astype(np.float32)
    shift = cv2.remap(bend, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    value = cv2.remap(
        noise, columns, rows + shift / pixel, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    creased = 0.75 - np.sqrt(value**2 + 0.02)
    mixed = (1 - drape.crumple) * value + drape.crumple * 1.6 * creased
    ex = (x - drape.centre[0]) / drape.reach[0]
    ey = (y - drape.centre[1]) / drape.reach[1]
    window = np.clip(1.25 - np.sqrt(ex**2 + ey**2), 0, 1)
    smooth = window * window * (3 - 2 * window)
    return np.asarray(drape.depth_cm * smooth * mixed, np.float32)


def undulation(rng: np.random.Generator, shape: tuple[int, ...]) -> Field:
    """Return the slight unevenness that every cloth lying on a table has, in cm."""
    total = np.zeros(shape, np.float32)
    for size_cm, depth_cm in ((9.0, 0.03), (4.0, 0.011), (1.8, 0.004)):
        cell = size_cm * COARSE_PX_PER_CM
        total += depth_cm * smooth_noise(rng, (shape[0], shape[1]), (cell, cell))
    return total


def fold_height(
    folds: Sequence[Crease | Drape], rng: np.random.Generator, x: Field, y: Field
) -> Field:
    """Return the summed height of folds on a coarse grid, in cm.

    Parameters
    ----------
    folds : sequence of Crease or Drape
        What to add up.
    rng : Generator
        For the drapes.
    x, y : ndarray of shape (H, W), float32
        Places in cm.
    """
    total = undulation(rng, x.shape)
    for fold in folds:
        if isinstance(fold, Crease):
            total += crease_height(fold, x, y)
        else:
            total += drape_height(fold, rng, x, y)
    return total
