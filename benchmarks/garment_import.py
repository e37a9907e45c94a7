"""How long it takes to make a garment of a photo, and what the network's share of it is.

Run ``python benchmarks/garment_import.py [PHOTO]``; without a photo, a drawn tee on grey.
Prints JSON: seconds of the first import in a process, of later ones, and milliseconds of the
network alone on one thread (its looks, each upright and mirrored).
"""

import argparse
import json
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

from tryon_ar.core.shipped_models import shipped_model
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.garments.cutting.cutter import cut_photo
from tryon_ar.garments.cutting.network import MODEL_NAME, GarmentNetwork
from tryon_ar.inference.session import open_session

SIZE_PX = (1000, 1300)
ROUNDS = 7


def drawn_photo() -> np.ndarray:
    """Return a built-in tee on a light grey ground."""
    tee = load_builtin("tee-striped")
    share = tee.alpha[:, :, None] / 255.0
    return (tee.photo_bgr * share + 214 * (1 - share)).astype(np.uint8)


def seconds(photo: Path) -> float:
    start = time.perf_counter()
    cut_photo(photo)
    return time.perf_counter() - start


def network_ms(photo: np.ndarray) -> float:
    network = GarmentNetwork(open_session(shipped_model(MODEL_NAME), "cpu", threads=1))
    network.read(photo)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        network.read(photo)
        times.append(time.perf_counter() - start)
    return 1000 * float(np.median(times))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photo", type=Path, nargs="?")
    options = parser.parse_args()
    picture = drawn_photo() if options.photo is None else cv2.imread(str(options.photo))
    picture = cv2.resize(picture, SIZE_PX, interpolation=cv2.INTER_CUBIC)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        cv2.imwrite(str(path), picture)
        first = seconds(path)
        later = sorted(seconds(path) for _ in range(ROUNDS))
    report = {
        "size_px": SIZE_PX,
        "first_s": round(first, 2),
        "median_s": round(later[ROUNDS // 2], 2),
        "worst_s": round(later[-1], 2),
        "network_one_thread_ms": round(network_ms(picture)),
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
