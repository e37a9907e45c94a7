"""What stands before and hangs on the walls of drawn rooms.

Every function draws into a wall seen straight on (BGR, float32, about 0 to 255; windows and lamps
may exceed 255), within a box of whole pixels that may reach beyond the wall.
"""

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.surroundings_outdoors import any_view
from tryon_ar.training.sketches.backdrops_fields import (
    Colour,
    Picture,
    any_colour,
    clouds,
    near,
)

Box = tuple[int, int, int, int]
Part = NDArray[np.float32]

_WOODS = ((70, 110, 160), (120, 165, 200), (40, 60, 95), (165, 185, 200), (95, 130, 175))
_PALE = (225, 228, 230)


def _flat(colour: Colour | NDArray[np.float32]) -> tuple[float, float, float]:
    return float(colour[0]), float(colour[1]), float(colour[2])


def _fill(picture: Picture, box: Box, colour: Colour) -> None:
    cv2.rectangle(picture, box[:2], (box[2] - 1, box[3] - 1), _flat(colour), -1)


def _visible(picture: Picture, box: Box) -> tuple[Part, int, int] | None:
    """Return the part of a picture inside a box and where it begins within the box."""
    x0, y0 = max(0, box[0]), max(0, box[1])
    x1, y1 = min(picture.shape[1], box[2]), min(picture.shape[0], box[3])
    if x1 - x0 < 2 or y1 - y0 < 2:
        return None
    return picture[y0:y1, x0:x1], x0 - box[0], y0 - box[1]


def _paste(picture: Picture, box: Box, content: Picture) -> None:
    """Put a picture of any size into a box."""
    seen = _visible(picture, box)
    if seen is None:
        return
    part, x, y = seen
    size = (box[2] - box[0], box[3] - box[1])
    scaled = cv2.resize(content, size, interpolation=cv2.INTER_LINEAR)
    part[:] = scaled[y : y + part.shape[0], x : x + part.shape[1]]


