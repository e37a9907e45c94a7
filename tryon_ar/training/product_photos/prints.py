"""Printed cloth: a picture on the chest and all-over flowers. All drawn here."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.product_photos.colouring import Colouring, linear
from tryon_ar.training.product_photos.noise import Field, tile

_ART_PX = 960


def printed(
    ground: Colouring,
    art: NDArray[np.float32],
    centre: tuple[float, float],
    width_cm: float,
    rng: np.random.Generator,
) -> Colouring:
    """Print a picture once on a cloth, worn a little as screen prints are.

    Parameters
    ----------
    art : ndarray of shape (H, W, 4), float32
        Linear RGB and coverage, straight.
    centre : (float, float)
        Its middle in the cloth's (u, v), cm.
    """
    wear = tile(rng, 512, (0.9, 0.9))
    scale = art.shape[1] / width_cm

    def colouring(u: Field, v: Field) -> NDArray[np.float32]:
        x = (u - centre[0]) * scale + art.shape[1] / 2
        y = (v - centre[1]) * scale + art.shape[0] / 2
        seen = cv2.remap(
            art,
            x.astype(np.float32),
            y.astype(np.float32),
            cv2.INTER_AREA,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(0, 0, 0, 0),
        )
        noise = cv2.remap(
            wear,
            np.mod(u / 0.07, 512).astype(np.float32),
            np.mod(v / 0.07, 512).astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_WRAP,
        )
        cover = (seen[:, :, 3] * np.clip(0.93 + 0.05 * noise, 0, 1))[:, :, None]
        return np.asarray(ground(u, v) * (1 - cover) + seen[:, :, :3] * cover, np.float32)

    return colouring


def sunset_art(colours: Sequence[str]) -> NDArray[np.float32]:
    """Draw a sun that sinks behind ridges, cut by bars; first colour at the top.

    Parameters
    ----------
    colours : sequence of five ``#rrggbb``
        Sun from top to bottom (three), far ridge, near ridge.
    """
    size = _ART_PX
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    art = np.zeros((size, size, 4), np.float32)
    sun = np.clip(0.4 * size - np.hypot(x - size / 2, y - 0.44 * size) + 0.5, 0, 1)
    bars = np.ones_like(sun)
    for index in range(6):
        middle, half = (0.5 + 0.062 * index) * size, (0.004 + 0.0028 * index) * size
        bars *= np.clip(np.abs(y - middle) - half + 0.5, 0, 1)
    t = np.clip((y - 0.05 * size) / (0.78 * size), 0, 1)[:, :, None]
    top, middle_colour, low = (linear(colour) for colour in colours[:3])
    sky = np.where(
        t < 0.5,
        top + (middle_colour - top) * 2 * t,
        middle_colour + (low - middle_colour) * (2 * t - 1),
    )
    _over(art, sky, sun * bars)
    for colour, base, rise, phase in ((colours[3], 0.66, 0.09, 0.4), (colours[4], 0.74, 0.06, 2.1)):
        ridge = base * size - rise * size * _ridge(x / size, phase)
        inside = np.clip(y - ridge + 0.5, 0, 1)
        frame = np.clip(0.4 * size - np.hypot(x - size / 2, y - 0.44 * size) + 0.5, 0, 1)
        _over(art, linear(colour), inside * frame)
    _over_birds(art, colours[4])
    return art


def _ridge(x: Field, phase: float) -> Field:
    total = np.zeros_like(x)
    for rate, share in ((2.3, 1.0), (5.1, 0.45), (11.0, 0.2), (23.0, 0.1)):
        total += share * (1 - 2 * np.abs(np.mod(x * rate + phase * rate, 1.0) - 0.5) * 2)
    return total


def _over(art: NDArray[np.float32], colour: NDArray[np.float32], cover: Field) -> None:
    keep = (1 - cover)[:, :, None]
    art[:, :, :3] = art[:, :, :3] * keep + colour * cover[:, :, None]
    art[:, :, 3] = art[:, :, 3] * keep[:, :, 0] + cover


def _over_birds(art: NDArray[np.float32], colour: str) -> None:
    marks = np.zeros(art.shape[:2], np.uint8)
    for cx, cy, span in ((0.62, 0.22, 34), (0.69, 0.27, 24), (0.57, 0.29, 20)):
        x, y = int(cx * _ART_PX), int(cy * _ART_PX)
        for side in (-1, 1):
            cv2.ellipse(
                marks,
                (x + side * span // 2, y),
                (span // 2, span // 3),
                0,
                180,
                360,
                255,
                5,
                cv2.LINE_AA,
            )
    _over(art, linear(colour), np.asarray(marks / 255.0, np.float32))


def blooms(
    rng: np.random.Generator,
    ground: str,
    petals: Sequence[str],
    leaf: str,
    *,
    tile_cm: float = 37.0,
    count: int = 150,
    radius_cm: tuple[float, float] = (0.45, 1.55),
) -> Colouring:
    """Scatter five-petalled flowers and leaves over a tile that repeats."""
    size = 1536
    scale = size / tile_cm
    picture = np.tile((np.asarray(linear(ground)) ** (1 / 2.2) * 255), (size, size, 1))
    picture = np.ascontiguousarray(picture.astype(np.uint8))
    for index in range(count * 2):
        centre = rng.uniform(0, size, 2)
        angle = float(rng.uniform(0, 360))
        if index < count:
            _leaves(picture, centre, scale * rng.uniform(*radius_cm) * 0.8, angle, leaf)
        else:
            colour = petals[int(rng.integers(len(petals)))]
            _flower(picture, centre, scale * rng.uniform(*radius_cm), angle, colour, rng)
    wash = tile(rng, 512, (3.0, 3.0)) + 0.6 * tile(rng, 512, (9.0, 9.0))
    wash = np.tile(wash, (size // 512, size // 512))[:, :, None]
    table = ((picture.astype(np.float32) / 255) ** 2.2 * (1 + 0.07 * wash)).astype(np.float32)

    def colouring(u: Field, v: Field) -> NDArray[np.float32]:
        seen = cv2.remap(
            table,
            np.mod(u * scale, size).astype(np.float32),
            np.mod(v * scale, size).astype(np.float32),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_WRAP,
        )
        return np.asarray(seen, np.float32)

    return colouring


def _ink(colour: str, gain: float = 1.0) -> tuple[int, int, int]:
    values = np.clip(np.asarray(linear(colour)) * gain, 0, 1) ** (1 / 2.2) * 255
    return int(values[0]), int(values[1]), int(values[2])


def _ellipse(
    picture: NDArray[np.uint8],
    centre: NDArray[np.float64],
    axes: tuple[float, float],
    angle: float,
    ink: tuple[int, int, int],
) -> None:
    """Fill an ellipse that wraps round the tile's edges."""
    size, reach = picture.shape[0], max(axes)
    for dx in (-size, 0, size):
        for dy in (-size, 0, size):
            x, y = centre[0] + dx, centre[1] + dy
            if -reach <= x <= size + reach and -reach <= y <= size + reach:
                cv2.ellipse(
                    picture,
                    (int(x * 16), int(y * 16)),
                    (int(axes[0] * 16), int(axes[1] * 16)),
                    angle,
                    0,
                    360,
                    ink,
                    -1,
                    cv2.LINE_AA,
                    4,
                )


