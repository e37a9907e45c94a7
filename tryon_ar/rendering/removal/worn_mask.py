"""How far every pixel shows worn cloth that has to go."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Mask, Points, SoftMask
from tryon_ar.kernels.undress import weigh_cloth_nb

# The worn cloth's edge is blurred into what is beside it: so much more is taken (shoulder
# widths).
_RIM = 0.05
_RAMP = 0.25, 0.6
# Legs are not bare between cloth above and cloth below so near (shoulder widths).
_GAP = 0.6
# How legs lean: sideways for down.
_SLOPES = -0.35, 0.0, 0.35


@dataclass(frozen=True, slots=True)
class Wearing:
    """What of the worn clothes an outfit takes the place of.

    Attributes
    ----------
    upper, lower : bool
        Upper clothes, and lower ones.
    open_front : bool
        All that is worn above is open in front, or goes over a top: the real clothes are seen
        in its opening, at its neck and below its hem.
    hem : ndarray of shape (2,), or None
        Middle of the hem of what is worn above, frame pixels.
    sleeves : (float, float)
        How far down the arms the outfit's own sleeves reach, left first: 0 at the shoulder, 1 at
        the elbow, 2 at the wrist.
    """

    upper: bool
    lower: bool
    open_front: bool = False
    hem: Points | None = None
    sleeves: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class WornMask:
    """Where worn cloth shows that has to go.

    Attributes
    ----------
    box : Roi
        Rectangle of the frame in which any shows.
    weight : ndarray of shape (box.height, box.width), float32
        How far each pixel goes, its blurred rim included, 0 to 1; 0 where the outfit covers all.
    wanted : ndarray of shape (box.height, box.width), uint8
        1 where a pixel may change, by cloth or by its rim on skin.
    """

    box: Roi
    weight: NDArray[np.float32]
    wanted: NDArray[np.uint8]


def worn_mask(
    labels: Labels,
    wearing: Wearing,
    unit_px: float,
    coverage: SoftMask,
    rim: NDArray[np.float32],
) -> WornMask | None:
    """Find the worn cloth that is seen beside an outfit.

    Parameters
    ----------
    labels : Labels
    wearing : Wearing
    unit_px : float
        Shoulder width.
    coverage : ndarray of shape (H, W), float32
        Where the outfit is drawn on the frame, 0 to 1.
    rim : ndarray of shape (S, S), float32
        Where labels are: not 0 where skin may show the cloth's colour.

    Returns
    -------
    WornMask or None
        None when none is seen.

    Notes
    -----
    Shapes are decided at the labels' resolution; the edge is drawn at the frame's, where what is
    interpolated between them goes through a steep ramp.
    """
    cloth = _cloth(labels, wearing, unit_px)
    area = _area(labels, np.maximum(cloth - _RAMP[0], rim) > 0.0, coverage)
    shape = area.height, area.width
    weight, wanted = np.zeros(shape, np.float32), np.zeros(shape, np.uint8)
    found = weigh_cloth_nb(
        weight,
        wanted,
        cloth,
        rim,
        *labels.grid(area),
        *_RAMP,
        np.ascontiguousarray(coverage),
        area.x0,
        area.y0,
    )
    inner = Roi(*found)
    if inner.width == 0:
        return None
    box = Roi(area.x0 + found[0], area.y0 + found[1], area.x0 + found[2], area.y0 + found[3])
    return WornMask(box, weight[inner.slices].copy(), wanted[inner.slices].copy())


def grown(labels: Labels, share: NDArray[np.float32], reach_px: float) -> NDArray[np.float32]:
    """Return a share of the labels, (S, S), grown by so many frame pixels all round.

    Fractions of the labels' pixels lie between the two whole ones, lest a person who comes nearer
    makes the shape jump.
    """
    reach = reach_px * share.shape[0] / labels.side_px
    whole = int(reach)
    narrow, wide = (_dilated(share, radius) for radius in (whole, whole + 1))
    return np.asarray(narrow + (reach - whole) * (wide - narrow), np.float32)


def worn_kinds(wearing: Wearing) -> list[Label]:
    """Return the labels of the clothes that have to go."""
    goes = (Label.UPPER, wearing.upper), (Label.LOWER, wearing.lower)
    return [label for label, does in goes if does]


def _dilated(share: NDArray[np.float32], radius: int) -> NDArray[np.float32]:
    if radius == 0:
        return share
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(cv2.dilate(share, element), np.float32)


def _cloth(labels: Labels, wearing: Wearing, unit_px: float) -> NDArray[np.float32]:
    """Return how far there is cloth that has to go, (S, S), grown over what is beside it."""
    share = labels.sum_of(worn_kinds(wearing))
    if wearing.lower:
        share = _closed(labels, share, unit_px)
    beside = [Label.BACKGROUND]
    if wearing.upper and not wearing.lower:
        beside.append(Label.LOWER)
    allowed = share + labels.sum_of(beside)
    return np.asarray(np.minimum(grown(labels, share, _RIM * unit_px), allowed), np.float32)


def _closed(labels: Labels, share: NDArray[np.float32], unit_px: float) -> NDArray[np.float32]:
    """Return cloth with what lies between it along legs and was taken for bare legs."""
    legs = labels.shares[Label.LEGS]
    if float(legs.max()) < _RAMP[0]:
        return share
    half = round(_GAP / 2 * unit_px * len(share) / labels.side_px)
    cloth = np.asarray(cv2.convertScaleAbs(share, alpha=255.0), np.uint8)
    closed = cloth
    for slope in _SLOPES:
        aside = round(slope * half)
        along = np.zeros((2 * half + 1, 2 * abs(aside) + 1), np.uint8)
        cv2.line(along, (abs(aside) - aside, 0), (abs(aside) + aside, 2 * half), 1)
        one = cv2.morphologyEx(cloth, cv2.MORPH_CLOSE, along)
        closed = np.maximum(closed, np.asarray(one, np.uint8))
    between = np.asarray(closed, np.float32) * np.float32(1 / 255)
    return np.asarray(np.maximum(share, np.minimum(between, share + legs)), np.float32)


def _area(labels: Labels, shown: Mask, frame: SoftMask) -> Roi:
    """Return the part of a frame over which labels, (S, S), show anything or are just beside it."""
    height, width = frame.shape
    step = labels.side_px / len(shown)
    left, top, columns, rows = cv2.boundingRect(shown.view(np.uint8))
    # What is interpolated reaches on to the next label, and beyond the outermost ones.
    starts = labels.x0_px + (left - 1) * step, labels.y0_px + (top - 1) * step
    x0, y0 = (max(0, math.floor(start)) for start in starts)
    x1 = min(width, math.ceil(starts[0] + (columns + 2) * step))
    y1 = min(height, math.ceil(starts[1] + (rows + 2) * step))
    return Roi(x0, y0, max(x0, x1), max(y0, y1))
