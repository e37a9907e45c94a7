"""Drawn garments on drawn grounds whose matte is known exactly, and what a network would see."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER, PART_COUNT, Reading
from tryon_ar.garments.garment import CATEGORIES, Part

_FINE = 4
# A T-shirt with its sleeves away from its sides, in shares of the picture's width and height.
TSHIRT = (
    (0.40, 0.16),
    (0.50, 0.21),
    (0.60, 0.16),
    (0.90, 0.36),
    (0.84, 0.52),
    (0.70, 0.42),
    (0.68, 0.86),
    (0.32, 0.86),
    (0.30, 0.42),
    (0.16, 0.52),
    (0.10, 0.36),
)


@dataclass(frozen=True, eq=False)
class DrawnPhoto:
    """A photo, the matte and the colours it was mixed from."""

    photo_bgr: NDArray[np.uint8]
    alpha: NDArray[np.float32]
    cloth_bgr: NDArray[np.float32]

    def on(self, colour_bgr: tuple[int, int, int]) -> NDArray[np.uint8]:
        """Return the garment truly laid on another ground."""
        return laid_on(self.cloth_bgr, self.alpha, colour_bgr)


def laid_on(
    colours_bgr: NDArray[np.float32] | NDArray[np.uint8],
    alpha: NDArray[np.float32],
    ground_bgr: tuple[int, int, int],
) -> NDArray[np.uint8]:
    """Mix colours over a plain ground."""
    share = alpha[:, :, None]
    return np.round(colours_bgr * share + np.array(ground_bgr) * (1 - share)).astype(np.uint8)


def fill(
    shape: tuple[int, int],
    *outlines: tuple[tuple[float, float], ...],
    holes: tuple[tuple[tuple[float, float], ...], ...] = (),
) -> NDArray[np.float32]:
    """Return the exact coverage of polygons given in shares of width and height."""
    height, width = shape
    fine = np.zeros((height * _FINE, width * _FINE), np.uint8)
    for value, group in ((1, outlines), (0, holes)):
        for outline in group:
            points = np.array(outline) * (width * _FINE, height * _FINE)
            cv2.fillPoly(fine, [np.round(points).astype(np.int32)], value)
    coverage: NDArray[np.float32] = cv2.resize(
        fine.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA
    )
    return coverage


def weave(
    shape: tuple[int, int],
    colour_bgr: tuple[int, int, int],
    spread_levels: float,
    rng: np.random.Generator,
) -> NDArray[np.float32]:
    """Return cloth of a colour with folds and grain of some grey levels."""
    folds = cv2.GaussianBlur(rng.normal(size=shape).astype(np.float32), (0, 0), 12)
    grain = cv2.GaussianBlur(rng.normal(size=shape).astype(np.float32), (0, 0), 0.8)
    relief = folds / max(float(folds.std()), 1e-6) + 0.5 * grain / max(float(grain.std()), 1e-6)
    cloth = np.array(colour_bgr, np.float32) + spread_levels * relief[:, :, None]
    return np.clip(cloth, 0, 255).astype(np.float32)


def photograph(
    alpha: NDArray[np.float32], cloth_bgr: NDArray[np.float32], ground_bgr: NDArray[np.float32]
) -> DrawnPhoto:
    """Mix cloth over a ground."""
    mixed = cloth_bgr * alpha[:, :, None] + ground_bgr * (1 - alpha[:, :, None])
    return DrawnPhoto(np.round(mixed).astype(np.uint8), alpha, cloth_bgr)


def seen_coarsely(
    alpha: NDArray[np.float32], rng: np.random.Generator, shift_coarse_px: float = 1.2
) -> NDArray[np.float32]:
    """Return a matte as a network of 256 pixels gives it: blurred, its outline a little off."""
    height, width = alpha.shape
    scale = 256 / max(height, width)
    size = (round(width * scale), round(height * scale))
    small = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    columns, rows = np.meshgrid(*(np.arange(n, dtype=np.float32) for n in size))
    for axis in (columns, rows):
        wave = cv2.GaussianBlur(rng.normal(size=small.shape).astype(np.float32), (0, 0), 8)
        axis += wave * (shift_coarse_px / np.sqrt(2) / max(float(wave.std()), 1e-6))
    moved = cv2.remap(small, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    blurred = cv2.GaussianBlur(moved, (0, 0), 1.0)
    full = cv2.resize(blurred, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(full, 0, 1).astype(np.float32)


def reading_of(
    coarse_alpha: NDArray[np.float32], parts: NDArray[np.float32] | None = None
) -> Reading:
    """Return a reading of that matte; without parts all of it is torso."""
    if parts is None:
        grid = cv2.resize(coarse_alpha, (64, 64), interpolation=cv2.INTER_AREA)
        parts = np.zeros((PART_COUNT, 64, 64), np.float32)
        parts[Part.TORSO] = grid
        parts[Part.BACKGROUND] = 1 - grid
    return Reading(
        alpha=coarse_alpha,
        parts=parts,
        landmarks=np.zeros((len(LANDMARK_ORDER), 3), np.float32),
        categories=np.full(len(CATEGORIES), 1 / len(CATEGORIES), np.float32),
        garment=1.0,
        agreement=1.0,
    )
