"""Errors of landmarks found against landmarks placed by hand."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = Mapping[str, tuple[float, float]]
NEAR = 0.05


@dataclass(frozen=True)
class Miss:
    """How far one landmark was found from where a hand placed it.

    ``error`` is in widths of the garment; infinite when the landmark was not found.
    """

    photo: str
    category: str
    name: str
    error: float


def garment_width(alpha: NDArray[np.uint8]) -> float:
    """Return the width in pixels of the box round the matte; raises ValueError without any."""
    columns = np.flatnonzero((alpha > 127).any(0))
    if not len(columns):
        raise ValueError("the matte is empty")
    return float(columns[-1] - columns[0] + 1)


def misses(photo: str, category: str, hand: Points, found: Points, width_px: float) -> list[Miss]:
    """Return one miss per landmark placed by hand."""
    return [
        Miss(photo, category, name, _error(at, found.get(name), width_px))
        for name, at in hand.items()
    ]


def _error(hand: tuple[float, float], found: tuple[float, float] | None, width_px: float) -> float:
    if found is None:
        return math.inf
    return math.hypot(found[0] - hand[0], found[1] - hand[1]) / width_px


def summary(all_misses: Iterable[Miss]) -> dict[str, float | int | None]:
    """Return mean and median error of those found (per cent of the width), PCK and missing.

    ``pck`` is the share of the landmarks placed by hand that were found within 5 % of the
    width: one that was not found counts as wrong.
    """
    errors = np.array([miss.error for miss in all_misses])
    found = errors[np.isfinite(errors)]
    return {
        "count": len(errors),
        "mean_percent": round(100 * float(found.mean()), 2) if len(found) else None,
        "median_percent": round(100 * float(np.median(found)), 2) if len(found) else None,
        "pck": round(float((errors <= NEAR).mean()), 3) if len(errors) else None,
        "missing": round(1 - len(found) / len(errors), 3) if len(errors) else None,
    }


def group_of(name: str) -> str:
    """Return what a landmark has in common with its other side: ``cuff_outer``, ``hem`` ..."""
    return name.replace("_left", "").replace("_right", "")