def _flower(
    picture: NDArray[np.uint8],
    centre: NDArray[np.float64],
    radius: float,
    angle: float,
    colour: str,
    rng: np.random.Generator,
) -> None:
    for index in range(5):
        turn = np.radians(angle + 72 * index + rng.uniform(-7, 7))
        at = centre + 0.52 * radius * np.array([np.cos(turn), np.sin(turn)])
        axes = (0.52 * radius, 0.36 * radius)
        _ellipse(picture, at, axes, float(np.degrees(turn)), _ink(colour, rng.uniform(0.8, 1.1)))
        inner = centre + 0.34 * radius * np.array([np.cos(turn), np.sin(turn)])
        _ellipse(
            picture,
            inner,
            (0.26 * radius, 0.07 * radius),
            float(np.degrees(turn)),
            _ink(colour, 0.55),
        )
    _ellipse(picture, centre, (0.17 * radius, 0.17 * radius), 0.0, _ink("#e2b23c"))
    _ellipse(picture, centre, (0.08 * radius, 0.08 * radius), 0.0, _ink("#8a5a1c"))


def _leaves(
    picture: NDArray[np.uint8], centre: NDArray[np.float64], radius: float, angle: float, leaf: str
) -> None:
    for side in (-1, 1):
        turn = np.radians(angle + 42 * side)
        at = centre + 0.8 * radius * np.array([np.cos(turn), np.sin(turn)])
        _ellipse(
            picture,
            at,
            (0.62 * radius, 0.2 * radius),
            float(np.degrees(turn)),
            _ink(leaf, 1.0 if side < 0 else 0.8),
        )
