"""Where hands are before the trunk: what their place, labels and learnt colours say together.

Three witnesses, taken for independent, are added as logarithms of odds (naive Bayes): the place
(how near to where landmarks or the pose have a hand), the labels, and the colour (skin against
cloth). None decides alone: a blurred hand that labels miss has its colour, a hand as brown as the
coat behind it its landmarks, and a badge beside a hand neither.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Body, Hand, Points
from tryon_ar.kernels.hand_colours import (
    LEVELS_A_UNIT,
    NEUTRAL,
    PLACE_EVEN,
    PLACE_LEVELS_A_UNIT,
    weigh_hands_nb,
)
from tryon_ar.rendering import shapes
from tryon_ar.rendering.arms import Arm
from tryon_ar.rendering.hand_colours import HandColours
from tryon_ar.rendering.hand_shapes import fill_around, fill_bones, fill_hand, hand_length_px
from tryon_ar.rendering.label_view import LabelView
from tryon_ar.rendering.planes import Plane, above, common, inverse, together

# Logarithms of odds by the place: within reach, near, within the hand's shape, on its bones; of a
# hand that is seen, one that is remembered, and one that only the pose knows of.
_SEEN = (-2.2, -1.2, 1.0, 2.6)
_REMEMBERED = (-1.9, -0.8, -0.2, 0.2)
_POSED = (-1.9, -0.8, -0.2)
_SURE_HAND = 0.5
# How far a hand may reach beyond its landmarks and how near is near, in palm lengths; beyond the
# pose's knuckles, and how far these stand for its shape, in shoulder widths.
_REACH, _MARGIN = 0.75, 0.30
_POSE_REACH, _POSE_MARGIN, _POSE_SHAPE = 0.40, 0.13, 0.06
_FINGER_REACH = 0.95
# Colours are looked at over so many of the view's pixels. Lines thinner than the second are no
# fingers: where cloth meets a badge or a wall, colours mix to what may be skin's.
_MEDIAN, _THIN, _SOFTNESS = 3, 3, 0.8
# Colours tell where they are, on average, so far from neutral.
_TELLING = 40.0
# What is surely hand, by share, with its edge of so many pixels of the view; and, by likeness,
# what is surely none.
_SURE_SHARE, _SURE_RIM, _SURE_CLOTH = 230, 3, NEUTRAL - 2 * LEVELS_A_UNIT
# Labels give way to a hand's rim as well, in half pixels of the frame.
_RIM = 5
# Cloth under what is no hand is what so many labels around are, upper clothes where none is.
_AROUND, _TRACE = 9, np.float32(0.02)
# What labels call nothing else so surely is bare legs, with a rim of so many half pixels where
# they and a hem go over into each other.
_LEGS, _LEGS_RIM = 100, 11
# A part of a hand is as solid as this and so large, in squared shoulder widths.
_SOLID, _LEAST_AREA = 110, 0.0025


@dataclass(frozen=True, slots=True)
class HandEvidence:
    """How surely pixels are hand, at half the resolution of the frame.

    Attributes
    ----------
    share : ndarray of shape (h, w), uint8
        0 to 255.
    reach : ndarray of shape (h, w), uint8
        255 where a hand may be; what is bare elsewhere is another matter.
    shape : ndarray of shape (h, w), uint8
        255 within the shape of a hand that was found.
    box : Roi
        In pixels of the view.
    corner_px : (int, int)
        Of the box, in the frame.
    sure, never : ndarray of shape (h, w), uint8
        255 where nothing speaks against a hand that was found, edges included, and where colours
        surely do.
    told : bool
        Whether colours tell skin from cloth here.
    """

    share: Plane
    reach: Plane
    shape: Plane
    box: Roi
    corner_px: tuple[int, int]
    sure: Plane
    never: Plane
    told: bool

    def into(self, view: LabelView) -> LabelView:
        """Return a view whose bare arms and cloth agree with the hands."""
        arms = view.arms.copy()
        np.copyto(arms[self.box.slices], self.share, where=self.reach > 0)
        return replace(view, arms=arms, cloth=common(view.cloth, inverse(arms)))

    def onto(self, skin: Plane) -> None:
        """Draw hands into a mask of bare skin over the view's ROI, in place.

        Where colours do not tell, the frame's own edges are better, but for a hand's shape.
        """
        box = self.box
        place = skin[2 * box.y0 : 2 * box.y1, 2 * box.x0 : 2 * box.x1]
        rows, columns = place.shape
        size = 2 * box.width, 2 * box.height
        drawn = self.share if self.told else common(self.share, self.shape)
        share = cv2.resize(drawn, size, interpolation=cv2.INTER_LINEAR)[:rows, :columns]
        if self.told:
            reach = cv2.resize(self.reach, size, interpolation=cv2.INTER_NEAREST)
            cv2.copyTo(share, reach[:rows, :columns], place)
        else:
            cv2.max(place, share, place)


def hand_evidence(
    view: LabelView, body: Body, arms: Sequence[Arm], colours: HandColours | None
) -> HandEvidence | None:
    """Weigh what speaks for hands.

    Parameters
    ----------
    view : LabelView
    body : Body
        In frame pixels.
    arms : sequence of Arm
        The left and the right one, in the view's own pixels.
    colours : HandColours or None
        What was learnt of the person's skin and clothes.

    Returns
    -------
    HandEvidence or None
        None where no hand may be.
    """
    unit_px = arms[0].unit_px
    places = _places(view, body, arms)
    box = _box(places, view.grid)
    if box is None:
        return None
    place, seeds = _drawn(places, box)
    inside = box.slices
    head = together(view.hair[inside], together(view.face[inside], view.neck[inside]))
    labels = np.stack([view.arms[inside], view.cloth[inside], view.nothing[inside], head])
    _leave_out_legs(place, labels)
    likeness = None if colours is None else colours.likeness(view.bgr[inside])
    reach = above(place, 0)
    told = likeness is not None and _tells(likeness, reach)
    calm = place if likeness is None else _calm(likeness)
    share = np.empty_like(place)
    weigh_hands_nb(place, labels, calm, likeness is not None, share)
    corner = view.roi.x0 + 2 * box.x0, view.roi.y0 + 2 * box.y0
    held = _connected(share, seeds, _LEAST_AREA * unit_px**2)
    sure, never = _sure(held, place, calm if told else None)
    return HandEvidence(held, reach, above(place, PLACE_EVEN), box, corner, sure, never, told)


def with_hands(body: Body, seen: HandEvidence | None) -> Body:
    """Return a body whose labels agree with its hands: what is not hand there is cloth."""
    labels = body.labels
    if labels is None or seen is None:
        return body
    share, reach = _at_labels(seen, labels)
    x, y, width, height = cv2.boundingRect(reach)
    if width == 0:
        return body
    box = slice(y, y + height), slice(x, x + width)
    hand, may = (plane[box] * np.float32(1 / 255) for plane in (share, reach))
    shares = labels.shares.copy()
    part = shares[(slice(None), *box)]
    bare = part[Label.ARMS] * may
    part *= 1.0 - may * hand
    part[Label.ARMS] += may * hand - bare * (1.0 - hand)
    cloth = bare * (1.0 - hand)
    lower = cloth * _lower_share(part)
    part[Label.LOWER] += lower
    part[Label.UPPER] += cloth - lower
    shares.flags.writeable = False
    return replace(body, labels=replace(labels, shares=shares))


def _lower_share(shares: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much of the cloth around is lower clothes, (h, w): hands go into their pockets."""
    upper, lower = (
        cv2.blur(shares[label], (_AROUND, _AROUND)) for label in (Label.UPPER, Label.LOWER)
    )
    return np.asarray(lower / (upper + lower + _TRACE), np.float32)


