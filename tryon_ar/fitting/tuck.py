"""Tops tucked into what is worn below: along which line they disappear, and how they end there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.landmarks import SIDES, Landmarks
from tryon_ar.fitting.outline import half_width_px
from tryon_ar.fitting.placement import TorsoPlacement
from tryon_ar.fitting.vectors import distance
from tryon_ar.fitting.wearer import SIGN, Wearer
from tryon_ar.garments.garment import Garment

# Cloth that is tucked in lies on the body at the line, and stands off a little above it.
_SNUG = 0.015
_POINTS = 7
# A front-on waistband is seen from above: its middle lies lower than its ends.
_SAG = 0.025
_BENEATH = 0.08
# Seams are 1.13 and the way from neck to crotch some two distances of the shoulder joints.
_SHORTEST_DRESS = 1.8


@dataclass(frozen=True, slots=True)
class WaistLine:
    """The edge along which a tucked top ends.

    Attributes
    ----------
    points : ndarray of shape (K, 2), float64
        Frame pixels, from the wearer's right to the left; what is tucked in lies below.
    centre : ndarray of shape (2,)
        On the spine.
    halves_px : dict of str to float
        Half-widths of the trunk there, by side.
    """

    points: NDArray[np.float64]
    centre: Points
    halves_px: dict[str, float]


def may_be_tucked(garment: Garment) -> bool:
    """Whether a garment is one that people tuck in: a top that is not worn over others.

    What is called a dress but ends above the crotch is a tunic, and may be tucked in.
    """
    if garment.is_lower or garment.is_outer:
        return False
    return garment.category != "dress" or _length_in_widths(garment) < _SHORTEST_DRESS


def _length_in_widths(garment: Garment) -> float:
    """Return a garment's length from neck to hem, in widths between its shoulder seams."""
    marks = {name: np.array(at) for name, at in garment.landmarks.items()}
    if not {f"{name}_{side}" for name in ("neck", "hem", "shoulder") for side in SIDES} <= set(
        marks
    ):
        return np.inf
    hem, neck = ((marks[f"{name}_left"] + marks[f"{name}_right"]) / 2 for name in ("hem", "neck"))
    width_px = distance(marks["shoulder_left"], marks["shoulder_right"])
    return distance(hem, neck) / max(width_px, 1.0)


def waist_line(
    wearer: Wearer,
    waistband: tuple[Points, Points] | None = None,
    worn: tuple[float, float] | None = None,
) -> WaistLine:
    """Return where a top disappears into what is worn below.

    Parameters
    ----------
    wearer : Wearer
    waistband : (ndarray of shape (2,), ndarray of shape (2,)), optional
        Right and left end of the waistband of trousers or a skirt that is put on too.
    worn : (float, float), optional
        Otherwise height above the hips and slope of the waistband that is really worn, as
        :func:`tryon_ar.fitting.worn_waist.worn_waist` sees it; where it does not, a waist's usual
        height.
    """
    frame, unit_px = wearer.frame, wearer.unit_px
    if waistband is not None:
        right, left = waistband
        # What is put on is drawn over the top: it goes on beneath the waistband.
        centre = (right + left) / 2 - frame.up * (_BENEATH * unit_px)
        height = float((centre - frame.hip_mid) @ frame.up) / unit_px
        across_px = max(float((left - right) @ frame.across), 1.0)
        slope = float((left - right) @ frame.up) / across_px
    else:
        height, slope = worn or (anatomy.WAIST_RISE, 0.0)
        height = wearer.steadied_px("tuck", height * unit_px) / unit_px
        slope = wearer.steadied_px("tuck_slope", slope * unit_px) / unit_px
    centre = frame.hip_mid + frame.up * height * unit_px
    halves_px = {side: _half_px(wearer, centre, side) for side in SIDES}
    steps = np.linspace(-1.0, 1.0, _POINTS)
    lateral = np.where(steps < 0, halves_px["right"], halves_px["left"]) * steps
    sag = _SAG * unit_px * (1.0 - steps**2)
    points = centre + np.outer(lateral, frame.across + frame.up * slope) - np.outer(sag, frame.up)
    return WaistLine(points, centre, halves_px)


def tuck_in(marks: Landmarks, placement: TorsoPlacement, line: WaistLine, wearer: Wearer) -> None:
    """Draw a top's sides in to the waist it is tucked into, in place.

    Parameters
    ----------
    marks : dict of str to ndarray of shape (2,)
        Photo landmarks.
    placement : TorsoPlacement
        Its ``waist_…`` and ``hem_…`` targets change.
    line : WaistLine
    wearer : Wearer

    Notes
    -----
    Cloth keeps its length and its width above; its sides run in to the body at the line, which
    leaves a slight blouse above it.
    """
    frame, targets = wearer.frame, placement.targets
    for side in SIDES:
        outward = frame.across * SIGN[side]
        waist, hem = targets[f"waist_{side}"], targets[f"hem_{side}"]
        snug_px = line.halves_px[side] + _SNUG * wearer.unit_px
        waist_drop = float((line.centre - waist) @ frame.up)
        if waist_drop >= 0.0:  # the waist itself is tucked in
            out_px = float((waist - line.centre) @ outward)
            targets[f"waist_{side}"] = waist + outward * min(snug_px - out_px, 0.0)
            waist = targets[f"waist_{side}"]
        whole = float((waist - hem) @ frame.up)
        share = float((waist - line.centre) @ frame.up) / max(whole, 1e-6)
        if not 0.15 < share < 1.0:
            share = 1.0
        waist_out = float((waist - line.centre) @ outward)
        hem_out = float((hem - line.centre) @ outward)
        wanted = waist_out + (snug_px - waist_out) / share
        change = min(max(wanted, 0.3 * hem_out), hem_out) - hem_out
        targets[f"hem_{side}"] = hem + outward * change


def hem_landmarks(line: WaistLine) -> dict[str, tuple[float, float]]:
    """Return where the hem of a tucked top is seen: along the line."""
    right, middle, left = line.points[0], line.points[len(line.points) // 2], line.points[-1]
    return {
        "hem_right": (float(right[0]), float(right[1])),
        "hem_center": (float(middle[0]), float(middle[1])),
        "hem_left": (float(left[0]), float(left[1])),
    }


def _half_px(wearer: Wearer, centre: Points, side: str) -> float:
    unit_px = wearer.unit_px
    most_px = 0.7 * unit_px
    seen = half_width_px(wearer.body, wearer.frame, centre, SIGN[side], most_px)
    half_px = anatomy.HIP_HALF * wearer.turn * unit_px if seen is None else seen
    return wearer.steadied_px(f"tuck_{side}", min(half_px, most_px))
