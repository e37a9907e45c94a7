"""How well human parsing agrees with label pictures made by people."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import MissingResource
from tryon_ar.core.images import read_picture
from tryon_ar.core.labels import Label
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Frame
from tryon_ar.evaluation import label_maps
from tryon_ar.evaluation.overlap import Overlap
from tryon_ar.pipeline.observer import Observer

#: Labels of a photo (H, W), or None where nobody was found.
LabelPhoto = Callable[[BgrImage], NDArray[np.uint8] | None]
# What the project promises on each set.
TARGETS = {
    "people": {"hair": 0.75, "upper": 0.85, "lower": 0.80, "arms": 0.70, "face": 0.80},
    "street": {"hair": 0.65, "clothes": 0.80, "skin": 0.65},
}
_PEOPLE = {label.name.lower(): int(label) for label in Label if label is not Label.BACKGROUND}
_STREET = {
    "skin": label_maps.SKIN,
    "clothes": label_maps.CLOTHES,
    "hair": label_maps.HAIR,
}
_SKIN_LABELS = (Label.FACE, Label.NECK, Label.ARMS, Label.LEGS)


def measure_parsing(data: Path) -> dict[str, Any]:
    """Score the shipped parser on both labelled sets under ``measure_only``.

    Parameters
    ----------
    data : Path
        Holds ``measure_only/pairs_small`` and ``measure_only/parsing``.

    Returns
    -------
    dict
        For each set its count of pictures, ``iou`` by class over all pixels, the promised
        ``targets`` and the pictures in which nobody was found (scored as all background).

    Raises
    ------
    MissingResource
        When neither set is there.
    """
    with Observer(still=True, provider="cpu") as observer:

        def label(photo_bgr: BgrImage) -> NDArray[np.uint8] | None:
            body = observer.process(Frame(photo_bgr, 0, 0.0, 0)).body
            if body is None or body.labels is None:
                return None
            return body.labels.hard(Roi(0, 0, photo_bgr.shape[1], photo_bgr.shape[0]))

        return score_sets(data, label)


def score_sets(data: Path, label: LabelPhoto) -> dict[str, Any]:
    """Score anything that labels photos; see :func:`measure_parsing`."""
    people = data / "measure_only" / "pairs_small"
    street = data / "measure_only" / "parsing"
    found: dict[str, Any] = {}
    if people.is_dir():
        pairs = _pairs(people / "image", people / "labels_lip20")
        found["people"] = _score(pairs, label_maps.read_lip, label, _PEOPLE, _same)
    if street.is_dir():
        names = label_maps.read_names(street / "label_list.json")
        pairs = _pairs(street / "image", street / "labels_ccp59")
        found["street"] = _score(
            pairs, lambda path: label_maps.read_ccp(path, names), label, _STREET, _merged
        )
    if not found:
        raise MissingResource(
            f"There are no label pictures under {data}.", "Name the folder that holds measure_only."
        )
    for name, scores in found.items():
        scores["targets"] = TARGETS[name]
    return found


def _pairs(photos: Path, truths: Path) -> list[tuple[Path, Path]]:
    by_stem = {path.stem: path for path in sorted(truths.iterdir())}
    return [(path, by_stem[path.stem]) for path in sorted(photos.iterdir()) if path.stem in by_stem]


def _score(
    pairs: list[tuple[Path, Path]],
    read_truth: Callable[[Path], NDArray[np.uint8]],
    label: LabelPhoto,
    classes: dict[str, int],
    merge: Callable[[NDArray[np.uint8]], NDArray[np.uint8]],
) -> dict[str, Any]:
    overlap = Overlap(classes, label_maps.IGNORED)
    nobody = []
    for photo, truth in pairs:
        picture = read_picture(photo)
        said = label(picture)
        if said is None:
            nobody.append(photo.name)
            said = np.zeros(picture.shape[:2], np.uint8)
        overlap.add(merge(said), read_truth(truth))
    iou = {name: round(value, 4) for name, value in overlap.scores().items()}
    return {"pictures": overlap.pictures, "iou": iou, "nobody": nobody}


def _same(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return labels


def _merged(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return our labels in the classes of the street photos."""
    table = np.zeros(256, np.uint8)
    table[list(_SKIN_LABELS)] = label_maps.SKIN
    table[[Label.UPPER, Label.LOWER]] = label_maps.CLOTHES
    table[Label.HAIR] = label_maps.HAIR
    return table[labels]
