"""From outlines to a finished garment: what every kind of garment has in common."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tryon_ar.garments.garment import Garment
from tryon_ar.training.product_photos.canvas import Canvas
from tryon_ar.training.product_photos.draping import Fold
from tryon_ar.training.product_photos.folds import fold_height
from tryon_ar.training.product_photos.noise import smooth_noise
from tryon_ar.training.product_photos.outline import Curve, Wobble
from tryon_ar.training.product_photos.studio import Studio, photograph
from tryon_ar.training.product_photos.tops import Landmarks

SUPERSAMPLING = 2
PHOTO_HEIGHT_PX = 900
MARGIN_CM = 5.0
LICENCE = "Apache-2.0 (drawn by this project)"


@dataclass(frozen=True)
class Laid:
    """A garment laid on the table, ready to be photographed.

    Attributes
    ----------
    landmarks : dict
        In cm, before the wobble.
    """

    canvas: Canvas
    landmarks: Landmarks
    studio: Studio


def lay_table(
    outlines: Sequence[Curve],
    folds: Sequence[Fold],
    rng: np.random.Generator,
    *,
    height_px: int = PHOTO_HEIGHT_PX,
    wobble: float = 1.0,
) -> Canvas:
    """Return an empty canvas around the outlines, its folds set.

    Parameters
    ----------
    outlines : sequence of ndarray of shape (N, 2)
        Everything that must fit, cm.
    height_px : int
        Of the photo; the canvas is twice as fine.
    """
    everything = np.concatenate(list(outlines))
    low, high = everything.min(0) - MARGIN_CM, everything.max(0) + MARGIN_CM
    scale = SUPERSAMPLING * height_px / float(high[1] - low[1])
    box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    canvas = Canvas(box, scale, Wobble.random(rng, wobble))
    cell = 1.3 * scale
    canvas.variation = smooth_noise(rng, canvas.shape, (cell, cell))
    canvas.set_folds(fold_height(folds, rng, *canvas.coarse_grid()))
    return canvas


def finish(
    laid: Laid, identifier: str, name: str, category: str, rng: np.random.Generator
) -> Garment:
    """Photograph a laid garment and put its landmarks where they are in the photo."""
    photo, alpha, parts = photograph(laid.canvas, laid.studio, rng)
    names = list(laid.landmarks)
    at = laid.canvas.to_px(np.array([laid.landmarks[name] for name in names]))
    at = (at + 0.5) / SUPERSAMPLING - 0.5
    return Garment(
        id=identifier,
        name=name,
        category=category,
        photo_bgr=photo,
        alpha=alpha,
        parts=parts,
        landmarks={key: (float(x), float(y)) for key, (x, y) in zip(names, at, strict=True)},
        licence=LICENCE,
    )
