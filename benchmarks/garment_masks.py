"""How well garments are cut out of real photos.

    python benchmarks/garment_masks.py ../shared/data [--model FILE] [--sheet FILE.png]
        [--every 1] [--only garments exact shop bleached]

Prints JSON. ``garments``: intersection over union with the masks of ``garments/masks``, which
another network made; those of them that are wrong by eye are listed apart, with the reason.
``exact``: the twelve masks drawn by hand, with the F measure of the outline at two pixels.
``shop``: shop photos that are measured on only. ``bleached``: the same garments as white ones
before white, beside threshold and fill; garments whose mask is wrong and not drawn by hand are
left out. Seconds are those of a whole cut, one photo after another, after a warm-up; those of
the processor tell how long it takes where nothing else runs.
"""

# ruff: noqa: E402 (the checkout comes onto the path first, for its test data)

import argparse
import json
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from garment_sheet import tile, write_sheet
from mask_measures import bleached, boundary_f, mask_iou, threshold_and_fill

from tests.support.exact_masks import exact_mask, exact_mask_names, wrong_machine_masks
from tryon_ar.core.errors import NotAGarment
from tryon_ar.core.images import read_picture
from tryon_ar.garments.cutting.cutter import cut_photo
from tryon_ar.garments.cutting.network import GarmentNetwork, open_garment_network
from tryon_ar.garments.garment import Garment

SECTIONS = ("garments", "exact", "shop", "bleached")
BLEACHES = ((12, 255), (25, 255), (25, 244))  # levels of contrast, ground
GARMENTS = "garments"
SHOP = "measure_only/pairs"


@dataclass
class Cutting:
    """Cuts photos, remembers how long that took and what the sheet shows."""

    network: GarmentNetwork
    seconds: list[float] = field(default_factory=list)
    processor_seconds: list[float] = field(default_factory=list)
    tiles: list[NDArray[np.uint8]] = field(default_factory=list)

    def cut(self, source: Path | bytes) -> Garment | None:
        """Return the garment, or None when the photo is refused."""
        start, start_processor = time.perf_counter(), time.process_time()
        try:
            return cut_photo(source, network=self.network).garment
        except NotAGarment:
            return None
        finally:
            self.seconds.append(time.perf_counter() - start)
            self.processor_seconds.append(time.process_time() - start_processor)

    def show(self, caption: str, photo: NDArray[np.uint8], garment: Garment | None) -> None:
        self.tiles.append(tile(caption, photo, garment))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--every", type=int, default=1, help="cut only every so manieth photo")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS)
    options = parser.parse_args()
    cutting = Cutting(_network(options.model))
    photos = sorted((options.data / GARMENTS).glob("*.jpg"))[:: options.every]
    cutting.cut(photos[0])
    cutting.seconds.clear()
    cutting.processor_seconds.clear()
    figures: dict[str, object] = {}
    if {"garments", "exact"} & set(options.only):
        alphas = cut_all(cutting, photos)
        figures |= judged(alphas, options.data / GARMENTS / "masks")
    if "shop" in options.only:
        figures["shop"] = shop(cutting, options.data / SHOP, options.every)
    if cutting.seconds:
        figures["seconds"] = summary(dict(enumerate(cutting.seconds)), worst=max)
        busy = dict(enumerate(cutting.processor_seconds))
        figures["processor seconds"] = summary(busy, worst=max)
    if "bleached" in options.only:
        figures["bleached"] = whitened(cutting, photos, options.data / GARMENTS / "masks")
    if options.sheet is not None and cutting.tiles:
        write_sheet(options.sheet, cutting.tiles)
    print(json.dumps(figures, indent=1))
    return 0


def cut_all(cutting: Cutting, photos: list[Path]) -> dict[str, NDArray[np.uint8] | None]:
    """Return the alpha of every photo by name; None where it is refused."""
    alphas: dict[str, NDArray[np.uint8] | None] = {}
    for path in photos:
        garment = cutting.cut(path)
        alphas[path.stem] = None if garment is None else garment.alpha
        category = "refused" if garment is None else garment.category
        cutting.show(f"{path.stem}  {category}", read_picture(path), garment)
    return alphas


