"""How far landmarks are found from where a hand placed them, on thirty real photos.

    python benchmarks/garment_landmarks.py ../shared/data [--model FILE] [--sheet FILE.png]

Prints JSON. Errors are in per cent of the garment's width, which is that of the box round its
matte. ``unaided`` cuts each photo knowing nothing; ``told`` knows the category as well; ``raw``
are the network's own points before they are put on the outline, every one of them however
sure it is. The mean and the median are over the landmarks found; ``pck`` is the share of the
landmarks placed by hand that were found within 5 % of the width, where a missing one counts
as wrong. The sheet shows the hand's points white and the found ones (unaided) red.
"""

# ruff: noqa: E402 (the checkout comes onto the path first, for its test data)

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from landmark_measures import Miss, Points, garment_width, group_of, misses, summary

from tests.support.hand_landmarks import HandPlaced, hand_placed
from tryon_ar.core.errors import NotAGarment
from tryon_ar.core.images import read_picture
from tryon_ar.garments.cutting.cutter import cut_photo
from tryon_ar.garments.cutting.network import GarmentNetwork, open_garment_network
from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.garment import Garment

WAYS = ("unaided", "told", "raw")
WORST = 15


@dataclass
class Found:
    misses: dict[str, list[Miss]] = field(default_factory=lambda: {way: [] for way in WAYS})
    categories: dict[str, str] = field(default_factory=dict)
    tiles: list[NDArray[np.uint8]] = field(default_factory=list)


def cut(path: Path, network: GarmentNetwork, category: str | None) -> Garment | None:
    try:
        return cut_photo(path, category=category, network=network).garment
    except NotAGarment:
        return None


def measure(hand: HandPlaced, data: Path, network: GarmentNetwork, found: Found) -> None:
    path = data / hand.photo
    unaided, told = cut(path, network, None), cut(path, network, hand.category)
    photo = read_picture(path)
    cutting = told or unaided
    width = float(photo.shape[1]) if cutting is None else garment_width(cutting.alpha)
    seen = network.read(photo).landmarks
    ways: dict[str, Points] = {
        "unaided": {} if unaided is None else unaided.landmarks,
        "told": {} if told is None else told.landmarks,
        "raw": {
            name: (float(x), float(y)) for name, (x, y, _) in zip(LANDMARK_ORDER, seen, strict=True)
        },
    }
    for way, points in ways.items():
        found.misses[way] += misses(path.stem, hand.category, hand.landmarks, points, width)
    if unaided is None:
        found.categories[path.stem] = "refused"
    elif unaided.category != hand.category:
        found.categories[path.stem] = unaided.category
    found.tiles.append(drawn(photo, path.stem, hand.landmarks, ways["unaided"]))


def drawn(photo: NDArray[np.uint8], title: str, hand: Points, seen: Points) -> NDArray[np.uint8]:
    import cv2

    scale = 480 / max(photo.shape[:2])
    picture = cv2.resize(photo, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    tile = np.full((500, 480, 3), 60, np.uint8)
    tile[20 : 20 + picture.shape[0], : picture.shape[1]] = picture
    cv2.putText(tile, title, (4, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (255, 255, 255), 1)

    def place(at: tuple[float, float]) -> tuple[int, int]:
        return round(at[0] * scale), round(at[1] * scale) + 20

    for name, at in seen.items():
        if name in hand:
            cv2.line(tile, place(hand[name]), place(at), (0, 255, 255), 1, cv2.LINE_AA)
        cv2.circle(tile, place(at), 4, (0, 0, 255), 1, cv2.LINE_AA)
    for at in hand.values():
        cv2.circle(tile, place(at), 2, (255, 255, 255), -1, cv2.LINE_AA)
    return tile


def grouped(of: list[Miss], key: Callable[[Miss], str]) -> dict[str, dict[str, float | int | None]]:
    names = sorted({key(miss) for miss in of})
    return {name: summary([miss for miss in of if key(miss) == name]) for name in names}


def report(found: Found) -> dict[str, object]:
    answer: dict[str, object] = {
        way: {
            "all": summary(of),
            "by_landmark": grouped(of, lambda miss: group_of(miss.name)),
            "by_category": grouped(of, lambda miss: miss.category),
        }
        for way, of in found.misses.items()
    }
    worst = sorted(found.misses["unaided"], key=lambda miss: -miss.error)[:WORST]
    answer["worst"] = [
        f"{miss.photo} {miss.name} "
        + (f"{100 * miss.error:.1f} %" if np.isfinite(miss.error) else "missing")
        for miss in worst
    ]
    answer["taken_for"] = found.categories
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, help="a trained network instead of the shipped one")
    parser.add_argument("--sheet", type=Path, help="where to write a contact sheet")
    options = parser.parse_args()
    found = Found()
    network = chosen_network(options.model)
    for hand in hand_placed():
        measure(hand, options.data, network, found)
    print(json.dumps(report(found), indent=1))
    if options.sheet is not None:
        write_sheet(options.sheet, found.tiles)


def chosen_network(model: Path | None) -> GarmentNetwork:
    if model is None:
        return open_garment_network()
    from tryon_ar.inference.session import open_session

    return GarmentNetwork(open_session(model, "cpu"))


def write_sheet(path: Path, tiles: list[NDArray[np.uint8]], columns: int = 6) -> None:
    import cv2

    blank = np.full_like(tiles[0], 60)
    tiles = tiles + [blank] * (-len(tiles) % columns)
    rows = [np.hstack(tiles[at : at + columns]) for at in range(0, len(tiles), columns)]
    if not cv2.imwrite(str(path), np.vstack(rows)):
        raise SystemExit(f"cannot write {path}")


if __name__ == "__main__":
    main()
