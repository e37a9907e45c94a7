"""What of a garment is out of sight because another one is worn over it."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Points
from tryon_ar.fitting.fit import GarmentFit, Layer

# Sleeves count as long as those below them when they are so much of their length.
_AS_LONG = 0.9
# How far regions reach up beyond a collar and down beyond a hem, in shoulder widths.
_ABOVE, _BELOW = 1.0, 6.0
# Below a hem legs spread again, by so much of their length, and a top that hangs out by so much.
_WIDENING = 0.35
_HANGING_OUT = 0.06
# What ends further below than so is a skirt, in shoulder widths.
_SKIRT = 0.6
# Landmarks lie on a garment's outline, but it is drawn so much narrower here and there.
_INWARDS = 0.04
_SHIFT = 4
_OUTLINE = ("shoulder", "armpit", "waist", "hem")
_LEG_ENDS = ("leg_hem_left_outer", "leg_hem_right_outer", "knee_left", "knee_right")
_NEEDED = ("neck", "shoulder", "armpit", "hem")


@dataclass(frozen=True, slots=True)
class Beneath:
    """What of a garment others that are worn over it hide, wherever these are narrower.

    Attributes
    ----------
    trunk : ndarray of shape (h, w), uint8
        255 where nothing of its trunk may be seen: beside what is worn over it.
    sleeves : bool
        Its sleeves lie within longer ones.
    """

    trunk: NDArray[np.uint8]
    sleeves: bool

    def hides(self, layer: Layer) -> NDArray[np.uint8] | None:
        """Return what hides a layer, (h, w), 0 to 255; None when nothing does."""
        return self.trunk if layer in (Layer.TRUNK, Layer.BEHIND, Layer.LEG) else None


def beneath(inner: GarmentFit, outers: Sequence[GarmentFit], roi: Roi) -> Beneath | None:
    """Tell what of a garment lies hidden beneath tops that are worn over it.

    A tee is cut wider than the jacket over it, or the jacket is fitted closer: cloth that is
    really crumpled up inside would stand out beside shoulders, sleeves and waist. Trousers are
    cut wider at the hips than a tee that falls over them, unless legs are spread or bent.

    Parameters
    ----------
    inner : GarmentFit
    outers : sequence of GarmentFit
        What is worn over it.
    roi : Roi
        Within the frame.

    Returns
    -------
    Beneath or None
        None when no top is worn over it, or none with sleeves over another top: beside a vest
        all is seen. The inner one is seen in the outer one's neck and opening, above its collar
        and below its hem.
    """
    tops = [
        fit
        for fit in outers
        if not fit.is_lower
        and _has_outline(fit)
        and (_hangs_below(inner, fit) if inner.is_lower else fit.has_sleeves)
    ]
    if not tops:
        return None
    hidden = np.zeros((roi.height, roi.width), np.uint8)
    for fit in tops:
        spreads = inner.is_lower or _below_hem(inner, fit) > _SKIRT * fit.unit_px
        widening = _WIDENING if spreads else _HANGING_OUT
        np.maximum(hidden, _beside(fit, roi, widening), out=hidden)
    return Beneath(hidden, any(_covers_sleeves(fit, inner) for fit in tops))


def _has_outline(fit: GarmentFit) -> bool:
    return all(f"{stem}_{side}" in fit.landmarks for stem in _NEEDED for side in ("left", "right"))


def _hangs_below(lower: GarmentFit, top: GarmentFit) -> bool:
    """Tell whether legs hang down from a top's hem: spread or bent ones are seen beside it."""
    across, down = _directions(top)
    corners = _at(top, "hem_left"), _at(top, "hem_right")
    middle = (corners[0] + corners[1]) / 2
    half = float(np.linalg.norm(corners[0] - corners[1])) / 2
    ends = [_at(lower, name) - middle for name in _LEG_ENDS if name in lower.landmarks]
    return all(
        abs(float(end @ across)) < half + _WIDENING * max(float(end @ down), 0.0) for end in ends
    )


def _below_hem(inner: GarmentFit, outer: GarmentFit) -> float:
    """Return how far below another top's hem a top's own lies, pixels."""
    corners = [
        (_at(fit, "hem_left") + _at(fit, "hem_right")) / 2 if _has_outline(fit) else None
        for fit in (inner, outer)
    ]
    if corners[0] is None or corners[1] is None:
        return 0.0
    return float((corners[0] - corners[1]) @ _directions(outer)[1])


def _covers_sleeves(outer: GarmentFit, inner: GarmentFit) -> bool:
    """Tell whether sleeves are as long as those of a garment below; long are all that are."""
    if not inner.has_sleeves:
        return False
    if outer.long_sleeves or inner.long_sleeves:
        return outer.long_sleeves
    return all(_reach(outer, side) >= _AS_LONG * _reach(inner, side) for side in ("left", "right"))


def _reach(fit: GarmentFit, side: str) -> float:
    """Return how far a sleeve reaches from the shoulder, frame pixels."""
    cuff = (_at(fit, f"cuff_{side}_inner") + _at(fit, f"cuff_{side}_outer")) / 2
    return float(np.linalg.norm(cuff - _at(fit, f"shoulder_{side}")))


def _beside(outer: GarmentFit, roi: Roi, widening: float) -> NDArray[np.uint8]:
    """Return what lies neither within a garment's trunk nor above its neck or below its hem."""
    hidden = np.full((roi.height, roi.width), 255, np.uint8)
    across, down = _directions(outer)
    inwards, reach = _INWARDS * outer.unit_px * across, _BELOW * outer.unit_px
    left, right = (_side(outer, *way) for way in (("left", -inwards), ("right", inwards)))
    neck_left, neck_right = _at(outer, "neck_left") - inwards, _at(outer, "neck_right") + inwards
    up = -_ABOVE * outer.unit_px * down
    _clear(hidden, roi, [neck_left, *left, *reversed(right), neck_right])
    _clear(hidden, roi, [neck_left, neck_right, neck_right + up, neck_left + up])
    wider = widening * across
    ends = [left[-1] + reach * (down + wider), right[-1] + reach * (down - wider)]
    _clear(hidden, roi, [left[-1], *ends, right[-1]])
    return hidden


def _side(fit: GarmentFit, side: str, shift: Points) -> list[Points]:
    """Return the corners of one side of a trunk, from shoulder to hem, moved."""
    names = (f"{stem}_{side}" for stem in _OUTLINE)
    return [_at(fit, name) + shift for name in names if name in fit.landmarks]


def _directions(fit: GarmentFit) -> tuple[Points, Points]:
    """Return unit vectors towards the wearer's left and down the trunk."""
    hem_left, hem_right = _at(fit, "hem_left"), _at(fit, "hem_right")
    shoulders = (_at(fit, "shoulder_left") + _at(fit, "shoulder_right")) / 2
    across, down = hem_left - hem_right, (hem_left + hem_right) / 2 - shoulders
    lengths = (max(float(np.linalg.norm(one)), 1e-6) for one in (across, down))
    return across / next(lengths), down / next(lengths)


def _at(fit: GarmentFit, name: str) -> Points:
    return np.asarray(fit.landmarks[name], np.float64)


def _clear(canvas: NDArray[np.uint8], roi: Roi, corners: Sequence[Points]) -> None:
    """Set a polygon of frame points to 0, convex or not."""
    local = np.rint((np.array(corners) - (roi.x0, roi.y0)) * (1 << _SHIFT)).astype(np.int32)
    cv2.fillPoly(canvas, [local], 0, cv2.LINE_AA, _SHIFT)