def _shadowed(picture: Picture, box: Box, rng: np.random.Generator, depth: float = 0.04) -> None:
    """Darken the wall to one side of a thing that stands off it, softly."""
    wide = max(2, int(depth * (box[3] - box[1])) + 2)
    side = int(rng.integers(-wide, wide + 1))
    for step in range(3):
        grow = wide * (step + 1) // 3 - wide // 3
        around = (box[0] + side - grow, box[1] + wide // 2 - grow)
        seen = _visible(picture, (*around, box[2] + side + grow, box[3] + wide // 2 + grow))
        if seen is not None:
            seen[0][:] *= np.float32(rng.uniform(0.86, 0.97))


def wood_or_paint(rng: np.random.Generator) -> Colour:
    """Return the colour of furniture, BGR 0 to 255."""
    kind = rng.random()
    if kind < 0.5:
        return near(rng, _WOODS[int(rng.integers(len(_WOODS)))], 16)
    return near(rng, _PALE, 12) if kind < 0.75 else any_colour(rng, 0.7)


def window(
    rng: np.random.Generator, picture: Picture, box: Box, photos: Sequence[NDArray[np.uint8]]
) -> None:
    """Draw a window: a view, often burnt out, behind frames, blinds or a net curtain."""
    frame = near(rng, _PALE, 14) if rng.random() < 0.7 else wood_or_paint(rng)
    _shadowed(picture, box, rng)
    _fill(picture, box, frame)
    wide, high = box[2] - box[0], box[3] - box[1]
    rim = max(2, wide // 16)
    inner = (box[0] + rim, box[1] + rim, box[2] - rim, box[3] - rim)
    night = rng.random() < 0.2
    gain = rng.uniform(0.03, 0.3) if night else rng.uniform(0.9, 2.6)
    view = any_view(rng, (96, 96), photos) * np.float32(gain)
    if rng.random() < 0.35:
        view += (0 if night else 255 - view) * np.float32(rng.uniform(0.3, 1.0))
    _paste(picture, inner, view)
    for share in np.linspace(0, 1, int(rng.integers(1, 4)) + 1)[1:-1]:
        x = box[0] + int(share * wide)
        _fill(picture, (x - rim // 2, box[1], x + rim // 2 + 1, box[3]), frame)
    if rng.random() < 0.3:
        y = box[1] + int(rng.uniform(0.3, 0.7) * high)
        _fill(picture, (box[0], y - rim // 2, box[2], y + rim // 2 + 1), frame)
    if rng.random() < 0.3:
        _blinds(rng, picture, inner)


def _blinds(rng: np.random.Generator, picture: Picture, box: Box) -> None:
    seen = _visible(picture, box)
    if seen is None:
        return
    part, _, first = seen
    step = rng.uniform(3, 9)
    rows = np.mod(np.arange(first, first + part.shape[0]), step) < step * rng.uniform(0.4, 0.9)
    rows &= np.arange(part.shape[0]) < part.shape[0] * rng.uniform(0.3, 1.2)
    slats = near(rng, (215, 222, 226), 25)
    part[rows] += (slats - part[rows]) * np.float32(rng.uniform(0.6, 1))


def curtain(
    rng: np.random.Generator, picture: Picture, box: Box, photos: Sequence[NDArray[np.uint8]]
) -> None:
    """Draw a curtain: folds that run down, plain or translucent."""
    seen = _visible(picture, box)
    if seen is None:
        return
    part = seen[0]
    rows, columns = part.shape[:2]
    fold = rng.uniform(3, 16)
    x = np.arange(columns, dtype=np.float32)[None] / np.float32(fold)
    drift = clouds(rng, (rows, columns), 220, 30)
    wave = np.sin(x * 2 + 1.2 * drift) + 0.5 * np.sin(x * 4.7 + 2 * drift)
    tone = 1 + np.float32(rng.uniform(0.05, 0.22)) * wave
    colour = any_colour(rng, 0.7) if rng.random() < 0.5 else near(rng, (200, 215, 225), 25)
    cloth = tone[:, :, None] * colour
    part += (cloth - part) * np.float32(1 if rng.random() < 0.7 else rng.uniform(0.4, 0.9))


def door(
    rng: np.random.Generator, picture: Picture, box: Box, photos: Sequence[NDArray[np.uint8]]
) -> None:
    """Draw a door: closed with panels and a handle, or open to another room."""
    colour = wood_or_paint(rng)
    wide, high = box[2] - box[0], box[3] - box[1]
    rim = max(2, wide // 14)
    outer = (box[0] - rim, box[1] - rim, box[2] + rim, box[3])
    _fill(picture, outer, colour * np.float32(rng.uniform(0.75, 1.1)))
    if rng.random() < 0.2:
        _fill(picture, box, near(rng, (60, 66, 72), 35))
        return
    _fill(picture, box, colour)
    rows = int(rng.integers(0, 5))
    for row in range(rows):
        y0 = box[1] + int((row + 0.12) * high / rows)
        y1 = box[1] + int((row + 0.88) * high / rows)
        panel = (box[0] + 2 * rim, y0, box[2] - 2 * rim, y1)
        _fill(picture, panel, colour * np.float32(0.84))
        inset = (panel[0] + 1, panel[1] + 2, panel[2], panel[3])
        _fill(picture, inset, colour * np.float32(rng.uniform(0.93, 1.05)))
    x = box[0] + int(wide * (0.09 if rng.random() < 0.5 else 0.88))
    y = box[1] + int(0.5 * high)
    _fill(picture, (x, y, x + max(2, wide // 12), y + max(1, high // 90)), any_colour(rng, 0.2))


def bookshelf(
    rng: np.random.Generator, picture: Picture, box: Box, photos: Sequence[NDArray[np.uint8]]
) -> None:
    """Draw a bookcase: boards with rows of spines, boxes and gaps."""
    frame = wood_or_paint(rng)
    _shadowed(picture, box, rng)
    _fill(picture, box, frame)
    wide, high = box[2] - box[0], box[3] - box[1]
    rows = max(2, int(rng.integers(3, 8)))
    board = max(1, wide // 40)
    step = high / rows
    back = frame * np.float32(rng.uniform(0.25, 0.8))
    for row in range(rows):
        y0, y1 = box[1] + int(row * step) + board, box[1] + int((row + 1) * step)
        _fill(picture, (box[0] + board, y0, box[2] - board, y1), back)
        _books(rng, picture, (box[0] + board, y0, box[2] - board, y1))


def _books(rng: np.random.Generator, picture: Picture, box: Box) -> None:
    """Draw spines side by side on a board; strong and pale colours of one taste."""
    x, high = box[0], box[3] - box[1]
    thick = max(2.0, high * rng.uniform(0.06, 0.3))
    strong = rng.uniform(0.2, 1)
    while x < box[2]:
        width = max(1, int(thick * rng.uniform(0.5, 1.6)))
        right = min(box[2], x + width)
        if rng.random() < 0.85:
            top = box[3] - int(high * rng.uniform(0.5, 0.95))
            _fill(picture, (x, top, right, box[3]), any_colour(rng, strong))
            if width > 3 and rng.random() < 0.4:
                y = top + int((box[3] - top) * rng.uniform(0.1, 0.7))
                _fill(picture, (x, y, right, y + max(1, high // 9)), any_colour(rng, 0.4))
        x = right


def shelf(
    rng: np.random.Generator, picture: Picture, box: Box, photos: Sequence[NDArray[np.uint8]]
) -> None:
    """Draw boards on the wall with books, jars and plants on them."""
    rows = int(rng.integers(1, 4))
    step = (box[3] - box[1]) // rows
    colour = wood_or_paint(rng)
    for row in range(rows):
        y = box[1] + (row + 1) * step
        middle = int(rng.uniform(0.3, 0.9) * (box[2] - box[0])) + box[0]
        _books(rng, picture, (box[0], y - int(0.7 * step), middle, y))
        for _ in range(int(rng.integers(0, 4))):
            x = int(rng.uniform(middle, max(middle + 1, box[2])))
            half = max(1, int(step * rng.uniform(0.06, 0.2)))
            jar = (x - half, y - int(step * rng.uniform(0.2, 0.6)), x + half, y)
            _fill(picture, jar, any_colour(rng, 0.8))
        _fill(picture, (box[0], y, box[2], y + max(1, step // 14)), colour)


def poster(
    rng: np.random.Generator, picture: Picture, box: Box, photos: Sequence[NDArray[np.uint8]]
) -> None:
    """Draw a framed picture, a poster or a notice board."""
    frame = any_colour(rng, 0.5)
    _shadowed(picture, box, rng, 0.02)
    _fill(picture, box, frame)
    rim = 0 if rng.random() < 0.3 else max(1, (box[2] - box[0]) // int(rng.integers(8, 30)))
    inner = (box[0] + rim, box[1] + rim, box[2] - rim, box[3] - rim)
    if rng.random() < 0.3:
        _fill(picture, inner, near(rng, _PALE, 10))
        rim = 3 * rim + 1
        inner = (box[0] + rim, box[1] + rim, box[2] - rim, box[3] - rim)
    if rng.random() < 0.25:
        _fill(picture, inner, any_colour(rng))
        return
    if inner[2] - inner[0] > 2 and inner[3] - inner[1] > 2:
        content = any_view(rng, (96, 72), photos)
        _paste(picture, inner, content * np.float32(rng.uniform(0.5, 1)))


def wardrobe(
    rng: np.random.Generator, picture: Picture, box: Box, photos: Sequence[NDArray[np.uint8]]
) -> None:
    """Draw a wardrobe, a cabinet or a fridge: leaves with gaps and handles."""
    colour = wood_or_paint(rng)
    _shadowed(picture, box, rng)
    _fill(picture, box, colour)
    wide, high = box[2] - box[0], box[3] - box[1]
    columns, rows = int(rng.integers(1, 4)), int(rng.integers(1, 5))
    for x in np.linspace(box[0], box[2], columns + 1).astype(int):
        _fill(picture, (int(x), box[1], int(x) + 1, box[3]), colour * np.float32(0.55))
        _fill(
            picture,
            (int(x) + wide // 24 + 2, box[1] + high // 2, int(x) + wide // 24 + 4, box[3]),
            colour * np.float32(0.7),
        )
    for y in np.linspace(box[1], box[3], rows + 1).astype(int):
        _fill(picture, (box[0], int(y), box[2], int(y) + 1), colour * np.float32(0.55))


def monitor(
    rng: np.random.Generator, picture: Picture, box: Box, photos: Sequence[NDArray[np.uint8]]
) -> None:
    """Draw a television or a monitor, off or showing something."""
    _fill(picture, box, near(rng, (22, 22, 22), 8))
    rim = max(1, (box[2] - box[0]) // 40)
    inner = (box[0] + rim, box[1] + rim, box[2] - rim, box[3] - rim)
    if rng.random() < 0.5 and inner[2] - inner[0] > 2 and inner[3] - inner[1] > 2:
        _paste(picture, inner, any_view(rng, (64, 96), photos) * np.float32(rng.uniform(0.6, 1.3)))


def lamp(
    rng: np.random.Generator, picture: Picture, box: Box, photos: Sequence[NDArray[np.uint8]]
) -> None:
    """Draw a lamp with its glow on the wall."""
    centre = ((box[0] + box[2]) / 2, box[1] + 0.3 * (box[3] - box[1]))
    reach = rng.uniform(0.8, 3) * (box[3] - box[1])
    x = (np.arange(picture.shape[1], dtype=np.float32)[None] - np.float32(centre[0])) / reach
    y = (np.arange(picture.shape[0], dtype=np.float32)[:, None] - np.float32(centre[1])) / reach
    glow = np.float32(rng.uniform(0.2, 1.2)) / (1 + 6 * (x * x + y * y))
    picture *= 1 + glow[:, :, None] * np.array([0.55, 0.85, 1.1], np.float32)
    wide, high = box[2] - box[0], box[3] - box[1]
    stand = (box[0] + int(0.48 * wide), box[1], box[0] + int(0.53 * wide) + 1, box[3])
    _fill(picture, stand, near(rng, (60, 60, 60), 30))
    shade = np.array(
        [
            [box[0] + 0.25 * wide, box[1]],
            [box[0] + 0.75 * wide, box[1]],
            [box[2], box[1] + 0.4 * high],
            [box[0], box[1] + 0.4 * high],
        ]
    )
    bright = near(rng, (205, 240, 255), 12) * np.float32(rng.uniform(0.9, 1.4))
    cv2.fillPoly(picture, [shade.astype(np.int32)], _flat(bright))


def plant(
    rng: np.random.Generator, picture: Picture, box: Box, photos: Sequence[NDArray[np.uint8]]
) -> None:
    """Draw a pot plant: pointed leaves that spread from a pot."""
    wide, high = box[2] - box[0], box[3] - box[1]
    foot = np.array([(box[0] + box[2]) / 2, box[1] + 0.72 * high])
    pot = (box[0] + wide // 4, int(foot[1]), box[2] - wide // 4, box[3])
    _fill(picture, pot, any_colour(rng, 0.7))
    green = near(rng, (55, 110, 75), 22)
    for _ in range(int(rng.integers(10, 32))):
        angle = rng.normal(-np.pi / 2, 0.75)
        length = rng.uniform(0.35, 0.8) * high
        tip = foot + length * np.array([np.cos(angle), np.sin(angle)])
        side = rng.uniform(0.06, 0.16) * length * np.array([-np.sin(angle), np.cos(angle)])
        middle = foot + (tip - foot) * rng.uniform(0.45, 0.75)
        leaf = np.stack([foot, middle + side, tip, middle - side]).astype(np.int32)
        cv2.fillPoly(picture, [leaf], _flat(green * np.float32(rng.uniform(0.4, 1.5))))


def sofa(
    rng: np.random.Generator, picture: Picture, box: Box, photos: Sequence[NDArray[np.uint8]]
) -> None:
    """Draw the back, the seat and the cushions of a sofa or a bed."""
    colour = any_colour(rng, 0.6)
    _shadowed(picture, box, rng)
    wide, high = box[2] - box[0], box[3] - box[1]
    _rounded(picture, box, colour, high // 5)
    seat = (box[0] - wide // 20, box[1] + high // 2, box[2] + wide // 20, box[3])
    _rounded(picture, seat, colour * np.float32(rng.uniform(0.75, 1.2)), high // 8)
    for _ in range(int(rng.integers(0, 4))):
        side = int(high * rng.uniform(0.3, 0.55))
        x = box[0] + int(rng.uniform(0, 1) * max(1, wide - side))
        y = box[1] + int(high * 0.55) - side
        _rounded(picture, (x, y, x + side, y + side), any_colour(rng), side // 5)


def _rounded(picture: Picture, box: Box, colour: Colour, radius: int) -> None:
    radius = max(1, min(radius, (box[2] - box[0]) // 2, (box[3] - box[1]) // 2))
    _fill(picture, (box[0] + radius, box[1], box[2] - radius, box[3]), colour)
    _fill(picture, (box[0], box[1] + radius, box[2], box[3] - radius), colour)
    for x in (box[0] + radius, box[2] - radius - 1):
        for y in (box[1] + radius, box[3] - radius - 1):
            cv2.circle(picture, (x, y), radius, _flat(colour), -1)


def chair(
    rng: np.random.Generator, picture: Picture, box: Box, photos: Sequence[NDArray[np.uint8]]
) -> None:
    """Draw the back of an office chair, dark more often than not."""
    colour = near(rng, (38, 38, 40), 12) if rng.random() < 0.6 else any_colour(rng, 0.7)
    _rounded(picture, box, colour, (box[2] - box[0]) // 4)
    rim = max(2, (box[2] - box[0]) // 12)
    inner = (box[0] + rim, box[1] + rim, box[2] - rim, box[3] - rim)
    _rounded(picture, inner, colour * np.float32(rng.uniform(1.05, 1.5)), (box[2] - box[0]) // 5)


Draw = Callable[
    [np.random.Generator, Picture, Box, Sequence[NDArray[np.uint8]]],
    None,
]
