"""Worn clothes that still show: measured on rendered people whose bare truth is known."""

import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tryon_ar.core.errors import MissingResource
from tryon_ar.core.images import read_picture
from tryon_ar.core.types import BgrImage, DressedFrame
from tryon_ar.evaluation.label_maps import read_labels
from tryon_ar.evaluation.leak import Leak, UndressedPair, measure_picture
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.pipeline.try_on import TryOn

GARMENT = "tee-white"
# What the project promises of all pictures together.
TARGET = 0.02
_WORST = 10


def measure_leak(data: Path, garment: str = GARMENT) -> dict[str, Any]:
    """Dress rendered people and measure what still shows of their long sleeves.

    Parameters
    ----------
    data : Path
        Holds ``undressing``, or is such a folder: ``NNNN.frame.png``, ``NNNN.truth.png``,
        ``NNNN.labels.png`` and ``NNNN.truth_labels.png`` as the module
        ``training.people.undressing`` writes them.
    garment : str
        Id of a built-in garment with short sleeves.

    Raises
    ------
    MissingResource
        When there are no pictures.
    UnsafeImage
        When one of them is no picture.
    """
    with TryOn([load_builtin(garment)], still=True, provider="cpu") as mirror:
        return score_pairs(data, mirror.dress)


def score_pairs(data: Path, dress: Callable[[BgrImage], DressedFrame]) -> dict[str, Any]:
    """Measure whatever dresses pictures; see :func:`measure_leak`."""
    folder = data / "undressing" if (data / "undressing").is_dir() else data
    frames = sorted(folder.glob("*.frame.png"))
    if not frames:
        raise MissingResource(
            f"There are no pairs of pictures under {data}.",
            "Render some with python -m tryon_ar.training.people.undressing, or choose suites.",
        )
    found: dict[str, Leak] = {}
    undressed = []
    for path in frames:
        name = path.name.removesuffix(".frame.png")
        dressed = dress(read_picture(path))
        if dressed.coverage is None:
            undressed.append(name)
            continue
        found[name] = measure_picture(_pair(folder, name), dressed)
    return {**_summary(found), "undressed": undressed}


def _pair(folder: Path, name: str) -> UndressedPair:
    return UndressedPair(
        frame_bgr=read_picture(folder / f"{name}.frame.png"),
        truth_bgr=read_picture(folder / f"{name}.truth.png"),
        labels=read_labels(folder / f"{name}.labels.png"),
        truth_labels=read_labels(folder / f"{name}.truth_labels.png"),
    )


def _summary(found: dict[str, Leak]) -> dict[str, Any]:
    leaks = list(found.values())
    leaked = sum(one.leaked for one in leaks)
    worn = sum(one.worn for one in leaks) or 1
    away = [one.away_from_truth for one in leaks if one.away_from_truth is not None]
    worst = sorted(found, key=lambda name: -found[name].share)[:_WORST]
    return {
        "pictures": len(leaks),
        "leak": round(leaked / worn, 5),
        "target": TARGET,
        "leak_of_uncovered": round(leaked / (sum(one.uncovered for one in leaks) or 1), 5),
        "misplaced": round(sum(one.misplaced for one in leaks) / worn, 5),
        "leak_median": round(statistics.median(one.share for one in leaks), 5) if leaks else 0.0,
        "pictures_within_target": sum(one.share <= TARGET for one in leaks),
        "by_stage": _shares([one.stages for one in leaks], worn),
        "by_place": _shares([one.places for one in leaks], worn),
        "ciede2000_to_truth_median": round(statistics.median(away), 2) if away else None,
        "wrongly_touched": _wronged([one.wronged for one in leaks]),
        "worst": {name: round(found[name].share, 4) for name in worst},
    }


def _shares(counts: list[dict[str, int]], of: int) -> dict[str, float]:
    names = counts[0] if counts else ()
    return {name: round(sum(one[name] for one in counts) / of, 5) for name in names}


def _wronged(counts: list[dict[str, tuple[int, int, int]]]) -> dict[str, dict[str, float]]:
    shares = {}
    for kind in counts[0] if counts else ():
        changed, covered, all_of = (sum(one[kind][k] for one in counts) for k in range(3))
        shares[kind] = {
            "changed": round(changed / max(all_of, 1), 5),
            "covered": round(covered / max(all_of, 1), 5),
        }
    return shares
