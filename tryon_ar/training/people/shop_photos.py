"""Product photos by the hundred, for what tells a top, a dress and a skirt apart.

``python -m tryon_ar.training.people.shop_photos OUT --count 400 --seed 1``

A garment on an invisible body has a waist, whatever it is, as shops show tops: ``OUT/labels.csv``
names the category of each picture in ``OUT/image``, as the folder of labelled photos does.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

from tryon_ar.training.people import clothes_bottoms as bottoms
from tryon_ar.training.people import clothes_tops as tops
from tryon_ar.training.people.body import BodyModel
from tryon_ar.training.people.clothes_dressing import Dressing
from tryon_ar.training.people.clothes_measures import measure
from tryon_ar.training.people.clothes_shells import Layers
from tryon_ar.training.people.clothes_strapped import camisole, with_skirt
from tryon_ar.training.people.mesh import Mesh
from tryon_ar.training.people.rig_garments import placed_on_chest
from tryon_ar.training.people.rig_photo import PhotoStudio, stand_still

_WOMAN = 0.75


def _some_camisole(work: Dressing) -> None:
    short = work.happens(0.2)
    share = work.draw(0.15, 0.4) if short else work.draw(-0.24, 0.12)
    camisole(work, max(work.body.height_of(share), work.lowest_z))


def _leggy(kind: str) -> Callable[[Dressing], None]:
    def put_on(work: Dressing) -> None:
        bottoms.trousers(work, work.body.height_of(work.draw(0.1, 0.22)), kind)

    return put_on


_KINDS: dict[str, tuple[str, float, Callable[[Dressing], None]]] = {
    "tee": ("tshirt", 2.0, lambda work: tops.tee(work, tucked=False)),
    "long": ("longsleeve", 0.8, lambda work: tops.tee(work, tucked=False, kind="long")),
    "jumper": ("longsleeve", 0.5, lambda work: tops.jumper(work)),
    "shirt": ("shirt", 1.0, lambda work: tops.shirt(work, tucked=False)),
    "polo": ("polo", 0.8, lambda work: tops.polo(work, tucked=False)),
    "hoodie": ("hoodie", 0.5, lambda work: tops.hoodie(work)),
    "tank": ("top", 2.0, lambda work: tops.tee(work, tucked=False, kind="tank")),
    "crop": ("top", 0.6, lambda work: tops.tee(work, tucked=False, kind="crop")),
    "camisole": ("top", 2.4, _some_camisole),
    "tunic": ("top", 1.2, lambda work: with_skirt(work, work.draw(-0.08, 0.1))),
    "mini": ("dress", 1.6, lambda work: with_skirt(work, work.draw(0.22, 0.45))),
    "longer": ("dress", 1.4, lambda work: with_skirt(work, work.draw(0.4, 0.97))),
    "dress": ("dress", 1.2, tops.dress),
    "skirt": ("skirt", 2.4, lambda work: _skirt(work)),
    "jeans": ("trousers", 0.7, _leggy("jeans")),
    "shorts": ("shorts", 0.9, _leggy("shorts")),
}


def _skirt(work: Dressing) -> None:
    bottoms.skirt(work, work.body.height_of(work.draw(0.1, 0.36)))


def put_on(body: BodyModel, kind: str, rng: np.random.Generator) -> tuple[list[Mesh], str]:
    """Return the pieces of one garment on somebody who stands still, and its category.

    Parameters
    ----------
    body : BodyModel
    kind : str
        A key of the wardrobe, such as ``camisole``.
    rng : numpy.random.Generator
    """
    while True:
        figure = body.pose(rng)
        if figure.woman > 0.5 or rng.random() > _WOMAN:
            break
    still = stand_still(body, figure)
    measures = measure(still)
    work = Dressing(still, measures, Layers(still, measures, rng), rng)
    category, _, lay = _KINDS[kind]
    lay(work)
    if category == "top":
        category = _by_sleeves(work.tops[0][0].sleeve_m, measures.upper_arm)
    return placed_on_chest(work), category


def _by_sleeves(sleeve_m: float, upper_arm_m: float) -> str:
    """Return what people call a plain top with sleeves that end so far along the arm."""
    if sleeve_m <= 0:
        return "top"
    return "tshirt" if sleeve_m < 1.15 * upper_arm_m else "longsleeve"


def make(out: Path, count: int, seed: int) -> None:
    """Render so many photos into ``out``."""
    (out / "image").mkdir(parents=True, exist_ok=True)
    body, studio = BodyModel(), PhotoStudio()
    names = list(_KINDS)
    shares = np.array([_KINDS[name][1] for name in names])
    with (out / "labels.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["image", "category"])
        for number in range(count):
            rng = np.random.default_rng((seed, number))
            kind = names[int(rng.choice(len(names), p=shares / shares.sum()))]
            name = f"{number:04d}-{kind}.jpg"
            pieces, category = put_on(body, kind, rng)
            photo = studio.show(pieces, rng)
            cv2.imwrite(str(out / "image" / name), photo, [cv2.IMWRITE_JPEG_QUALITY, 92])
            rows.writerow([name, category])
            file.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Render product photos with their categories.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    make(given.out, given.count, given.seed)
    sys.stdout.write(f"{given.count} photos in {given.out}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
