"""Cut found hands out of a frame: their landmarks' shape, with edges by the colours around.

A hand's landmarks say what is most likely hand (thin bones), what it is at most (its shape, grown)
and what is not. A pixel I goes to the hand by its place on the line from the colour B outside to
the colour F of the hand, both taken from near by:
alpha = (I - B) . (F - B) / |F - B|^2, as in Levin, Lischinski and Weiss, "A Closed-Form Solution
to Natural Image Matting" (2008), section 2, with F and B known. Where both are alike, the shape
decides.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage, Hand
from tryon_ar.rendering import shapes
from tryon_ar.rendering.hand_shapes import fill_bones, fill_hand, hand_length_px
from tryon_ar.rendering.planes import Plane, inverse, product

F32 = NDArray[np.float32]

# In palm lengths: how far a hand may reach beyond its shape, and the windows its own colour and
# that around it are taken from (half sides).
_MARGIN = 0.12
_OWN_WINDOW = 0.22
_AROUND_WINDOW = 0.45
# From (B, G, R) to luma, which shade and prints change, at a lower weight, and (Cr, Cb).
_OPPONENTS = np.array(
    [[0.006, 0.029, 0.015], [-0.081, -0.419, 0.5], [0.5, -0.331, -0.169]], np.float32
)
# Colours nearer than the first (grey levels) are not told apart, further than the second well.
_CONTRAST = (7.0, 15.0)
# How much steeper than the mixture an edge is drawn, and how much its shape counts against it.
_STEEPNESS = 2.0
_SHAPE_WEIGHT = 0.5
# Bare labels with less of the hand's colour than this are dropped, and this steeply.
_LEAST_SKIN, _DROP = 0.48, 5.0
# ... within so many palm lengths of the hand, less the farther.
_REACH = 0.50
# Of the hand's middle that labels must have bare for its colour to be taken from there alone.
_LEAST_BARE = 0.25
# The hand's mean colour helps out by so much where none is near.
_EVERYWHERE = 0.002
# A hand less sure than this is only remembered: where no label is bare, there is none.
_SURE_HAND = 0.5


@dataclass(frozen=True, slots=True)
class _Trimap:
    """Over a box of a half-sized picture, (h, w), uint8: certain, likely and possible hand."""

    certain: Plane
    likely: Plane
    possible: Plane
    box: Roi


def cut_out_hand(
    canvas: Plane,
    skin: Plane,
    frame_bgr: BgrImage,
    roi: Roi,
    hand: Hand,
    bare: Plane,
    allowed: Plane,
    unit_px: float,
) -> None:
    """Draw a hand into a mask where it is more than what the mask has.

    Parameters
    ----------
    canvas : ndarray of shape (h, w), uint8
        The mask over ``roi``; changed in place.
    skin : ndarray of shape (h, w), uint8
        All bare skin over ``roi``; in place, loses what near the hand has the colour around it.
    frame_bgr : ndarray of shape (H, W, 3), uint8
    roi : Roi
        Within the frame.
    hand : Hand
        In frame pixels.
    bare : ndarray of shape ((h + 1) // 2, (w + 1) // 2), uint8
        Where labels or other hands have bare skin, over ``roi`` at half its resolution: it is not
        asked for the colour around, and all that a remembered hand believes.
    allowed : ndarray, the same
        Where labels allow a hand: there alone is it taken on its shape's word.
    unit_px : float
        Shoulder width.
    """
    length = hand_length_px(hand, unit_px)
    box = _box_around(hand, roi, 0.7 * length)
    if box is None:
        return
    trimap = _trimap(hand, box, length, unit_px)
    near, may_be = (plane[_halved(box.within(roi))] for plane in (bare, allowed))
    inside = _surely_hand(trimap.certain, near)
    if inside is None:
        if hand.confidence < _SURE_HAND:
            return
        inside = trimap.certain
    size = trimap.likely.shape[::-1]
    small = cv2.resize(frame_bgr[box.slices], size, interpolation=cv2.INTER_AREA)
    alpha, told = _mixture(np.asarray(small, np.float32), inside, trimap.possible, near, length / 2)
    place = box.within(roi)
    sure = hand.confidence >= _SURE_HAND
    own = _enlarged(_hand_share(alpha, told, trimap, may_be, lean=_SHAPE_WEIGHT if sure else 0.0))
    np.maximum(canvas[place], own, out=canvas[place])
    kept = _enlarged(_skin_kept(alpha, told, trimap.possible, length / 2))
    np.minimum(skin[place], np.maximum(kept, own), out=skin[place])


def _surely_hand(certain: Plane, bare: Plane) -> Plane | None:
    """Return the part of a hand's middle that labels have bare, if there is enough of it."""
    both = product(certain, bare)
    if int(both.sum()) < _LEAST_BARE * max(int(certain.sum()), 255):
        return None
    return both


def _hand_share(alpha: F32, told: F32, trimap: _Trimap, allowed: Plane, *, lean: float) -> F32:
    """Return the hand's share: by colours, leaning to its shape; by that alone where alike.

    A remembered hand does not lean: its shape is where it was.
    """
    unit = np.float32(1 / 255)
    likely, possible = trimap.likely * unit, trimap.possible * unit
    share = np.clip(_STEEPNESS * (alpha - 0.5 + lean * (likely - 0.5)) + 0.5, 0.0, 1.0)
    share *= told
    if lean > 0:
        share += (1.0 - told) * np.minimum(likely, allowed * unit)
    return np.asarray(np.minimum(share, possible), np.float32)


def _skin_kept(alpha: F32, told: F32, possible: Plane, length_px: float) -> F32:
    """Return what stays of bare labels: all but what, near the hand, has the colour around."""
    side = 2 * max(1, round(_REACH * length_px)) + 1
    near = cv2.blur(possible, (side, side)) * np.float32(2 / 255)
    dropped = np.clip((_LEAST_SKIN - alpha) * _DROP, 0.0, 1.0) * told * np.minimum(near, 1.0)
    return np.asarray(1.0 - dropped, np.float32)


def _enlarged(share: F32) -> Plane:
    """Return a share at the frame's resolution, uint8."""
    size = 2 * share.shape[1], 2 * share.shape[0]
    levels = cv2.convertScaleAbs(share, alpha=255.0)
    return np.asarray(cv2.resize(levels, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def _halved(slices: tuple[slice, slice]) -> tuple[slice, slice]:
    rows, columns = slices
    return slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2)


def _box_around(hand: Hand, roi: Roi, margin_px: float) -> Roi | None:
    """Return the part of a ROI that a hand may lie in, on the half-sized picture's grid."""
    (x0, y0), (x1, y1) = hand.points_px.min(axis=0) - margin_px, hand.points_px.max(axis=0)
    left, top = (max(0, int(v)) & ~1 for v in (x0 - roi.x0, y0 - roi.y0))
    right = min(roi.width, int(x1 + margin_px) - roi.x0) & ~1
    bottom = min(roi.height, int(y1 + margin_px) - roi.y0) & ~1
    if right - left < 4 or bottom - top < 4:
        return None
    return Roi(roi.x0 + left, roi.y0 + top, roi.x0 + right, roi.y0 + bottom)


def _trimap(hand: Hand, box: Roi, length_px: float, unit_px: float) -> _Trimap:
    points = (hand.points_px - (box.x0 + 0.5, box.y0 + 0.5)) / 2
    half = Hand(points, hand.is_left, hand.confidence)
    grid = Roi(0, 0, box.width // 2, box.height // 2)
    certain, likely = shapes.empty(grid), shapes.empty(grid)
    fill_bones(certain, grid, half, unit_px / 2)
    fill_hand(likely, grid, half, unit_px / 2)
    reach = 2 * max(1, round(_MARGIN * length_px / 2)) + 1
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    possible = np.asarray(cv2.dilate(likely, around), np.uint8)
    return _Trimap(certain, likely, possible, box)


def _mixture(
    bgr: F32, inside: Plane, possible: Plane, bare: Plane, length_px: float
) -> tuple[F32, F32]:
    """Return alpha, and how well the two colours are told apart, 0 to 1; both (h, w)."""
    colours = np.asarray(cv2.transform(bgr, _OPPONENTS), np.float32)
    own, has_own = _mean_near(colours, inside, _OWN_WINDOW * length_px)
    outside = product(inverse(possible), inverse(bare))
    around, has_around = _mean_near(colours, outside, _AROUND_WINDOW * length_px)
    if not (has_own and has_around):
        nothing = np.zeros(possible.shape, np.float32)
        return nothing, nothing
    towards = own - around
    squared = np.einsum("ijk,ijk->ij", towards, towards)
    low, high = (level * level for level in _CONTRAST)
    told = np.clip((squared - low) / (high - low), 0.0, 1.0)
    alpha = np.einsum("ijk,ijk->ij", colours - around, towards) / np.maximum(squared, 1.0)
    return alpha, told


def _mean_near(colours: F32, weights: Plane, half_side: float) -> tuple[F32, bool]:
    """Return the weighted mean colour around every pixel, and whether there is any weight."""
    share = weights.astype(np.float32) * np.float32(1 / 255)
    total = float(share.sum())
    if total < 1.0:
        return colours, False
    weighted = cv2.merge([*cv2.split(colours * share[..., None]), share])
    side = 2 * max(1, round(half_side)) + 1
    near = np.asarray(cv2.blur(weighted, (side, side)), np.float32)
    near += np.float32(_EVERYWHERE / total) * weighted.sum(axis=(0, 1))
    return near[..., :3] / near[..., 3:], True
