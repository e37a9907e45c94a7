"""Backdrops with things in them: walls with doors and rails, sofas, landscapes, patchworks."""

from collections.abc import Callable, Sequence

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
    near,
    painted,
)
from tryon_ar.training.sketches.backdrops_rooms import (
    carpet,
    crumpled_cloth,
    gravel,
    planks,
    plaster,
    rug,
    tiles,
)

_FLOORS: tuple[Callable[[np.random.Generator, Shape], Picture], ...] = (
    planks,
    carpet,
    tiles,
    gravel,
    rug,
)


def _box(shape: Shape, left: float, top: float, right: float, bottom: float) -> Field:
    """Return 1 inside a rectangle given in shares of the picture, 0 outside."""
    mask = np.zeros(shape, np.float32)
    rows, columns = shape
    mask[
        max(0, int(top * rows)) : max(0, int(bottom * rows)),
        max(0, int(left * columns)) : max(0, int(right * columns)),
    ] = 1
    return mask


def _leaning(rng: np.random.Generator, picture: Picture) -> Picture:
    """Return the picture turned by a few degrees, as a phone is held."""
    rows, columns = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((columns / 2, rows / 2), rng.normal(0, 3), 1.08)
    return np.asarray(
        cv2.warpAffine(picture, turn, (columns, rows), borderMode=cv2.BORDER_REFLECT_101),
        np.float32,
    )


