"""Real labelled photos: which are trained on, which are held back.

The held-back fifth is fixed by the names of the files, before any training: an image is
held back where the SHA-256 of its file name, as a number, is divisible by five.
"""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.images import read_picture
from tryon_ar.garments.cutting.square import Square
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.garment_net.hand_placed import HandPlaced, hand_placed, is_kept_aside
from tryon_ar.training.garment_net.moves import random_move

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


class FittedPhoto(NamedTuple):
    """A labelled photo in the network's square.

    Attributes
    ----------
    photo_bgr : ndarray of shape (256, 256, 3), uint8
    category : int
    placed : HandPlaced or None
        What a person placed on it, where one did and it is to be learnt.
    """

    photo_bgr: NDArray[np.uint8]
    category: int
    placed: HandPlaced | None = None


def load_fitted(photos: list[LabelledPhoto]) -> list[FittedPhoto]:
    """Decode photos of our own data folder and fit each to the network's square."""
    return [_fitted(photo, read_picture(photo.path)) for photo in photos]


def _fitted(photo: LabelledPhoto, picture_bgr: NDArray[np.uint8]) -> FittedPhoto:
    seen = Square.of_photo(picture_bgr).cut(picture_bgr)
    name = photo.path.name
    placed = None if is_kept_aside(name) else hand_placed(name, picture_bgr)
    return FittedPhoto(seen, photo.category, placed)


def moved(photo_bgr: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Return a fitted photo turned, scaled, shifted or mirrored at random, border repeated."""
    return random_move(photo_bgr.shape[0], rng).photo(photo_bgr)


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
