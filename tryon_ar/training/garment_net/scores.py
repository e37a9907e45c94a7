"""Score a garment network on real photos it never saw.

``python -m tryon_ar.training.garment_net.scores resources/models/garment.onnx --data DIR``

Prints JSON: mask IoU on ``garments/`` (the network's coarse matte, before refinement),
category on the held-back fifth of ``garments_labelled/``, milliseconds a photo.
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.images import read_picture
from tryon_ar.garments.cutting.judgement import guess_category
from tryon_ar.garments.cutting.network import GarmentNetwork
from tryon_ar.garments.garment import CATEGORIES, LOWER_CATEGORIES
from tryon_ar.inference.session import open_session
from tryon_ar.training.garment_net.photos import is_held_back, measured_elsewhere, read_labels

REGIONS = {name: "lower" if name in LOWER_CATEGORIES else "upper" for name in CATEGORIES}
REGIONS["dress"] = "full"


def mask_iou(one: NDArray[np.bool_], two: NDArray[np.bool_]) -> float:
    """Return intersection over union; 1 where both are empty."""
    either = int((one | two).sum())
    return int((one & two).sum()) / either if either else 1.0


def mask_scores(network: GarmentNetwork, garments: Path) -> dict[str, float]:
    """Return the IoU of the coarse matte for every photo that has a mask."""
    scores = {}
    for path in sorted((garments / "masks").glob("*.png")):
        reading = network.read(read_picture(garments / f"{path.stem}.jpg"))
        scores[path.stem] = mask_iou(reading.alpha > 0.5, read_picture(path, "L") > 127)
    return scores


def category_scores(network: GarmentNetwork, data: Path) -> dict[str, object]:
    """Return top-1, region accuracy and the mistakes on the held-back photos."""
    photos = read_labels(data / "garments_labelled", measured_elsewhere(data / "garments"))
    mistakes: Counter[str] = Counter()
    right = right_region = total = 0
    for photo in photos:
        if not is_held_back(photo.path.name):
            continue
        wanted = CATEGORIES[photo.category]
        got = guess_category(network.read(read_picture(photo.path))).name
        total += 1
        right += got == wanted
        right_region += REGIONS[got] == REGIONS[wanted]
        if got != wanted:
            mistakes[f"{wanted} read as {got}"] += 1
    return {
        "photos": total,
        "top1": right / total,
        "region": right_region / total,
        "mistakes": dict(mistakes.most_common()),
    }


def main() -> None:
    """Score from the command line."""
    parser = argparse.ArgumentParser(description="Score a garment network on real photos.")
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    network = GarmentNetwork(open_session(options.model.read_bytes(), "cpu"))
    start = time.perf_counter()
    masks = mask_scores(network, options.data / "garments")
    seconds = (time.perf_counter() - start) / len(masks)
    report = {
        "mask_iou": {
            "photos": len(masks),
            "mean": float(np.mean(list(masks.values()))),
            "worst": dict(sorted(masks.items(), key=lambda item: item[1])[:6]),
        },
        "category": category_scores(network, options.data),
        "ms_a_photo_with_decoding": round(1000 * seconds),
    }
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
