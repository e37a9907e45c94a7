"""Rooms in perspective: a far wall, side walls, a floor and a ceiling, furnished.

A room is a box seen along its length. Each wall is drawn flat (``surroundings_furniture``) and
laid into the picture by the homography of its four corners.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people import surroundings_furniture as furniture
from tryon_ar.training.sketches import backdrops_rooms as surfaces
from tryon_ar.training.sketches.backdrops_fields import (
    Colour,
    Picture,
    Shape,
    any_colour,
    near,
    painted,
    ramp,
)

_CEILING_M = 2.5
# Wall paint of homes and offices, BGR: whites, greys, beiges (much like skin), woods, pastels.
_PAINTS = (
    (235, 238, 240),
    (222, 226, 228),
    (190, 192, 192),
    (140, 142, 145),
    (200, 220, 235),
    (165, 195, 220),
    (130, 165, 205),
    (105, 140, 185),
    (215, 205, 185),
    (190, 215, 195),
    (195, 190, 225),
)
# What is put up: chance weight, width and height (m), height of its foot above the floor (m).
_THINGS: tuple[tuple[float, furniture.Draw, float, float, float], ...] = (
    (3, furniture.window, 1.3, 1.4, 0.85),
    (2.5, furniture.curtain, 0.7, 2.3, 0.05),
    (2, furniture.door, 0.9, 2.05, 0.0),
    (3, furniture.bookshelf, 1.0, 2.0, 0.0),
    (2, furniture.shelf, 1.1, 0.9, 1.0),
    (4, furniture.poster, 0.55, 0.7, 1.2),
    (2, furniture.wardrobe, 1.2, 2.1, 0.0),
    (1, furniture.wardrobe, 1.6, 0.8, 1.5),
    (1.2, furniture.monitor, 0.9, 0.55, 0.9),
    (1.5, furniture.lamp, 0.35, 1.5, 0.0),
    (2, furniture.plant, 0.6, 1.1, 0.0),
    (2, furniture.sofa, 1.9, 0.85, 0.0),
    (1.5, furniture.chair, 0.5, 0.65, 0.45),
)


def wall_colour(rng: np.random.Generator) -> Colour:
    """Return a wall's colour, BGR 0 to 255; plain tones more often than strong ones."""
    if rng.random() < 0.12:
        return any_colour(rng, 0.9)
    return near(rng, _PAINTS[int(rng.integers(len(_PAINTS)))], 8)


def _covering(rng: np.random.Generator, shape: Shape, colour: Colour) -> Picture:
    """Return a bare wall: painted, papered, tiled, panelled or of brick."""
    kind = rng.random()
    if kind < 0.72:
        light = 1 + np.float32(rng.uniform(0, 0.12)) * ramp(rng, shape)
        return painted(colour, light.astype(np.float32))
    if kind < 0.8:
        return surfaces.tiles(rng, shape)
    if kind < 0.86:
        return surfaces.planks(rng, shape)
    if kind < 0.94:
        return surfaces.plaster(rng, shape)
    paper = surfaces.rug(rng, shape) if rng.random() < 0.5 else surfaces.stripes(rng, shape)
    return np.asarray(colour + (paper - colour) * np.float32(rng.uniform(0.1, 0.7)), np.float32)


def furnished_wall(
    rng: np.random.Generator,
    shape: Shape,
    metre_px: float,
    colour: Colour,
    photos: Sequence[NDArray[np.uint8]] = (),
) -> Picture:
    """Return a wall from floor (last row) upwards, with what stands before it.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns.
    metre_px : float
        Pixels a metre.
    colour : ndarray of shape (3,), float32
        Of the paint, BGR, 0 to 255.
    photos : sequence of ndarray of shape (H, W, 3), uint8
        BGR; seen through windows and in frames.

    Returns
    -------
    ndarray of shape (H, W, 3), float32
        BGR, 0 to 255, lamps and windows above.
    """
    picture = np.ascontiguousarray(_covering(rng, shape, colour))
    rows, columns = shape
    if rng.random() < 0.4:
        board = near(rng, (225, 228, 230), 15)
        picture[rows - max(1, int(0.08 * metre_px)) :] = board
    weights = np.array([thing[0] for thing in _THINGS])
    count = int(rng.poisson(columns / metre_px * rng.choice([0.4, 1.1, 1.8])))
    for index in rng.choice(len(_THINGS), count, p=weights / weights.sum()):
        _, draw, wide, high, foot = _THINGS[int(index)]
        scale = metre_px * np.exp(rng.normal(0, 0.15))
        x0 = int(rng.uniform(-0.5 * wide * metre_px, columns - 0.5 * wide * metre_px))
        lift = foot * rng.uniform(0.85, 1.25) if foot else 0.0
        y1 = rows - int(lift * metre_px)
        box = (x0, y1 - int(high * scale), x0 + max(6, int(wide * scale)), y1)
        draw(rng, picture, box, photos)
    return picture


