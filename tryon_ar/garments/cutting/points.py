"""Landmarks put on the garment: snapped to its outline, missing ones inferred."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.construction import (
    place_crotch,
    place_elbows,
    place_knees,
    place_waist,
)
from tryon_ar.garments.cutting.landmark_rules import (
    CUFFS,
    ELBOWS,
    Lies,
    landmarks_of,
    other_side,
    where,
)
from tryon_ar.garments.cutting.outline_points import OutlinePoints, trace_outline
from tryon_ar.garments.cutting.reading import LANDMARK_ORDER, Reading
from tryon_ar.garments.folder import required_landmarks
from tryon_ar.garments.garment import LOWER_CATEGORIES, Part

Point = NDArray[np.float32]
SEEN = 0.2
_UNSURE = 0.25
# How far, in sizes of the garment, the outline attracts a landmark. Where it may lie inside
# (an armpit under a sleeve, the front's edge over the back's) the network knows better.
_CORNER_REACH = 0.018
_INWARD_REACH = 0.012
_OUTLINE_REACH = 0.03
_HIDDEN_REACH = 0.006
_LEAST_SLEEVE_SHARE = 0.008
FAINT = 0.02
# Less than what garment folders allow, in sizes of the photo: of one cut off at its side, the
# mirrored landmarks may lie anywhere.
_MOST_OUTSIDE = 0.24
# Where a required landmark lies in the garment's box when nothing else is known: x for the
# wearer's left (the right one is mirrored), y, both from 0 to 1.
_TYPICAL = {
    "neck": (0.62, 0.03),
    "shoulder": (0.78, 0.08),
    "armpit": (0.75, 0.33),
    "hem": (0.77, 0.98),
    "waist": (0.8, 0.02),
    "crotch": (0.5, 0.36),
    "leg_hem_inner": (0.6, 0.99),
    "leg_hem_outer": (0.9, 0.99),
}


@dataclass(frozen=True, eq=False)
class Placed:
    """Landmarks of one garment.

    Attributes
    ----------
    points : dict of str to (x, y)
        Pixels of the photo.
    guessed : tuple of str
        Required landmarks that the network did not find; inferred from the other side or
        from the garment's box.
    confidence : float
        Mean confidence of the required landmarks, 0 to 1; a guessed one counts 0.
    """

    points: dict[str, tuple[float, float]]
    guessed: tuple[str, ...]
    confidence: float


def place_landmarks(
    reading: Reading, alpha: NDArray[np.uint8], parts: NDArray[np.uint8], category: str
) -> Placed:
    """Put the network's landmarks on the refined garment.

    Parameters
    ----------
    reading : Reading
    alpha, parts : ndarray of shape (H, W), uint8
        The refined matte and part map.
    category : str

    Notes
    -----
    What nothing in a photo marks (the waist of tops, knees) is placed by rule, see
    :mod:`.construction`. Cuffs and hem corners go to the nearest corner of the outline,
    armpits and the crotch to the nearest inward one, the others to the outline's nearest
    point; what is far from all of them stays. A landmark the network did not see takes the
    mirrored place of its partner where that one is sure (the axis is fitted to the pairs that
    are), else a typical place in the garment's box.
    """
    inside = alpha > 127
    outline = trace_outline(inside)
    if not len(outline.points):
        return Placed({}, tuple(sorted(required_landmarks(category))), 0.0)
    front = trace_outline(inside & (parts != Part.INSIDE_BACK))
    found, sure = _seen(reading, category, parts, inside)
    guessed = []
    for name in sorted(required_landmarks(category) - found.keys()):
        found[name] = _inferred(name, found, sure, outline)
        sure[name] = 0.0
        guessed.append(name)
    _construct(found, category, outline)
    size = float(np.ptp(outline.points, axis=0).max())
    sleeved = CUFFS[0] in found
    points = {
        name: _snapped(at, where(name, sleeved=sleeved), outline, front, size)
        for name, at in found.items()
    }
    wanted = required_landmarks(category)
    confidence = float(np.mean([sure[name] for name in wanted])) if wanted else 1.0
    return Placed(
        {name: _near_photo(at, inside.shape) for name, at in points.items()},
        tuple(guessed),
        confidence,
    )


def _near_photo(at: Point, shape: tuple[int, ...]) -> tuple[float, float]:
    """Return a landmark no further outside the photo than a stored garment's may lie."""
    height, width = shape
    x, y = float(at[0]), float(at[1])
    x = min(max(x, -_MOST_OUTSIDE * width), (1 + _MOST_OUTSIDE) * width)
    y = min(max(y, -_MOST_OUTSIDE * height), (1 + _MOST_OUTSIDE) * height)
    return round(x, 1), round(y, 1)


