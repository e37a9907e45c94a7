"""Random fields and colours that backdrops and things are made of, quick to draw."""

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
Picture = NDArray[np.float32]
Shape = tuple[int, int]
Colour = NDArray[np.float32]


def clouds(
    rng: np.random.Generator, shape: Shape, cell_px: float, across_px: float | None = None
) -> Field:
    """Return smooth noise of about unit deviation, with lumps of about a cell.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns.
    cell_px : float
        Size of a lump, pixels; along columns (y) alone where ``across_px`` gives that along x.
    """
    rows = max(2, round(shape[0] / cell_px) + 1)
    columns = max(2, round(shape[1] / (across_px or cell_px)) + 1)
    coarse = rng.standard_normal((rows, columns), dtype=np.float32)
    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC), np.float32)


def fractal(rng: np.random.Generator, shape: Shape, cell_px: float, octaves: int = 3) -> Field:
    """Return noise in which every octave is half as large and half as strong."""
    total = clouds(rng, shape, cell_px)
    for octave in range(1, octaves):
        total += 0.5**octave * clouds(rng, shape, max(1.5, cell_px * 0.5**octave))
    return total


def grain(rng: np.random.Generator, shape: Shape) -> Field:
    """Return noise of unit deviation, pixel by pixel."""
    return rng.standard_normal(shape, dtype=np.float32)


def ramp(rng: np.random.Generator, shape: Shape) -> Field:
    """Return a plane from about -1 to 1 across the picture, in a random direction."""
    angle = rng.uniform(0, 2 * np.pi)
    x = np.linspace(-1, 1, shape[1], dtype=np.float32)[None] * np.float32(np.cos(angle))
    y = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, None] * np.float32(np.sin(angle))
    return np.asarray(x + y, np.float32)


def from_centre(shape: Shape) -> Field:
    """Return the squared distance from the centre: 0 there, 1 in the corners."""
    x = np.linspace(-1, 1, shape[1], dtype=np.float32)[None] ** 2
    y = np.linspace(-1, 1, shape[0], dtype=np.float32)[:, None] ** 2
    return np.asarray((x + y) / 2, np.float32)


def ground_grid(
    rng: np.random.Generator, shape: Shape, turn_degrees: float | None = None, tilt: float = 0.25
) -> tuple[Field, Field]:
    """Return places on a floor or wall seen somewhat from the side, in pixels.

    Parameters
    ----------
    turn_degrees : float or None
        How it is turned; random where None.
    tilt : float
        At most how much nearer one border lies than the middle.

    Returns
    -------
    u, v : ndarray of shape (H, W), float32
        Far from 0, so that whole-number cells never mirror around the origin.
    """
    turn = np.deg2rad(rng.uniform(0, 360) if turn_degrees is None else turn_degrees)
    x = np.arange(shape[1], dtype=np.float32)[None] - shape[1] / 2
    y = np.arange(shape[0], dtype=np.float32)[:, None] - shape[0] / 2
    tilt_x, tilt_y = rng.uniform(-tilt, tilt, 2) / 128
    depth = 1 + np.float32(tilt_x) * x + np.float32(tilt_y) * y
    cos, sin = np.float32(np.cos(turn)), np.float32(np.sin(turn))
    start_u, start_v = rng.uniform(2000, 3000, 2).astype(np.float32)
    u = (cos * x + sin * y) / depth + start_u
    v = (cos * y - sin * x) / depth + start_v
    return u.astype(np.float32), v.astype(np.float32)


def per_cell(rng: np.random.Generator, cells: NDArray[np.int64]) -> Field:
    """Return one random number from -1 to 1 for every whole number in ``cells``."""
    table = rng.uniform(-1, 1, 1024).astype(np.float32)
    return np.asarray(table[cells & 1023], np.float32)


def slope_light(rng: np.random.Generator, height: Field) -> Field:
    """Return how a relief catches light from a random side: 0 where it is level."""
    angle = rng.uniform(0, 2 * np.pi)
    gx = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=0.125)
    gy = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=0.125)
    return np.asarray(np.cos(angle) * gx + np.sin(angle) * gy, np.float32)


def any_colour(rng: np.random.Generator, saturation: float = 1.0) -> Colour:
    """Return a random colour, BGR 0 to 255; ``saturation`` 0 makes it grey."""
    hue = rng.uniform(0, 179)
    strength = rng.beta(1.1, 1.9) * saturation * 255
    value = rng.uniform(25, 250)
    pixel = np.array([[[hue, strength, value]]], np.uint8)
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_HSV2BGR)[0, 0], np.float32)


def near(rng: np.random.Generator, bgr: tuple[float, float, float], spread: float) -> Colour:
    """Return a colour near another: its lightness varies twice as much as its hue."""
    shift = rng.normal(0, spread) + rng.normal(0, spread / 2, 3)
    return np.asarray(np.clip(np.array(bgr) + shift, 2, 253), np.float32)


def painted(colour: Colour, gain: Field) -> Picture:
    """Return a picture of one colour times a gain."""
    return np.asarray(gain[:, :, None] * colour, np.float32)


def blend(first: Picture, second: Picture | Colour, share: Field) -> Picture:
    """Return ``first`` with ``second`` over it where ``share`` (0 to 1) says so."""
    return np.asarray(first + (second - first) * share[:, :, None], np.float32)