def _floor(rng: np.random.Generator, shape: Shape) -> Picture:
    kinds = (surfaces.planks, surfaces.planks, surfaces.carpet, surfaces.tiles, surfaces.rug)
    return kinds[int(rng.integers(len(kinds)))](rng, shape)


def _ceiling(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return a white ceiling, often with bright panels."""
    picture = painted(near(rng, (215, 220, 222), 14), np.ones(shape, np.float32))
    if rng.random() < 0.5:
        wide, high = int(rng.uniform(6, 50)), int(rng.uniform(6, 30))
        step = max(wide, high) + int(rng.uniform(10, 70))
        for x in range(int(rng.uniform(0, step)), shape[1], step):
            for y in range(int(rng.uniform(0, step)), shape[0], step):
                cv2.rectangle(picture, (x, y), (x + wide, y + high), (330.0, 330.0, 325.0), -1)
    return picture


def _lay(picture: Picture, flat: Picture, corners: NDArray[np.float64]) -> None:
    """Lay a flat surface into a picture: corners are where its own corners come, clockwise."""
    rows, columns = flat.shape[:2]
    own = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    matrix = cv2.getPerspectiveTransform(own, corners.astype(np.float32))
    size = (picture.shape[1], picture.shape[0])
    cv2.warpPerspective(
        flat, matrix, size, dst=picture, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )


def room(
    rng: np.random.Generator, shape: Shape, photos: Sequence[NDArray[np.uint8]] = ()
) -> Picture:
    """Return a furnished room.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns.
    photos : sequence of ndarray of shape (H, W, 3), uint8
        BGR; seen through windows and in frames.

    Returns
    -------
    ndarray of shape (H, W, 3), float32
        BGR, about 0 to 255, windows and lamps above.
    """
    rows, columns = shape
    metre_px = float(np.exp(rng.uniform(np.log(0.22), np.log(1.0)))) * rows
    eye = np.array([columns * rng.uniform(0.2, 0.8), rows * rng.uniform(0.3, 0.6)])
    floor = eye[1] + metre_px * rng.uniform(0.9, 1.5)
    top = floor - _CEILING_M * metre_px
    left = columns * rng.uniform(-0.9, 0.25)
    right = columns * rng.uniform(0.75, 1.9)
    right = max(right, left + 0.8 * metre_px)
    colour = wall_colour(rng)
    picture = np.empty((rows, columns, 3), np.float32)
    picture[:] = colour
    inner = np.array([[left, top], [right, top], [right, floor], [left, floor]])
    # The same corners where the box leaves the picture, on rays from the eye.
    outer = eye + (inner - eye) * rng.uniform(2.2, 4.5)
    if top > 0:
        _lay(picture, _ceiling(rng, (96, 192)), np.stack([outer[0], outer[1], inner[1], inner[0]]))
    if floor < rows:
        _lay(picture, _floor(rng, (128, 192)), np.stack([inner[3], inner[2], outer[2], outer[3]]))
    drawn_px = min(metre_px, 130.0)
    high = int(_CEILING_M * drawn_px)
    for near_side, corners in (
        (left, np.stack([outer[0], inner[0], inner[3], outer[3]])),
        (columns - right, np.stack([inner[1], outer[1], outer[2], inner[2]])),
    ):
        if near_side > 0:
            side = furnished_wall(rng, (high, int(2.5 * drawn_px)), drawn_px, colour, photos)
            _lay(picture, side * np.float32(rng.uniform(0.6, 1.15)), corners)
    wide = max(16, int((right - left) * drawn_px / metre_px))
    _lay(picture, furnished_wall(rng, (high, wide), drawn_px, colour, photos), inner)
    return picture