def judged(
    alphas: dict[str, NDArray[np.uint8] | None], masks: Path
) -> dict[str, dict[str, object]]:
    """Return how the cuts agree with the machine's masks and with those drawn by hand."""
    wrong = wrong_machine_masks()
    machine = {name: _iou(alphas[name], _machine_mask(masks, name)) for name in alphas}
    drawn = [name for name in exact_mask_names() if name in alphas]
    exact = {name: _iou(alphas[name], exact_mask(name)) for name in drawn}
    outline = {name: _boundary(alphas[name], exact_mask(name)) for name in drawn}
    right = {name: iou for name, iou in machine.items() if name not in wrong}
    return {
        "garments": summary(right)
        | {
            "below 0.90": {name: iou for name, iou in right.items() if iou < 0.9},
            "wrong masks": {
                name: {"iou": machine[name], "why": why}
                for name, why in wrong.items()
                if name in machine
            },
        },
        "exact": {"iou": summary(exact), "boundary f": summary(outline), "each": exact},
    }


def shop(cutting: Cutting, pairs: Path, every: int) -> dict[str, object]:
    """Return the agreement with the masks of shop photos."""
    scores = {}
    for path in sorted((pairs / "garment").glob("*.jpg"))[::every]:
        garment = cutting.cut(path)
        alpha = None if garment is None else garment.alpha
        scores[path.stem] = _iou(
            alpha, read_picture(pairs / "garment_mask" / f"{path.stem}.png", "L")
        )
        category = "refused" if garment is None else garment.category
        cutting.show(f"shop {path.stem}  {category}", read_picture(path), garment)
    return summary(scores) | {"each": scores}


def whitened(cutting: Cutting, photos: list[Path], masks: Path) -> dict[str, object]:
    """Return the agreement on garments made white, by contrast and ground."""
    return {
        f"{contrast} levels on {ground}": _whitened(cutting, photos, masks, contrast, ground)
        for contrast, ground in BLEACHES
    }


def summary(scores: dict[str, float] | dict[int, float], worst: object = min) -> dict[str, object]:
    """Return mean, median and the worst of scores by name."""
    if not scores:
        return {"photos": 0}
    values = list(scores.values())
    name = (max if worst is max else min)(scores, key=scores.get)
    return {
        "photos": len(values),
        "mean": float(np.mean(values)),
        "median": float(np.median(values)),
        "worst": scores[name],
        "worst photo": name,
    }


def _whitened(
    cutting: Cutting, photos: list[Path], masks: Path, contrast: int, ground: int
) -> dict[str, object]:
    import cv2

    scores, simple = {}, {}
    for path in photos:
        mask = _trusted_mask(masks, path.stem)
        if mask is None:
            continue
        white = bleached(read_picture(path), mask, contrast, ground)
        garment = cutting.cut(cv2.imencode(".png", white)[1].tobytes())
        scores[path.stem] = _iou(None if garment is None else garment.alpha, mask)
        simple[path.stem] = mask_iou(threshold_and_fill(white, ground), mask > 127)
        if (contrast, ground) == BLEACHES[0]:
            cutting.show(f"white {path.stem}  {scores[path.stem]:.3f}", white, garment)
    return {"cut": summary(scores), "threshold and fill": summary(simple)}


def _network(model: Path | None) -> GarmentNetwork:
    from tryon_ar.inference.session import open_session

    return open_garment_network() if model is None else GarmentNetwork(open_session(model, "cpu"))


def _machine_mask(masks: Path, name: str) -> NDArray[np.uint8]:
    return read_picture(masks / f"{name}.png", "L")


def _trusted_mask(masks: Path, name: str) -> NDArray[np.uint8] | None:
    if name in exact_mask_names():
        return exact_mask(name)
    return None if name in wrong_machine_masks() else _machine_mask(masks, name)


def _iou(alpha: NDArray[np.uint8] | None, mask: NDArray[np.uint8]) -> float:
    return 0.0 if alpha is None else mask_iou(alpha > 127, mask > 127)


def _boundary(alpha: NDArray[np.uint8] | None, mask: NDArray[np.uint8]) -> float:
    return 0.0 if alpha is None else boundary_f(alpha > 127, mask > 127)


if __name__ == "__main__":
    sys.exit(main())
