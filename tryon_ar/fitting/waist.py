"""Where the waistband of trousers, shorts and skirts lies, and at which scale they are worn."""

import math
from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.landmarks import SIDES, Landmarks
from tryon_ar.fitting.outline import half_width_px
from tryon_ar.fitting.vectors import distance
from tryon_ar.fitting.wearer import SIGN, Wearer

# Where the fork of trousers lies below the hip joints.
CROTCH_DROP = 0.26
# The flat waistband of trousers that fit, shoulder widths, where hips are as wide; what is wider
# below is larger than its waistband says, by this power (elastic, gathers). Of skirts the same by
# the hem, which counts less and only beyond a usual flare.
_FLAT_TROUSERS, _HIPS_POWER = 1.18, 0.55
_FLAT_SKIRT, _HEM_POWER, _USUAL_HEM = 1.14, 0.25, 1.6
_WIDEST_BELOW = 2.0
# Clothes are bought to fit the waist: those of a wider one are larger, by this power.
_USUAL_WAIST, _WAIST_POWER = 0.48, 0.5
_WAISTS = (0.42, 0.56)
# A waistband is at least and at most so far above the hip joints; at a turn a trunk is at least
# so wide, of its frontal width.
_RISES = (0.20, 0.66)
# What is really worn, higher than that, is hidden by raising the waistband by so much at most.
_OVER_WORN, _MOST_RAISED = 0.03, 0.26
_WAIST_HALF = 0.46
_WAIST_HALF_RANGE = (0.40, 0.60)
THINNEST = 0.62
_FRONTAL = 0.85


@dataclass(frozen=True, slots=True)
class WaistPlacement:
    """Where a waistband lies, and the scale of lengths below it.

    Attributes
    ----------
    targets : dict of str to ndarray of shape (2,)
        Frame pixels: ``waist_right`` and ``waist_left``; what hangs from them is added.
    scale : float
        Frame pixels per photo pixel along the body.
    """

    targets: Landmarks
    scale: float


def place_waist(
    marks: Landmarks, wearer: Wearer, worn: tuple[float, float] | None = None
) -> WaistPlacement:
    """Place the waistband on the trunk's outline above the hip joints.

    Parameters
    ----------
    marks : dict of str to ndarray of shape (2,)
        Photo landmarks; trousers have ``crotch``, skirts ``hem_…``.
    wearer : Wearer
    worn : (float, float), optional
        Height above the hips and slope of the waistband that is really worn, where it is seen.

    Notes
    -----
    The height is the garment's own: the fork lies where legs part, and the waistband as far above
    it as it is in the photo, so low trousers stay low. A skirt sits at the waist.
    """
    frame, unit_px = wearer.frame, wearer.unit_px
    waist_mid = (marks["waist_right"] + marks["waist_left"]) / 2
    scale = _flat_waist(marks, wearer) * unit_px / _across(marks, "waist")
    rise = anatomy.WAIST_RISE
    if "crotch" in marks:
        own = distance(marks["crotch"], waist_mid) * scale / unit_px
        rise = float(np.clip(own - CROTCH_DROP, *_RISES))
    rise += _raised(wearer, rise, worn)
    centre = frame.hip_mid + frame.up * rise * unit_px
    targets: Landmarks = {}
    for side in SIDES:
        half_px = _outline_half_px(wearer, centre, side)
        targets[f"waist_{side}"] = centre + wearer.outward(side) * half_px
    return WaistPlacement(targets, scale)


def _across(marks: Landmarks, name: str) -> float:
    return max(distance(marks[f"{name}_right"], marks[f"{name}_left"]), 1.0)


def _flat_waist(marks: Landmarks, wearer: Wearer) -> float:
    """Return how wide a flat waistband is on the wearer's scale, shoulder widths."""
    if "crotch" in marks:
        wide = _across(marks, "hip") / _across(marks, "waist") if "hip_right" in marks else 1.2
        flat = _FLAT_TROUSERS * _power(wide, -_HIPS_POWER)
    else:
        wide = _across(marks, "hem") / _across(marks, "waist") / _USUAL_HEM
        flat = _FLAT_SKIRT * _power(wide, -_HEM_POWER)
    centre = wearer.frame.hip_mid + wearer.frame.up * (anatomy.WAIST_RISE * wearer.unit_px)
    halves = [_seen_half(wearer, centre, side) for side in SIDES]
    seen = [half for half in halves if half is not None]
    if not seen or wearer.turn < _FRONTAL:
        return flat
    own = min(max(sum(seen) / len(seen), _WAISTS[0]), _WAISTS[1]) / _USUAL_WAIST
    return flat * math.pow(wearer.steady.update("own_waist", own, wearer.t_ms), _WAIST_POWER)


def _power(wide: float, exponent: float) -> float:
    return math.pow(min(max(wide, 1.0), _WIDEST_BELOW), exponent)


def _seen_half(wearer: Wearer, centre: Points, side: str) -> float | None:
    """Return the half-width of the trunk that is seen at a height, shoulder widths."""
    most_px = _WAIST_HALF_RANGE[1] * wearer.unit_px + 2
    seen = half_width_px(wearer.body, wearer.frame, centre, SIGN[side], most_px)
    return None if seen is None else seen / wearer.unit_px


def _raised(wearer: Wearer, rise: float, worn: tuple[float, float] | None) -> float:
    """Return how much higher a waistband is worn so as to hide that of what is really worn."""
    wanted = 0.0 if worn is None else worn[0] + _OVER_WORN - rise
    raised_px = min(max(wanted, 0.0), _MOST_RAISED) * wearer.unit_px
    return wearer.steadied_px("raised", raised_px) / wearer.unit_px


def _outline_half_px(wearer: Wearer, centre: Points, side: str) -> float:
    turn = max(wearer.turn, THINNEST)
    least, most = _WAIST_HALF_RANGE
    seen = _seen_half(wearer, centre, side)
    half = _WAIST_HALF * turn if seen is None else seen + anatomy.COVER_MARGIN
    half_px = float(np.clip(half, least * turn, most)) * wearer.unit_px
    return wearer.steadied_px(f"waistband_{side}", half_px)
