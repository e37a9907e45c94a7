"""Things that lie about in a picture, beside a garment or instead of one."""

import numpy as np

from tryon_ar.training.sketches.backdrops_fields import Field, Picture
from tryon_ar.training.sketches.things_home import SMALL_THINGS, THINGS
from tryon_ar.training.sketches.things_pen import Pen, lay, placement


def _turn(rng: np.random.Generator) -> float:
    return float(rng.normal(0, 0.15) if rng.random() < 0.6 else rng.uniform(0, 2 * np.pi))


def lay_beside(rng: np.random.Generator, picture: Picture) -> tuple[Picture, Field]:
    """Return the picture with a small thing near its border, and where that lies."""
    rows, columns = picture.shape[:2]
    size = rng.uniform(0.08, 0.22) * max(rows, columns)
    along = rng.uniform(0, 1)
    x, y = (
        (along, float(rng.integers(2))) if rng.random() < 0.5 else (float(rng.integers(2)), along)
    )
    inward = rng.uniform(-0.3, 0.9) * size
    x_px = x * columns + np.sign(0.5 - x) * inward * (x in (0.0, 1.0))
    y_px = y * rows + np.sign(0.5 - y) * inward * (y in (0.0, 1.0))
    pen = Pen((rows, columns), placement(float(x_px), float(y_px), float(size), _turn(rng)))
    SMALL_THINGS[int(rng.integers(len(SMALL_THINGS)))](rng, pen)
    return lay(rng, picture, pen)


def lay_in_the_middle(rng: np.random.Generator, picture: Picture) -> Picture:
    """Return the picture with one thing of any kind, about as large as a garment would be."""
    rows, columns = picture.shape[:2]
    size = rng.uniform(0.22, 0.52) * min(rows, columns)
    x, y = (0.5 + rng.normal(0, 0.1, 2)) * (columns, rows)
    place = placement(float(x), float(y), float(size), _turn(rng))
    if rng.random() < 0.5:
        place[:, 0] *= -1
    if rng.random() < 0.4:
        place[:, :2] = place[:, :2] * rng.uniform(0.7, 1.35, 2)
    pen = Pen((rows, columns), place)
    THINGS[int(rng.integers(len(THINGS)))](rng, pen)
    return lay(rng, picture, pen)[0]


def lay_several(rng: np.random.Generator, picture: Picture) -> Picture:
    """Return the picture with two to seven things strewn over it."""
    rows, columns = picture.shape[:2]
    for _ in range(int(rng.integers(2, 8))):
        size = rng.uniform(0.1, 0.3) * min(rows, columns)
        x, y = rng.uniform(0.05, 0.95, 2) * (columns, rows)
        pen = Pen((rows, columns), placement(float(x), float(y), float(size), _turn(rng)))
        THINGS[int(rng.integers(len(THINGS)))](rng, pen)
        picture = lay(rng, picture, pen)[0]
    return picture
