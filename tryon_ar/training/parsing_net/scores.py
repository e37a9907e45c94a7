"""Score a head on rendered people it never saw.

``python -m tryon_ar.training.parsing_net.scores resources/models/parsing_head.onnx
--trunk TRUNK --selfie SELFIE --pool POOL``

Prints JSON: intersection over union of every label, summed over the held-back files of the
pools, each person once in surroundings that depend on ``--seed`` alone.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.inference.session import Session, open_session
from tryon_ar.training.parsing_net.feed import Example, Scenes
from tryon_ar.training.parsing_net.interface import LABEL_COUNT, OUTPUT
from tryon_ar.training.parsing_net.pool import IGNORED, Person, Pool, studio_persons
from tryon_ar.training.parsing_net.trunk import Trunk


class Overlaps:
    """Intersections and unions of every label, summed over pictures."""

    def __init__(self) -> None:
        self._both = np.zeros(LABEL_COUNT)
        self._either = np.zeros(LABEL_COUNT)

    def add(self, said: NDArray[np.uint8], wanted: NDArray[np.uint8]) -> None:
        """Count a picture; pixels whose wanted label is 255 do not count."""
        known = wanted != IGNORED
        for label in range(LABEL_COUNT):
            mine, theirs = (said == label) & known, (wanted == label) & known
            self._both[label] += (mine & theirs).sum()
            self._either[label] += (mine | theirs).sum()

    def scores(self) -> dict[str, float]:
        """Return the IoU by the label's name; labels that never occurred are left out."""
        return {
            label.name.lower(): round(float(self._both[label] / self._either[label]), 4)
            for label in Label
            if self._either[label]
        }


def likeliest(shares: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the likeliest label (256, 256) of shares (1, 8, 128, 128), enlarged smoothly."""
    import cv2

    side = 2 * shares.shape[-1]
    large = cv2.resize(shares[0].transpose(1, 2, 0), (side, side), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large.argmax(2), np.uint8)


def score(examples: Iterable[Example], trunk: Trunk, head: Session) -> dict[str, float]:
    """Return the IoU of every label over pictures."""
    overlaps = Overlaps()
    for example in examples:
        (shares,) = head.run(trunk.read(example.picture_bgr), [OUTPUT])
        overlaps.add(likeliest(shares), example.labels)
    return overlaps.scores()


def spread(pool: Pool, most: int) -> list[Person]:
    """Return at most so many people of a pool, evenly spread."""
    chosen = np.unique(np.linspace(0, len(pool) - 1, min(most, len(pool))).astype(int))
    return [pool.person(int(number)) for number in chosen] if len(pool) else []


def main() -> None:
    """Score from the command line."""
    parser = argparse.ArgumentParser(description="Score a parsing head on rendered people.")
    parser.add_argument("head", type=Path)
    parser.add_argument("--trunk", type=Path, required=True)
    parser.add_argument("--selfie", type=Path, required=True)
    parser.add_argument("--pool", type=Path, action="append", required=True)
    parser.add_argument("--places", type=Path, action="append", default=[], help="photographs")
    parser.add_argument("--studio", action="store_true", help="score on studio people too")
    parser.add_argument("--studio-cache", type=Path, help="folder to keep them in")
    parser.add_argument("--most", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    trunk = Trunk(options.trunk, options.selfie)
    head = open_session(options.head, "cpu")
    pool = Pool(tuple(options.pool), held_back=True)
    pool.refresh()
    scenes = Scenes(pool, tuple(options.places))
    people = {"rendered": spread(pool, options.most)}
    if options.studio:
        people["studio"] = studio_persons(options.studio_cache, held_back=True)
    rng = np.random.default_rng(options.seed)
    report: dict[str, object] = {}
    for kind, each in people.items():
        examples = (scenes.plain_example(person, rng) for person in each)
        report[kind] = {"pictures": len(each), "iou": score(examples, trunk, head)}
    sys.stdout.write(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
