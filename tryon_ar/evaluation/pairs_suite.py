"""People dressed again in the garment of their own photo: how near the mirror comes to it."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tryon_ar.core.dressing import USUAL_DRESSING
from tryon_ar.core.types import BgrImage
from tryon_ar.evaluation.album import Album
from tryon_ar.evaluation.baselines import BASELINES
from tryon_ar.evaluation.dressing_measures import (
    Figures,
    Truth,
    measure_shown,
    measure_trace,
    shown_by,
)
from tryon_ar.evaluation.pairs import Pair, read_pairs
from tryon_ar.evaluation.still_mirror import Dressing, StillMirror
from tryon_ar.garments.garment import LOWER_CATEGORIES, Garment

#: Whether the shirt is tucked in, front or all round, as people see it in the photos of the sets.
SEEN_TUCKED = {
    **dict.fromkeys(("00017", "00055", "00064", "13987", "000010"), True),
    **dict.fromkeys(("00008", "00034", "000038", "000048", "000066", "000082", "003491"), False),
}
#: Photos that nobody looked at: worn untucked, so much of the worn garment's area would hang below
#: its hem.
TUCKED_FROM = 0.10
#: What the cutter may take a top for: people correct that in the editor.
_NO_TOPS = frozenset({*LOWER_CATEGORIES, "dress"})
_TUCKED = replace(USUAL_DRESSING, tucked=True)
_DIGITS = 4
#: Scores of a person whom nobody dressed.
_NOTHING: Figures = {"warp_iou": 0.0, "full_iou": 0.0, "boundary_f": 0.0}


def measure_pairs(data: Path, album: Album | None = None) -> dict[str, Any]:
    """Dress people again in what they wear and compare with their photos.

    Parameters
    ----------
    data : Path
        See :func:`~tryon_ar.evaluation.pairs.read_pairs`.
    album : Album, optional
        Is given a plate of each pair.

    Returns
    -------
    dict
        ``sets`` (by set, each with ``pairs`` and ``summary``), ``summary`` of all pairs together
        (``mean``, ``min`` and ``max`` of each figure), ``baselines`` (the same of each of
        :data:`~tryon_ar.evaluation.baselines.BASELINES`).

    Raises
    ------
    MissingResource
        When there are no pairs.

    Notes
    -----
    The product photo is cut as the program cuts it; ``given_mask`` says what becomes of the mask
    that comes with it, and ``named`` what the fit makes of a top that was taken for something else
    (a dress or a skirt) once somebody says that it is one; ``warp_iou_named`` is that or, where
    nothing was to be corrected, ``warp_iou``. ``tucked`` is measured with the tuck option on, where
    the photo is tucked (:data:`SEEN_TUCKED`, else :data:`TUCKED_FROM`; ``tucked_by`` says which);
    ``full_iou_as_worn`` is the full figure with the option as the photo has it.
    """
    sets: dict[str, Any] = {}
    everything: list[dict[str, Any]] = []
    with StillMirror() as mirror:
        for name, pairs in read_pairs(data).items():
            found = {pair.name: measure_pair(mirror, pair, album) for pair in pairs}
            sets[name] = {"pairs": found, "summary": summary(found.values())}
            everything += found.values()
    whole = summary(everything)
    simpler = {name: summary(one["baselines"][name] for one in everything) for name in BASELINES}
    return {"sets": sets, "summary": whole, "baselines": simpler}


def measure_pair(mirror: StillMirror, pair: Pair, album: Album | None = None) -> dict[str, Any]:
    """Measure one pair; the figures of a person whom nobody dressed are 0."""
    truth = pair.truth()
    tracked = mirror.watch(truth.picture_bgr)
    garment = pair.garment()
    dressing = mirror.dress(tracked, [garment])
    own = _figures(dressing, truth)
    by_eye = SEEN_TUCKED.get(pair.name)
    is_tucked = (own.get("overhang") or 0.0) > TUCKED_FROM if by_eye is None else by_eye
    told: dict[str, Any] = {
        **own,
        "category": garment.category,
        "is_tucked": is_tucked,
        "tucked_by": "rule" if by_eye is None else "eye",
        "warp_iou_named": own["warp_iou"],
    }
    pictures = [("photo", truth.picture_bgr), ("mirror", dressing.dressed.image_bgr)]
    as_worn = own
    if is_tucked:
        tucked = mirror.dress(tracked, [garment], _TUCKED)
        told["tucked"] = as_worn = _figures(tucked, truth)
        pictures.append(("tucked in", tucked.dressed.image_bgr))
    told["full_iou_as_worn"], told["ssim_as_worn"] = as_worn["full_iou"], as_worn.get("ssim")
    masked = pair.garment_of_mask()
    if masked is not None:
        told["given_mask"] = _figures(mirror.dress(tracked, [masked]), truth)
    if garment.category in _NO_TOPS:
        told["named"] = _figures(mirror.dress(tracked, [pair.garment("top")]), truth)
        told["warp_iou_named"] = told["named"]["warp_iou"]
    told["baselines"] = _baselines(dressing, garment, truth, pictures)
    if album is not None:
        caption = f"{pair.name}: warp IoU {own['warp_iou']}, SSIM {own.get('ssim')}"
        album.add("People in the garment of their own photo", caption, pictures)
    return told


def _baselines(
    dressing: Dressing, garment: Garment, truth: Truth, pictures: list[tuple[str, BgrImage]]
) -> dict[str, Figures]:
    """Measure what simpler ways make of the same photo, at the same anchors."""
    fits = dressing.trace.fits
    found: dict[str, Figures] = {}
    for name, way in BASELINES.items():
        shown = way(truth.picture_bgr, garment, fits[0][1]) if fits else None
        found[name] = dict(_NOTHING) if shown is None else _rounded(measure_shown(shown, truth))
        if shown is not None:
            pictures.append((name.replace("_", " "), shown.picture_bgr))
    return found


def _figures(dressing: Dressing, truth: Truth) -> Figures:
    shown = shown_by(dressing)
    if shown is None:
        return dict(_NOTHING)
    return _rounded({**measure_shown(shown, truth), **measure_trace(dressing, shown)})


def _rounded(figures: Figures) -> Figures:
    return {name: None if v is None else round(v, _DIGITS) for name, v in figures.items()}


def summary(figures: Iterable[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Return mean, min and max of every figure over those that have it."""
    gathered: dict[str, list[float]] = {}
    for one in figures:
        for name, value in one.items():
            if isinstance(value, float):
                gathered.setdefault(name, []).append(value)
            elif isinstance(value, dict) and "warp_iou" in value:
                gathered.setdefault(f"{name}.warp_iou", []).append(value["warp_iou"])
                gathered.setdefault(f"{name}.full_iou", []).append(value["full_iou"])
    return {
        name: {
            "mean": round(sum(values) / len(values), _DIGITS),
            "min": min(values),
            "max": max(values),
        }
        for name, values in gathered.items()
    }
