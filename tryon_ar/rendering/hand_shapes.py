"""Draw hands from their landmarks: a palm and fingers as wide as the hand is large."""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Hand, Points
from tryon_ar.rendering import shapes

# Landmarks from root to tip; the palm's outline goes round by the roots.
_FINGERS = np.arange(1, 21).reshape(5, 4)
_PALM = (0, 1, 5, 9, 13, 17)
_WRIST, _INDEX, _MIDDLE, _LITTLE = 0, 5, 9, 17
# In lengths of the palm, wrist to the middle finger's root (some 9.5 cm). Half-widths of thumb
# and fingers.
_THICKNESS = (0.12, 0.095, 0.095, 0.09, 0.08)
_PALM_MARGIN = 0.10
# Of what is hand for certain: its share of a finger's width, and how far it stays inside the palm.
_BONE = 0.45
_PALM_INSET = 0.25
# The palm is this much longer than broad at the knuckles, and at least so long in shoulder widths.
_LENGTH_TO_BREADTH = 1.35
_LEAST_LENGTH = 0.18


def hand_length_px(hand: Hand, unit_px: float) -> float:
    """Return how long the palm would be if seen flat, in pixels."""
    points = hand.points_px
    length = float(np.hypot(*(points[_MIDDLE] - points[_WRIST])))
    breadth = float(np.hypot(*(points[_INDEX] - points[_LITTLE])))
    return max(length, _LENGTH_TO_BREADTH * breadth, _LEAST_LENGTH * unit_px)


def fill_hand(
    canvas: NDArray[np.uint8], roi: Roi, hand: Hand, unit_px: float, level: int = 255
) -> None:
    """Fill palm and fingers of a hand."""
    length = hand_length_px(hand, unit_px)
    around = ring(_PALM_MARGIN * length)
    palm = hand.points_px[list(_PALM)]
    shapes.fill_hull(canvas, roi, (palm[:, None] + around).reshape(-1, 2), level)
    widths = [2 * half * length for half in _THICKNESS]
    shapes.fill_strokes(canvas, roi, hand.points_px[_FINGERS], widths, level)


def fill_bones(
    canvas: NDArray[np.uint8], roi: Roi, hand: Hand, unit_px: float, level: int = 255
) -> None:
    """Fill what is hand for certain: the middle of the palm and of the fingers."""
    length = hand_length_px(hand, unit_px)
    palm = hand.points_px[list(_PALM)]
    shapes.fill_hull(canvas, roi, palm + (palm.mean(axis=0) - palm) * _PALM_INSET, level)
    widths = [2 * _BONE * half * length for half in _THICKNESS]
    shapes.fill_strokes(canvas, roi, hand.points_px[_FINGERS], widths, level)


def fill_around(
    canvas: NDArray[np.uint8], roi: Roi, points: Points, margin_px: float, level: int = 255
) -> None:
    """Fill the hull of points, grown by a margin."""
    shapes.fill_hull(canvas, roi, (points[:, None] + ring(margin_px)).reshape(-1, 2), level)


def ring(radius_px: float, count: int = 8) -> Points:
    """Return points evenly around the origin."""
    placed: Points = _ring(count) * radius_px
    return placed


@cache
def _ring(count: int) -> Points:
    angles = np.arange(count) * (2 * math.pi / count)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)
