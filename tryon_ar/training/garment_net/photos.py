"""Real labelled photos: which are trained on, which are held back.

The held-back fifth is fixed by the names of the files, before any training: an image is
held back where the SHA-256 of its file name, as a number, is divisible by five.
"""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.images import read_picture
from tryon_ar.garments.cutting.square import Square
from tryon_ar.garments.garment import CATEGORIES

_HELD_BACK_EVERY = 5


@dataclass(frozen=True)
class LabelledPhoto:
    """A photo of one garment with its category, an index into ``CATEGORIES``."""

    path: Path
    category: int


def is_held_back(name: str) -> bool:
    """Whether the image of this file name is kept for measuring."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _HELD_BACK_EVERY == 0


def read_labels(folder: Path, also_measured: frozenset[str] = frozenset()) -> list[LabelledPhoto]:
    """Return the labelled photos of a folder with ``labels.csv`` and ``image/``.

    Parameters
    ----------
    also_measured : frozenset of str
        Stems of photos that other measurements use; they are left out altogether.
    """
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        LabelledPhoto(folder / "image" / row["image"], CATEGORIES.index(row["category"]))
        for row in rows
        if Path(row["image"]).stem not in also_measured
    ]


def measured_elsewhere(garments: Path) -> frozenset[str]:
    """Return the source names of the photos in the folder whose masks are measured on."""
    with (garments / "index.csv").open(newline="", encoding="utf-8") as file:
        return frozenset(row["source_image_id"] for row in csv.DictReader(file))


def load_fitted(photos: list[LabelledPhoto]) -> list[NDArray[np.uint8]]:
    """Decode photos of our own data folder and fit each to the network's square."""
    pictures = [read_picture(photo.path) for photo in photos]
    return [Square.of_photo(picture).cut(picture) for picture in pictures]


def moved(photo_bgr: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return a fitted photo turned, scaled and shifted a little at random, border repeated."""
    side = photo_bgr.shape[0]
    centre = (side - 1) / 2
    angle, scale = float(rng.normal(0, 9)), float(rng.uniform(0.75, 1.25))
    turn = np.asarray(cv2.getRotationMatrix2D((centre, centre), angle, scale), np.float64)
    turn[:, 2] += rng.normal(0, 0.03 * side, 2)
    image = cv2.warpAffine(
        photo_bgr, turn, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    if rng.random() < 0.5:
        image = image[:, ::-1]
    return np.ascontiguousarray(image, np.uint8)


def recoloured(photo_bgr: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return a photo in another light: channel gains, gamma, saturation, blur, noise."""
    image = np.asarray(photo_bgr, np.float32) / np.float32(255)
    image = np.power(image, np.float32(np.exp(rng.normal(0, 0.2))))
    gains = np.exp(rng.normal(0, 0.08, 3)) * rng.uniform(0.8, 1.15)
    image = image * gains.astype(np.float32)
    grey = image.mean(2, keepdims=True)
    image = grey + (image - grey) * np.float32(rng.uniform(0.3, 1.5))
    if rng.random() < 0.15:
        image = image[:, :, rng.permutation(3)]
    if rng.random() < 0.3:
        sigma = float(rng.uniform(0.4, 1.6))
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), np.float32)
    image = image + rng.normal(0, rng.uniform(0, 0.03), image.shape).astype(np.float32)
    return np.asarray((image.clip(0, 1) * 255 + 0.5), np.uint8)


def corner_backdrops(photos: list[NDArray[np.uint8]]) -> list[NDArray[np.uint8]]:
    """Return what real garments lie on: corners of fitted photos, mirrored to full squares.

    Only corners of even colour statistics on both sides are taken, since an uneven one is
    likely to hold a sleeve.
    """
    backdrops = []
    for photo in photos:
        side = photo.shape[0]
        cut = side // 4
        for rows in (slice(0, cut), slice(side - cut, side)):
            for columns in (slice(0, cut), slice(side - cut, side)):
                patch = photo[rows, columns].astype(np.float32)
                left, right = patch[:, : cut // 2], patch[:, cut // 2 :]
                uneven = float(np.abs(left.mean((0, 1)) - right.mean((0, 1))).max())
                if uneven < 12 and patch.std() > 3:
                    backdrops.append(_tiled(photo[rows, columns], side))
    return backdrops


def _tiled(patch: NDArray[np.uint8], side_px: int) -> NDArray[np.uint8]:
    row = np.concatenate([patch, patch[:, ::-1]], 1)
    tile = np.concatenate([row, row[::-1]], 0)
    repeat = -(-side_px // tile.shape[0])
    return np.ascontiguousarray(np.tile(tile, (repeat, repeat, 1))[:side_px, :side_px])