def _seen(
    reading: Reading, category: str, parts: NDArray[np.uint8], inside: NDArray[np.bool_]
) -> tuple[dict[str, Point], dict[str, float]]:
    """Return the landmarks of the category that the network is sure enough of."""
    area = max(1, int(inside.sum()))
    sleeves = (parts == Part.LEFT_SLEEVE) | (parts == Part.RIGHT_SLEEVE)
    has_sleeves = int(sleeves.sum()) > _LEAST_SLEEVE_SHARE * area
    found: dict[str, Point] = {}
    sure: dict[str, float] = {}
    wanted = required_landmarks(category)
    for name in landmarks_of(category, sleeves=has_sleeves):
        x, y, confidence = reading.landmarks[LANDMARK_ORDER.index(name)]
        # Even a faint sight of what every such garment has is better than a rule.
        if confidence >= (FAINT if name in wanted else SEEN):
            found[name] = np.array([x, y], np.float32)
            sure[name] = float(confidence)
    _only_whole(found, CUFFS)
    return found, sure


def _construct(found: dict[str, Point], category: str, outline: OutlinePoints) -> None:
    """Place what follows from other landmarks."""
    if category in ("trousers", "shorts"):
        place_crotch(found, outline)
    if category == "trousers":
        place_knees(found)
    if category not in LOWER_CATEGORIES:
        place_elbows(found)
        _only_whole(found, ELBOWS)
    if category not in LOWER_CATEGORIES | {"dress"}:
        place_waist(found)


def _only_whole(found: dict[str, Point], group: tuple[str, ...]) -> None:
    """Drop a group of landmarks that is useless unless it is complete on both sides."""
    if not all(name in found for name in group):
        for name in group:
            found.pop(name, None)


def _inferred(
    name: str, found: dict[str, Point], sure: dict[str, float], outline: OutlinePoints
) -> Point:
    partner = other_side(name)
    if partner is not None and sure.get(partner, 0.0) > _UNSURE:
        return _mirrored(found[partner], _axis(found, outline))
    low, high = outline.points.min(0), outline.points.max(0)
    stem = name.replace("_left", "").replace("_right", "")
    x, y = _TYPICAL[stem]
    if "right" in name:
        x = 1 - x
    return np.asarray(low + (high - low) * np.array([x, y], np.float32), np.float32)


def _axis(found: dict[str, Point], outline: OutlinePoints) -> tuple[Point, Point]:
    """Return a point on the garment's middle line and its direction (unit vector)."""
    pairs = [
        (at, found[other])
        for name, at in found.items()
        if "left" in name and (other := str(other_side(name))) in found
    ]
    if len(pairs) < 2:
        middle = (outline.points.min(0) + outline.points.max(0)) / 2
        return np.asarray(middle, np.float32), np.array([0.0, 1.0], np.float32)
    middles = np.array([(left + right) / 2 for left, right in pairs])
    across = np.sum([left - right for left, right in pairs], axis=0)
    along = np.array([-across[1], across[0]]) / max(1e-6, float(np.hypot(*across)))
    return np.asarray(middles.mean(0), np.float32), np.asarray(along, np.float32)


def _mirrored(point: Point, axis: tuple[Point, Point]) -> Point:
    middle, along = axis
    away = point - middle
    return np.asarray(middle + 2 * float(away @ along) * along - away, np.float32)


def _snapped(
    at: Point, lies: Lies, outline: OutlinePoints, front: OutlinePoints, size_px: float
) -> Point:
    """Return where a landmark lies on the garment; where it was when nothing is near."""
    if lies is Lies.INSIDE:
        return at
    if lies is Lies.ON_FRONT:
        on_front = front.nearest(at, _HIDDEN_REACH * size_px)
        return at if on_front is None else on_front
    if lies in (Lies.ON_CORNER, Lies.IN_CORNER):
        bulging = lies is Lies.ON_CORNER
        reach = _CORNER_REACH if bulging else _INWARD_REACH
        corner = outline.nearest_corner(at, reach * size_px, bulging=bulging)
        if corner is not None:
            return corner
    reach = _HIDDEN_REACH if lies is Lies.IN_CORNER else _OUTLINE_REACH
    on_outline = outline.nearest(at, reach * size_px)
    return at if on_outline is None else on_outline
