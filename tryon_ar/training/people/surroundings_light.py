"""How a room's light falls on a person and what the person does to the room behind."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.sketches.backdrops_fields import Field, Picture, clouds


@dataclass(frozen=True, slots=True)
class Cutout:
    """A person without a background.

    Attributes
    ----------
    colour : ndarray of shape (H, W, 3), float32
        BGR, 0 to 255, premultiplied by alpha.
    alpha : ndarray of shape (H, W), float32
        0 to 1.
    """

    colour: Picture
    alpha: Field


def cutout_of(rgba: NDArray[np.uint8]) -> Cutout:
    """Return a person's picture taken apart.

    Parameters
    ----------
    rgba : ndarray of shape (H, W, 4), uint8
        In the order red, green, blue, alpha; premultiplied.
    """
    values = rgba.astype(np.float32)
    colour = cv2.cvtColor(values[:, :, :3], cv2.COLOR_RGB2BGR)
    alpha = np.ascontiguousarray(values[:, :, 3]) * np.float32(1 / 255)
    return Cutout(np.asarray(colour, np.float32), alpha)


def join(rng: np.random.Generator, person: Cutout, behind: Picture) -> Picture:
    """Return a person before a background, each in the light of the other.

    The person takes on the colour of the room and is lit from where the room is bright; the room
    is shaded by the person.

    Parameters
    ----------
    person : Cutout
    behind : ndarray of shape (H, W, 3), float32
        BGR, about 0 to 255; windows and lamps may exceed it.

    Returns
    -------
    ndarray of shape (H, W, 3), float32
        BGR, about 0 to 300.
    """
    return join_alike(rng, [person], behind)[0]


def join_alike(
    rng: np.random.Generator, persons: Sequence[Cutout], behind: Picture
) -> list[Picture]:
    """Return each of several pictures of one person before one background, in the same light.

    What the first does to the room and the room to them holds for all: the pictures differ only
    where the cutouts do. See :func:`join`.
    """
    behind = behind * np.float32(np.exp(rng.normal(0, 0.25)))
    bright = _bright_side(rng, behind)
    sigma = float(rng.uniform(0.35, 0.8))
    soft = [_soft_edged(person, sigma) for person in persons]
    behind = _shaded(rng, soft[0].alpha, behind, bright)
    joined = []
    for person, chance in zip(soft, alike(rng, len(soft)), strict=True):
        lit = _lit(chance, person, behind, bright)
        rest = (1 - lit.alpha)[:, :, None]
        joined.append(np.asarray(lit.colour + behind * rest, np.float32))
    return joined


def alike(rng: np.random.Generator, count: int) -> list[np.random.Generator]:
    """Return generators that all draw what this one would; the last is this one."""
    return [*(copy.deepcopy(rng) for _ in range(count - 1)), rng]


def _bright_side(rng: np.random.Generator, behind: Picture) -> tuple[float, float]:
    """Return the direction (x, y), of length 1, in which the room is brighter; partly chance."""
    small = cv2.resize(behind, (3, 3), interpolation=cv2.INTER_AREA).mean(axis=2)
    x = float(small[:, 2].mean() - small[:, 0].mean()) / 40 + rng.normal(0, 0.8)
    y = float(small[2].mean() - small[0].mean()) / 40 - 0.6 + rng.normal(0, 0.5)
    length = float(np.hypot(x, y)) or 1.0
    return x / length, y / length


def _soft_edged(person: Cutout, sigma: float) -> Cutout:
    """Blur an edge that is crisper than any lens makes it."""
    return Cutout(
        np.asarray(cv2.GaussianBlur(person.colour, (0, 0), sigma), np.float32),
        np.asarray(cv2.GaussianBlur(person.alpha, (0, 0), sigma), np.float32),
    )


def _spread(field: Field, sigma: float) -> Field:
    """Return a field blurred widely, by way of a quarter of its size."""
    rows, columns = field.shape[:2]
    size = (max(1, columns // 4), max(1, rows // 4))
    small = cv2.resize(field, size, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(0.3, sigma / 4), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(small, (columns, rows)), np.float32)


def _moved(field: Field, x: float, y: float) -> Field:
    matrix = np.array([[1, 0, x], [0, 1, y]], np.float32)
    size = (field.shape[1], field.shape[0])
    return np.asarray(
        cv2.warpAffine(field, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.float32
    )


def _shaded(
    rng: np.random.Generator, alpha: Field, behind: Picture, bright: tuple[float, float]
) -> Picture:
    """Return the room with the person's shadow, near or far, and less light close by."""
    shade = np.ones_like(alpha)
    if rng.random() < 0.4:
        shade -= np.float32(rng.uniform(0.05, 0.3)) * _spread(alpha, rng.uniform(8, 30))
    if rng.random() < 0.35:
        reach = rng.uniform(4, 38)
        cast = _moved(_spread(alpha, rng.uniform(2, 12)), -bright[0] * reach, -bright[1] * reach)
        shade *= 1 - np.float32(rng.uniform(0.1, 0.55)) * cast
    lowest = np.flatnonzero(alpha.max(axis=1) > 0.5)
    if len(lowest) and lowest[-1] < alpha.shape[0] - 6 and rng.random() < 0.8:
        shade *= 1 - _underfoot(rng, alpha, int(lowest[-1]))
    return np.asarray(behind * shade[:, :, None], np.float32)


