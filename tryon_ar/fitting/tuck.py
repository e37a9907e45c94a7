"""Tops tucked into what is worn below: along which line they disappear, and how they end there."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Points
from tryon_ar.fitting import anatomy
from tryon_ar.fitting.landmarks import SIDES, Landmarks
from tryon_ar.fitting.outline import half_width_px
from tryon_ar.fitting.torso import TorsoPlacement
from tryon_ar.fitting.wearer import SIGN, Wearer
from tryon_ar.garments.garment import Garment

# Labels are asked on this grid above the hip joints, shoulder widths: columns across the trunk
# (of its frontal width), rows from above the waist down to below any waistband.
_COLUMNS = np.linspace(-0.38, 0.38, 9)
_ROWS = np.linspace(0.98, -0.14, 29)
# A waistband is worn within these heights; a lower edge is the hem of a top that hangs out.
_WAISTBANDS = (0.16, 0.90)
# What is worn below has a share of so much there, and all the way down for so many rows.
_LOWER = 0.5
_SUSTAINED = 3
_LEAST_COLUMNS = 4
_STRAY = 0.07
_MOST_SLOPE = 0.35
# Cloth that is tucked in lies on the body at the line, and stands off a little above it.
_SNUG = 0.015
_POINTS = 7
# A front-on waistband is seen from above: its middle lies lower than its ends.
_SAG = 0.025
_BENEATH = 0.08


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
    """Whether a garment is one that people tuck in: a top that is not worn over others."""
    return not (garment.is_lower or garment.is_outer or garment.category == "dress")


def waist_line(wearer: Wearer, waistband: tuple[Points, Points] | None = None) -> WaistLine:
    """Return where a top disappears into what is worn below.

    Parameters
    ----------
    wearer : Wearer
    waistband : (ndarray of shape (2,), ndarray of shape (2,)), optional
        Right and left end of the waistband of trousers or a skirt that is put on too; otherwise
        the upper edge of what is really worn, by labels, or a waist's usual height.

    Notes
    -----
    By labels: in nine columns across the trunk, the highest row from which on lower clothes are
    likeliest; a straight line through them, those left out that lie off it. An edge below the
    hips is the hem of a top that really hangs out, and tells nothing of the waistband beneath.
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
        height, slope = _worn_waist(wearer) or (anatomy.WAIST_RISE, 0.0)
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


def _worn_waist(wearer: Wearer) -> tuple[float, float] | None:
    """Return height above the hips and slope of the worn waistband; None where it is not seen."""
    labels, frame, unit_px = wearer.body.labels, wearer.frame, wearer.unit_px
    if labels is None:
        return None
    columns = _COLUMNS * max(wearer.turn, 0.4)
    across, up = np.meshgrid(columns * unit_px, _ROWS * unit_px)
    places = frame.hip_mid + across[..., None] * frame.across + up[..., None] * frame.up
    lower = _sampled(labels, places) > _LOWER
    runs = lower[: -_SUSTAINED + 1].copy()
    for step in range(1, _SUSTAINED):
        runs &= lower[step : len(lower) - _SUSTAINED + 1 + step]
    seen = runs.any(axis=0)
    first = runs.argmax(axis=0)
    seen &= first > 0  # else it begins above: no waistband but a dress
    if seen.sum() < _LEAST_COLUMNS:
        return None
    half_step = float(_ROWS[0] - _ROWS[1]) / 2
    heights, sides = _ROWS[first[seen]] + half_step, columns[seen]
    keep = np.abs(heights - np.median(heights)) < 2 * _STRAY + _MOST_SLOPE * np.abs(sides)
    if keep.sum() < _LEAST_COLUMNS:
        return None
    slope, height = np.polyfit(sides[keep], heights[keep], 1)
    keep &= np.abs(heights - (height + slope * sides)) < _STRAY
    if keep.sum() < _LEAST_COLUMNS:
        return None
    slope, height = np.polyfit(sides[keep], heights[keep], 1)
    if not _WAISTBANDS[0] < height < _WAISTBANDS[1] or abs(slope) > _MOST_SLOPE:
        return None
    return float(height), float(slope)


def _sampled(labels: Labels, places: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return the share of lower clothes at frame points, nearest neighbour, 0 off the labels."""
    size = labels.shares.shape[1]
    scale = size / labels.side_px
    columns = np.floor((places[..., 0] + 0.5 - labels.x0_px) * scale).astype(np.intp)
    rows = np.floor((places[..., 1] + 0.5 - labels.y0_px) * scale).astype(np.intp)
    inside = (columns >= 0) & (columns < size) & (rows >= 0) & (rows < size)
    plane = labels.shares[Label.LOWER]
    found = plane[np.clip(rows, 0, size - 1), np.clip(columns, 0, size - 1)]
    return np.where(inside, found, np.float32(0.0))
