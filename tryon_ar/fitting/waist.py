"""Where the waistband of trousers, shorts and skirts lies, and at which scale they are worn."""

from dataclasses import dataclass

import numpy as np

from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.landmarks import SIDES, Landmarks
from tryon_ar.fitting.outline import half_width_px
from tryon_ar.fitting.vectors import distance
from tryon_ar.fitting.wearer import SIGN, Wearer

# Where the fork of trousers lies below the hip joints.
CROTCH_DROP = 0.31
# The flat waistband of what fits, shoulder widths, and how wide jeans are at the fork for their
# waistband, skirts at the hem: elastic and gathers draw a waistband in, and what is much wider
# below has a larger scale than its waistband says, by this power.
_FLAT_WAIST = 1.08
_USUAL_HIPS, _USUAL_HEM = 1.22, 1.6
_GATHERED_POWER, _FLARED_POWER = 0.6, 0.25
_LEAST_GATHERED = 0.70
# A waistband is at least and at most so far above the hip joints; at a turn a trunk is at least
# so wide, of its frontal width.
_RISES = (0.20, 0.66)
# What is really worn, higher than that, is hidden by raising the waistband by so much at most.
_OVER_WORN, _MOST_RAISED = 0.03, 0.26
_WAIST_HALF = 0.46
_WAIST_HALF_RANGE = (0.40, 0.64)
THINNEST = 0.62


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
    flat_px = max(distance(marks["waist_right"], marks["waist_left"]), 1.0)
    scale = _FLAT_WAIST * _gathering(marks, flat_px) * unit_px / flat_px
    rise = anatomy.WAIST_RISE
    if "crotch" in marks:
        waist_row = float(marks["waist_right"][1] + marks["waist_left"][1]) / 2
        own = (float(marks["crotch"][1]) - waist_row) * scale / unit_px
        rise = float(np.clip(own - CROTCH_DROP, *_RISES))
    rise += _raised(wearer, rise, worn)
    centre = frame.hip_mid + frame.up * rise * unit_px
    targets: Landmarks = {}
    for side in SIDES:
        half_px = _outline_half_px(wearer, centre, side)
        targets[f"waist_{side}"] = centre + wearer.outward(side) * half_px
    return WaistPlacement(targets, scale)


def _raised(wearer: Wearer, rise: float, worn: tuple[float, float] | None) -> float:
    """Return how much higher a waistband is worn so as to hide that of what is really worn."""
    wanted = 0.0 if worn is None else worn[0] + _OVER_WORN - rise
    raised_px = min(max(wanted, 0.0), _MOST_RAISED) * wearer.unit_px
    return wearer.steadied_px("raised", raised_px) / wearer.unit_px


def _gathering(marks: Landmarks, flat_px: float) -> float:
    """Return how much smaller than usual a waistband is for what it holds, at most 1."""
    if "crotch" in marks:
        ends = [marks[name] for name in ("hip_right", "hip_left") if name in marks]
        wide = distance(*ends) / flat_px if len(ends) == 2 else _USUAL_HIPS
        shrunk = (_USUAL_HIPS / max(wide, _USUAL_HIPS)) ** _GATHERED_POWER
    else:
        wide = distance(marks["hem_right"], marks["hem_left"]) / flat_px
        shrunk = (_USUAL_HEM / max(wide, _USUAL_HEM)) ** _FLARED_POWER
    return float(max(shrunk, _LEAST_GATHERED))


def _outline_half_px(wearer: Wearer, centre: Points, side: str) -> float:
    unit_px = wearer.unit_px
    turn = max(wearer.turn, THINNEST)
    least, most = _WAIST_HALF_RANGE
    seen = half_width_px(wearer.body, wearer.frame, centre, SIGN[side], most * unit_px + 2)
    half = _WAIST_HALF * turn if seen is None else seen / unit_px + anatomy.COVER_MARGIN
    half_px = float(np.clip(half, least * turn, most)) * unit_px
    return wearer.steadied_px(f"waistband_{side}", half_px)
