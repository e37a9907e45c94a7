"""Light on a laid-out garment: folds, creases, wrinkles and rounded edges.

Folds are a height; their light is the slope towards the lamp, ``n . l`` linearised for a lamp
almost overhead: gain = 1 + strength (dh/dx cos a + dh/dy sin a).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.product_photos.noise import Field, smooth_noise

Axis = tuple[NDArray[np.float64], NDArray[np.float64]]

_MOST_AXES = 8


@dataclass(frozen=True)
class Mood:
    """How strongly a garment is lit.

    Attributes
    ----------
    folds : float
        Deviation of the light that folds cause, as a fraction.
    contrast : float
        0 to 1, scales all light and shade: real white garments are flat, a few grey levels.
    lamp : float
        Direction the light comes from, radians.
    edge_px : float
        Width over which edges are rounded.
    edge : float
        0 to 1, how much darker an edge is.
    slope : (float, float)
        Change of the light across and down the picture, as a fraction.
    """

    folds: float
    contrast: float
    lamp: float
    edge_px: float
    edge: float
    slope: tuple[float, float]


def draw_mood(rng: np.random.Generator, brightness: float) -> Mood:
    """Draw how a garment is lit, from hardly to harshly.

    Parameters
    ----------
    brightness : float
        Of the cloth, 0 to 1. What is nearly white is mostly drawn flat: in real photos it
        stays within 3 to 18 grey levels.
    """
    folds = float(np.exp(rng.uniform(np.log(0.008), np.log(0.18))))
    contrast = 1.0
    if brightness > 0.82 and rng.random() < 0.7:
        contrast = float(rng.uniform(0.06, 0.45))
    edge = rng.uniform(0, 0.1) if rng.random() < 0.6 else rng.uniform(0.08, 0.3)
    sway = 0.12 if rng.random() < 0.4 else 0.02
    return Mood(
        folds=folds,
        contrast=contrast,
        lamp=float(rng.uniform(0, 2 * np.pi)),
        edge_px=float(rng.uniform(1.0, 8.0)),
        edge=float(edge),
        slope=(float(rng.uniform(-sway, sway)), float(rng.uniform(-sway, sway))),
    )


def draw_folds(
    rng: np.random.Generator, size_px: int, axes: Sequence[Axis], unit_px: float, lamp: float
) -> tuple[Field, Field]:
    """Draw the light of wrinkles, and of folds along axes.

    Parameters
    ----------
    axes : sequence of (start, end)
        In pixels.
    lamp : float
        Direction of the light, radians.

    Returns
    -------
    tuple of two ndarrays of shape (size_px, size_px), float32
        Both about 0; wrinkles of unit deviation, folds along axes up to 1.5.
    """
    # Half the resolution is enough for light, and four times as fast.
    half = size_px // 2
    wrinkles = _lit(_wrinkle_height(rng, half, unit_px / 2), lamp)
    # Cloth is smooth in some places and crumpled in others, at a crotch or beside an armpit.
    crumpled = smooth_noise(rng, (half, half), (unit_px * 0.2, unit_px * 0.2))
    wrinkles *= np.exp(np.float32(rng.uniform(0, 0.9)) * np.clip(crumpled, -2.5, 1.8))
    wrinkles = _unit(wrinkles, 1.0)
    broad = smooth_noise(rng, (half, half), (half / 3.0, half / 3.0))
    wrinkles += np.float32(rng.uniform(0.1, 0.7)) * broad
    wrinkles += np.float32(rng.uniform(0.0, 1.0)) * _creases(rng, half)
    height = np.zeros((half, half), np.float32)
    for index in rng.permutation(len(axes))[:_MOST_AXES]:
        start, end = axes[index]
        _raise_folds(rng, height, start / 2, end / 2, unit_px / 2)
    soft = cv2.GaussianBlur(height, (0, 0), float(rng.uniform(0.5, 1.5)))
    along = np.clip(2 * _lit(np.asarray(soft, np.float32), lamp), -1.5, 1.5)
    return _enlarged(np.clip(wrinkles, -3.5, 3.5), size_px), _enlarged(along, size_px)


def _enlarged(field: Field, size_px: int) -> Field:
    large = cv2.resize(field, (size_px, size_px), interpolation=cv2.INTER_CUBIC)
    return np.asarray(large, np.float32)


def _lit(height: Field, lamp: float) -> Field:
    across = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=0.25)
    down = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=0.25)
    return np.asarray(across * np.float32(np.cos(lamp)) + down * np.float32(np.sin(lamp)))


def _unit(field: Field, deviation: float) -> Field:
    return np.asarray(field * np.float32(deviation / max(float(field.std()), 1e-6)))


def _wrinkle_height(rng: np.random.Generator, size_px: int, unit_px: float) -> Field:
    """Sum octaves of noise, folded at 0 at times so that ridges turn sharp, and squeeze it."""
    coarse = unit_px * rng.uniform(0.15, 0.6)
    squeeze = np.exp(rng.uniform(-0.8, 0.8))
    sharp = rng.random() < 0.5
    height = np.zeros((size_px, size_px), np.float32)
    for octave in range(4):
        cell = max(2.5, coarse / 2.2**octave)
        noise = smooth_noise(rng, (size_px, size_px), (cell * squeeze, cell / squeeze))
        height += np.float32(cell * 0.75**octave) * (np.abs(noise) if sharp else noise)
    soft = float(np.exp(rng.uniform(np.log(0.4), np.log(2.5))))
    return np.asarray(cv2.GaussianBlur(height, (0, 0), soft), np.float32)


def _creases(rng: np.random.Generator, size_px: int) -> Field:
    """Single lines where the cloth lay folded: a bright flank beside a dark one."""
    field = np.zeros((size_px, size_px), np.float32)
    rows, columns = np.mgrid[0:size_px, 0:size_px].astype(np.float32)
    for _ in range(int(rng.integers(0, 5))):
        angle = rng.uniform(0, np.pi) if rng.random() < 0.6 else rng.choice([0, np.pi / 2])
        centre = rng.uniform(0.15, 0.85, 2) * size_px
        cosine, sine = np.float32(np.cos(angle)), np.float32(np.sin(angle))
        x, y = columns - np.float32(centre[0]), rows - np.float32(centre[1])
        along, across = x * cosine + y * sine, y * cosine - x * sine
        across = across + np.float32(rng.normal(0, 0.001)) * along * along
        wide, long = rng.uniform(0.7, 3.0), size_px * rng.uniform(0.06, 0.3)
        flank = across / np.float32(wide)
        field += (
            np.float32(rng.normal(0, 1.5))
            * flank
            * np.exp(-flank * flank - (along / np.float32(long)) ** 2)
        )
    return field


def _raise_folds(
    rng: np.random.Generator,
    height: Field,
    start: NDArray[np.float64],
    end: NDArray[np.float64],
    unit_px: float,
) -> None:
    """Add one to four ridges beside an axis, tapering to its ends."""
    length = float(np.hypot(*(end - start)))
    if length < 2:
        return
    way = (end - start) / length
    for _ in range(int(rng.integers(1, 4))):
        wide = unit_px * rng.uniform(0.015, 0.07)
        side = rng.normal(0, 0.06) * unit_px
        first, last = np.sort(rng.uniform(-0.1, 1.1, 2))
        tilt = rng.normal(0, 0.1)
        direction = np.array([way[0] - tilt * way[1], way[1] + tilt * way[0]])
        middle = start + way * length * (first + last) / 2 + side * np.array([-way[1], way[0]])
        half = max(length * (last - first) * 0.7, 4 * wide)
        _ridge(height, middle, direction, wide, half, rng.uniform(0.2, 1.0) * wide)


def _ridge(
    height: Field,
    middle: NDArray[np.float64],
    direction: NDArray[np.float64],
    wide: float,
    half: float,
    rise: float,
) -> None:
    size = height.shape[0]
    reach = 2.5 * wide + 1.5 * half * np.abs(direction)
    left, top = np.clip(np.floor(middle - reach), 0, size).astype(int)
    right, bottom = np.clip(np.ceil(middle + reach), 0, size).astype(int)
    rows, columns = np.mgrid[top:bottom, left:right].astype(np.float32)
    x, y = columns - np.float32(middle[0]), rows - np.float32(middle[1])
    along = (x * np.float32(direction[0]) + y * np.float32(direction[1])) / np.float32(half)
    across = (y * np.float32(direction[0]) - x * np.float32(direction[1])) / np.float32(wide)
    shape = np.exp(-across * across) * np.clip(1 - along * along, 0, 1) ** 2
    height[top:bottom, left:right] += np.float32(rise) * shape


def rounded(cover: Field, edge_px: float, edge: float) -> Field:
    """Return a gain that falls towards the edges of a shape.

    Parameters
    ----------
    cover : ndarray of shape (H, W), float32
        The shape, 0 to 1; what lies outside the array counts as outside the shape.
    """
    kernel = 2 * round(1.5 * edge_px) + 1
    inside = cv2.blur(cover, (kernel, kernel), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(1 - np.float32(2 * edge) * np.clip(1 - inside, 0, 0.5), np.float32)


def lighting(size_px: int, slope: tuple[float, float]) -> Field:
    """Return the light's slow change over the picture, 1 in the middle."""
    ramp = np.linspace(-1, 1, size_px, dtype=np.float32)
    return np.asarray(1 + slope[0] * ramp[None, :] + slope[1] * ramp[:, None], np.float32)