def wall_and_floor(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return a wall above a floor, with or without a skirting board."""
    floor = _FLOORS[int(rng.integers(len(_FLOORS)))](rng, shape)
    seam = rng.uniform(0.55, 0.95)
    picture = blend(plaster(rng, shape), floor, _box(shape, 0, seam, 1, 1))
    if rng.random() < 0.6:
        board = _box(shape, 0, seam - rng.uniform(0.02, 0.07), 1, seam)
        picture = blend(picture, any_colour(rng, 0.3), board)
    return _leaning(rng, picture)


def door(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return a wall with a door or a wardrobe: frames, panels and a handle."""
    picture = plaster(rng, shape)
    left = rng.uniform(-0.4, 0.4)
    right = left + rng.uniform(0.45, 1.0)
    colour = near(rng, (190, 205, 215), 25) if rng.random() < 0.6 else any_colour(rng, 0.6)
    top = rng.uniform(-0.3, 0.15)
    picture = blend(picture, colour * 0.8, _box(shape, left - 0.03, top - 0.03, right + 0.03, 1))
    picture = blend(picture, colour, _box(shape, left, top, right, 1))
    for row in range(int(rng.integers(0, 4))):
        high = top + 0.1 + 0.35 * row
        frame = _box(shape, left + 0.1, high, right - 0.1, high + 0.27)
        inner = _box(shape, left + 0.12, high + 0.015, right - 0.12, high + 0.255)
        picture = blend(picture, colour * 0.85, frame - inner * frame)
    knob = _box(shape, right - 0.07, 0.5, right - 0.03, 0.53)
    return _leaning(rng, blend(picture, any_colour(rng, 0.3), knob))


def rail(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return a wall with a rail, a shelf, a cable or a curtain at its side."""
    picture = plaster(rng, shape)
    if rng.random() < 0.7:
        high = rng.uniform(0.0, 0.12)
        bar = _box(shape, -0.1, high, 1.1, high + rng.uniform(0.01, 0.04))
        picture = blend(picture, any_colour(rng, 0.2), bar)
    for _ in range(int(rng.integers(0, 3))):
        x = rng.uniform(0, 1)
        cable = _box(shape, x, -0.1, x + rng.uniform(0.004, 0.02), rng.uniform(0.3, 1.1))
        picture = blend(picture, any_colour(rng, 0.3), cable * np.float32(rng.uniform(0.3, 1)))
    if rng.random() < 0.4:
        picture = _with_curtain(rng, picture)
    return _leaning(rng, picture)


def _with_curtain(rng: np.random.Generator, picture: Picture) -> Picture:
    shape = picture.shape[:2]
    x = np.arange(shape[1], dtype=np.float32)[None]
    wave = np.sin(x / np.float32(rng.uniform(2, 8)) + clouds(rng, shape, 90))
    cloth = painted(any_colour(rng, 0.7), (1 + 0.18 * wave).astype(np.float32))
    width = rng.uniform(0.1, 0.4)
    side = (0.0, width) if rng.random() < 0.5 else (1 - width, 1.0)
    return blend(picture, cloth, _box((shape[0], shape[1]), side[0], 0, side[1], 1))


def sofa(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return cushions, backs and arms of a sofa, a chair or a bed."""
    picture = plaster(rng, shape) if rng.random() < 0.5 else carpet(rng, shape)
    colour = any_colour(rng, 0.7)
    rows, columns = shape
    for _ in range(int(rng.integers(2, 6))):
        mask = np.zeros(shape, np.float32)
        centre = (int(rng.uniform(-0.1, 1.1) * columns), int(rng.uniform(0.1, 1.1) * rows))
        half = (int(rng.uniform(0.2, 0.6) * columns), int(rng.uniform(0.12, 0.4) * rows))
        corner, end = np.subtract(centre, half).tolist(), np.add(centre, half).tolist()
        cv2.rectangle(mask, corner, end, 1.0, -1)
        soft = cv2.blur(mask, (25, 25))
        share = np.clip((soft - 0.45) * 8, 0, 1)
        tone = (0.65 + 0.4 * soft + 0.05 * fractal(rng, shape, 25)).astype(np.float32)
        shade = colour * np.float32(rng.uniform(0.8, 1.15))
        picture = blend(picture, painted(shade, tone), share.astype(np.float32))
    return picture


def landscape(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return sky over hills, sea or a town."""
    rows, columns = shape
    down = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    sky = near(rng, (225, 180, 120), 30) if rng.random() < 0.7 else near(rng, (120, 150, 220), 30)
    picture = painted(sky, np.broadcast_to(0.8 + 0.35 * down, shape).astype(np.float32))
    cloud = np.clip(fractal(rng, shape, 70, 4) * 0.5 - rng.uniform(-0.2, 0.4), 0, 1)
    picture = blend(picture, near(rng, (240, 240, 240), 6), cloud.astype(np.float32))
    high = rng.uniform(0.35, 0.6)
    for _ in range(int(rng.integers(1, 4))):
        line = high + 0.07 * clouds(rng, (1, columns), rng.uniform(15, 90))[:1]
        if rng.random() < 0.3:
            line = high + 0.12 * np.repeat(rng.normal(0, 1, 40), -(-columns // 40))[:columns]
        ground = near(rng, (60, 110, 90), 30) if rng.random() < 0.7 else any_colour(rng, 0.6)
        tone = 1 + rng.uniform(0.03, 0.25) * fractal(rng, shape, rng.uniform(5, 40))
        picture = blend(
            picture, painted(ground, tone.astype(np.float32)), (down > line).astype(np.float32)
        )
        high += rng.uniform(0.08, 0.25)
    return picture


def on_a_table(rng: np.random.Generator, shape: Shape) -> Picture:
    """Return one surface with another of random outline on it: a mat, a towel, a bed's edge."""
    base = _FLOORS[int(rng.integers(len(_FLOORS)))](rng, shape)
    cloth = crumpled_cloth(rng, shape)
    rows, columns = shape
    centre = rng.uniform(0.2, 0.8, 2) * (columns, rows)
    size = (columns * rng.uniform(0.6, 1.5), rows * rng.uniform(0.6, 1.5))
    corners = cv2.boxPoints((centre.tolist(), size, float(rng.normal(0, 20))))
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.asarray(corners, np.int32)], 255, cv2.LINE_AA)
    return blend(base, cloth, np.asarray(mask / 255, np.float32))


def from_photo(
    rng: np.random.Generator, shape: Shape, photos_bgr: Sequence[NDArray[np.uint8]]
) -> Picture:
    """Return a crop of a real photograph: mirrored, turned, sometimes out of focus."""
    photo = photos_bgr[int(rng.integers(len(photos_bgr)))]
    rows, columns = photo.shape[:2]
    share = rng.uniform(0.35, 1.0)
    scale = share * min(rows / shape[0], columns / shape[1])
    high, wide = max(1, int(shape[0] * scale)), max(1, int(shape[1] * scale))
    top, left = int(rng.integers(rows - high + 1)), int(rng.integers(columns - wide + 1))
    part = photo[top : top + high, left : left + wide]
    size = (shape[1], shape[0])
    part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
    if rng.random() < 0.5:
        part = part[:, ::-1]
    if rng.random() < 0.15:
        part = part[::-1]
    picture = np.ascontiguousarray(part, np.float32)
    if rng.random() < 0.3:
        blurred = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.6, 5))
        picture = np.asarray(blurred, np.float32)
    return picture
