"""Tops and skirts out of photos of dresses, before plain grounds.

``python -m tryon_ar.training.garment_net.cut_dresses OUT --data DATA --model MODEL.onnx --seed 1``

Few of the labelled photos show tops on straps, and none the way shops do: cut to its shape, on
white. A dress that ends at the hips is such a top, with real cloth and real straps, and what is
below its waist is a skirt. Dresses, tops, tees and skirts are laid on the same grounds whole, so
that neither ground nor edge tells them apart. ``OUT/labels.csv`` names the picture in
``OUT/image``, its category (``upper`` where sleeves may make it any) and the photo it is from.
"""

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.images import read_picture
from tryon_ar.garments.cutting.network import GarmentNetwork
from tryon_ar.garments.cutting.reading import LANDMARK_ORDER, Reading
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.inference.session import open_session
from tryon_ar.training.garment_net.photos import (
    LabelledPhoto,
    is_held_back,
    measured_elsewhere,
    read_labels,
)

UPPER = "upper"
# How often photos of these are laid on a plain ground.
_WHOLE = {"dress": 1.0, "top": 0.5, "skirt": 0.5, "tshirt": 0.3}
_TOPS_A_DRESS = 2
# Of the shoulders' height above the hem, by the width below the arms.
_LENGTHS = (1.05, 1.55)
_LEAST_SEEN = 0.25
_SLEEVED = 0.2
_NEEDED = ("shoulder", "armpit", "hem")


class Piece(NamedTuple):
    """A garment on a ground: what it is called, its picture (H, W, 3) BGR and its category."""

    name: str
    photo_bgr: NDArray[np.uint8]
    category: str


def pieces_of(
    photo_bgr: NDArray[np.uint8], reading: Reading, category: str, rng: np.random.Generator
) -> Iterator[Piece]:
    """Yield what is made of one photo.

    Parameters
    ----------
    photo_bgr : ndarray of shape (H, W, 3), uint8
    reading : Reading
        Of this photo.
    category : str
    rng : numpy.random.Generator
    """
    alpha = _one_garment(reading.alpha)
    if rng.random() < _WHOLE.get(category, 0.0):
        yield Piece(f"whole-{category}", _on_ground(photo_bgr, alpha, rng), category)
    if category == "dress":
        yield from _cuts(photo_bgr, alpha, reading, rng)


def _cuts(
    photo_bgr: NDArray[np.uint8],
    alpha: NDArray[np.float32],
    reading: Reading,
    rng: np.random.Generator,
) -> Iterator[Piece]:
    points = dict(zip(LANDMARK_ORDER, reading.landmarks, strict=True))
    ends = [[points[f"{stem}_{side}"] for side in ("left", "right")] for stem in _NEEDED]
    if min(float(end[2]) for pair in ends for end in pair) < _LEAST_SEEN:
        return
    shoulder, armpit, hem = ((one[:2] + other[:2]) / 2 for one, other in ends)
    width = max(8.0, float(np.hypot(*(ends[1][0] - ends[1][1])[:2])))
    length = float(np.hypot(*(hem - shoulder)))
    way = (hem - shoulder) / max(length, 1.0)
    y, x = np.mgrid[: alpha.shape[0], : alpha.shape[1]]
    down = (x - shoulder[0]) * way[0] + (y - shoulder[1]) * way[1]
    aside = (x - shoulder[0]) * -way[1] + (y - shoulder[1]) * way[0]
    bust = float((armpit - shoulder) @ way)
    cuffs = [point[2] for name, point in points.items() if name.startswith("cuff")]
    sleeved = float(np.mean(cuffs)) > _SLEEVED
    for number in range(_TOPS_A_DRESS):
        end = max(rng.uniform(*_LENGTHS) * width, bust + 0.45 * width)
        if end > 0.8 * length:
            continue
        bow = rng.uniform(-0.05, 0.12) * width * (aside / (0.5 * width)) ** 2
        cut = alpha * np.clip((end - bow - down) / 1.5 + 0.5, 0, 1)
        kind = UPPER if sleeved else "top"
        yield Piece(f"top{number}", _on_ground(photo_bgr, cut, rng), kind)
    waist = bust + rng.uniform(0.3, 0.6) * width
    if not sleeved and length - waist > 0.5 * width:
        cut = alpha * np.clip((down - waist) / 1.5 + 0.5, 0, 1)
        yield Piece("skirt", _on_ground(photo_bgr, cut, rng), "skirt")


def _one_garment(alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the matte's largest piece, its edge made steeper."""
    steep = np.clip((alpha - 0.5) * 3 + 0.5, 0, 1).astype(np.float32)
    count, labels, stats, _ = cv2.connectedComponentsWithStats((steep > 0.5).astype(np.uint8))
    if count < 2:
        return steep
    largest = labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    near = cv2.dilate(largest.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.where(near, steep, np.float32(0))


def _on_ground(
    photo_bgr: NDArray[np.uint8], alpha: NDArray[np.floating], rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Return the garment on white or light grey, with a margin."""
    rows, columns = (np.flatnonzero((alpha > 0.3).any(axis=k)) for k in (1, 0))
    if not len(rows):
        rows, columns = np.arange(alpha.shape[0]), np.arange(alpha.shape[1])
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    margin = int(0.06 * max(np.ptp(rows), np.ptp(columns)) + rng.uniform(0, 30)) + 1
    share = np.pad(alpha[box], margin)[..., None]
    colour = np.pad(photo_bgr[box].astype(np.float32), ((margin,) * 2, (margin,) * 2, (0, 0)))
    level = 255.0 if rng.random() < 0.5 else float(rng.uniform(215, 250))
    ground = level * (1 + rng.normal(0, 0.006, 3))
    mixed = colour * share + ground * (1 - share)
    return np.asarray(np.clip(np.round(mixed), 0, 255), np.uint8)


def chosen_photos(data: Path, *, held_back: bool) -> list[LabelledPhoto]:
    """Return the labelled photos that are learnt from, or those that are not."""
    labelled = read_labels(data / "garments_labelled", measured_elsewhere(data / "garments"))
    return [photo for photo in labelled if is_held_back(photo.path.name) == held_back]


def make(out: Path, photos: list[LabelledPhoto], network: GarmentNetwork, seed: int) -> int:
    """Write the pictures; return how many there are."""
    (out / "image").mkdir(parents=True, exist_ok=True)
    count = 0
    with (out / "labels.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["image", "category", "source"])
        for photo in photos:
            category = CATEGORIES[photo.category]
            if category not in _WHOLE:
                continue
            name = photo.path.stem
            rng = np.random.default_rng((seed, *name.encode()))
            picture = read_picture(photo.path)
            for piece in pieces_of(picture, network.read(picture), category, rng):
                file_name = f"{name}-{piece.name}.jpg"
                cv2.imwrite(str(out / "image" / file_name), piece.photo_bgr)
                rows.writerow([file_name, piece.category, photo.path.name])
                count += 1
    return count


def main() -> None:
    """Cut dresses from the command line."""
    parser = argparse.ArgumentParser(description="Make tops and skirts out of photos of dresses.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="reads the photos")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-back", action="store_true", help="of the photos kept to measure")
    given = parser.parse_args()
    network = GarmentNetwork(open_session(given.model.read_bytes(), "cpu"))
    photos = chosen_photos(given.data, held_back=given.held_back)
    count = make(given.out, photos, network, given.seed)
    sys.stdout.write(f"{count} pictures in {given.out}\n")


if __name__ == "__main__":
    main()
