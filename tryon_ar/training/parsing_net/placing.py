"""Random ways in which the square around a person shows them."""

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.parsing_net.interface import PICTURE_PX
from tryon_ar.training.parsing_net.pool import IGNORED, Person

# How much of the square's side a person fills: in the program 0.68 to 0.88 (it lays the square
# anew otherwise), and more when the box it knows is too small.
_FILLED = 0.88
_SERVING = (0.64, 0.98)
_CLOSE = (0.98, 1.5)
_CLOSE_SHARE = 0.2
# How far, as a share of the side, the person may stand out of the square.
_OVERHANG = 0.05
_TURN_DEGREES = 6.0
_MOST_TURN_DEGREES = 15.0
# How many people the frame cuts (besides those their picture cuts), and how much of them.
_CUT_BY_FRAME = 0.2
_CUT = (0.05, 0.6)


class Window(NamedTuple):
    """The part of the square that lies within the frame, half-open, in pixels of the square."""

    x0: int
    y0: int
    x1: int
    y1: int


class Placed(NamedTuple):
    """A person in the square around them.

    Attributes
    ----------
    person : Person
        Of side 256; :data:`~tryon_ar.training.parsing_net.pool.IGNORED` beyond the frame.
    window : Window
    """

    person: Person
    window: Window


def place(person: Person, rng: np.random.Generator) -> Placed:
    """Mirror, turn, enlarge and shift a person, and cut them off at the frame.

    Labels know no left and right, so a mirrored person keeps them. A person who reached the
    border of the picture goes on beyond it, unseen: the frame ends there.

    Parameters
    ----------
    person : Person
        Of any side.
    rng : numpy.random.Generator
    """
    if rng.random() < 0.5:
        person = Person(*(np.ascontiguousarray(each[:, ::-1]) for each in person))
    if rng.random() < _CUT_BY_FRAME:
        person = _cut_by_frame(person, rng)
    matrix = _random_matrix(person, rng)
    return moved(person, matrix, _frame(person, matrix))


def place_plainly(person: Person) -> Placed:
    """Place a person in the middle, as the program would; nothing is random."""
    low, high = _box(person)
    scale = PICTURE_PX * _FILLED / max(1.0, float((high - low).max()) + 1)
    middle = (low + high) / 2
    shift = (PICTURE_PX - 1) / 2 - scale * middle
    matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    return moved(person, matrix, _frame(person, matrix))


def moved(person: Person, matrix: NDArray[np.float64], window: Window) -> Placed:
    """Return a person moved by a matrix (2, 3) into the square, with what the frame shows."""
    size = (PICTURE_PX, PICTURE_PX)
    rgba = cv2.warpAffine(person.rgba, matrix, size, flags=_interpolation(matrix))
    labels = cv2.warpAffine(person.labels, matrix, size, flags=cv2.INTER_NEAREST)
    beyond = np.ones(size, np.bool_)
    beyond[window.y0 : window.y1, window.x0 : window.x1] = False
    labels[beyond] = IGNORED
    return Placed(Person(np.asarray(rgba, np.uint8), np.asarray(labels, np.uint8)), window)


def black_beyond(picture_bgr: NDArray[np.uint8], window: Window) -> NDArray[np.uint8]:
    """Return a picture of the square as the program cuts it: black beyond the frame."""
    seen = np.zeros_like(picture_bgr)
    rows, columns = slice(window.y0, window.y1), slice(window.x0, window.x1)
    seen[rows, columns] = picture_bgr[rows, columns]
    return seen


def _interpolation(matrix: NDArray[np.float64]) -> int:
    shrinks = float(np.hypot(*matrix[:, 0])) < 0.8
    return cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR


def _random_matrix(person: Person, rng: np.random.Generator) -> NDArray[np.float64]:
    low, high = _box(person)
    middle = (low + high) / 2
    close = rng.random() < _CLOSE_SHARE
    filled = float(np.exp(rng.uniform(*np.log(_CLOSE if close else _SERVING))))
    scale = PICTURE_PX * filled / max(1.0, float((high - low).max()) + 1)
    turn = float(np.clip(rng.normal(0, _TURN_DEGREES), -_MOST_TURN_DEGREES, _MOST_TURN_DEGREES))
    at = (float(middle[0]), float(middle[1]))
    matrix = np.asarray(cv2.getRotationMatrix2D(at, turn, scale), np.float64)
    # The person may reach the square's side, but mostly is in the middle; a close look is at any
    # part of them.
    loose = _OVERHANG + abs(1 - filled * (high - low + 1) / (high - low + 1).max()) / 2
    shift = np.clip(rng.normal(0, 0.4, 2), -1, 1) * loose
    matrix[:, 2] += (PICTURE_PX - 1) / 2 - middle + shift * PICTURE_PX
    return matrix


def _box(person: Person) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the low and high corner (x, y) of what is not background."""
    shown = (person.labels != 0) & (person.labels != IGNORED)
    ys, xs = np.flatnonzero(shown.any(1)), np.flatnonzero(shown.any(0))
    if len(ys) == 0:
        return np.zeros(2), np.array(person.labels.shape[::-1], np.float64) - 1
    return np.array([xs[0], ys[0]], np.float64), np.array([xs[-1], ys[-1]], np.float64)


def _frame(person: Person, matrix: NDArray[np.float64]) -> Window:
    """Return what the frame shows: it ends where the person reached the picture's border."""
    alpha = person.rgba[:, :, 3] > 0
    bottom, right = alpha.shape[0] - 1, alpha.shape[1] - 1
    x0, y0, x1, y1 = 0, 0, PICTURE_PX, PICTURE_PX
    for line, axis, at, near in (
        (alpha[:, 0], 0, 0, True),
        (alpha[:, -1], 0, right, False),
        (alpha[0], 1, 0, True),
        (alpha[-1], 1, bottom, False),
    ):
        along = np.flatnonzero(line)
        if len(along) == 0:
            continue
        ends = np.full((2, 3), float(at))
        ends[:, 1 - axis] = along[[0, -1]]
        ends[:, 2] = 1
        there = (matrix @ ends.T)[axis]
        if near:
            edge = int(np.ceil(there.max()))
            x0, y0 = (max(x0, edge), y0) if axis == 0 else (x0, max(y0, edge))
        else:
            edge = int(np.floor(there.min())) + 1
            x1, y1 = (min(x1, edge), y1) if axis == 0 else (x1, min(y1, edge))
    return _not_empty(Window(x0, y0, x1, y1))


def _cut_by_frame(person: Person, rng: np.random.Generator) -> Person:
    """Return less of a picture, so that its border cuts the person: mostly below."""
    low, high = _box(person)
    share = float(rng.uniform(*_CUT))
    side = rng.choice(["bottom", "left", "right", "top"], p=[0.66, 0.13, 0.13, 0.08])
    rows, columns = slice(None), slice(None)
    across, down = (high - low) * share
    if side == "bottom":
        rows = slice(None, int(high[1] - down) + 1)
    elif side == "top":
        rows = slice(int(low[1] + 0.3 * down), None)
    elif side == "left":
        columns = slice(int(low[0] + 0.7 * across), None)
    else:
        columns = slice(None, int(high[0] - 0.7 * across) + 1)
    return Person(*(np.ascontiguousarray(each[rows, columns]) for each in person))


def _not_empty(window: Window) -> Window:
    """Keep at least a few pixels of the frame."""
    x0, y0 = min(window.x0, PICTURE_PX - 32), min(window.y0, PICTURE_PX - 32)
    return Window(x0, y0, max(window.x1, x0 + 32), max(window.y1, y0 + 32))
