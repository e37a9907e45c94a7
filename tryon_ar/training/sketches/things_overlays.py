"""What is printed over a photo on its way to a shop page: logos, words, frames, insets."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.sketches.backdrops_fields import Field, any_colour

Photo = NDArray[np.uint8]
_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
)
_LETTERS = "abcdefghijklmnoprstuvwxyzABCDEFGHIKLMNOPRSTUVW0123456789%.-"


def random_words(rng: np.random.Generator, most: int = 12) -> str:
    """Return a few letters and figures."""
    return "".join(rng.choice(list(_LETTERS), int(rng.integers(2, most + 1))))


def _ink(rng: np.random.Generator) -> tuple[float, ...]:
    chance = rng.random()
    level = 20.0 if chance < 0.35 else 245.0
    return tuple(any_colour(rng).tolist()) if chance > 0.7 else (level, level, level)


def _corner(rng: np.random.Generator, photo: Photo, size: tuple[int, int]) -> tuple[int, int]:
    """Return the left top of a box of a width and height near a corner of the photo."""
    rows, columns = photo.shape[:2]
    margin = int(rng.integers(2, 12))
    x = margin if rng.random() < 0.5 else columns - size[0] - margin
    y = margin if rng.random() < 0.5 else rows - size[1] - margin
    return max(0, x), max(0, y)


def corner_words(rng: np.random.Generator, photo: Photo) -> Field:
    """Print a logo, a price or a camera's name into a corner."""
    font, scale = _FONTS[int(rng.integers(len(_FONTS)))], rng.uniform(0.25, 0.8)
    words = random_words(rng)
    size, _ = cv2.getTextSize(words, font, scale, 1)
    x, y = _corner(rng, photo, (size[0], size[1]))
    cover = np.zeros(photo.shape[:2], np.float32)
    if rng.random() < 0.35:
        corners = (x - 3, y - 3), (x + size[0] + 3, y + size[1] + 4)
        cv2.rectangle(photo, *corners, _ink(rng), -1)
        cv2.rectangle(cover, *corners, 1.0, -1)
    cv2.putText(photo, words, (x, y + size[1]), font, scale, _ink(rng), 1, cv2.LINE_AA)
    return cover


def watermark(rng: np.random.Generator, photo: Photo) -> Field:
    """Print pale words across the whole photo; they hide nothing."""
    rows, columns = photo.shape[:2]
    stamped = photo.copy()
    words, scale = random_words(rng, 9), rng.uniform(0.4, 1.3)
    for y in range(int(rng.integers(20, 120)), rows, int(rng.integers(50, 200))):
        place = (int(rng.integers(0, max(1, columns // 2))), y)
        cv2.putText(stamped, words, place, _FONTS[0], scale, _ink(rng), 2, cv2.LINE_AA)
    share = rng.uniform(0.12, 0.4)
    photo[:] = cv2.addWeighted(photo, 1 - share, stamped, share, 0)
    return np.zeros((rows, columns), np.float32)


def border(rng: np.random.Generator, photo: Photo) -> Field:
    """Draw a frame around the photo, or bars at two sides."""
    cover = np.zeros(photo.shape[:2], np.float32)
    wide = int(rng.integers(1, 9))
    whole = slice(None)
    first, last = slice(None, wide), slice(-wide, None)
    bars = [(first, whole), (last, whole), (whole, first), (whole, last)]
    chosen = bars if rng.random() < 0.5 else bars[:2] if rng.random() < 0.5 else bars[2:]
    ink = np.array(_ink(rng), np.uint8)
    for bar in chosen:
        photo[bar] = ink
        cover[bar] = 1
    return cover


def inset(rng: np.random.Generator, photo: Photo) -> Field:
    """Set a small picture into a corner: a detail of the photo itself, or swatches."""
    rows, columns = photo.shape[:2]
    side = int(rng.uniform(0.12, 0.28) * min(rows, columns))
    x, y = _corner(rng, photo, (side, side))
    if rng.random() < 0.6:
        take = int(rng.integers(side, min(rows, columns)))
        top, left = int(rng.integers(rows - take + 1)), int(rng.integers(columns - take + 1))
        part = photo[top : top + take, left : left + take].copy()
        photo[y : y + side, x : x + side] = cv2.resize(part, (side, side))
    else:
        photo[y : y + side, x : x + side] = np.array(_ink(rng), np.uint8)
    cv2.rectangle(photo, (x, y), (x + side - 1, y + side - 1), _ink(rng), 1)
    cover = np.zeros((rows, columns), np.float32)
    cover[y : y + side, x : x + side] = 1
    return cover


_OVERLAYS: tuple[Callable[[np.random.Generator, Photo], Field], ...] = (
    corner_words,
    corner_words,
    watermark,
    border,
    inset,
)


def print_over(rng: np.random.Generator, photo: Photo) -> Field:
    """Print something over a photo in place, and return where it hides it (0 to 1)."""
    return _OVERLAYS[int(rng.integers(len(_OVERLAYS)))](rng, photo)
