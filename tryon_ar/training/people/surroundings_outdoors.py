"""Views out of doors, drawn or photographed: what is behind people in gardens and windows."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.sketches.backdrops_fields import (
    Field,
    Picture,
    Shape,
    any_colour,
    blend,
    clouds,
    fractal,
    grain,
    near,
    painted,
)
from tryon_ar.training.sketches.backdrops_views import from_photo, landscape


def foliage(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return leaves of bushes and trees with light between them."""
    size = rng.uniform(4, 18)
    leaves = fractal(rng, shape, size, 3) * 0.5
    masses = clouds(rng, shape, rng.uniform(40, 110))
    green = near(rng, (50, 105, 80), 16)
    tone = np.clip(0.75 + 0.45 * leaves + 0.3 * masses, 0.08, 2.2)
    picture = painted(green, tone.astype(np.float32))
    sunny = np.clip(leaves * 0.8 + masses * 0.5 - 0.5, 0, 1)
    picture = blend(picture, near(rng, (90, 200, 190), 22), sunny.astype(np.float32) * 0.7)
    gaps = np.clip((leaves - masses * 0.6 - rng.uniform(0.6, 1.6)) * 3, 0, 1)
    return blend(picture, near(rng, (250, 240, 232), 10), gaps.astype(np.float32))


def park(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return grass or a path before trees, as behind somebody in a garden."""
    rows, columns = shape
    picture = foliage(rng, shape)
    horizon = rng.uniform(0.3, 0.75)
    for _ in range(int(rng.integers(0, 5))):
        x, thick = rng.uniform(0, columns), rng.uniform(2, 14)
        lean = rng.normal(0, 12)
        ends = [[x - thick, rows * horizon], [x + thick, rows * horizon]]
        ends += [[x + lean + thick * 0.6, 0], [x + lean - thick * 0.6, 0]]
        bark = near(rng, (50, 62, 75), 14)
        colour = (float(bark[0]), float(bark[1]), float(bark[2]))
        cv2.fillPoly(picture, [np.array(ends, np.int32)], colour)
    ground = _ground(rng, shape)
    line = horizon + 0.02 * clouds(rng, (2, columns), 40)[:1]
    down = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    share = np.clip((down - line) * rows / rng.uniform(1, 8), 0, 1)
    return blend(picture, ground, share.astype(np.float32))


def _ground(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return a lawn or a path with the shadows of trees on it."""
    if rng.random() < 0.6:
        colour = near(rng, (60, 135, 110), 12)
        rough = 0.2
    else:
        colour = near(rng, (150, 165, 175), 7) * np.float32(rng.uniform(0.5, 1.25))
        rough = 0.07
    tone = 1 + rough * (0.5 * grain(rng, shape) + 0.5 * clouds(rng, shape, 2, 4))
    patches = clouds(rng, shape, 16, 90) + 0.5 * clouds(rng, shape, 5, 25)
    shade = np.clip(patches * 1.5 + rng.uniform(-1.5, 1.5), 0, 1)
    tone = tone * (1 - rng.uniform(0.1, 0.5) * shade)
    return painted(colour, np.clip(tone, 0.1, 2).astype(np.float32))


def street(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return house fronts: walls with rows of windows below a strip of sky."""
    rows, columns = shape
    picture = painted(near(rng, (235, 220, 205), 15), np.ones(shape, np.float32))
    x = int(rng.uniform(-60, 0))
    while x < columns:
        wide = int(rng.uniform(0.2, 0.7) * columns)
        top = int(rng.uniform(-0.3, 0.4) * rows)
        _house(rng, picture, (x, top, x + wide, rows))
        x += wide
    return picture


def _house(rng: np.random.Generator, picture: Picture, box: tuple[int, int, int, int]) -> None:
    wall = near(rng, (150, 165, 178), 30) if rng.random() < 0.6 else any_colour(rng, 0.6)
    colour = (float(wall[0]), float(wall[1]), float(wall[2]))
    cv2.rectangle(picture, box[:2], (box[2] - 1, box[3]), colour, -1)
    across, down = rng.uniform(10, 45), rng.uniform(14, 60)
    wide, high = across * rng.uniform(0.35, 0.7), down * rng.uniform(0.4, 0.75)
    for y in np.arange(box[1] + down * 0.3, box[3], down):
        for x in np.arange(box[0] + across * 0.2, box[2] - wide, across):
            level = rng.uniform(30, 150)
            pane = (level * 1.05, level, level * 0.95)
            start, end = (int(x), int(y)), (int(x + wide), int(y + high))
            cv2.rectangle(picture, start, end, pane, -1)


def sky(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return nothing but a bright or dull sky."""
    down: Field = np.linspace(0.85, 1.15, shape[0], dtype=np.float32)[:, None]
    tone = np.broadcast_to(down, shape) + 0.06 * fractal(rng, shape, 60)
    colour = (
        near(rng, (245, 225, 205), 14) if rng.random() < 0.6 else near(rng, (220, 170, 110), 20)
    )
    return painted(colour, tone.astype(np.float32))


_KINDS = (foliage, park, park, street, sky, landscape)


def any_view(
    rng: np.random.Generator, shape: Shape, photos: Sequence[NDArray[np.uint8]] = ()
) -> Picture:
    """Return a view out of doors, or a crop of a photograph.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns.
    photos : sequence of ndarray of shape (H, W, 3), uint8
        BGR.

    Returns
    -------
    ndarray of shape (H, W, 3), float32
        BGR, about 0 to 255.
    """
    if photos and rng.random() < 0.5:
        return from_photo(rng, shape, photos)
    return _KINDS[int(rng.integers(len(_KINDS)))](rng, shape)