def _underfoot(rng: np.random.Generator, alpha: Field, row: int) -> Field:
    """Return the shadow of feet on the floor, 0 to 1."""
    columns = np.flatnonzero(alpha[max(0, row - 8) : row + 1].max(axis=0) > 0.5)
    shadow = np.zeros_like(alpha)
    if len(columns):
        centre = (int(columns.mean()), row)
        axes = (int(np.ptp(columns) * 0.6) + 3, int(rng.uniform(2, 6)))
        cv2.ellipse(shadow, centre, axes, 0, 0, 360, rng.uniform(0.3, 0.8), -1)
    return np.asarray(cv2.GaussianBlur(shadow, (0, 0), rng.uniform(1.5, 5)), np.float32)


def _lit(
    rng: np.random.Generator, person: Cutout, behind: Picture, bright: tuple[float, float]
) -> Cutout:
    """Return the person in the room's light: its colour, its side, its rim and its glare."""
    colour, alpha = person.colour, person.alpha
    room = behind.reshape(-1, 3).mean(axis=0)
    tint = (room / max(20.0, float(room.mean()))) ** rng.uniform(0, 0.22)
    gain = _gain(rng, alpha, float(room.mean()), bright)
    colour = colour * (gain[:, :, None] * tint.astype(np.float32))
    if rng.random() < 0.3:
        # Light from behind that grazes the outline: most where alpha falls towards the light.
        width = rng.uniform(1.5, 6)
        inner = cv2.GaussianBlur(alpha, (0, 0), width * 0.6)
        away = _moved(np.asarray(inner, np.float32), -bright[0] * width, -bright[1] * width)
        edge = alpha * np.maximum(1 - away, 0)
        shine = np.clip(room * 1.2 + 60, 0, 255) * rng.uniform(0.15, 0.9)
        colour = colour + edge[:, :, None] * shine.astype(np.float32)
    if rng.random() < 0.6:
        # Glare of a bright background over the outline (light wrap).
        around = _spread(behind * (1 - alpha)[:, :, None], rng.uniform(1.5, 6))
        share = np.float32(rng.uniform(0.05, 0.35)) * alpha[:, :, None]
        colour = colour + share * np.maximum(around - colour * 0.5, 0)
    return Cutout(np.asarray(colour, np.float32), alpha)


def _gain(
    rng: np.random.Generator, alpha: Field, room_level: float, bright: tuple[float, float]
) -> Field:
    """Return how brightly each place of the person is lit: 1 as rendered."""
    rows, columns = alpha.shape
    x = np.linspace(-1, 1, columns, dtype=np.float32)[None] * np.float32(bright[0])
    y = np.linspace(-1, 1, rows, dtype=np.float32)[:, None] * np.float32(bright[1])
    gain = 1 + np.float32(rng.uniform(0, 0.35)) * (x + y)
    if rng.random() < 0.3:
        # Hard light: a lamp, a window's edge or somebody's shadow across the person.
        edge = clouds(rng, (rows, columns), rng.uniform(50, 180)) + rng.uniform(-0.8, 1.4)
        gain = gain * (1 - rng.uniform(0.1, 0.45) * (0.5 - 0.5 * np.tanh(edge * rng.uniform(1, 8))))
    exposure = np.exp(rng.normal(0, 0.2))
    if room_level > 170 and rng.random() < 0.4:
        exposure *= rng.uniform(0.45, 0.85)
    return np.asarray(np.clip(gain * exposure, 0.3, 1.9), np.float32)
