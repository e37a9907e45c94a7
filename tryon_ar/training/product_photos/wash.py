"""Washed denim: dye rubbed off where cloth is worn, off ridges and off seams."""

from collections.abc import Sequence

import cv2
import numpy as np

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.canvas import Canvas
from tryon_ar.training.product_photos.noise import Field, blur

_PALE = np.array([0.42, 0.5, 0.6], np.float32)


def wash(
    canvas: Canvas, worn: Field, parts: Sequence[Part], amount: float, rng: np.random.Generator
) -> None:
    """Lighten the dye of what is laid so far.

    Parameters
    ----------
    worn : ndarray
        How worn places are, 0 to about 1, on the canvas's coarse grid.
    parts : sequence of Part
        Where to wash.
    amount : float
        0 leaves the dye, 1 is a strong wash.
    """
    fine = cv2.resize(worn, canvas.shape[::-1], interpolation=cv2.INTER_LINEAR)
    seams = np.clip(6.0 * (canvas.height - blur(canvas.height, 0.25 * canvas.scale)), 0, 0.35)
    ridge = canvas.folds - blur(canvas.folds, 2.0 * canvas.scale)
    lift = np.clip(fine * (1 + 4.0 * ridge), 0, 1.4) + np.clip(1.8 * ridge, -0.15, 0.35) + seams
    mottled = 1 + 0.5 * blur(rng.standard_normal(canvas.shape).astype(np.float32), 6)
    mix = np.clip(0.5 * amount * lift * mottled, -0.1, 0.7)
    mix = np.where(np.isin(canvas.parts, list(parts)), mix, 0.0)[:, :, None]
    canvas.colour = np.asarray(canvas.colour * (1 - mix) + _PALE * mix, np.float32)


def worn_places(
    canvas: Canvas, places: Sequence[tuple[float, float, float, float, float]], base: float = 0.0
) -> Field:
    """Return wear on the coarse grid: Gaussian patches (x, y, reach x, reach y, strength), cm."""
    x, y = canvas.coarse_grid()
    worn = np.full(x.shape, base, np.float32)
    for cx, cy, rx, ry, gain in places:
        worn += gain * np.exp(-(((x - cx) / rx) ** 2) - ((y - cy) / ry) ** 2).astype(np.float32)
    return worn
