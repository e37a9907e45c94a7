"""Landmarks that follow from others by how garments are made.

Where nothing in a photo marks a place (the waist of a straight tee, the knee of a trouser
leg), a rule is steadier than a guess.
"""

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.outline_points import OutlinePoints

Point = NDArray[np.float32]
# From the armpit to the hem; from the crotch to the hem of a leg; from the shoulder to the cuff.
_WAIST = 0.5
_LEAST_WAIST, _MOST_WAIST = 0.15, 0.75
_NEARLY_STRAIGHT = 0.2
_KNEE = 0.45
_ELBOW = 0.5
_LONG_SLEEVE_OF_SIDE = 0.75
_FORK_REACH = 0.06
_FORK_ASIDE = 0.05


def place_waist(found: dict[str, Point]) -> None:
    """Put the waist of a top on its sides, half-way down unless it was seen elsewhere.

    Notes
    -----
    A straight top has its waist half-way from armpit to hem, by convention, and little in
    the photo marks it: what was seen near there goes half of the way to it. What was seen
    farther away, from 15 to 75 %, is a waist that was cut there and stays.
    """
    for side in ("left", "right"):
        armpit, hem = found.get(f"armpit_{side}"), found.get(f"hem_{side}")
        if armpit is None or hem is None:
            continue
        seen = found.get(f"waist_{side}")
        middle = _between(armpit, hem, _WAIST)
        if seen is None:
            found[f"waist_{side}"] = middle
            continue
        along = float((seen - armpit) @ (hem - armpit)) / max(1.0, _length(armpit, hem) ** 2)
        if abs(along - _WAIST) < _NEARLY_STRAIGHT:
            found[f"waist_{side}"] = seen + (hem - armpit) * np.float32((_WAIST - along) / 2)
        elif not _LEAST_WAIST < along < _MOST_WAIST:
            found[f"waist_{side}"] = middle


def place_crotch(found: dict[str, Point], outline: OutlinePoints) -> None:
    """Put the crotch where the outline forks between the legs, if that is near its guess.

    Legs laid together hide the fork: the gap between them then ends far below the guess,
    which is kept.
    """
    names = ("crotch", "leg_hem_left_inner", "leg_hem_right_inner")
    if not all(name in found for name in names):
        return
    guess, left, right = (found[name] for name in names)
    leg_px = (float(left[1]) + float(right[1])) / 2 - float(guess[1])
    inward = outline.corners[~outline.bulges]
    away = np.abs(inward - guess)
    near = (away[:, 0] < _FORK_ASIDE * leg_px) & (away[:, 1] < _FORK_REACH * leg_px)
    candidates = inward[near]
    if len(candidates):
        found["crotch"] = np.asarray(candidates[candidates[:, 1].argmin()], np.float32)


def place_knees(found: dict[str, Point]) -> None:
    """Put knees that were not seen in the legs' middle, 45 % of the way from crotch to hem."""
    crotch = found.get("crotch")
    for side in ("left", "right"):
        inner, outer = (found.get(f"leg_hem_{side}_{edge}") for edge in ("inner", "outer"))
        waist = found.get(f"waist_{side}")
        if f"knee_{side}" in found or crotch is None or inner is None:
            continue
        if outer is None or waist is None:
            continue
        # At the height of the crotch a leg reaches from there to about below the waist's end.
        top = _between(crotch, np.array([waist[0], crotch[1]], np.float32), 0.5)
        found[f"knee_{side}"] = _between(top, _between(inner, outer, 0.5), _KNEE)


def place_elbows(found: dict[str, Point]) -> None:
    """Give long sleeves without elbows one in the middle of each; short ones none."""
    for side in ("left", "right"):
        names = (f"shoulder_{side}", f"armpit_{side}", f"hem_{side}")
        cuff = [found.get(f"cuff_{side}_{edge}") for edge in ("inner", "outer")]
        if f"elbow_{side}" in found or not all(name in found for name in names):
            continue
        if cuff[0] is None or cuff[1] is None:
            continue
        shoulder, armpit, hem = (found[name] for name in names)
        end = _between(cuff[0], cuff[1], 0.5)
        top = _between(shoulder, armpit, 0.5)
        if _length(top, end) > _LONG_SLEEVE_OF_SIDE * _length(armpit, hem):
            found[f"elbow_{side}"] = _between(top, end, _ELBOW)


def _between(one: Point, other: Point, share: float) -> Point:
    return np.asarray(one + (other - one) * np.float32(share), np.float32)


def _length(one: Point, other: Point) -> float:
    return float(np.hypot(other[0] - one[0], other[1] - one[1]))
