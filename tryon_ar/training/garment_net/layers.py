"""A pool of drawn garments on disk, so that one drawing serves many pictures.

``python -m tryon_ar.training.garment_net.layers OUT --count 8000 --seed 1``
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.sketches.layer import Layer

SHARD_LAYERS = 100
# Drawn more often: what varies most in shape, and what the others are mistaken for.
_SHARES = {"outerwear": 1.6, "blazer": 1.3, "dress": 1.6, "shirt": 1.2, "top": 1.3, "polo": 0.8}


def draw_layers(seed: int) -> Iterator[Layer]:
    """Yield drawn garments without end; the same ones for the same seed."""
    from tryon_ar.training.sketches.layering import render_layer
    from tryon_ar.training.sketches.shapes import draw_sketch

    rng = np.random.default_rng(seed)
    shares = np.array([_SHARES.get(name, 1.0) for name in CATEGORIES])
    while True:
        category = CATEGORIES[int(rng.choice(len(CATEGORIES), p=shares / shares.sum()))]
        yield render_layer(draw_sketch(rng, category), rng)


def save_shard(path: Path, layers: Sequence[Layer]) -> None:
    """Write layers as one file, whole or not at all."""
    staging = path.with_suffix(".part.npz")
    np.savez(
        staging,
        colour_bgr=np.stack([layer.colour_bgr for layer in layers]),
        alpha=np.stack([layer.alpha for layer in layers]),
        parts=np.stack([layer.parts for layer in layers]),
        landmarks=np.stack([layer.landmarks for layer in layers]),
        category=np.array([layer.category for layer in layers]),
    )
    os.replace(staging, path)


def load_shard(path: Path) -> list[Layer]:
    """Read what :func:`save_shard` wrote."""
    with np.load(path, allow_pickle=False) as arrays:
        rows = zip(
            arrays["colour_bgr"],
            arrays["alpha"],
            arrays["parts"],
            arrays["landmarks"],
            arrays["category"],
            strict=True,
        )
        return [
            Layer(colour, alpha, parts, points, int(category))
            for colour, alpha, parts, points, category in rows
        ]


def shards(folder: Path) -> list[Path]:
    """Return the finished shards of a folder, in the order of their making."""
    return sorted(path for path in folder.glob("*.npz") if not path.name.endswith(".part.npz"))


def main() -> None:
    """Draw a pool."""
    parser = argparse.ArgumentParser(description="Draw garments to train on.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    source = draw_layers(options.seed)
    start = time.monotonic()
    for number in range(-(-options.count // SHARD_LAYERS)):
        batch = [next(source) for _ in range(SHARD_LAYERS)]
        save_shard(options.out / f"seed{options.seed:03d}-{number:04d}.npz", batch)
        seconds = time.monotonic() - start
        done = (number + 1) * SHARD_LAYERS
        sys.stdout.write(f"{done} drawn, {1000 * seconds / done:.0f} ms each\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
