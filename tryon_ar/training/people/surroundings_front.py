"""What stands between a person and the camera: desks, chairs, screens and plants."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.training.people import surroundings_furniture as furniture
from tryon_ar.training.sketches.backdrops_fields import Picture, any_colour, clouds, near

# Marks what is not drawn on; far enough below 0 for shadows not to lift it.
_NOTHING = -1000.0


def put_before(
    rgba: NDArray[np.uint8], labels: NDArray[np.uint8], rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return a person partly behind a thing near the camera.

    Parameters
    ----------
    rgba : ndarray of shape (H, W, 4), uint8
        The person, in the order red, green, blue, alpha; premultiplied.
    labels : ndarray of shape (H, W), uint8
        Of :class:`~tryon_ar.core.labels.Label`.
    rng : numpy.random.Generator

    Returns
    -------
    rgba, labels : ndarray
        Of the same shapes; the thing is part of the cutout and labelled background.
    """
    rows, columns = labels.shape
    drawn = np.full((rows, columns, 3), _NOTHING, np.float32)
    _KINDS[int(rng.choice(len(_KINDS), p=_SHARES))](rng, drawn)
    share = (drawn[:, :, 0] > _NOTHING / 2).astype(np.float32)
    colour = np.clip(drawn, 0, 255) * share[:, :, None] * np.float32(rng.uniform(0.5, 1.1))
    light = 1 + 0.1 * clouds(rng, (rows, columns), 90)
    colour = colour * light[:, :, None].astype(np.float32)
    sigma = float(np.exp(rng.uniform(np.log(0.4), np.log(4))))
    blurred = cv2.GaussianBlur(colour, (0, 0), sigma)
    share = np.asarray(cv2.GaussianBlur(share, (0, 0), sigma), np.float32)
    front = np.dstack([blurred[:, :, ::-1], share * 255])
    joined = front + rgba * (1 - share)[:, :, None]
    seen = np.where(share > 0.5, np.uint8(Label.BACKGROUND), labels)
    return np.clip(joined + 0.5, 0, 255).astype(np.uint8), seen.astype(np.uint8)


def _desk(rng: np.random.Generator, drawn: Picture) -> None:
    """Draw the top of a desk along the lower border, and what lies on it."""
    rows, columns = drawn.shape[:2]
    level = rng.uniform(0.72, 0.97) * rows
    slope = rng.normal(0, 0.03) * columns
    corners = [[0, level - slope], [columns, level + slope], [columns, rows], [0, rows]]
    top = furniture.wood_or_paint(rng)
    colour = (float(top[0]), float(top[1]), float(top[2]))
    cv2.fillPoly(drawn, [np.array(corners, np.int32)], colour)
    if rng.random() < 0.4:
        _screen(rng, drawn, int(level))
    for _ in range(int(rng.integers(0, 4))):
        wide, high = (int(side) for side in rng.uniform(0.03, 0.14, 2) * rows + 3)
        x, y = int(rng.uniform(0, columns)), int(level + rng.uniform(0, 0.1) * rows)
        thing = any_colour(rng)
        flat = (float(thing[0]), float(thing[1]), float(thing[2]))
        cv2.rectangle(drawn, (x, y - high), (x + wide, y), flat, -1)


def _screen(rng: np.random.Generator, drawn: Picture, foot: int) -> None:
    """Draw the back of a laptop or a monitor that stands on a desk."""
    rows, columns = drawn.shape[:2]
    high = int(rng.uniform(0.1, 0.25) * rows)
    wide = int(high * rng.uniform(1.2, 1.8))
    x = int(rng.uniform(-0.5 * wide, columns - 0.5 * wide))
    grey = rng.uniform(15, 200)
    back = near(rng, (grey, grey, grey), 5)
    flat = (float(back[0]), float(back[1]), float(back[2]))
    cv2.rectangle(drawn, (x, foot - high), (x + wide, foot + high // 6), flat, -1)


def _chair(rng: np.random.Generator, drawn: Picture) -> None:
    """Draw a chair's back or a sofa's arm in a lower corner."""
    rows, columns = drawn.shape[:2]
    wide, high = int(rng.uniform(0.25, 0.55) * columns), int(rng.uniform(0.15, 0.5) * rows)
    x = int(rng.uniform(-0.75, -0.2) * wide)
    if rng.random() < 0.5:
        x = columns - wide - x
    y = rows - int(rng.uniform(0.4, 0.95) * high)
    furniture.chair(rng, drawn, (x, y, x + wide, y + high), ())


def _plant(rng: np.random.Generator, drawn: Picture) -> None:
    """Draw the leaves of a plant that reach in from a side."""
    rows, columns = drawn.shape[:2]
    wide, high = int(rng.uniform(0.3, 0.7) * columns), int(rng.uniform(0.4, 0.9) * rows)
    x = int(rng.uniform(-0.8, -0.45) * wide)
    if rng.random() < 0.5:
        x = columns - wide - x
    y = rows - int(rng.uniform(0.5, 0.9) * high)
    furniture.plant(rng, drawn, (x, y, x + wide, y + high), ())


def _edge(rng: np.random.Generator, drawn: Picture) -> None:
    """Draw a door's edge, a shelf's side or a post along one side."""
    rows, columns = drawn.shape[:2]
    wide = int(rng.uniform(0.04, 0.22) * columns)
    lean = int(rng.normal(0, 0.03) * columns)
    ends = np.array([[0, 0], [wide + lean, 0], [wide - lean, rows], [0, rows]])
    if rng.random() < 0.5:
        ends[:, 0] = columns - 1 - ends[:, 0]
    board = furniture.wood_or_paint(rng)
    flat = (float(board[0]), float(board[1]), float(board[2]))
    cv2.fillPoly(drawn, [ends.astype(np.int32)], flat)


_KINDS: tuple[Callable[[np.random.Generator, Picture], None], ...] = (_desk, _chair, _plant, _edge)
_SHARES = (0.5, 0.25, 0.1, 0.15)
