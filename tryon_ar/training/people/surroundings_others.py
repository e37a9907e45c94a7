"""Other people in the background: behind, at the border, on posters and screens."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.surroundings_light import Cutout, cutout_of
from tryon_ar.training.sketches.backdrops_fields import Picture, any_colour


def put_behind(
    rng: np.random.Generator, picture: Picture, others: Sequence[NDArray[np.uint8]]
) -> Picture:
    """Return a background in which other people may stand or be pictured.

    Parameters
    ----------
    picture : ndarray of shape (H, W, 3), float32
        BGR, about 0 to 255.
    others : sequence of ndarray of shape (h, w, 4), uint8
        People in the order red, green, blue, alpha; premultiplied.
    """
    if not len(others):
        return picture
    if rng.random() < 0.06:
        picture = _pictured(rng, picture, _any(rng, others))
    if rng.random() < 0.14:
        for _ in range(int(rng.integers(1, 4))):
            picture = _standing(rng, picture, _any(rng, others))
    return picture


def _any(rng: np.random.Generator, others: Sequence[NDArray[np.uint8]]) -> Cutout:
    return cutout_of(np.asarray(others[int(rng.integers(len(others)))]))


def _placed(picture: Picture, person: Cutout, scale: float, x: float, y: float) -> Picture:
    """Return the picture with a person over it, whose top left corner comes to (x, y)."""
    matrix = np.array([[scale, 0, x], [0, scale, y]], np.float32)
    size = (picture.shape[1], picture.shape[0])
    colour = cv2.warpAffine(person.colour, matrix, size)
    alpha = cv2.warpAffine(person.alpha, matrix, size)
    return np.asarray(picture * (1 - alpha)[:, :, None] + colour, np.float32)


def _standing(rng: np.random.Generator, picture: Picture, person: Cutout) -> Picture:
    """Return the picture with somebody to the left or right, smaller, mostly out of focus."""
    rows, columns = picture.shape[:2]
    scale = float(np.exp(rng.uniform(np.log(0.25), np.log(1.0)))) * rows / person.alpha.shape[0]
    wide = scale * person.alpha.shape[1]
    aside = rng.uniform(0.25, 0.6) * columns * (1 if rng.random() < 0.5 else -1)
    x = columns / 2 + aside - wide / 2
    y = rng.uniform(0.0, 0.75) * rows - 0.2 * scale * rows
    sigma = rng.uniform(0.3, 5) * scale
    gain = np.float32(rng.uniform(0.5, 1.15))
    soft = Cutout(
        np.asarray(cv2.GaussianBlur(person.colour, (0, 0), sigma / scale) * gain, np.float32),
        np.asarray(cv2.GaussianBlur(person.alpha, (0, 0), sigma / scale), np.float32),
    )
    return _placed(picture, soft, scale, x, y)


def _pictured(rng: np.random.Generator, picture: Picture, person: Cutout) -> Picture:
    """Return the picture with a poster or screen of somebody on the wall."""
    rows, columns = picture.shape[:2]
    side = int(rng.uniform(0.15, 0.45) * rows)
    wide = int(side * rng.uniform(0.6, 1.6))
    sheet = np.empty((side, wide, 3), np.float32)
    sheet[:] = any_colour(rng)
    scale = rng.uniform(0.9, 2.2) * side / person.alpha.shape[0]
    middle = wide / 2 - scale * person.alpha.shape[1] / 2
    sheet = _placed(sheet, person, scale, middle, rng.uniform(-0.2, 0.2) * side)
    x = int(rng.uniform(-0.3 * wide, columns - 0.7 * wide))
    y = int(rng.uniform(-0.3, 0.6) * rows)
    x0, y0, x1, y1 = max(0, x), max(0, y), min(columns, x + wide), min(rows, y + side)
    if x1 > x0 and y1 > y0:
        picture = picture.copy()
        picture[y0:y1, x0:x1] = sheet[y0 - y : y1 - y, x0 - x : x1 - x]
    return picture