def _at_labels(seen: HandEvidence, labels: Labels) -> tuple[Plane, Plane]:
    """Return share and reach at the labels' own resolution."""
    side = labels.shares.shape[1]
    step = labels.side_px / side
    # Of the first label's middle, in the evidence's pixels, whose middles lie at odd halves.
    start = [
        (edge + step / 2 - corner) / 2 - 0.5
        for edge, corner in zip((labels.x0_px, labels.y0_px), seen.corner_px, strict=True)
    ]
    matrix = np.array([[step / 2, 0.0, start[0]], [0.0, step / 2, start[1]]])
    # With their blurred rims: what lies under these is hidden or half hidden by the hand.
    rimmed = cv2.dilate(seen.share, np.ones((_RIM, _RIM), np.uint8))
    both = cv2.blur(cv2.merge([rimmed, seen.reach]), (3, 3))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    share, reach = cv2.split(cv2.warpAffine(both, matrix, (side, side), flags=flags))
    return np.asarray(share, np.uint8), np.asarray(reach, np.uint8)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a hand may be: levels of odds, the fillers that draw them, and the points within."""

    odds: tuple[float, ...]
    fillers: tuple[Callable[[Plane, Roi, int], None], ...]
    points: Points
    reach_px: float


def _places(view: LabelView, body: Body, arms: Sequence[Arm]) -> list[_Place]:
    found = {
        hand.is_left: replace(hand, points_px=view.local(hand.points_px)) for hand in body.hands
    }
    places = []
    for arm, is_left in zip(arms, (True, False), strict=True):
        hand = found.get(is_left)
        if hand is not None:
            places.append(_found_place(hand, arm.unit_px))
        if arm.seen and (hand is None or hand.confidence < _SURE_HAND):
            places.append(_posed_place(arm))
    return places


def _found_place(hand: Hand, unit_px: float) -> _Place:
    length, points = hand_length_px(hand, unit_px), hand.points_px
    fillers = (
        lambda canvas, roi, level: fill_around(canvas, roi, points, _REACH * length, level),
        lambda canvas, roi, level: fill_around(canvas, roi, points, _MARGIN * length, level),
        lambda canvas, roi, level: fill_hand(canvas, roi, hand, unit_px, level),
        lambda canvas, roi, level: fill_bones(canvas, roi, hand, unit_px, level),
    )
    odds = _SEEN if hand.confidence >= _SURE_HAND else _REMEMBERED
    return _Place(odds, fillers, points, _REACH * length)


def _posed_place(arm: Arm) -> _Place:
    wrist, index, pinky, _ = arm.hand
    tips = [knuckle + (knuckle - wrist) * _FINGER_REACH for knuckle in (index, pinky)]
    points, unit_px = np.vstack([arm.hand, tips]), arm.unit_px
    fillers = (
        lambda canvas, roi, level: fill_around(canvas, roi, points, _POSE_REACH * unit_px, level),
        lambda canvas, roi, level: fill_around(canvas, roi, points, _POSE_MARGIN * unit_px, level),
        lambda canvas, roi, level: fill_around(canvas, roi, points, _POSE_SHAPE * unit_px, level),
    )
    return _Place(_POSED, fillers, points, _POSE_REACH * unit_px)


def _box(places: Sequence[_Place], grid: Roi) -> Roi | None:
    if not places:
        return None
    low = np.min([place.points.min(axis=0) - place.reach_px for place in places], axis=0)
    high = np.max([place.points.max(axis=0) + place.reach_px for place in places], axis=0)
    x0, y0 = (max(0, int(value)) for value in low)
    x1, y1 = min(grid.width, int(high[0]) + 2), min(grid.height, int(high[1]) + 2)
    return Roi(x0, y0, x1, y1) if x1 - x0 > 2 and y1 - y0 > 2 else None


def _drawn(places: Sequence[_Place], box: Roi) -> tuple[Plane, Plane]:
    """Return the levels of odds by the place, and where a hand is likeliest."""
    canvas = shapes.empty(box)
    steps = [step for one in places for step in zip(one.odds, one.fillers, strict=True)]
    # The surer over the less sure.
    for odds, fill in sorted(steps, key=lambda step: step[0]):
        fill(canvas, box, round(PLACE_EVEN + PLACE_LEVELS_A_UNIT * odds))
    if len({place.odds for place in places}) == 1:
        # What is likeliest in its own place is likeliest of all: no need to draw it again.
        middle = sum(places[0].odds[-2:]) / 2
        return canvas, above(canvas, round(PLACE_EVEN + PLACE_LEVELS_A_UNIT * middle))
    seeds = shapes.empty(box)
    for place in places:
        place.fillers[-1](seeds, box, 255)
    return canvas, seeds


def _leave_out_legs(place: Plane, labels: NDArray[np.uint8]) -> None:
    """Leave bare legs beside a hand out of where it may be, in place: their colour is the same."""
    legs = inverse(together(together(labels[0], labels[1]), together(labels[2], labels[3])))
    rimmed = cv2.dilate(above(legs, _LEGS), np.ones((_LEGS_RIM, _LEGS_RIM), np.uint8))
    place[(rimmed > 0) & (place <= PLACE_EVEN)] = 0


def _tells(likeness: Plane, reach: Plane) -> bool:
    away = cv2.absdiff(likeness, np.full(1, NEUTRAL, np.float64))
    return bool(cv2.mean(away, reach)[0] > _TELLING)


def _calm(likeness: Plane) -> Plane:
    calm = cv2.medianBlur(likeness, _MEDIAN)
    calm = cv2.morphologyEx(calm, cv2.MORPH_OPEN, np.ones((_THIN, _THIN), np.uint8))
    return np.asarray(cv2.GaussianBlur(calm, (0, 0), _SOFTNESS), np.uint8)


def _sure(share: Plane, place: Plane, likeness: Plane | None) -> tuple[Plane, Plane]:
    """Return where nothing speaks against the shape of a hand, and where colours surely do."""
    hand = common(above(place, PLACE_EVEN), above(share, _SURE_SHARE))
    sure = np.asarray(cv2.dilate(hand, np.ones((_SURE_RIM, _SURE_RIM), np.uint8)), np.uint8)
    if likeness is None:
        return sure, np.zeros_like(share)
    cloth = common(above(inverse(likeness), 255 - _SURE_CLOTH), above(inverse(share), _SURE_SHARE))
    return sure, common(cloth, above(place, 0))


def _connected(share: Plane, seeds: Plane, least_area: float) -> Plane:
    """Return the parts of a share that are solid, large enough and hang together with a seed."""
    count, parts, stats, _ = cv2.connectedComponentsWithStats(
        above(share, _SOLID), connectivity=4, ltype=cv2.CV_16U
    )
    held = np.bincount(parts[seeds > 127], minlength=count) > 0
    keep = held & (stats[:, cv2.CC_STAT_AREA] >= least_area)
    keep[0] = False
    kept = np.asarray((keep.astype(np.uint8) * 255)[parts], np.uint8)
    return common(share, np.asarray(cv2.dilate(kept, np.ones((5, 5), np.uint8)), np.uint8))
